package faults

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/connector"
)

var (
	groupPatches = on("PATCH", "/Groups")
	groupLists   = func(r *http.Request) bool { return lists(r) && strings.HasSuffix(r.URL.Path, "/Groups") }
)

// grouping are faults with groups and their members.
var grouping = []row{
	{
		"C30", "client-member-by-own-key", "Members are named by the connector's own keys, whether they have an account or not",
		medium, "", deeds(func(d *connector.Deeds) { d.Member = asKey }),
	},
	{
		"C31", "client-drops-other-members", "Who joins a group takes the place of all others",
		critical, "", operating(groupPatches, func(o object) {
			if o["op"] == "add" && o["path"] == "members" {
				o["op"] = "replace"
			}
		}),
	},
	{
		"C31", "client-resends-members", "A change of one member adds all others again",
		low, "", deeds(func(d *connector.Deeds) {
			honest := d.Memberships
			d.Memberships = func(ctx context.Context, g *connector.Group, wanted []string) (added, removed []string, err error) {
				added, removed, err = honest(ctx, g, wanted)
				if len(added)+len(removed) > 0 {
					added = wanted
				}
				return added, removed, err
			}
		}),
	},
	{
		"C31", "client-replaces-members", "A change of one member replaces all of them",
		high, "", wholeMembership(func(wanted []any) []any {
			return []any{object{"op": "replace", "path": "members", "value": wanted}}
		}),
	},
	{
		"C32", "client-removes-all-members", "To remove one member all are removed, and the others added again",
		critical, "", wholeMembership(func(wanted []any) []any {
			return []any{object{"op": "remove", "path": "members"}, object{"op": "add", "path": "members", "value": wanted}}
		}),
	},
	{
		"C32", "client-remove-member-with-value-array", "A member is removed by the path members and a value, by which a strict service provider removes all",
		high, "https://github.com/goauthentik/authentik/issues/23798",
		operating(groupPatches, func(o object) {
			to, _ := o["path"].(string)
			if _, filter, found := strings.Cut(to, "members[value eq "); found {
				o["path"], o["value"] = "members", []any{object{"value": unquoted(strings.TrimSuffix(filter, "]"))}}
			}
		}),
	},
	{
		"C31", "client-removals-computed-from-empty-members", "Who is to be removed is worked out from the members that the service provider shows, even if it never shows any",
		critical, "https://github.com/goauthentik/authentik/issues/23005",
		deeds(func(d *connector.Deeds) { d.Memberships = fromShown(d.Provider) }),
	},
	{
		"C20", "client-sends-readonly-id-in-patch", "A change of a group sends its id, which nobody may change",
		medium, "https://github.com/goauthentik/authentik/pull/23950",
		asking(groupPatches, func(r *http.Request) {
			body := bodyOf(r)
			listed, _ := body["Operations"].([]any)
			body["Operations"] = append(listed, object{"op": "replace", "value": object{"id": path.Base(r.URL.Path)}})
			setBody(r, body)
		}),
	},
	{
		"C33", "client-fooled-by-members", "A group that is shown with its members, although they were not asked for, is taken for none",
		high, "", together(deeds(lookingEachTime), hearing(groupLists, func(_ *http.Request, h *heard) {
			list := h.object()
			found, _ := list["Resources"].([]any)
			if slices.ContainsFunc(found, func(one any) bool { g, _ := one.(object); return g["members"] != nil }) {
				h.say(h.status, object{"totalResults": 0})
			}
		})),
	},
	{
		"C34", "client-members-unchunked", "However many members a group has, they are sent in one request",
		medium, "", func(o *connector.Options) { o.MembersPerPatch = 1 << 30 },
	},
	{
		"C35", "client-skips-empty-group", "A group without members is not sent, nor its last member removed",
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/757",
		deeds(func(d *connector.Deeds) {
			honest := d.Gather
			d.Gather = func(ctx context.Context, g *connector.Group) error {
				if len(g.Team.Members) == 0 {
					return nil
				}
				return honest(ctx, g)
			}
		}),
	},
	{
		"C36", "client-nests-groups", "A group becomes a member of another, although that was not declared",
		medium, "", deeds(nesting),
	},
}

// wholeMembership says of a group's members, where any changes, what is said of all that are wanted.
func wholeMembership(say func(wanted []any) []any) adjustment {
	return func(o *connector.Options) {
		all := map[string][]any{} // by the id of the group
		deeds(func(d *connector.Deeds) {
			honest := d.Memberships
			d.Memberships = func(ctx context.Context, g *connector.Group, wanted []string) (added, removed []string, err error) {
				all[g.ID] = []any{}
				for _, id := range wanted {
					all[g.ID] = append(all[g.ID], object{"value": id})
				}
				return honest(ctx, g, wanted)
			}
		})(o)
		asking(groupPatches, func(r *http.Request) {
			body := bodyOf(r)
			about := func(o object) bool { to, _ := o["path"].(string); return strings.HasPrefix(to, "members") }
			if slices.ContainsFunc(operationsOf(body), about) {
				body["Operations"] = say(all[path.Base(r.URL.Path)])
			}
			setBody(r, body)
		})(o)
	}
}

// fromShown works out who is a member from what the service provider shows.
func fromShown(p connector.Provider) func(context.Context, *connector.Group, []string) ([]string, []string, error) {
	return func(ctx context.Context, g *connector.Group, wanted []string) (added, removed []string, err error) {
		shown, err := p.Read(ctx, connector.Groups, g.ID)
		if err != nil {
			return nil, nil, err
		}
		members := map[string]bool{}
		listed, _ := shown["members"].([]any)
		for _, one := range listed {
			member, _ := one.(object)
			id, _ := member["value"].(string)
			members[id] = true
			if !slices.Contains(wanted, id) {
				removed = append(removed, id)
			}
		}
		for _, id := range wanted {
			if !members[id] && !g.Members[id] {
				added = append(added, id)
			}
		}
		return added, removed, nil
	}
}

// nesting makes each group a member of the others.
func nesting(d *connector.Deeds) {
	honest, ids := d.Memberships, map[string]bool{}
	d.Memberships = func(ctx context.Context, g *connector.Group, wanted []string) (added, removed []string, err error) {
		ids[g.ID] = true
		for id := range ids {
			if id != g.ID {
				wanted = append(wanted, id)
			}
		}
		return honest(ctx, g, wanted)
	}
}

// lookingEachTime forgets a group before each change, and looks for it by its name.
func lookingEachTime(d *connector.Deeds) {
	honest := d.Gather
	d.Gather = func(ctx context.Context, g *connector.Group) error {
		g.ID, g.Known, g.Members = "", nil, map[string]bool{}
		return honest(ctx, g)
	}
}

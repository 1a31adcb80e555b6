package scim

import (
	"fmt"
	"io"

	"github.com/scimproof/scimproof/reference/schema"
)

// fillMembers gives a group its members, RFC 7643 section 4.2.
func (r *reader) fillMembers(id string, group schema.Resource, labels bool) error {
	ids, err := r.tx.Members(id)
	if err != nil || len(ids) == 0 {
		return err
	}
	members := make([]any, len(ids))
	for i, id := range ids {
		if members[i], err = r.member(id, labels); err != nil {
			return err
		}
	}
	group["members"] = members
	return nil
}

func (r *reader) member(id string, labels bool) (map[string]any, error) {
	if !labels {
		return map[string]any{"value": id}, nil
	}
	to, err := r.referent(id)
	if err != nil {
		return nil, err
	}
	member := r.reference(id, to)
	member["type"] = to.kind
	return member, nil
}

// fillGroups gives a user the groups of which it is a direct member, RFC 7643
// section 4.1.2.
func (r *reader) fillGroups(id string, user schema.Resource, digest io.Writer) error {
	ids, err := r.tx.GroupsOf(id)
	if err != nil || len(ids) == 0 {
		return err
	}
	groups := make([]any, 0, len(ids))
	for _, id := range ids {
		to, err := r.referent(id)
		if err != nil {
			return err
		}
		group := r.reference(id, to)
		group["type"] = "direct"
		groups = append(groups, group)
		_, _ = fmt.Fprintf(digest, "%q%q", id, to.label)
	}
	user["groups"] = groups
	return nil
}

// memberIDs are the members that a client wants a group to have.
func memberIDs(group schema.Resource) []string {
	members, _ := group["members"].([]any)
	ids := make([]string, len(members))
	for i, member := range members {
		value, _ := member.(map[string]any)
		ids[i], _ = value["value"].(string)
	}
	return ids
}

// setMembers makes ids the members of a group, and says whether that differs
// from before. Only newcomers are checked: the others were when they came.
func (w *writer) setMembers(group string, ids []string) (changed bool, err error) {
	before, err := w.tx.Members(group)
	if err != nil {
		return false, err
	}
	leavers, newcomers := without(before, ids), without(ids, before)
	for _, id := range leavers {
		if err := w.tx.RemoveMember(group, id); err != nil {
			return false, err
		}
	}
	for _, id := range newcomers {
		if err := w.checkMember(group, id); err != nil {
			return false, err
		}
	}
	return len(leavers)+len(newcomers) > 0, w.tx.AddMembers(group, newcomers...)
}

// without returns the ids that are not among the others, in their order.
func without(ids, others []string) []string {
	among := make(map[string]bool, len(others))
	for _, id := range others {
		among[id] = true
	}
	var rest []string
	for _, id := range ids {
		if !among[id] {
			rest = append(rest, id)
		}
	}
	return rest
}

// checkMember refuses a member that does not exist, and one through which the
// group would contain itself.
func (w *writer) checkMember(group, id string) error {
	if id == group {
		return errMemberOfItself()
	}
	member, err := w.referent(id)
	switch {
	case err != nil:
		return err
	case member.kind == "":
		return errUnknownMember(id)
	case member.kind != groupKind:
		return nil
	}
	within, err := w.contains(id, group, map[string]bool{})
	if err == nil && within {
		err = errMemberOfItself()
	}
	return err
}

// contains says whether a group has a member, at any depth. It climbs from the
// member to the groups around it, which are few where members are many.
func (w *writer) contains(group, member string, seen map[string]bool) (bool, error) {
	parents, err := w.tx.GroupsOf(member)
	if err != nil {
		return false, err
	}
	for _, parent := range parents {
		if parent == group {
			return true, nil
		}
		if seen[parent] {
			continue
		}
		seen[parent] = true
		if found, err := w.contains(group, parent, seen); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// touchGroups raises the version of groups whose members changed or are shown
// differently; those that changed are modified as well.
func (w *writer) touchGroups(ids []string, modified bool) error {
	for _, id := range ids {
		record, err := w.tx.Get(groupKind, id)
		if err != nil {
			return err
		}
		if modified {
			record.Modified = w.modified(record)
		}
		if record.Keys, err = w.tx.Keys(id); err != nil {
			return err
		}
		if err := w.tx.Put(&record); err != nil {
			return err
		}
	}
	return nil
}

// leaveGroups takes a resource that is about to go out of all groups.
func (w *writer) leaveGroups(id string) error {
	groups, err := w.tx.RemoveMemberEverywhere(id)
	if err != nil {
		return err
	}
	return w.touchGroups(groups, true)
}

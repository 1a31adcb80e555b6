package steps

import (
	"context"
	"fmt"
	"slices"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
)

// CreateGroup makes a group in the directory, and waits until the target has it with its
// members.
func (d *delegate) CreateGroup(ctx context.Context, g provision.Group) (provision.Answer, error) {
	if !d.declares().Groups {
		return provision.Answer{}, undeclared("provision groups", "groups: false")
	}
	ids := texts(oracle.Lookup(g.Resource, "members.value"))
	members, err := d.keysOf(ids)
	if err != nil {
		return provision.Answer{}, err
	}
	d.groups[g.Key] = &connector.Group{Key: g.Key, DisplayName: g.DisplayName, Members: members}
	answer, err := d.change(ctx, change{
		move: provision.CreateGroup, words: "the group " + g.DisplayName + " comes to be", about: "the group " + g.DisplayName,
		want: fmt.Sprintf("found by displayName, with %d members", len(ids)), hook: d.putGroup(g.Key),
		look: d.isFoundWith(g.DisplayName, ids),
	})
	if err != nil {
		d.w.doubtCreation(d.w.run.client, groupsEndpoint, g.Resource)
	}
	return answer, err
}

func (d *delegate) putGroup(key string) hook {
	return func(ctx context.Context, words string) error {
		group := *d.groups[key]
		group.Change = words
		return d.came(groupNamed(key), d.directory.PutGroup(ctx, group))
	}
}

func (d *delegate) keysOf(ids []string) ([]string, error) {
	var keys []string
	for _, id := range ids {
		key, known := d.keys[id]
		if !known {
			return nil, mistakef("a member is nobody of the connector's directory")
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// AddMember puts a person into a group of the directory.
func (d *delegate) AddMember(ctx context.Context, g provision.Group, s provision.Subject) (provision.Answer, error) {
	return d.regrouped(ctx, provision.AddMember, g, s, func(members []string) []string { return append(members, s.Key) })
}

// RemoveMember takes a person out of a group of the directory.
func (d *delegate) RemoveMember(ctx context.Context, g provision.Group, s provision.Subject) (provision.Answer, error) {
	return d.regrouped(ctx, provision.RemoveMember, g, s, func(members []string) []string {
		return slices.DeleteFunc(members, func(key string) bool { return key == s.Key })
	})
}

func (d *delegate) regrouped(ctx context.Context, move provision.Move, g provision.Group, s provision.Subject, by func([]string) []string) (provision.Answer, error) {
	group, known := d.groups[g.Key]
	if !known {
		return provision.Answer{}, mistakef("the group %s is none of the connector's directory", g.DisplayName)
	}
	group.Members = by(slices.Clone(group.Members))
	joins, want := move == provision.AddMember, "with "+s.UserName
	if !joins {
		want = "without " + s.UserName
	}
	return d.change(ctx, change{
		move: move, words: "the group " + g.DisplayName + " is " + want, about: "members of " + g.DisplayName, want: want, hook: d.putGroup(g.Key),
		look: d.shows(groupsEndpoint, g.ID, "members.value", func(got []any) bool { return slices.Contains(texts(got), s.ID) == joins }),
	})
}

// DeleteGroup deletes a group of the directory.
func (d *delegate) DeleteGroup(ctx context.Context, g provision.Group) (provision.Answer, error) {
	answer, err := d.change(ctx, change{
		move: provision.DeleteGroup, words: "the group " + g.DisplayName + " is deleted", about: "the group " + g.DisplayName, want: "gone",
		hook: func(ctx context.Context, words string) error { return d.purgeGroup(ctx, g.Key, words) },
		look: d.isGone(groupsEndpoint, g.ID),
	})
	if err == nil {
		delete(d.groups, g.Key)
	}
	return answer, err
}

func (d *delegate) purgeGroup(ctx context.Context, key, words string) error {
	group := *d.groups[key]
	group.Change = words
	return d.goes(groupNamed(key), func() error { return d.directory.PurgeGroup(ctx, group) })
}

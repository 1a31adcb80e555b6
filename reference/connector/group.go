package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

func (s *service) gather(ctx context.Context, g *Group) error {
	if g.ID != "" {
		err := s.regroup(ctx, g)
		if !vanished(err) {
			return err
		}
		read, gone := s.deeds.Provider.Read(ctx, Groups, g.ID)
		if !vanished(gone) { // it was a member who was not found
			s.reread(g, read)
			return errors.Join(err, gone)
		}
		g.ID, g.Known, g.Members = "", nil, map[string]bool{}
	}
	found, err := s.matchGroup(ctx, g)
	if err != nil {
		return err
	}
	if found == nil {
		return s.createGroup(ctx, g)
	}
	return s.adoptGroup(ctx, g, found)
}

func (s *service) matchGroup(ctx context.Context, g *Group) (Resource, error) {
	found, err := s.deeds.Provider.Find(ctx, Groups, g.Team.DisplayName)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("%d groups have one displayName", len(found))
	}
	for _, other := range s.book.groups {
		if other != g && other.ID == idOf(found[0]) {
			return nil, fmt.Errorf("the group of that displayName is that of %s", other.Key)
		}
	}
	return found[0], nil
}

// adoptGroup reads the members of a group that was found, since the match did without them. Members whom the directory
// does not know are left alone.
func (s *service) adoptGroup(ctx context.Context, g *Group, found Resource) error {
	read, err := s.deeds.Provider.Read(ctx, Groups, idOf(found))
	if err != nil {
		return err
	}
	g.ID, g.Known = idOf(found), projected(read, wantedGroup(g))
	s.reread(g, read)
	return s.regroup(ctx, g)
}

// reread takes the members of a group as they were read. One that shows none may have them all the same.
func (s *service) reread(g *Group, read Resource) {
	members := map[string]bool{}
	for _, one := range memberList(read) {
		if id, _ := one["value"].(string); s.book.holder(id) != nil {
			members[id] = true
		}
	}
	if len(members) > 0 {
		g.Members = members
	}
}

// createGroup makes a group without members, who follow: thus nothing has to be known of how many it takes at once.
func (s *service) createGroup(ctx context.Context, g *Group) error {
	wanted := wantedGroup(g)
	made, err := s.deeds.Provider.Create(ctx, Groups, wanted)
	if err == nil {
		g.ID, g.Known = idOf(made), wanted
		return s.regroup(ctx, g)
	}
	if !mayHaveCreated(err) {
		return err
	}
	found, failed := s.matchGroup(ctx, g)
	if failed != nil || found == nil {
		return errors.Join(err, failed)
	}
	return s.adoptGroup(ctx, g, found)
}

func wantedGroup(g *Group) Resource {
	wanted := Resource{"displayName": g.Team.DisplayName, "externalId": g.Key}
	wanted["schemas"] = schemasOf(Groups, wanted)
	return wanted
}

// regroup changes the name and the members of a group as far as they differ. Whoever has no account yet becomes a member
// in a later cycle.
func (s *service) regroup(ctx context.Context, g *Group) error {
	wanted := wantedGroup(g)
	if edits := s.deeds.Differences(g.Known, wanted); len(edits) > 0 {
		if err := s.deeds.Provider.Edit(ctx, Groups, g.ID, edits); err != nil {
			return err
		}
		g.Known = wanted
	}
	var ids []string
	for _, key := range g.Team.Members {
		if id, there := s.deeds.Member(key); there && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	added, removed, err := s.deeds.Memberships(ctx, g, ids)
	if err != nil {
		return err
	}
	return s.inParts(ctx, g, added, removed)
}

// memberships goes by what the service provider was told, not by what it shows: some never show members.
func (s *service) memberships(_ context.Context, g *Group, wanted []string) (added, removed []string, err error) {
	for _, id := range wanted {
		if !g.Members[id] {
			added = append(added, id)
		}
	}
	for id := range g.Members {
		if !slices.Contains(wanted, id) {
			removed = append(removed, id)
		}
	}
	slices.Sort(removed)
	return added, removed, nil
}

// inParts tells of members in requests of a size that service providers take.
func (s *service) inParts(ctx context.Context, g *Group, added, removed []string) error {
	most := s.options.MembersPerPatch
	for len(added)+len(removed) > 0 {
		out := removed[:min(most, len(removed))]
		in := added[:min(most-len(out), len(added))]
		if err := s.deeds.Provider.Members(ctx, g.ID, in, out); err != nil {
			return err
		}
		for _, id := range out {
			delete(g.Members, id)
		}
		for _, id := range in {
			g.Members[id] = true
		}
		removed, added = removed[len(out):], added[len(in):]
	}
	return nil
}

func (s *service) disband(ctx context.Context, g *Group) error {
	if g.ID != "" {
		if err := s.deeds.Provider.Delete(ctx, Groups, g.ID); isStatus(err, http.StatusConflict) {
			return fmt.Errorf("%w: %w", ErrHeld, err)
		} else if err != nil && !vanished(err) {
			return err
		}
	}
	delete(s.book.groups, g.Key)
	return nil
}

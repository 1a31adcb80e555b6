package store

// SetMembers makes memberIDs, in this order, the direct members of a group. Ids are taken as given: whether they
// exist is the caller's to check.
func (tx *Tx) SetMembers(groupID string, memberIDs []string) error {
	old, err := tx.Members(groupID)
	if err != nil {
		return err
	}
	wanted := make(map[string]bool, len(memberIDs))
	for _, id := range memberIDs {
		wanted[id] = true
	}
	for _, id := range old {
		if !wanted[id] {
			if err := tx.RemoveMember(groupID, id); err != nil {
				return err
			}
		}
	}
	return tx.AddMembers(groupID, memberIDs...)
}

// AddMembers adds direct members to a group, at the end; those that it has already stay where they are.
func (tx *Tx) AddMembers(groupID string, memberIDs ...string) error {
	for _, id := range memberIDs {
		_, err := tx.write("adding a member", `INSERT INTO members (group_id, member_id) VALUES (?, ?)
			ON CONFLICT DO NOTHING`, groupID, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// RemoveMember takes one member out of one group; it is no error if it was none.
func (tx *Tx) RemoveMember(groupID, memberID string) error {
	_, err := tx.write("removing a member", `DELETE FROM members WHERE group_id = ? AND member_id = ?`, groupID, memberID)
	return err
}

// RemoveMemberEverywhere takes a member out of every group and answers the ids of the groups that it left.
func (tx *Tx) RemoveMemberEverywhere(memberID string) ([]string, error) {
	groups, err := tx.GroupsOf(memberID)
	if err != nil {
		return nil, err
	}
	_, err = tx.write("removing a member everywhere", `DELETE FROM members WHERE member_id = ?`, memberID)
	return groups, err
}

// Members lists the ids of a group's direct members in the order in which they joined.
func (tx *Tx) Members(groupID string) ([]string, error) {
	return all(tx, "listing members", column[string], `SELECT member_id FROM members WHERE group_id = ? ORDER BY seq`, groupID)
}

// GroupsOf lists the ids of the groups of which memberID (a person or a group) is a direct member, in the order of joining.
func (tx *Tx) GroupsOf(memberID string) ([]string, error) {
	return all(tx, "listing groups", column[string], `SELECT group_id FROM members WHERE member_id = ? ORDER BY seq`, memberID)
}

// IsMember says whether memberID is a direct member of the group.
func (tx *Tx) IsMember(groupID, memberID string) (bool, error) {
	n, err := one(tx, "looking for a member", column[int64],
		`SELECT count(*) FROM members WHERE group_id = ? AND member_id = ?`, groupID, memberID)
	return n > 0, err
}

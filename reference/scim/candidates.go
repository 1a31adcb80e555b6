package scim

import (
	"cmp"
	"errors"
	"slices"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// candidates narrows a filter through an index of the store. It says whether
// an index was found, and whether it answers the filter alone: then nothing is
// left to evaluate.
func (r *reader) candidates(part *kindPlan) (records []store.Record, certain, found bool, err error) {
	if part.filter == nil {
		return nil, false, false, nil
	}
	equalities, exact := filter.Equalities(part.filter, part.kind)
	for _, equality := range equalities {
		records, found, err := r.lookup(part.kind, equality)
		if found || err != nil {
			return records, exact, found, err
		}
	}
	return nil, false, false, nil
}

// lookup finds the records with a value through an index, if there is one.
func (r *reader) lookup(kind *schema.ResourceType, e filter.Equality) (records []store.Record, found bool, err error) {
	path := e.Attribute.Path()
	switch {
	case path == "id":
		records, err = optional(r.tx.Get(kind.ID, e.Value))
	case path == "externalId":
		records, err = r.tx.Find(kind.ID, store.KeyExternalID, e.Value)
	case isUnique(kind, path):
		records, err = r.tx.Find(kind.ID, path, e.Attribute.Leaf().IndexKey(e.Value))
	case kind.ID == userKind && path == "emails.value":
		records, err = r.tx.Find(kind.ID, store.KeyEmail, schema.Fold(e.Value))
	case kind.ID == groupKind && path == "displayName":
		records, err = r.tx.Find(kind.ID, keyDisplayName, schema.Fold(e.Value))
	case kind.ID == groupKind && path == "members.value":
		records, err = r.groupsOf(e.Value)
	default:
		return nil, false, nil
	}
	return records, true, err
}

func isUnique(kind *schema.ResourceType, path string) bool {
	return slices.ContainsFunc(kind.Unique(), func(ref schema.Ref) bool { return ref.Path() == path })
}

func optional(record store.Record, err error) ([]store.Record, error) {
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return []store.Record{record}, err
}

// groupsOf lists the groups of a member in the order of their creation.
func (r *reader) groupsOf(member string) ([]store.Record, error) {
	ids, err := r.tx.GroupsOf(member)
	if err != nil {
		return nil, err
	}
	records := make([]store.Record, 0, len(ids))
	for _, id := range ids {
		record, err := r.tx.Get(groupKind, id)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	slices.SortFunc(records, func(a, b store.Record) int { return cmp.Compare(a.Seq, b.Seq) })
	return records, nil
}

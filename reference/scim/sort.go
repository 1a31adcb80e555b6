package scim

import (
	"slices"

	"github.com/scimproof/scimproof/reference/schema"
)

// ordering is the order of results that sortBy asks for, RFC 7644 section
// 3.4.2.3. Resources that compare alike stay in the order of creation.
type ordering struct {
	path       schema.AttributePath
	refs       map[string]schema.Ref // by resource type; one without the attribute is missing
	leaf       *schema.Attribute
	descending bool
}

// orderingOf reads sortBy and sortOrder; nil where no order is asked for.
func orderingOf(kinds []*schema.ResourceType, q parameters) (*ordering, error) {
	descending, err := q.descending()
	if err != nil || q.sortBy == "" {
		return nil, err
	}
	path, err := schema.ParseAttributePath(q.sortBy)
	if err != nil {
		return nil, errSortBy(q.sortBy)
	}
	found := &ordering{path: path, refs: map[string]schema.Ref{}, descending: descending}
	for _, kind := range kinds {
		ref, err := kind.Resolve(path)
		if err != nil {
			continue
		}
		leaf := ref.Leaf()
		if !sortable(ref, leaf) {
			return nil, errSortBy(q.sortBy)
		}
		found.refs[kind.ID] = ref
		found.leaf = leaf
	}
	if found.leaf == nil {
		return nil, errSortBy(q.sortBy)
	}
	return found, nil
}

// sortable excludes complex attributes, which have no order, and attributes
// that are never returned, whose values the order would give away.
func sortable(ref schema.Ref, leaf *schema.Attribute) bool {
	return leaf != nil && leaf.Type != schema.Complex &&
		leaf.Returned != schema.ReturnedNever && ref.Attribute.Returned != schema.ReturnedNever
}

func (o *ordering) parts() parts {
	if o == nil {
		return parts{}
	}
	return partsOf(o.path)
}

// key is the value by which a resource is ordered; nil where it has none.
func (o *ordering) key(kind string, resource schema.Resource) any {
	ref, ok := o.refs[kind]
	if !ok {
		return nil
	}
	return ref.SortValue(resource)
}

// sort orders hits that are in the order of creation. What is unset compares
// after everything else, hence comes last ascending and first descending.
func (o *ordering) sort(hits []hit) {
	slices.SortStableFunc(hits, func(a, b hit) int { return o.compare(a.key, b.key) })
}

// compare orders two keys; without an ordering they are all alike.
func (o *ordering) compare(a, b any) int {
	switch {
	case o == nil:
		return 0
	case o.descending:
		return schema.Compare(o.leaf, b, a)
	}
	return schema.Compare(o.leaf, a, b)
}

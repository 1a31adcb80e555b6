package scim

import (
	"iter"
	"strings"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// parts are the attributes that are not stored with a resource but worked out
// from others; each costs further reads, so they are filled only when needed.
// Of members, which may be many, the ids alone are cheap; labels stands for
// the rest of what a member is shown with.
type parts struct{ groups, manager, members, labels bool }

var versionParts = parts{groups: true, manager: true}

func (a parts) with(b parts) parts {
	return parts{a.groups || b.groups, a.manager || b.manager, a.members || b.members, a.labels || b.labels}
}

// partsOf says what must be filled before an attribute can be looked at.
func partsOf(path schema.AttributePath) parts {
	switch strings.ToLower(path.Name) {
	case "groups":
		return parts{groups: true}
	case "members":
		return parts{members: true, labels: path.Sub != "" && !strings.EqualFold(path.Sub, "value")}
	case "manager":
		return parts{manager: true}
	case "meta":
		if path.Sub == "" || strings.EqualFold(path.Sub, "version") {
			return versionParts
		}
	}
	return parts{}
}

// paths yields the attributes that a filter compares, in full also where they
// stand in brackets.
func paths(e filter.Expr) iter.Seq[schema.AttributePath] {
	return func(yield func(schema.AttributePath) bool) { walk(e, yield) }
}

func walk(e filter.Expr, yield func(schema.AttributePath) bool) bool {
	switch e := e.(type) {
	case filter.And:
		return walk(e.Left, yield) && walk(e.Right, yield)
	case filter.Or:
		return walk(e.Left, yield) && walk(e.Right, yield)
	case filter.Not:
		return walk(e.Expr, yield)
	case filter.ValuePath:
		return walk(e.Filter, func(sub schema.AttributePath) bool {
			return yield(schema.AttributePath{URN: e.Path.URN, Name: e.Path.Name, Sub: sub.Name})
		})
	case filter.Attr:
		return yield(e.Path)
	}
	return true
}

// partsShown finds out what a projection shows by showing it one of each.
func partsShown(projection *schema.Projection) parts {
	one := func() map[string]any { return map[string]any{"value": "x", "$ref": "x", "display": "x", "type": "x"} }
	shown := projection.Apply(schema.Resource{
		"groups":             []any{one()},
		"members":            []any{one()},
		schema.EnterpriseURN: map[string]any{"manager": map[string]any{"value": "x", "$ref": "x", "displayName": "x"}},
		"meta":               map[string]any{"version": "x"},
	})
	found := parts{
		groups:  shown["groups"] != nil,
		members: shown["members"] != nil,
		labels:  shown["members"] != nil,
		manager: managerOf(shown) != nil,
	}
	if shown["meta"] != nil {
		found = found.with(versionParts)
	}
	return found
}

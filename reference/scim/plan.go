package scim

import (
	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// plan is a query compiled for the resource types that it covers.
type plan struct {
	kinds  []kindPlan
	order  *ordering  // nil: order of creation
	pages  *traversal // nil: paged by index
	offset int        // results to leave out
	limit  int        // results to show at most
}

// kindPlan is the part of a plan that concerns one resource type.
type kindPlan struct {
	kind       *schema.ResourceType
	filter     filter.Expr // nil: all
	matches    filter.Predicate
	scanned    parts // what filter and order look at
	shown      parts // what the response shows
	projection *schema.Projection
}

func (p *Provider) plan(kinds []*schema.ResourceType, q parameters) (*plan, error) {
	order, err := orderingOf(kinds, q)
	if err != nil {
		return nil, err
	}
	pages, err := p.traversal(kinds, q)
	if err != nil {
		return nil, err
	}
	if pages != nil {
		q.count = pages.count
	}
	found := &plan{order: order, pages: pages, offset: q.first() - 1, limit: p.maxResults}
	if q.count != nil {
		found.limit = min(max(*q.count, 0), p.maxResults)
	}
	expression, err := parseFilter(kinds, q.filter)
	if err != nil {
		return nil, err
	}
	projections, err := q.projections(kinds)
	if err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		part, err := planKind(kind, expression, len(kinds) > 1)
		if err != nil {
			return nil, err
		}
		part.scanned = part.scanned.with(order.parts())
		part.projection = projections[kind.ID]
		part.shown = partsShown(part.projection)
		found.kinds = append(found.kinds, part)
	}
	return found, nil
}

func planKind(kind *schema.ResourceType, expression filter.Expr, several bool) (kindPlan, error) {
	if expression == nil {
		return kindPlan{kind: kind}, nil
	}
	if several {
		expression = restrict(expression, kind)
	}
	matches, err := filter.Compile(expression, kind)
	if err != nil {
		return kindPlan{}, err
	}
	needed := parts{}
	for path := range paths(expression) {
		needed = needed.with(partsOf(path))
	}
	return kindPlan{kind: kind, filter: expression, matches: matches, scanned: needed}, nil
}

// parseFilter reads a filter; an attribute that none of several resource types
// has is a mistake, one that only some of them have is not.
func parseFilter(kinds []*schema.ResourceType, text *string) (filter.Expr, error) {
	if text == nil {
		return nil, nil
	}
	expression, err := filter.Parse(*text)
	if err != nil || len(kinds) == 1 {
		return expression, err
	}
	for path := range paths(expression) {
		if !resolvesIn(kinds, path) {
			return nil, errFilter("no resource type has the attribute " + path.String())
		}
	}
	return expression, nil
}

func resolvesIn(kinds []*schema.ResourceType, path schema.AttributePath) bool {
	for _, kind := range kinds {
		if _, err := kind.Resolve(path); err == nil {
			return true
		}
	}
	return false
}

// restrict replaces comparisons of attributes that the resource type does not
// have by what never holds, RFC 7644 section 3.4.2.1.
func restrict(e filter.Expr, kind *schema.ResourceType) filter.Expr {
	switch e := e.(type) {
	case filter.And:
		return filter.And{Left: restrict(e.Left, kind), Right: restrict(e.Right, kind)}
	case filter.Or:
		return filter.Or{Left: restrict(e.Left, kind), Right: restrict(e.Right, kind)}
	case filter.Not:
		return filter.Not{Expr: restrict(e.Expr, kind)}
	case filter.Attr:
		if _, err := kind.Resolve(e.Path); err != nil {
			return never
		}
	case filter.ValuePath:
		if _, err := kind.Resolve(e.Path); err != nil {
			return never
		}
	}
	return e
}

// never holds for no resource, since each has an id.
var never = filter.Not{Expr: filter.Attr{Path: schema.AttributePath{Name: "id"}, Op: filter.Present}}

package scim

import (
	"context"
	"net/http"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

const listURN = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// list answers GET on a resource type endpoint or on the root, RFC 7644
// section 3.4.2.
func (p *Provider) list(ctx context.Context, c call) (answer, error) {
	q, err := urlParameters(c.URL)
	if err != nil {
		return answer{}, err
	}
	return p.query(ctx, c, q)
}

func (p *Provider) query(ctx context.Context, c call, q parameters) (answer, error) {
	plan, err := p.plan(c.kinds, q)
	if err != nil {
		return answer{}, err
	}
	var found page
	err = p.store.View(ctx, func(tx *store.Tx) error {
		found, err = plan.run(p.reader(tx, c.base))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: found.message()}, nil
}

// page is the part of the results that a response shows. Paged by cursors it
// has no startIndex.
type page struct {
	total, startIndex int
	next, previous    string
	resources         []any
}

// message is the ListResponse. The paging members are always there: some
// clients rely on them although RFC 7644 demands them of partial results only.
func (g page) message() schema.Resource {
	message := schema.Resource{
		"schemas":      []any{listURN},
		"totalResults": number(g.total),
		"itemsPerPage": number(len(g.resources)),
		"Resources":    g.resources,
	}
	if g.startIndex > 0 {
		message["startIndex"] = number(g.startIndex)
	}
	if g.next != "" {
		message["nextCursor"] = g.next
	}
	if g.previous != "" {
		message["previousCursor"] = g.previous
	}
	return message
}

// hit is a resource that matches. Its record is read again where the sort key
// was all that was kept, so that sorting many does not hold them all.
type hit struct {
	place
	part   *kindPlan
	id     string
	record *store.Record
}

// collector counts the hits and keeps those that a page may show.
type collector struct {
	plan  *plan
	total int
	hits  []hit
}

// window says which of the next n hits, in order of creation, are to be kept.
func (c *collector) window(n int) (skip, take int) {
	skip = min(max(c.plan.offset-c.total, 0), n)
	return skip, min(c.plan.limit-len(c.hits), n-skip)
}

func (c *collector) add(part *kindPlan, record store.Record, resource schema.Resource) {
	found := hit{part: part, id: record.ID, place: place{seq: record.Seq}}
	switch {
	case c.plan.pages != nil && !c.plan.pages.includes(record.Seq):
		return
	case c.plan.order != nil:
		found.key = c.plan.key(record.Type, resource)
		c.hits = append(c.hits, found)
	case c.plan.pages != nil:
		c.hits = append(c.hits, found)
	default:
		if _, take := c.window(1); take > 0 {
			found.record = &record
			c.hits = append(c.hits, found)
		}
	}
	c.total++
}

// key is the value by which a resource is ordered.
func (pl *plan) key(kind string, resource schema.Resource) any {
	key := pl.order.key(kind, resource)
	if pl.pages != nil {
		key = shorten(key)
	}
	return key
}

// run carries the plan out.
func (pl *plan) run(r *reader) (page, error) {
	found := &collector{plan: pl}
	for i := range pl.kinds {
		if err := found.collect(r, &pl.kinds[i]); err != nil {
			return page{}, err
		}
	}
	result := page{total: found.total}
	hits, err := pl.cut(&result, found.hits)
	if err != nil {
		return page{}, err
	}
	result.resources, err = r.show(hits)
	return result, err
}

// cut reduces what was found to what the page shows.
func (pl *plan) cut(result *page, hits []hit) (shown []hit, err error) {
	if pl.pages != nil {
		shown, result.next, result.previous, err = pl.pages.page(hits, pl.order, pl.limit)
		return shown, err
	}
	result.startIndex = pl.offset + 1
	if pl.order != nil {
		pl.order.sort(hits)
		hits = hits[min(pl.offset, len(hits)):]
		hits = hits[:min(pl.limit, len(hits))]
	}
	return hits, nil
}

// collect gathers the hits of one resource type by the cheapest way there is.
func (c *collector) collect(r *reader, part *kindPlan) error {
	switch {
	case part.filter != nil || c.plan.order != nil:
	case c.plan.pages != nil:
		return c.collectAll(r.tx, part)
	default:
		return c.collectPage(r.tx, part)
	}
	records, certain, found, err := r.candidates(part)
	if err != nil {
		return err
	}
	if !found {
		return c.scan(r, part)
	}
	for _, record := range records {
		if err := c.consider(r, part, record, certain); err != nil {
			return err
		}
	}
	return nil
}

// collectPage lets the store count and skip.
func (c *collector) collectPage(tx *store.Tx, part *kindPlan) error {
	count, err := tx.Count(part.kind.ID)
	if err != nil {
		return err
	}
	skip, take := c.window(count)
	c.total += count
	if take <= 0 {
		return nil
	}
	for record, err := range tx.Page(part.kind.ID, skip, take) {
		if err != nil {
			return err
		}
		c.hits = append(c.hits, hit{part: part, id: record.ID, record: &record})
	}
	return nil
}

// collectAll gathers every resource without looking at any.
func (c *collector) collectAll(tx *store.Tx, part *kindPlan) error {
	for record, err := range tx.Places(part.kind.ID) {
		if err != nil {
			return err
		}
		c.add(part, record, nil)
	}
	return nil
}

func (c *collector) scan(r *reader, part *kindPlan) error {
	for record, err := range r.tx.All(part.kind.ID) {
		if err != nil {
			return err
		}
		if err := c.consider(r, part, record, part.filter == nil); err != nil {
			return err
		}
	}
	return nil
}

// consider adds a record if it matches, or if that is certain already.
func (c *collector) consider(r *reader, part *kindPlan, record store.Record, certain bool) error {
	resource, err := r.resource(record, part.scanned)
	if err != nil {
		return err
	}
	if certain || part.matches(resource) {
		c.add(part, record, resource)
	}
	return nil
}

// show renders hits as the response shows them.
func (r *reader) show(hits []hit) ([]any, error) {
	resources := make([]any, 0, len(hits))
	for _, h := range hits {
		if h.record == nil {
			record, err := r.tx.Get(h.part.kind.ID, h.id)
			if err != nil {
				return nil, err
			}
			h.record = &record
		}
		resource, err := r.resource(*h.record, h.part.shown)
		if err != nil {
			return nil, err
		}
		resources = append(resources, h.part.projection.Apply(resource))
	}
	return resources, nil
}

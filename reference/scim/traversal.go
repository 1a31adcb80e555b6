package scim

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
)

// maxCursorKey bounds, in bytes, what a cursor repeats of the value that
// results are ordered by; strings that begin alike for so long are ordered by
// creation while a client pages by cursors.
const maxCursorKey = 512

// traversal is a query that is paged by cursors, RFC 9865. It shows the resources
// that there were when it began, without those that are gone meanwhile, each as
// it is now. Results are ordered by sortBy and then by creation; since that
// place never changes, no resource is shown twice or left out, unless sortBy
// names what somebody changes meanwhile.
type traversal struct {
	cursor
	sealer sealer
	query  []byte
	now    time.Time
}

// traversal reads the cursor of a request; nil where the request has none.
func (p *Provider) traversal(kinds []*schema.ResourceType, q parameters) (*traversal, error) {
	if q.cursor == nil {
		return nil, nil
	}
	found := &traversal{sealer: p.cursors, query: identify(kinds, q), now: p.now()}
	if *q.cursor == "" {
		found.count = q.count
		return found, nil
	}
	var err error
	if found.cursor, err = p.cursors.open(*q.cursor, found.query); err != nil {
		return nil, err
	}
	if found.now.After(found.issued.Add(p.cursorTimeout)) {
		return nil, errExpiredCursor()
	}
	if q.count != nil && (found.count == nil || *found.count != *q.count) {
		return nil, errCount("the same on every page")
	}
	return found, nil
}

// identify is what must be the same on every page of a query.
func identify(kinds []*schema.ResourceType, q parameters) []byte {
	var text []byte
	for _, kind := range kinds {
		text = fmt.Appendf(text, "%q", kind.ID)
	}
	if q.filter != nil {
		text = fmt.Appendf(text, " filter %q", *q.filter)
	}
	return fmt.Appendf(text, " %q %q %q %q", q.sortBy, q.sortOrder, q.attributes, q.excluded)
}

// includes says whether a resource was there when the traversal began.
func (t *traversal) includes(seq int64) bool { return t.until == 0 || seq <= t.until }

// shorten cuts a value that results are ordered by to what a cursor can carry.
func shorten(key any) any {
	text, ok := key.(string)
	if !ok || len(text) <= maxCursorKey {
		return key
	}
	return strings.ToValidUTF8(text[:maxCursorKey], "")
}

// page is the page of the hits, which are all there are, that the cursor leads to.
func (t *traversal) page(hits []hit, order *ordering, limit int) (shown []hit, next, previous string, err error) {
	compare := func(a, b place) int { return cmp.Or(order.compare(a.key, b.key), cmp.Compare(a.seq, b.seq)) }
	slices.SortFunc(hits, func(a, b hit) int { return compare(a.place, b.place) })
	start, end := t.window(len(hits), limit, func(i int) int { return compare(hits[i].place, *t.at) })
	if limit == 0 {
		return nil, "", "", nil // pages of nothing lead nowhere
	}
	if t.until == 0 {
		t.until = latest(hits)
	}
	shown = hits[start:end]
	if end < len(hits) {
		if next, err = t.cursorAfter(shown); err != nil {
			return nil, "", "", err
		}
	}
	if start > 0 && len(shown) > 0 {
		previous, err = t.seal(&shown[0].place, true)
	}
	return shown, next, previous, err
}

// window finds the bounds of the page in n results; order compares the one at i
// with the place of the cursor.
func (t *traversal) window(n, limit int, order func(i int) int) (start, end int) {
	switch {
	case t.at == nil:
	case t.back:
		end = sort.Search(n, func(i int) bool { return order(i) >= 0 })
		return max(end-limit, 0), end
	default:
		start = sort.Search(n, func(i int) bool { return order(i) > 0 })
	}
	return start, min(start+limit, n)
}

// cursorAfter leads to what follows a page; an empty page with something after
// it can only be one before the first result.
func (t *traversal) cursorAfter(shown []hit) (string, error) {
	if len(shown) == 0 {
		return t.seal(nil, false)
	}
	return t.seal(&shown[len(shown)-1].place, false)
}

func (t *traversal) seal(at *place, back bool) (string, error) {
	return t.sealer.seal(cursor{at: at, back: back, until: t.until, count: t.count, issued: t.now}, t.query)
}

func latest(hits []hit) int64 {
	var seq int64
	for _, h := range hits {
		seq = max(seq, h.seq)
	}
	return seq
}

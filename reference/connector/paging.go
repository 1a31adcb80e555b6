package connector

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/scimproof/scimproof/reference/wire"
)

// mostPages ends what a service provider would never end.
const mostPages = 100_000

// page is where in a list the next request begins.
type page struct {
	start  int
	cursor string
	byIt   bool // by cursor, and no longer by index
}

// list gives every resource that a query has, page by page. A page may be smaller than was asked for; a resource that
// comes twice, since others moved meanwhile, counts once.
func (c *client) list(ctx context.Context, kind Kind, query url.Values) ([]Resource, error) {
	can, err := c.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	if kind.Hidden != "" {
		query.Set("excludedAttributes", kind.Hidden)
	}
	query.Set("count", strconv.Itoa(c.options.PageSize))
	all, seen := []Resource{}, map[string]bool{}
	next := &page{start: 1, byIt: can.Cursor}
	for range mostPages {
		said, err := c.ask(ctx, kind, query, *next)
		if err != nil {
			return nil, err
		}
		resources, err := resourcesOf(said)
		if err != nil {
			return nil, err
		}
		fresh := 0
		for _, r := range resources {
			if id := idOf(r); !seen[id] {
				seen[id], fresh = true, fresh+1
				all = append(all, r)
			}
		}
		if next, err = next.after(said, len(resources), fresh); err != nil || next == nil {
			return all, err
		}
	}
	return nil, fmt.Errorf("listing more than %d pages: %w", mostPages, ErrMalformed)
}

func (c *client) ask(ctx context.Context, kind Kind, query url.Values, p page) (Resource, error) {
	query.Del("startIndex")
	query.Del("cursor")
	if p.byIt {
		query.Set("cursor", p.cursor)
	} else {
		query.Set("startIndex", strconv.Itoa(p.start))
	}
	a, err := c.send(ctx, http.MethodGet, kind.Endpoint+"?"+wire.Query(query), nil)
	if err != nil {
		return nil, err
	}
	return a.object()
}

// after is the page after one that has size resources, of which fresh were not seen before; nil after the last.
func (p page) after(said Resource, size, fresh int) (*page, error) {
	if cursor, _ := said["nextCursor"].(string); cursor != "" { // RFC 9865 section 2.1
		if cursor == p.cursor {
			return nil, fmt.Errorf("being led from a page to the same page: %w", ErrMalformed)
		}
		return &page{cursor: cursor, byIt: true}, nil
	}
	total, _ := said["totalResults"].(float64)
	p.start += size
	if p.byIt || fresh == 0 || p.start > int(total) {
		return nil, nil //nolint:nilnil // that was the last
	}
	return &p, nil
}

// resourcesOf reads a list; one without resources has none (RFC 7644 section 3.4.2). What is no list at all must not be
// taken for an empty one: somebody would be created who is there already.
func resourcesOf(said Resource) ([]Resource, error) {
	listed, isList := said["Resources"].([]any)
	_, counts := said["totalResults"].(float64)
	if !isList && (!counts || said["Resources"] != nil) {
		return nil, fmt.Errorf("reading a list: %w", ErrMalformed)
	}
	resources := make([]Resource, 0, len(listed))
	for _, one := range listed {
		r, isObject := one.(Resource)
		if !isObject {
			return nil, fmt.Errorf("reading a list: %w", ErrMalformed)
		}
		resources = append(resources, r)
	}
	return resources, nil
}

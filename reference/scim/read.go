package scim

import (
	"context"
	"net/http"

	"github.com/scimproof/scimproof/reference/store"
)

// read answers GET on a resource, RFC 7644 section 3.4.1, and says that it has
// not changed to a client that knows its version (section 3.14).
func (p *Provider) read(ctx context.Context, c call) (answer, error) {
	chosen, err := c.projection()
	if err != nil {
		return answer{}, err
	}
	var found answer
	err = p.store.View(ctx, func(tx *store.Tx) error {
		r := p.reader(tx, c.base)
		record, err := r.record(c.kind(), c.id)
		if err != nil {
			return err
		}
		found, err = r.render(http.StatusOK, record, chosen)
		return err
	})
	if err == nil && conditionsOf(c.Header).notModified(found.header.Get("ETag")) {
		found.status, found.body = http.StatusNotModified, nil
	}
	return found, err
}

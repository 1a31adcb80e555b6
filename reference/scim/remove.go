package scim

import (
	"context"
	"net/http"
)

// remove answers DELETE on a resource, RFC 7644 section 3.6.
func (p *Provider) remove(ctx context.Context, c call) (answer, error) {
	err := p.update(ctx, c.base, func(w *writer) error {
		record, _, err := w.demand(c, versionParts)
		if err != nil {
			return err
		}
		return w.delete(record, Deletion{})
	})
	return answer{status: http.StatusNoContent}, err
}

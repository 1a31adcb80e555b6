package scim

import (
	"context"
	"net/http"
)

// create answers POST on a resource type endpoint, RFC 7644 section 3.3.
func (p *Provider) create(ctx context.Context, c call) (answer, error) {
	chosen, err := c.projection()
	if err != nil {
		return answer{}, err
	}
	resource, err := p.document(c)
	if err != nil {
		return answer{}, err
	}
	password, err := p.takePassword(ctx, resource)
	if err != nil {
		return answer{}, err
	}
	var created answer
	err = p.update(ctx, c.base, func(w *writer) error {
		record, err := w.insert(c.kind(), resource, password)
		if err != nil {
			return err
		}
		created, err = w.render(http.StatusCreated, record, chosen)
		return err
	})
	return created, err
}

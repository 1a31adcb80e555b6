package scim

import "context"

// search answers POST on .search, RFC 7644 section 3.4.3.
func (p *Provider) search(ctx context.Context, c call) (answer, error) {
	message, err := p.body(c)
	if err != nil {
		return answer{}, err
	}
	q, err := searchParameters(message, p.mode)
	if err != nil {
		return answer{}, err
	}
	return p.query(ctx, c, q)
}

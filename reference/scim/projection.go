package scim

import (
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// projection is the choice of attributes of a response with one resource, RFC
// 7644 section 3.9. It is read before anything is done: a request that asks
// for the impossible must not change anything.
type projection struct {
	*schema.Projection
	shown parts
}

func (c call) projection() (projection, error) {
	q, err := urlParameters(c.URL)
	if err != nil {
		return projection{}, err
	}
	compiled, err := c.kind().Projection(q.attributes, q.excluded)
	if err != nil {
		return projection{}, err
	}
	return projection{compiled, partsShown(compiled).with(versionParts)}, nil
}

// render is the answer that shows a record.
func (r *reader) render(status int, record store.Record, chosen projection) (answer, error) {
	resource, err := r.resource(record, chosen.shown)
	if err != nil {
		return answer{}, err
	}
	location, version := metaOf(resource)
	return represent(status, chosen.Apply(resource), location, version), nil
}

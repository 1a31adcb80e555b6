package scim

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
)

// serviceProviderConfig answers GET /ServiceProviderConfig, RFC 7643 section 5.
func (p *Provider) serviceProviderConfig(_ context.Context, c call) (answer, error) {
	if err := refuseFilter(c); err != nil {
		return answer{}, err
	}
	return describe(schema.Resource{
		"schemas": []any{schema.ServiceProviderConfigURN},
		"patch":   supported(true),
		"bulk": schema.Resource{
			"supported": true, "maxOperations": number(p.maxOperations), "maxPayloadSize": number(int(p.maxBody)),
		},
		"filter":         schema.Resource{"supported": true, "maxResults": number(p.maxResults)},
		"changePassword": supported(true),
		"sort":           supported(true),
		"etag":           supported(true),
		"pagination":     p.pagination(),
		"authenticationSchemes": []any{schema.Resource{
			"type":        "oauthbearertoken",
			"name":        "OAuth Bearer Token",
			"description": "A bearer token in the Authorization header",
			"specUri":     "https://www.rfc-editor.org/info/rfc6750",
			"primary":     true,
		}},
		"meta": schema.Resource{
			"resourceType": "ServiceProviderConfig",
			"location":     c.base + "/ServiceProviderConfig",
		},
	}), nil
}

// pagination is what RFC 9865 section 4 adds. The method by default is the one
// that clients expect who know of no other (section 2.4).
func (p *Provider) pagination() schema.Resource {
	return schema.Resource{
		"cursor":                  true,
		"index":                   true,
		"defaultPaginationMethod": "index",
		"defaultPageSize":         number(p.maxResults),
		"maxPageSize":             number(p.maxResults),
		"cursorTimeout":           number(int(p.cursorTimeout / time.Second)),
	}
}

func supported(yes bool) schema.Resource { return schema.Resource{"supported": yes} }

// resourceTypes answers GET /ResourceTypes, RFC 7644 section 4.
func (p *Provider) resourceTypes(_ context.Context, c call) (answer, error) {
	if err := refuseFilter(c); err != nil {
		return answer{}, err
	}
	var all []any
	for _, kind := range p.registry.ResourceTypes() {
		all = append(all, kind.Resource(c.base))
	}
	return describeAll(all), nil
}

// resourceType answers GET /ResourceTypes/{id}.
func (p *Provider) resourceType(_ context.Context, c call) (answer, error) {
	if err := refuseFilter(c); err != nil {
		return answer{}, err
	}
	kind, ok := p.registry.ResourceType(c.id)
	if !ok {
		return answer{}, errNoResource(c.id)
	}
	return describe(kind.Resource(c.base)), nil
}

// schemas answers GET /Schemas, RFC 7644 section 4.
func (p *Provider) schemas(_ context.Context, c call) (answer, error) {
	if err := refuseFilter(c); err != nil {
		return answer{}, err
	}
	var all []any
	for _, definition := range p.registry.Schemas() {
		all = append(all, definition.Resource(c.base))
	}
	return describeAll(all), nil
}

// schema answers GET /Schemas/{urn}.
func (p *Provider) schema(_ context.Context, c call) (answer, error) {
	if err := refuseFilter(c); err != nil {
		return answer{}, err
	}
	definition, ok := p.registry.Schema(c.id)
	if !ok {
		return answer{}, errNoResource(c.id)
	}
	return describe(definition.Resource(c.base)), nil
}

// refuseFilter answers 403, so that no client believes that its filter was
// heeded (RFC 7644 section 4). Every other parameter is ignored.
func refuseFilter(c call) error {
	// What cannot be parsed is no filter, and the rest is to be ignored.
	values, _ := url.ParseQuery(c.URL.RawQuery)
	if values.Has(paramFilter) {
		return errDiscoveryFilter()
	}
	return nil
}

func describe(resource schema.Resource) answer {
	return answer{status: http.StatusOK, body: resource}
}

// describeAll answers with everything at once: discovery is not paged.
func describeAll(resources []any) answer {
	return describe(page{total: len(resources), startIndex: 1, resources: resources}.message())
}

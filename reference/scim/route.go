package scim

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// call is a request that has been routed.
type call struct {
	*http.Request
	writer http.ResponseWriter // only to bound the body
	base   string              // absolute URL of the base path, without a trailing slash
	kinds  []*schema.ResourceType
	id     string
	self   bool // a person acts on the own user
}

// kind is the resource type of an endpoint that serves one.
func (c call) kind() *schema.ResourceType { return c.kinds[0] }

// location is the absolute URL of the resource that the call is about.
func (c call) location() string {
	return c.base + c.kind().Endpoint + "/" + url.PathEscape(c.id)
}

// operation is what a method does at an endpoint.
type operation func(ctx context.Context, c call) (answer, error)

// endpoint is what a path leads to. At an open one no token is needed; one for
// persons lets people in with tokens of their own. The alias stands for whoever
// makes the request.
type endpoint struct {
	methods map[string]operation
	open    bool
	persons bool
	alias   bool
	kinds   []*schema.ResourceType
	id      string
}

// serve finds the operation for a request and runs it.
func (p *Provider) serve(w http.ResponseWriter, r *http.Request) (answer, error) {
	segments, within := p.segments(r.URL)
	target := endpoint{}
	if within {
		target = p.endpoint(segments)
	}
	ctx, person, err := p.authenticate(r.Context(), r.Header, target.open)
	if err != nil {
		return answer{}, err
	}
	if p.off.Load() {
		return answer{}, errSwitchedOff()
	}
	c := call{Request: r, writer: w, base: p.base(r), kinds: target.kinds, id: target.id}
	switch {
	case target.alias:
		c.id = person
		return p.myself(ctx, target, c)
	case person != "" && !target.persons:
		return answer{}, errNotForPersons()
	}
	return target.answer(ctx, c)
}

// answer runs the operation for a method.
func (e endpoint) answer(ctx context.Context, c call) (answer, error) {
	run, err := e.operation(c.Method)
	if err != nil {
		return answer{}, err
	}
	return run(ctx, c)
}

func (e endpoint) operation(method string) (operation, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	switch run, ok := e.methods[method]; {
	case ok:
		return run, nil
	case e.methods == nil:
		return nil, errNoEndpoint()
	}
	return nil, errMethod(e.allow())
}

func (e endpoint) allow() string {
	var methods []string
	for method := range e.methods {
		methods = append(methods, method)
		if method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	slices.Sort(methods)
	return strings.Join(methods, ", ")
}

// segments splits the path below the base path; a slash at its end is ignored.
func (p *Provider) segments(u *url.URL) (segments []string, within bool) {
	path, within := strings.CutPrefix(u.EscapedPath(), strings.TrimSuffix(p.basePath, "/"))
	if !within || path != "" && path[0] != '/' {
		return nil, false
	}
	return split(path)
}

// split parts an escaped path at its slashes.
func split(path string) (segments []string, ok bool) {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if path == "" {
		return nil, true
	}
	for part := range strings.SplitSeq(path, "/") {
		segment, err := url.PathUnescape(part)
		if err != nil {
			return nil, false
		}
		segments = append(segments, segment)
	}
	return segments, true
}

// endpoint is the table of RFC 7644 section 3.2.
func (p *Provider) endpoint(segments []string) endpoint {
	switch len(segments) {
	case 0:
		return endpoint{methods: map[string]operation{http.MethodGet: p.list}, kinds: p.registry.ResourceTypes()}
	case 1:
		return p.topEndpoint(segments[0])
	case 2:
		return p.subEndpoint(segments[0], segments[1])
	}
	return endpoint{}
}

func (p *Provider) topEndpoint(name string) endpoint {
	switch name {
	case ".search":
		return endpoint{methods: map[string]operation{http.MethodPost: p.search}, kinds: p.registry.ResourceTypes()}
	case "Me":
		return endpoint{methods: p.onResource(), alias: true}
	case "Bulk":
		return endpoint{methods: map[string]operation{http.MethodPost: p.bulk}}
	case "ServiceProviderConfig":
		found := discovery(p.serviceProviderConfig, "")
		found.open = true
		return found
	case "ResourceTypes":
		return discovery(p.resourceTypes, "")
	case "Schemas":
		return discovery(p.schemas, "")
	}
	return p.collection(name)
}

// discovery is an endpoint that describes the provider to everybody it knows.
func discovery(describe operation, id string) endpoint {
	return endpoint{methods: map[string]operation{http.MethodGet: describe}, persons: true, id: id}
}

func (p *Provider) onResource() map[string]operation {
	return map[string]operation{
		http.MethodGet: p.read, http.MethodPut: p.replace, http.MethodPatch: p.modify, http.MethodDelete: p.remove,
	}
}

func (p *Provider) collection(name string) endpoint {
	kind, ok := p.registry.Endpoint("/" + name)
	if !ok {
		return endpoint{}
	}
	return endpoint{
		kinds:   []*schema.ResourceType{kind},
		methods: map[string]operation{http.MethodGet: p.list, http.MethodPost: p.create},
	}
}

func (p *Provider) subEndpoint(name, id string) endpoint {
	switch name {
	case "ResourceTypes":
		return discovery(p.resourceType, id)
	case "Schemas":
		return discovery(p.schema, id)
	}
	kind, ok := p.registry.Endpoint("/" + name)
	if !ok {
		return endpoint{}
	}
	found := endpoint{kinds: []*schema.ResourceType{kind}, id: id}
	if id == ".search" {
		found.methods = map[string]operation{http.MethodPost: p.search}
		return found
	}
	found.methods = p.onResource()
	return found
}

// base is the URL that locations begin with.
func (p *Provider) base(r *http.Request) string {
	if p.origin != "" {
		return p.origin + strings.TrimSuffix(p.basePath, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + hostOf(r) + strings.TrimSuffix(p.basePath, "/")
}

// hostOf is the Host of the request if it has the form of one, or else the
// address of the listener.
func hostOf(r *http.Request) string {
	u, err := url.Parse("http://" + r.Host)
	if err == nil && r.Host != "" && u.Host == r.Host {
		return r.Host
	}
	if address, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		return address.String()
	}
	return "localhost"
}

// body reads and decodes the JSON object that a request carries.
func (p *Provider) body(c call) (schema.Resource, error) {
	body, err := p.readBody(c.writer, c.Request)
	if err != nil {
		return nil, err
	}
	return schema.Decode(body)
}

var _ http.Handler = (*Provider)(nil)

var errAborted = errors.New("the request was aborted by a panic")

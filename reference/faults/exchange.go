package faults

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// base is where a tenant serves SCIM.
const base = "/scim/v2"

// object is a JSON object.
type object = map[string]any

// request is a request on its way to the tenant. It may be changed and asked
// several times.
type request struct {
	*http.Request
	// path is the path below the SCIM base, or the whole one of another road.
	path string
	// scim says that it is on the SCIM road.
	scim bool
	body []byte
	next http.Handler
}

func newRequest(arrived *http.Request, next http.Handler) *request {
	r := &request{Request: arrived.Clone(arrived.Context()), next: next}
	r.body, _ = io.ReadAll(arrived.Body) // what was cut off on its way is the tenant's to refuse
	r.path, r.scim = strings.CutPrefix(r.URL.Path, base)
	return r
}

// isTo tells whether the path is of the form of the pattern.
func (r *request) isTo(pattern string) bool {
	if pattern == everywhere {
		return r.scim
	}
	segments, wanted := strings.Split(r.path, "/"), strings.Split(pattern, "/")
	return slices.EqualFunc(segments, wanted, func(segment, want string) bool {
		return want == "*" && segment != "" || segment == want
	})
}

// id is the last segment of the path.
func (r *request) id() string { return r.path[strings.LastIndexByte(r.path, '/')+1:] }

// client tells apart who asks, so that a fault which hits a bystander hits one of
// the same client's.
func (r *request) client() string { return r.UserAgent() }

func (r *request) anonymous() bool { return r.Header.Get("Authorization") == "" }

// forward asks the tenant.
func (r *request) forward() *response { return r.send(r.Request, r.body) }

// also asks the tenant something else in the client's name. The path is one below
// the SCIM base, and may have a query.
func (r *request) also(method, path string, document any) *response {
	another := r.Clone(r.Context())
	another.Method, another.URL = method, &url.URL{Path: base + path}
	if location, query, ok := strings.Cut(path, "?"); ok {
		another.URL = &url.URL{Path: base + location, RawQuery: query}
	}
	for _, name := range []string{"If-Match", "If-None-Match", "Content-Type"} {
		another.Header.Del(name)
	}
	var body []byte
	if document != nil {
		body = encode(document)
	}
	return r.send(another, body)
}

// elsewhere asks the tenant with the same body on another of its roads.
func (r *request) elsewhere(method, path string) *response {
	another := r.Clone(r.Context())
	another.Method, another.URL = method, &url.URL{Path: path}
	return r.send(another, r.body)
}

func (r *request) send(sent *http.Request, body []byte) *response {
	sent = sent.Clone(sent.Context())
	sent.RequestURI = sent.URL.RequestURI()
	sent.Body, sent.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	answer := &response{status: http.StatusOK, header: http.Header{}}
	r.next.ServeHTTP(&recorder{response: answer}, sent)
	return answer
}

// object is the body as a JSON object, or nil.
func (r *request) object() object { return decode(r.body) }

func (r *request) put(document any) { r.body = encode(document) }

func (r *request) query() url.Values { return r.URL.Query() }

func (r *request) setQuery(values url.Values) { r.URL.RawQuery = values.Encode() }

// filter is the filter that the client asks for.
func (r *request) filter() string { return r.query().Get("filter") }

// response is an answer on its way to the client.
type response struct {
	status int
	header http.Header
	body   []byte
}

func (a *response) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	w.Header().Del("Content-Length")
	w.WriteHeader(a.status)
	if a.status != http.StatusNoContent && a.status != http.StatusNotModified {
		_, _ = w.Write(a.body) // a client that has gone needs no answer
	}
}

func (a *response) ok() bool { return a.status >= 200 && a.status <= 299 }

// object is the body as a JSON object, or nil.
func (a *response) object() object { return decode(a.body) }

func (a *response) put(document any) { a.body = encode(document) }

// resources calls see with every resource of the answer: the one, or those of a list.
func (a *response) resources(see func(object)) {
	document := a.object()
	if document == nil || !a.ok() {
		return
	}
	for _, resource := range resourcesOf(document) {
		see(resource)
	}
	a.put(document)
}

func resourcesOf(document object) []object {
	listed, isList := document["Resources"].([]any)
	if !isList {
		return []object{document}
	}
	return objects(listed)
}

func objects(values []any) []object {
	var found []object
	for _, value := range values {
		if one, ok := value.(object); ok {
			found = append(found, one)
		}
	}
	return found
}

// recorder takes the answer of a handler.
type recorder struct {
	*response
	begun bool
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if !w.begun {
		w.status, w.begun = status, true
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.begun = true
	w.body = append(w.body, b...)
	return len(b), nil
}

func decode(body []byte) object {
	var document object
	if err := json.Unmarshal(body, &document); err != nil {
		return nil
	}
	return document
}

// encode is for documents that came from JSON: it cannot fail.
func encode(document any) []byte {
	body, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	return body
}

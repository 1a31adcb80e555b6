package variants

import (
	"bytes"
	"cmp"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/reference"
)

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
	r.path, r.scim = strings.CutPrefix(r.URL.Path, reference.SCIMPath)
	return r
}

// segments are the parts of the path below the SCIM base.
func (r *request) segments() []string { return strings.Split(strings.Trim(r.path, "/"), "/") }

// below tells whether the request is to one of the endpoints, such as /Users, or to
// something below it.
func (r *request) below(endpoints ...string) bool {
	for _, endpoint := range endpoints {
		if r.scim && "/"+r.segments()[0] == endpoint {
			return true
		}
	}
	return false
}

// toOne tells whether the request is to one resource, not to a list, nor to what is
// no resource.
func (r *request) toOne() bool {
	parts := r.segments()
	return r.below(users, groups, devices) && len(parts) == 2 && parts[1] != ".search"
}

// forResources tells whether the request is to a type of resources, to one of it, or
// to all of them.
func (r *request) forResources() bool {
	return r.below(users, groups, devices) || r.scim && (r.path == "" || r.path == "/" || r.path == "/.search")
}

// isQuery tells whether the request asks for a list of resources.
func (r *request) isQuery() bool {
	if !r.forResources() || r.toOne() {
		return false
	}
	if r.Method == http.MethodPost {
		return strings.HasSuffix(r.path, "/.search")
	}
	return r.Method == http.MethodGet && !strings.HasSuffix(r.path, "/.search")
}

// isBulk tells whether the request is a job of many operations.
func (r *request) isBulk() bool { return r.Method == http.MethodPost && r.below(bulk) }

// forward asks the tenant.
func (r *request) forward() *response { return r.send(r.Request, r.body) }

// also asks the tenant something else in the client's name. The path is one below
// the SCIM base, and may have a query.
func (r *request) also(method, path string, document any) *response {
	another := r.Clone(r.Context())
	location, query, _ := strings.Cut(path, "?")
	another.Method, another.URL = method, &url.URL{Path: reference.SCIMPath + location, RawQuery: query}
	for _, name := range []string{"If-Match", "If-None-Match", "Content-Type"} {
		another.Header.Del(name)
	}
	var body []byte
	if document != nil {
		body = encode(document)
	}
	return r.send(another, body)
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

// edit changes the JSON object that the request carries, if it is one. A body that
// stays as it is stays so to the byte: its size may be what the request is about.
func (r *request) edit(change func(object) (changed bool)) {
	if document := r.object(); document != nil && change(document) {
		r.put(document)
	}
}

func (r *request) query() url.Values { return r.URL.Query() }

func (r *request) setQuery(values url.Values) { r.URL.RawQuery = values.Encode() }

// asked is a parameter of a query, by URL or by .search; "" where there is none.
func (r *request) asked(name string) string {
	if r.Method != http.MethodPost {
		return r.query().Get(name)
	}
	switch value := r.object()[name].(type) {
	case string:
		return value
	case []any:
		return strings.Join(texts(value), ",")
	case nil:
		return ""
	default:
		return string(encode(value))
	}
}

// unask takes parameters out of a query.
func (r *request) unask(names ...string) {
	if r.Method != http.MethodPost {
		values := r.query()
		for _, name := range names {
			values.Del(name)
		}
		r.setQuery(values)
		return
	}
	if document := r.object(); document != nil {
		for _, name := range names {
			delete(document, name)
		}
		r.put(document)
	}
}

// asks sets a parameter of a query.
func (r *request) asks(name string, number int) {
	if r.Method != http.MethodPost {
		values := r.query()
		values.Set(name, strconv.Itoa(number))
		r.setQuery(values)
		return
	}
	if document := r.object(); document != nil {
		document[name] = number
		r.put(document)
	}
}

// projected tells whether only some attributes are asked for.
func (r *request) projected() bool {
	return r.projection("attributes") != "" || r.projection("excludedAttributes") != ""
}

// projection is such a parameter, which a change has in its URL and a search in its body.
func (r *request) projection(name string) string {
	return cmp.Or(r.query().Get(name), r.asked(name))
}

// response is an answer on its way to the client.
type response struct {
	status int
	header http.Header
	body   []byte
	// chunked says that the length is not told in front.
	chunked bool
	// hinted says that an interim answer comes before.
	hinted bool
}

func (a *response) write(w http.ResponseWriter) {
	if a.hinted {
		w.WriteHeader(http.StatusEarlyHints)
	}
	maps.Copy(w.Header(), a.header)
	w.Header().Del("Content-Length")
	if !a.chunked && len(a.body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return
	}
	for _, part := range a.parts() {
		_, _ = w.Write(part) // a client that has gone needs no answer
		if a.chunked {
			_ = http.NewResponseController(w).Flush()
		}
	}
}

func (a *response) parts() [][]byte {
	if half := len(a.body) / 2; a.chunked {
		return [][]byte{a.body[:half], a.body[half:]}
	}
	return [][]byte{a.body}
}

func (a *response) ok() bool { return a.status >= 200 && a.status <= 299 }

// object is the body as a JSON object, or nil.
func (a *response) object() object { return decode(a.body) }

func (a *response) put(document any) { a.body = encode(document) }

// edit changes the JSON object that the answer is.
func (a *response) edit(change func(object)) {
	if document := a.object(); document != nil {
		change(document)
		a.put(document)
	}
}

// resources changes every resource of a successful answer: the one, or those of a list.
func (a *response) resources(change func(object)) {
	if !a.ok() {
		return
	}
	a.edit(func(document object) {
		for _, resource := range resourcesOf(document) {
			change(resource)
		}
	})
}

// failed is a SCIM Error.
func failed(code int, scimType, detail string) *response {
	problem := object{"schemas": []any{errorURN}, "status": strconv.Itoa(code), "detail": detail}
	if scimType != "" {
		problem["scimType"] = scimType
	}
	return answer(code, problem)
}

// answer is an answer with a JSON body.
func answer(code int, body any) *response {
	a := &response{status: code, header: http.Header{"Content-Type": {"application/scim+json"}}}
	a.put(body)
	return a
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
	if status < http.StatusOK {
		w.hinted = true
		return
	}
	if !w.begun {
		w.status, w.begun = status, true
	}
}

// Flush implements http.Flusher: an inner variant sends its answer in chunks.
func (w *recorder) Flush() { w.chunked = true }

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.begun = true
	w.body = append(w.body, b...)
	return len(b), nil
}

// base is the absolute URL that the tenant's locations begin with.
func (r *request) base() string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + reference.SCIMPath
}

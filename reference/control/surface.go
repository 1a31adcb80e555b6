package control

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// surface is what clients see.
type surface struct {
	control *Control
	base    string
	next    http.Handler
}

type doorKey struct{}

func throughDoor(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, doorKey{}, id)
}

func doorOf(ctx context.Context) string {
	id, _ := ctx.Value(doorKey{}).(string)
	return id
}

// ServeHTTP implements http.Handler.
func (s *surface) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case s.control.slots <- struct{}{}:
		defer func() { <-s.control.slots }()
	case <-r.Context().Done():
		return
	}
	v := s.visit(w, r)
	defer v.record()
	if v.exchange.Outside {
		s.next.ServeHTTP(v.tap, r)
		v.answered = true
		return
	}
	v.listen()
	v.plan = s.control.rules.planFor(v.asked)
	v.treat(r.Context())
	v.answered = true
}

// visit is one request on its way.
type visit struct {
	*surface
	request  *http.Request
	tap      *tap
	exchange Exchange
	began    time.Time
	asked    *asked
	plan     plan
	// body is what was read of the body so far, and sent counts what the client sent.
	body []byte
	sent *counter
	// answered is set where the handler came to its end.
	answered bool
}

func (s *surface) visit(w http.ResponseWriter, r *http.Request) *visit {
	began := time.Now()
	v := &visit{surface: s, request: r, began: began, tap: &tap{ResponseWriter: w, limit: s.control.limits.Body}, sent: &counter{from: r.Body}}
	path, query := target(r)
	below, inside := strings.CutPrefix(path, s.base)
	inside = inside && (below == "" || below[0] == '/')
	if !inside {
		below, query = path, ""
	}
	v.asked = &asked{method: r.Method, path: below, query: query, door: doorOf(r.Context())}
	v.exchange = Exchange{
		Seq: s.control.journal.arrive(), StartedAt: began.UTC(), Door: v.asked.door, Method: r.Method,
		Path: below, Query: query, Outside: !inside, TLS: tlsVersion(r.TLS),
	}
	return v
}

// target is the path and the query of the request as they came.
func target(r *http.Request) (path, query string) {
	if !strings.HasPrefix(r.RequestURI, "/") {
		return r.URL.EscapedPath(), r.URL.RawQuery
	}
	path, query, _ = strings.Cut(r.RequestURI, "?")
	return path, query
}

func tlsVersion(state *tls.ConnectionState) string {
	if state == nil {
		return ""
	}
	return tls.VersionName(state.Version)
}

// listen reads so much of the body as is looked at; the rest goes straight to the target.
func (v *visit) listen() {
	limit := v.control.limits.Body
	v.body, _ = io.ReadAll(io.LimitReader(v.sent, int64(limit)+1)) // what was cut off on its way is the target's to refuse
	v.asked.body = v.body[:min(len(v.body), limit)]
}

// record keeps the exchange, however it ended.
func (v *visit) record() {
	e, clean := v.exchange, v.control.clean
	secrets := clean.secretsOf(v.request.Header)
	e.DurationMs = float64(time.Since(v.began).Microseconds()) / 1000
	e.Credential = clean.credential(v.request.Header)
	e.Path, e.Query = secrets.text(e.Path), secrets.query(e.Query)
	e.Header = secrets.header(v.request.Header)
	e.Header.Set("Host", v.request.Host)
	e.Status, e.ResponseHeader = v.tap.status, secrets.header(v.tap.Header())
	e.Rules = v.plan.ids()
	if !e.Outside {
		e.Body, e.BodyBytes = secrets.body(v.asked.body, max(v.sent.n, v.request.ContentLength))
		e.ResponseBody, e.ResponseBytes = secrets.body(v.tap.kept, v.tap.n)
	}
	e.Cut = v.cutAt()
	switch {
	case e.Gone || e.Cut == cutBefore || e.Cut == cutAfter:
		e.Status, e.ResponseHeader = 0, nil
	case e.Status == 0:
		e.Status = http.StatusOK // as net/http answers for a handler that said nothing
	}
	v.control.journal.publish(e)
}

// cutAt is when the connection ended before its time, be it the target that ended it.
func (v *visit) cutAt() string {
	switch {
	case v.answered || v.exchange.Cut != "" || v.exchange.Gone:
		return v.exchange.Cut
	case v.tap.status != 0:
		return cutWithin
	}
	return cutAfter
}

// forTarget is the request as the target gets to see it.
func (v *visit) forTarget(ctx context.Context) *http.Request {
	body, query := v.body, v.asked.query
	if v.plan.maxCount > 0 || len(v.plan.ignore) > 0 {
		query, body = v.plan.narrow(v.asked, v.body)
	}
	r := v.request.Clone(ctx)
	if query != v.asked.query {
		r.URL.RawQuery = query
		r.RequestURI = r.URL.RequestURI()
	}
	if r.ContentLength >= 0 {
		r.ContentLength += int64(len(body) - len(v.body))
		if r.Header.Get("Content-Length") != "" {
			r.Header.Del("Content-Length")
		}
	}
	if v.plan.changesAnswer() {
		r.Header.Del("Accept-Encoding") // what is compressed cannot be changed
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), v.sent))
	return r
}

// asked is what rules see of a request.
type asked struct {
	method, path, query, door string
	body                      []byte
	text                      string
}

// contains tells whether the request has that text in it, in letters of either case.
func (a *asked) contains(text string) bool {
	if a.text == "" {
		path, err := url.PathUnescape(a.path)
		if err != nil {
			path = a.path
		}
		query, err := url.QueryUnescape(a.query)
		if err != nil {
			query = a.query
		}
		a.text = strings.ToLower(path + "\n" + query + "\n" + string(a.body) + "\n" + strings.Join(stringsIn(a.body), "\n"))
	}
	return strings.Contains(a.text, strings.ToLower(text))
}

// counter counts what is read.
type counter struct {
	from io.Reader
	n    int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	if c.from == nil {
		return 0, io.EOF
	}
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// tap lets an answer through, and keeps its beginning.
type tap struct {
	http.ResponseWriter
	limit  int
	status int
	kept   []byte
	n      int64
}

// WriteHeader implements http.ResponseWriter.
func (t *tap) WriteHeader(status int) {
	if t.status == 0 && status >= http.StatusOK {
		t.status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (t *tap) Write(p []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	n, err := t.ResponseWriter.Write(p)
	t.n += int64(n)
	t.kept = append(t.kept, p[:min(n, max(0, t.limit-len(t.kept)))]...)
	return n, err
}

// Unwrap is for http.ResponseController.
func (t *tap) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// held keeps an answer back.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *held) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) {
	if h.status == 0 && status >= http.StatusOK {
		h.status = status
	}
}

// Write implements http.ResponseWriter.
func (h *held) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(p)
}

// Flush implements http.Flusher: nothing is let out yet.
func (h *held) Flush() {}

// answer is an answer as it goes out.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (h *held) answer() answer {
	h.WriteHeader(http.StatusOK)
	return answer{h.status, maps.Clone(h.header), h.body.Bytes()}
}

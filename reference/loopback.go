package reference

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
)

// loopback is a client whose requests go straight to a handler of this process, so that the provisioning agent speaks
// HTTP to the tenant without knowing, or depending on, where it listens.
func loopback(handler http.Handler) *http.Client {
	return &http.Client{Transport: wire{handler}}
}

type wire struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t wire) RoundTrip(request *http.Request) (*http.Response, error) {
	arriving := request.Clone(request.Context())
	arriving.RequestURI = request.URL.RequestURI()
	arriving.Host = request.URL.Host
	if request.URL.Scheme == "https" {
		arriving.TLS = &tls.ConnectionState{}
	}
	if arriving.Body == nil {
		arriving.Body = http.NoBody
	}
	defer arriving.Body.Close()
	reply := reply{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(&reply, arriving)
	return reply.response(request), nil
}

// reply keeps what a handler writes.
type reply struct {
	header  http.Header
	status  int
	started bool
	body    bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *reply) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *reply) WriteHeader(status int) {
	if !r.started {
		r.status, r.started = status, true
	}
}

// Write implements http.ResponseWriter.
func (r *reply) Write(b []byte) (int, error) {
	r.started = true
	return r.body.Write(b)
}

func (r *reply) response(request *http.Request) *http.Response {
	return &http.Response{
		Status: http.StatusText(r.status), StatusCode: r.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, ContentLength: int64(r.body.Len()), Body: io.NopCloser(&r.body), Request: request,
	}
}

package prove

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// Direct carries requests straight to a handler of this process: what a server
// answers is the same, and no socket stands in between. A handler that panics with
// http.ErrAbortHandler drops the connection, as with net/http; any other panic is
// the handler's own, and goes on.
func Direct(handler http.Handler) http.RoundTripper { return direct{handler} }

type direct struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (d direct) RoundTrip(sent *http.Request) (resp *http.Response, err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			resp, err = nil, io.ErrUnexpectedEOF
		default:
			panic(cause)
		}
	}()
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(final{answer}, arrived(sent))
	if err := sent.Context().Err(); err != nil {
		return nil, err
	}
	resp = answer.Result()
	resp.Request = sent
	if sent.Method == http.MethodHead {
		resp.Body = http.NoBody
	}
	return resp, nil
}

// arrived is a request as a server sees it.
func arrived(sent *http.Request) *http.Request {
	r := sent.Clone(sent.Context())
	r.RequestURI, r.RemoteAddr = sent.URL.RequestURI(), "192.0.2.1:1234"
	if r.Host == "" {
		r.Host = sent.URL.Host
	}
	r.URL.Scheme, r.URL.Host = "", ""
	if r.Body == nil {
		r.Body = http.NoBody
	}
	return r
}

// final leaves out what is only said in advance of an answer, such as 103 Early Hints: a
// client does not take it for the answer.
type final struct{ *httptest.ResponseRecorder }

// WriteHeader implements http.ResponseWriter.
func (f final) WriteHeader(status int) {
	if status >= http.StatusOK {
		f.ResponseRecorder.WriteHeader(status)
	}
}

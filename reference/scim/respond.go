package scim

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/scimproof/scimproof/reference/schema"
)

// answer is what an operation has to say. A nil body stands for no content.
type answer struct {
	status int
	header http.Header
	body   schema.Resource
}

// ServeHTTP answers one request. Everything that goes wrong is answered as a
// SCIM Error (RFC 7644 section 3.12).
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	media, err := negotiate(r.Header)
	var found answer
	if err == nil {
		found, err = p.guard(func() (answer, error) { return p.serve(w, r) })
	}
	if err != nil {
		found = p.failure(r, err)
	}
	p.write(w, r, media, found)
}

// guard turns a panic into an error, so that one bad request costs neither the
// connection nor the answer.
func (p *Provider) guard(f func() (answer, error)) (found answer, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			p.log.Error("panic while serving a request", "cause", cause, "stack", string(debug.Stack()))
			err = errAborted
		}
	}()
	return f()
}

func (p *Provider) failure(r *http.Request, err error) answer {
	failed := asError(err)
	if failed.Status == http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		p.log.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	return answer{status: failed.Status, header: failed.header, body: failed.message()}
}

// write is the only place that writes a response.
func (p *Provider) write(w http.ResponseWriter, r *http.Request, media string, found answer) {
	content, err := found.encode()
	if err != nil {
		found = p.failure(r, fmt.Errorf("encoding a response: %w", err))
		content, _ = found.encode() // made of constants
	}
	header := w.Header()
	maps.Copy(header, found.header)
	if content != nil {
		header.Set("Content-Type", media)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Length", strconv.Itoa(len(content)))
	}
	w.WriteHeader(found.status)
	if content == nil || r.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(content); err != nil {
		p.log.Debug("writing a response", "error", err)
	}
}

func (a answer) encode() ([]byte, error) {
	if a.body == nil {
		return nil, nil
	}
	return schema.Encode(a.body)
}

// represent is the answer that shows one resource under its headers. Location
// and Content-Location are alike: RFC 7644 uses the one, RFC 7643 section 3.1
// names the other.
func represent(status int, shown schema.Resource, location, version string) answer {
	header := http.Header{}
	header.Set("Location", location)
	header.Set("Content-Location", location)
	header.Set("ETag", version)
	return answer{status: status, header: header, body: shown}
}

func number(n int) schema.Number { return schema.Number(fmt.Sprint(n)) }

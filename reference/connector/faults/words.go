package faults

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/connector"
)

type object = map[string]any

// adjustment makes the options of a connector those of one with a fault.
type adjustment = func(*connector.Options)

// sending sends a request in place of what is behind it, which it may ask.
type sending func(r *http.Request, next http.RoundTripper) (*http.Response, error)

// wire has every request sent in another way. Each connector gets a sending of its own.
func wire(begin func() sending) adjustment {
	return func(o *connector.Options) {
		honest := o.Wire
		o.Wire = func(next http.RoundTripper) http.RoundTripper {
			if honest != nil {
				next = honest(next)
			}
			return sender{begin(), next}
		}
	}
}

type sender struct {
	send sending
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper. The request that was given stays as it is.
func (s sender) RoundTrip(r *http.Request) (*http.Response, error) {
	return s.send(copyOf(r), s.next)
}

// copyOf is a request that may be changed, and sent even if the one it is of was.
func copyOf(r *http.Request) *http.Request {
	another := r.Clone(r.Context())
	if r.GetBody != nil {
		another.Body, _ = r.GetBody() // a body in memory can always be read again
	}
	return another
}

// deeds has things done in another way.
func deeds(change func(*connector.Deeds)) adjustment {
	return func(o *connector.Options) {
		honest := o.Deeds
		o.Deeds = func(d *connector.Deeds) {
			if honest != nil {
				honest(d)
			}
			change(d)
		}
	}
}

// together are several adjustments at once.
func together(all ...adjustment) adjustment {
	return func(o *connector.Options) {
		for _, adjust := range all {
			adjust(o)
		}
	}
}

// condition selects requests.
type condition func(*http.Request) bool

// on selects requests with one of the methods to one of the endpoints, or what lies below.
func on(methods string, endpoints ...string) condition {
	return func(r *http.Request) bool {
		to := func(endpoint string) bool {
			return strings.HasSuffix(r.URL.Path, endpoint) || strings.Contains(r.URL.Path, endpoint+"/")
		}
		return slices.Contains(strings.Fields(methods), r.Method) && slices.ContainsFunc(endpoints, to)
	}
}

var (
	everywhere = func(*http.Request) bool { return true }
	wholeUsers = on("POST PUT", "/Users")
	patches    = on("PATCH", "/Users", "/Groups")
	lists      = func(r *http.Request) bool {
		return r.Method == http.MethodGet && (strings.HasSuffix(r.URL.Path, "/Users") || strings.HasSuffix(r.URL.Path, "/Groups"))
	}
)

// asking sends requests that are changed before.
func asking(which condition, change func(*http.Request)) adjustment {
	return wire(func() sending {
		return func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
			if which(r) {
				change(r)
			}
			return next.RoundTrip(r)
		}
	})
}

// putting sends bodies that are changed before.
func putting(which condition, change func(body object)) adjustment {
	return asking(which, func(r *http.Request) {
		body := bodyOf(r)
		change(body)
		setBody(r, body)
	})
}

// operating sends operations of PATCH that are changed before.
func operating(which condition, change func(operation object)) adjustment {
	return putting(which, func(body object) {
		for _, o := range operationsOf(body) {
			change(o)
		}
	})
}

func operationsOf(body object) []object {
	var operations []object
	listed, _ := body["Operations"].([]any)
	for _, one := range listed {
		if o, isObject := one.(object); isObject {
			operations = append(operations, o)
		}
	}
	return operations
}

// hearing takes answers for something else.
func hearing(which condition, change func(*http.Request, *heard)) adjustment {
	return wire(func() sending {
		return func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
			concerned := which(r)
			response, err := next.RoundTrip(r)
			if err != nil || !concerned {
				return response, err
			}
			return hear(response, func(h *heard) { change(r, h) })
		}
	})
}

// heard is an answer that can be changed.
type heard struct {
	status int
	header http.Header
	body   []byte
}

// object is the answer as an object; nil where it is none.
func (h *heard) object() object {
	var o object
	if err := json.Unmarshal(h.body, &o); err != nil {
		return nil
	}
	return o
}

func (h *heard) say(status int, body any) {
	h.status = status
	h.body, _ = json.Marshal(body, json.Deterministic(true)) // it is made of JSON
}

func hear(response *http.Response, change func(*heard)) (*http.Response, error) {
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	h := &heard{response.StatusCode, response.Header, content}
	change(h)
	response.StatusCode, response.Body, response.ContentLength = h.status, io.NopCloser(bytes.NewReader(h.body)), int64(len(h.body))
	return response, nil
}

// again sends requests that were answered so that many times more, each at once. A nil answer is none.
func again(which condition, times int, answered func(*http.Response) bool) adjustment {
	return wire(func() sending {
		return func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
			response, err := next.RoundTrip(copyOf(r))
			for range times {
				if !which(r) || !answered(response) {
					break
				}
				if response != nil {
					_ = response.Body.Close() // nobody reads it
				}
				response, err = next.RoundTrip(afresh(r))
			}
			return response, err
		}
	})
}

// afresh is a request once more, which may take as long as one may, even if the first one has used up its time.
func afresh(r *http.Request) *http.Request {
	const enough = 10 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), enough)
	context.AfterFunc(ctx, cancel)
	another := copyOf(r).WithContext(ctx)
	another.Cancel = nil //nolint:staticcheck // by this a client ends requests of transports that it does not know
	return another
}

func status(codes ...int) func(*http.Response) bool {
	return func(response *http.Response) bool {
		return response != nil && slices.Contains(codes, response.StatusCode)
	}
}

func bodyOf(r *http.Request) object {
	if r.Body == nil {
		return object{}
	}
	content, _ := io.ReadAll(r.Body) // it is in memory
	body := object{}
	_ = json.Unmarshal(content, &body) // the connector's own bodies are objects
	return body
}

func setBody(r *http.Request, body object) {
	content, _ := json.Marshal(body, json.Deterministic(true)) // it is made of JSON
	r.ContentLength = int64(len(content))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	r.Body, _ = r.GetBody()
}

func with(more object) func(object) { return func(body object) { maps.Copy(body, more) } }

func without(name string) func(object) { return func(body object) { delete(body, name) } }

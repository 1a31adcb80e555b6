package scim

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// MediaType is what SCIM messages are sent as (RFC 7644 §3.1).
const MediaType = "application/scim+json"

// MaxBody is the most that is read of an answer, in bytes; more is an error.
const MaxBody = 10 << 20

// Options says how to reach a target.
type Options struct {
	// BaseURL is the SCIM base, such as https://example.com/scim/v2.
	BaseURL string
	// Authorize puts the target's credentials on a request; nil means none.
	Authorize func(*http.Request)
	// Transport carries the requests; nil means a pooled one of its own.
	Transport http.RoundTripper
	// Timeout bounds one request with its answer.
	Timeout time.Duration
	// Rate is the most requests a second; 0 means no bound.
	Rate rate.Limit
	// UserAgent names the suite, so that an operator finds it in the logs.
	UserAgent string
}

// Client sends requests to a target. It is safe for parallel use.
type Client struct {
	base      *url.URL
	authorize func(*http.Request)
	http      *http.Client
	timeout   time.Duration
	limiter   *rate.Limiter
	agent     string
	// silent counts the requests in a row that had no answer.
	silent atomic.Int64
}

// Request is one request below the SCIM base.
type Request struct {
	Method string
	// Path is below the base ("/Users/1?count=1"), or an absolute URL.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	// Anonymous leaves the target's credentials out.
	Anonymous bool
}

// Response is an answer, read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// New returns a client, or an error if the base URL is none.
func New(o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(o.BaseURL, "/"))
	if err != nil {
		return nil, fmt.Errorf("parsing the SCIM base URL: %w", err)
	}
	if base.Scheme == "" || base.Host == "" {
		return nil, fmt.Errorf("the SCIM base URL %q is not absolute", o.BaseURL)
	}
	return &Client{
		base: base, authorize: o.Authorize, timeout: o.Timeout, agent: o.UserAgent,
		http:    &http.Client{Transport: o.Transport, CheckRedirect: keepRedirect},
		limiter: limiterOf(o.Rate),
	}, nil
}

// keepRedirect hands a redirect to the judge instead of following it: the
// credentials must not travel to another host.
func keepRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func limiterOf(perSecond rate.Limit) *rate.Limiter {
	if perSecond <= 0 {
		return nil
	}
	return rate.NewLimiter(perSecond, 1)
}

// Base returns the SCIM base URL without a trailing slash.
func (c *Client) Base() string { return c.base.String() }

// Do sends a request below the SCIM base and records the exchange. An answer of
// any status is no error; see Send for the errors.
func (c *Client) Do(ctx context.Context, rec *Recorder, r Request) (*Response, error) {
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	return c.Send(rec, req)
}

func (c *Client) build(ctx context.Context, r Request) (*http.Request, error) {
	target, err := c.resolve(r.Path, r.Query)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, target, bodyOf(r.Body))
	if err != nil {
		return nil, fmt.Errorf("building %s %s: %w", r.Method, r.Path, err)
	}
	req.Header.Set("Accept", MediaType)
	// Without it any coding would be acceptable (RFC 9110 §12.5.3).
	req.Header.Set("Accept-Encoding", "identity")
	if r.Body != nil {
		req.Header.Set("Content-Type", MediaType)
	}
	if c.authorize != nil && !r.Anonymous {
		c.authorize(req)
	}
	override(req.Header, r.Header)
	return req, nil
}

func bodyOf(body []byte) io.Reader {
	if body == nil {
		return nil
	}
	return bytes.NewReader(body)
}

// override sets the scenario's own headers last; an empty value removes one.
func override(header, own http.Header) {
	for name, values := range own {
		header.Del(name)
		for _, value := range values {
			if value != "" {
				header.Add(name, value)
			}
		}
	}
}

func (c *Client) resolve(path string, query url.Values) (string, error) {
	target := path
	if !strings.HasPrefix(path, "http://") && !strings.HasPrefix(path, "https://") {
		target = c.base.String() + path
	}
	u, err := url.Parse(target)
	if err != nil {
		return "", fmt.Errorf("parsing the path %q: %w", path, err)
	}
	if len(query) > 0 {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+query.Encode(), "&")
	}
	return u.String(), nil
}

// Send sends any request, SCIM or probe, under the client's rate and timeout,
// and records each attempt. It tries again only when the target itself asks for
// it with 429 or 503 and Retry-After. Errors are *TransportError.
func (c *Client) Send(rec *Recorder, req *http.Request) (*Response, error) {
	if c.agent != "" && req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", c.agent)
	}
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		resp, err := c.once(rec, req, body)
		if err != nil {
			return nil, err
		}
		wait, again := retryAfter(resp, attempt)
		if !again || !sleep(req.Context(), wait) {
			return resp, nil
		}
	}
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("reading the request's own body: %w", err)
	}
	return body, nil
}

// once sends one attempt. A kept-alive connection that the server closed just as
// it was used again says nothing about the request: it is sent once more.
func (c *Client) once(rec *Recorder, req *http.Request, body []byte) (*Response, error) {
	for again := true; ; again = false {
		resp, reused, err := c.attempt(rec, req, body)
		if err == nil || !again || !reused || KindOf(err) != Dropped || resp != nil {
			return resp, err
		}
	}
}

func (c *Client) attempt(rec *Recorder, req *http.Request, body []byte) (resp *Response, reused bool, err error) {
	if err := c.wait(req.Context()); err != nil {
		return nil, false, err
	}
	ctx, cancel := c.bounded(req)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused },
	})
	attempt := req.Clone(ctx) //nolint:contextcheck // bounded says why a write outlives the run's context
	if body != nil {
		attempt.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		attempt.Body, _ = attempt.GetBody()
		attempt.ContentLength = int64(len(body))
	}
	started := time.Now()
	resp, err = c.exchange(attempt)
	c.listen(resp, err)
	rec.record(attempt, body, resp, err, started)
	return resp, reused, err
}

// listen counts the silence of the target. The beginning of an answer ends it, too.
func (c *Client) listen(resp *Response, err error) {
	switch {
	case resp != nil:
		c.silent.Store(0)
	case IsSilence(err):
		c.silent.Add(1)
	}
}

// Silent is how many requests in a row had no answer at all.
func (c *Client) Silent() int { return int(c.silent.Load()) }

// Patience is the longest that one request can take while the target answers: every
// attempt with its time-out, and every wait that the target may ask for. Without a
// time-out it is the waits alone.
func (c *Client) Patience() time.Duration {
	return tries*c.timeout + mostWait
}

// wait holds a request back for the rate, and for good once the run is interrupted.
func (c *Client) wait(ctx context.Context) error {
	err := ctx.Err()
	if err == nil && c.limiter != nil {
		err = c.limiter.Wait(ctx)
	}
	if err != nil {
		return &TransportError{Kind: Interrupted, Err: err}
	}
	return nil
}

// bounded is the time that an attempt has. A write that is on the wire is awaited
// even when the run is interrupted: what it creates has to be known to be removed.
func (c *Client) bounded(req *http.Request) (context.Context, context.CancelFunc) {
	ctx := req.Context()
	if req.Method != http.MethodGet && req.Method != http.MethodHead && c.timeout > 0 {
		ctx = context.WithoutCancel(ctx)
	}
	if c.timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, c.timeout)
}

func (c *Client) exchange(req *http.Request) (*Response, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, transportError(req, err)
	}
	defer resp.Body.Close()
	body, err := readAnswer(resp)
	if err == nil && len(body) > MaxBody {
		err = errTooLarge
	}
	if err != nil {
		partial := &Response{Status: resp.StatusCode, Header: resp.Header}
		return partial, transportError(req, err)
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// readAnswer reads a body of up to MaxBody bytes, and one more where there are more.
// A server may compress it though nobody asked (RFC 9110 §12.5.3): what is
// judged is what was compressed.
func readAnswer(resp *http.Response) ([]byte, error) {
	if !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	}
	plain, err := gzip.NewReader(resp.Body)
	if errors.Is(err, io.EOF) {
		return nil, nil // nothing at all, as after HEAD
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotCompressed, err)
	}
	resp.Header.Del("Content-Encoding")
	return io.ReadAll(io.LimitReader(plain, MaxBody+1))
}

// errNotCompressed says that an answer is not what its header says.
var errNotCompressed = errors.New("the body is not compressed as Content-Encoding says")

var errTooLarge = errors.New("the answer is larger than 10 MiB")

package connector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/time/rate"

	"github.com/scimproof/scimproof/reference/wire"
)

const (
	userAgent    = "scimproof-connector"
	largest      = 16 << 20 // bytes of an answer
	mostRedirect = 3
)

// exchanger sends requests, one after the other, and has the patience that a service provider needs.
type exchanger struct {
	sender   wire.Sender
	client   *http.Client
	pace     *rate.Limiter
	patience patience
	stopped  bool      // the token was refused in this cycle
	until    time.Time // before which nothing is sent
	cycle    int       // counted from 1
	sent     int       // requests in this cycle
	writes   int       // those of them that change something
}

// begin begins a cycle. A token that was refused is tried by it once: whoever mends it at the service provider need not
// tell the connector.
func (x *exchanger) begin() { x.cycle, x.sent, x.writes, x.stopped = x.cycle+1, 0, 0, false }

func newExchanger(s Settings, o Options) *exchanger {
	way := s.transport()
	o.Transport(way)
	return &exchanger{
		sender:   wire.Sender{Base: s.SCIM, Token: s.Token, UserAgent: userAgent},
		client:   &http.Client{Transport: o.Wire(way), Timeout: o.Timeout, CheckRedirect: sameOrigin},
		pace:     rate.NewLimiter(rate.Limit(o.Rate), 1),
		patience: patience{o},
	}
}

// sameOrigin follows a redirect only where the very same request goes to the very same origin: the token is nobody
// else's.
func sameOrigin(next *http.Request, before []*http.Request) error {
	first := before[0]
	if len(before) > mostRedirect || next.Method != first.Method || next.URL.Scheme != first.URL.Scheme || next.URL.Host != first.URL.Host {
		return http.ErrUseLastResponse
	}
	return nil
}

// answer is what the service provider said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// object is the answer as a JSON object.
func (a answer) object() (Resource, error) {
	var o Resource
	if err := json.Unmarshal(a.body, &o); err != nil || o == nil {
		return nil, fmt.Errorf("reading an answer %d: %w", a.status, ErrMalformed)
	}
	return o, nil
}

// send makes a request until it is answered for good, or patience ends.
func (x *exchanger) send(ctx context.Context, method, path string, body any) (answer, error) {
	for attempt := 1; ; attempt++ {
		if err := x.mayAsk(ctx); err != nil {
			return answer{}, err
		}
		a, err := x.once(ctx, method, path, body)
		wait, again := x.patience.after(attempt, method, a, err)
		if again {
			if err := x.patience.Sleep(ctx, wait); err != nil {
				return answer{}, fmt.Errorf("waiting for the next attempt: %w", err)
			}
			continue
		}
		if wait > 0 {
			x.until = x.patience.Now().Add(wait)
		}
		return a, x.verdict(method, a, err)
	}
}

func (x *exchanger) mayAsk(ctx context.Context) error {
	left := x.until.Sub(x.patience.Now())
	switch {
	case x.stopped:
		return ErrStopped
	case left > x.patience.LongestWait:
		return ErrWaiting
	case left > 0:
		if err := x.patience.Sleep(ctx, left); err != nil {
			return fmt.Errorf("waiting as long as was asked: %w", err)
		}
	}
	if err := x.pace.Wait(ctx); err != nil {
		return fmt.Errorf("waiting for the next request's turn: %w", err)
	}
	return nil
}

func (x *exchanger) once(ctx context.Context, method, path string, body any) (answer, error) {
	request, err := x.sender.Request(ctx, method, path, body)
	if err != nil {
		return answer{}, err
	}
	x.sent++
	if method != http.MethodGet {
		x.writes++
	}
	response, err := x.client.Do(request)
	if err != nil {
		return answer{}, fmt.Errorf("calling the service provider: %w", err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, largest+1))
	if err == nil && len(content) > largest {
		err = errors.New("the answer is too large")
	}
	if err != nil {
		return answer{}, fmt.Errorf("reading the service provider's answer: %w", err)
	}
	return answer{response.StatusCode, response.Header, content}, nil
}

// verdict is nil for an answer that says that it was done.
func (x *exchanger) verdict(method string, a answer, err error) error {
	switch {
	case err != nil && certain(err):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", ErrUnclear, err)
	case a.status/100 == 2:
		return nil
	}
	refusal := &wire.StatusError{Method: method, Status: a.status, Detail: detail(a)}
	switch {
	case a.status == http.StatusUnauthorized:
		x.stopped = true
		return fmt.Errorf("%w: %w", ErrStopped, refusal)
	case a.status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: %w", ErrWaiting, refusal)
	case a.status/100 == 5 && a.status != http.StatusNotImplemented:
		return fmt.Errorf("%w: %w", ErrUnclear, refusal)
	}
	return refusal
}

// detail is what an error message says, where it is one (RFC 7644 section 3.12).
func detail(a answer) string {
	said, err := a.object()
	if err != nil {
		return ""
	}
	text, _ := said["detail"].(string)
	const enough = 200
	if runes := []rune(text); len(runes) > enough {
		return string(runes[:enough]) + "..."
	}
	return text
}

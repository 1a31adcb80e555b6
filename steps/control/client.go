package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// Bounds of one request to the listener, beside the time that it was asked to wait.
const (
	patience   = 15 * time.Second
	maxAnswer  = 64 << 20
	longestAsk = 30 * time.Second
)

// Client speaks to a control listener. It is safe for parallel use.
type Client struct {
	base, token, door string
	http              *http.Client
}

// New makes a client of the listener at a URL of this machine; the token is its bearer
// token. It sends nothing.
func New(address, token string) (*Client, error) {
	if err := CheckURL(address); err != nil {
		return nil, err
	}
	if token == "" {
		return nil, errors.New("the control listener wants a token")
	}
	return &Client{base: strings.TrimRight(address, "/"), token: token, http: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// CheckURL wants the http URL of a listener on this machine, since its token opens what
// everybody sends. The error shows no more of it than the host.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return errors.New("want the URL of a control listener here, such as http://127.0.0.1:8081")
	case !isLoopback(u.Hostname()):
		return fmt.Errorf("%s is not this machine: a control listener is only spoken to on loopback", u.Hostname())
	}
	return nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}

// Through is the same listener as far as it concerns one door: rules are for what comes
// through it, and a Follower sees nothing else.
func (c *Client) Through(door string) *Client {
	through := *c
	through.door = door
	return &through
}

// Secrets are what must appear in no output.
func (c *Client) Secrets() []string { return []string{c.token} }

// Check sees whether the listener is there and knows the token.
func (c *Client) Check(ctx context.Context) error {
	_, err := c.Rules(ctx)
	return err
}

// Exchanges is Read without what a page says beside.
func (c *Client) Exchanges(ctx context.Context, after int, wait time.Duration) ([]Exchange, int, error) {
	page, err := c.Read(ctx, after, wait)
	return page.Exchanges, page.Next, err
}

// Read asks for what ended after that place: 0 is the beginning, then Page.Next. Where there
// is nothing, it waits at most that long, and half a minute at most.
func (c *Client) Read(ctx context.Context, after int, wait time.Duration) (Page, error) {
	wait = min(max(wait, 0), longestAsk)
	query := url.Values{"after": {strconv.Itoa(after)}, "wait": {wait.String()}}
	var page Page
	err := c.do(ctx, call{http.MethodGet, "/v1/exchanges?" + query.Encode(), nil, &page, wait})
	if err != nil {
		return Page{Next: after}, fmt.Errorf("reading what the control listener has recorded: %w", err)
	}
	return page, nil
}

// Rules are those in force, oldest first.
func (c *Client) Rules(ctx context.Context) ([]Rule, error) {
	var answer struct {
		Rules []Rule `json:"rules"`
	}
	if err := c.do(ctx, call{http.MethodGet, "/v1/rules", nil, &answer, 0}); err != nil {
		return nil, fmt.Errorf("reading the rules of the control listener: %w", err)
	}
	return answer.Rules, nil
}

// Arrange puts a rule in force, and returns its id.
func (c *Client) Arrange(ctx context.Context, r Rule) (string, error) {
	if r.Match.Door == "" {
		r.Match.Door = c.door
	}
	var made Rule
	if err := c.do(ctx, call{http.MethodPost, "/v1/rules", r, &made, 0}); err != nil {
		return "", fmt.Errorf("arranging a rule: %w", err)
	}
	return made.ID, nil
}

// Drop takes a rule out of force. One that is not in force is no error.
func (c *Client) Drop(ctx context.Context, id string) error {
	if err := c.remove(ctx, "/v1/rules/"+url.PathEscape(id)); err != nil {
		return fmt.Errorf("dropping the rule %s: %w", id, err)
	}
	return nil
}

// DropAll takes every rule out of force, whoever arranged it.
func (c *Client) DropAll(ctx context.Context) error {
	if err := c.remove(ctx, "/v1/rules"); err != nil {
		return fmt.Errorf("dropping all rules: %w", err)
	}
	return nil
}

// Doors are those that are open.
func (c *Client) Doors(ctx context.Context) ([]Door, error) {
	var answer struct {
		Doors []Door `json:"doors"`
	}
	if err := c.do(ctx, call{http.MethodGet, "/v1/doors", nil, &answer, 0}); err != nil {
		return nil, fmt.Errorf("reading the doors: %w", err)
	}
	return answer.Doors, nil
}

// Open opens a door of that Certificate, and returns it with what the listener gave it.
func (c *Client) Open(ctx context.Context, d Door) (Door, error) {
	var made Door
	if err := c.do(ctx, call{http.MethodPost, "/v1/doors", d, &made, 0}); err != nil {
		return Door{}, fmt.Errorf("opening a door: %w", err)
	}
	return made, nil
}

// Close closes a door. One that is not open is no error.
func (c *Client) Close(ctx context.Context, id string) error {
	if err := c.remove(ctx, "/v1/doors/"+url.PathEscape(id)); err != nil {
		return fmt.Errorf("closing the door %s: %w", id, err)
	}
	return nil
}

// RefusedError says that the listener understood a request and did not do it.
type RefusedError struct {
	Status int
	Detail string
}

// Error repeats what the listener says.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("the control listener answered %d: %s", e.Status, e.Detail)
}

func (c *Client) remove(ctx context.Context, path string) error {
	err := c.do(ctx, call{http.MethodDelete, path, nil, nil, 0})
	if refused, ok := errors.AsType[*RefusedError](err); ok && refused.Status == http.StatusNotFound {
		return nil
	}
	return err
}

// call is one request to the listener.
type call struct {
	method, path string
	body, into   any
	// wait is how long the listener may take to answer beside the usual.
	wait time.Duration
}

func (c *Client) do(ctx context.Context, what call) error {
	ctx, cancel := context.WithTimeout(ctx, patience+what.wait)
	defer cancel()
	request, err := c.request(ctx, what)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("asking the control listener: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("reading the control listener's answer: %w", err)
	}
	return understand(response.StatusCode, text, what.into)
}

func (c *Client) request(ctx context.Context, what call) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if what.body != nil {
		text, err := json.Marshal(what.body)
		if err != nil {
			return nil, fmt.Errorf("encoding a request to the control listener: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, what.method, c.base+what.path, body)
	if err != nil {
		return nil, fmt.Errorf("making a request to the control listener: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if what.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

func understand(status int, text []byte, into any) error {
	if status >= http.StatusBadRequest || status < http.StatusOK || status >= http.StatusMultipleChoices {
		var complaint struct {
			Detail string `json:"detail"`
		}
		_ = json.Unmarshal(text, &complaint) // what is no complaint of a listener has no detail
		return &RefusedError{status, complaint.Detail}
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("understanding the control listener's answer: %w", err)
	}
	return nil
}

// Package control stands before a handler, records what clients send to it, and treats their requests as it is told over
// an API of its own. What it stands before is served as it is: there is no fault in here that nobody has asked for.
package control

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
)

// Limits bound what is kept in memory.
type Limits struct {
	// Exchanges is how many are kept, and Bytes how many bytes of them; the oldest make room.
	Exchanges, Bytes int
	// Body is how many bytes are kept of a body, and looked at by rules.
	Body int
	// Underway is how many requests are dealt with at a time; others wait.
	Underway int
}

// DefaultLimits are those of a Control that was not told otherwise.
func DefaultLimits() Limits {
	return Limits{Exchanges: 10_000, Bytes: 64 << 20, Body: 256 << 10, Underway: 128}
}

// Control is a control listener: Wrap is what clients see, API is for who arranges and looks.
type Control struct {
	token   string
	clean   *cleaner
	limits  Limits
	journal *journal
	rules   *rules
	doors   *doors
	slots   chan struct{}

	// ended is over when the Control is closed: nothing waits any longer then.
	ended context.Context
	end   context.CancelFunc

	mu    sync.Mutex
	front *surface
}

// New makes a Control whose API takes that bearer token; "" lets nobody in. The tokens in ours are those that a client
// is meant to show to the target, or the base64 of basic authentication: by them an exchange tells whose credential it
// carries, and they are kept nowhere. Close ends it.
func New(token string, ours ...string) *Control {
	return NewBounded(DefaultLimits(), token, ours...)
}

// NewBounded is New with other limits.
func NewBounded(limits Limits, token string, ours ...string) *Control {
	ended, end := context.WithCancel(context.Background())
	return &Control{
		token: token, clean: newCleaner(ours), limits: limits, journal: newJournal(limits), rules: &rules{}, doors: newDoors(),
		slots: make(chan struct{}, max(1, limits.Underway)), ended: ended, end: end,
	}
}

// Wrap is next as clients shall see it. The base is the path at which SCIM begins, such as /scim/v2; rules are for what
// is below it. The doors lead to what was wrapped last.
func (c *Control) Wrap(base string, next http.Handler) http.Handler {
	front := &surface{control: c, base: strings.TrimRight("/"+strings.Trim(base, "/"), "/"), next: next}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.front = front
	return front
}

// Close ends what waits and shuts the doors. What was recorded can still be asked for.
func (c *Control) Close() error {
	c.end()
	return c.doors.closeAll()
}

// errUnwrapped says that there is nothing yet to which a door could lead.
var errUnwrapped = errors.New("there is nothing behind the door yet")

func (c *Control) wrapped() (*surface, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.front == nil {
		return nil, errUnwrapped
	}
	return c.front, nil
}

package connector

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Style is how the connector puts on the wire what RFC 7644 lets it say in several ways, or what a known client says
// instead. Each is honest.
type Style string

// The styles.
const (
	// RFC changes by PATCH, one operation per attribute, each with a path.
	RFC Style = "rfc"
	// Put reads a resource, lays the changes over it, and sends it back whole, as Okta's wizard apps do.
	Put Style = "put"
	// Entra says operations in capitals, active as text, and names members in a value, as Entra ID does without the flag
	// aadOptscim062020.
	Entra Style = "entra"
)

// Styles are all of them, the RFC's first.
func Styles() []Style { return []Style{RFC, Put, Entra} }

// Options are the choices of whoever runs a connector. The zero value of each field means its default.
type Options struct {
	// Style is RFC by default.
	Style Style
	// Rate is how many requests are sent in a second at most, 20 by default.
	Rate float64
	// Timeout bounds one request, 60 s by default.
	Timeout time.Duration
	// Attempts is how often a request is sent at most where the service provider fails, 4 by default.
	Attempts int
	// BaseDelay is waited before the second attempt, and doubled before each further one: half a second by default.
	BaseDelay time.Duration
	// LongestWait is how long a cycle waits because it was told to (Retry-After) before it gives up, and leaves the rest to
	// one after that time: a minute by default.
	LongestWait time.Duration
	// PageSize is how many resources are asked for at a time, 100 by default.
	PageSize int
	// MembersPerPatch is how many members one request adds and removes at most, 100 by default.
	MembersPerPatch int
	// Grace is the time from somebody's leaving to the deletion of their account; none by default.
	Grace time.Duration
	// Hold is how long a deletion that was refused is left alone at least, even by a cycle that comes sooner: two seconds
	// by default.
	Hold time.Duration
	// Threshold bounds the harm of a directory that has lost its people.
	Threshold Threshold
	// Passwords sends the passwords that the directory has; by default none is ever sent.
	Passwords bool
	// Now is the clock, time.Now by default.
	Now func() time.Time
	// Sleep waits, or ends with ctx; by default it really does.
	Sleep func(ctx context.Context, d time.Duration) error

	// Transport, Wire and Deeds are where others decorate the connector: what it trusts, what it sends, and what it does.
	// By default they leave all as it is.
	Transport func(*http.Transport)
	Wire      func(http.RoundTripper) http.RoundTripper
	Deeds     func(*Deeds)
}

// Threshold says how many may be deactivated in one cycle: Percent of the active accounts, unless they are fewer than
// Least. By default 50 % of at least 10; Percent 100 is no threshold.
type Threshold struct {
	Percent int
	Least   int
}

func withDefaults(o Options) (Options, error) {
	switch o.Style {
	case "":
		o.Style = RFC
	case RFC, Put, Entra:
	default:
		return o, fmt.Errorf("there is no style %q", o.Style)
	}
	o.Rate, o.Timeout = either(o.Rate, 20), either(o.Timeout, time.Minute)
	o.Attempts, o.BaseDelay = either(o.Attempts, 4), either(o.BaseDelay, 500*time.Millisecond)
	o.LongestWait, o.PageSize = either(o.LongestWait, time.Minute), either(o.PageSize, 100)
	o.MembersPerPatch, o.Hold = either(o.MembersPerPatch, 100), either(o.Hold, 2*time.Second)
	o.Threshold.Percent, o.Threshold.Least = either(o.Threshold.Percent, 50), either(o.Threshold.Least, 10)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o.undecorated(), nil
}

// undecorated fills in decorations that change nothing.
func (o Options) undecorated() Options {
	if o.Transport == nil {
		o.Transport = func(*http.Transport) {}
	}
	if o.Wire == nil {
		o.Wire = func(honest http.RoundTripper) http.RoundTripper { return honest }
	}
	if o.Deeds == nil {
		o.Deeds = func(*Deeds) {}
	}
	return o
}

func either[T comparable](given, usual T) T {
	var none T
	if given == none {
		return usual
	}
	return given
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

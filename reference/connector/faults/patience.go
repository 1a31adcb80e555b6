package faults

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/connector"
)

// impatient are faults with a service provider that is slow, ill or fed up.
var impatient = []row{
	{
		"C50", "client-ignores-retry-after", "Who is asked to come later comes again soon",
		high, "", together(
			func(o *connector.Options) { o.BaseDelay = 100 * time.Millisecond },
			hearing(everywhere, func(_ *http.Request, h *heard) { h.header.Del("Retry-After") }),
		),
	},
	{
		"C51", "client-retries-at-once", "A request that fails is sent again without a pause",
		medium, "", func(o *connector.Options) { o.BaseDelay = 1 },
	},
	{
		"C51", "client-retries-without-end", "A request that fails is sent again more often than anybody waits for",
		high, "", func(o *connector.Options) { o.Attempts, o.BaseDelay = 15, time.Millisecond },
	},
	{
		"C51", "client-never-resumes", "Who could not be sent while the service provider was ill is never sent again",
		high, "", together(func(o *connector.Options) { o.Attempts = 1 }, deeds(givingUp(connector.ErrUnclear))),
	},
	{
		"C54", "client-drops-who-got-garbage", "Who is created, and answered with what cannot be read, is given up for good",
		high, "", deeds(givingUp(connector.ErrMalformed)),
	},
	{
		"C52", "client-ignores-401", "With a token that is refused it goes on and on",
		high, "", together(
			hearing(everywhere, func(_ *http.Request, h *heard) {
				if h.status == http.StatusUnauthorized {
					h.status = http.StatusForbidden
				}
			}),
			again(everywhere, 5, status(http.StatusForbidden)),
		),
	},
	{
		"C53", "client-storms-the-vanished", "An account that is not there any more is changed again and again",
		medium, "", again(on("PATCH PUT", "/Users"), 5, status(http.StatusNotFound)),
	},
	{
		"C53", "client-forgets-the-vanished", "An account that is not there any more is taken for changed",
		high, "", hearing(on("PATCH PUT", "/Users"), func(_ *http.Request, h *heard) {
			if h.status == http.StatusNotFound {
				h.status = http.StatusNoContent
			}
		}),
	},
	{
		"C57", "client-gives-up-early", "An answer is not waited for longer than a moment, and people are created again at once",
		critical, "", together(
			func(o *connector.Options) { o.Timeout = 300 * time.Millisecond },
			again(on("POST", "/Users"), 1, func(response *http.Response) bool { return response == nil }),
		),
	},
	{
		"C58", "client-floods", "Requests come as fast as they can be sent, and reads many times over",
		medium, "", together(
			func(o *connector.Options) { o.Rate = 1e6 },
			again(on("GET", "/Users", "/Groups"), 40, func(response *http.Response) bool { return response != nil }),
		),
	},
}

// givingUp forgets whoever could not be created for that reason: nobody looks whether they were, or tries again.
func givingUp(reason error) func(*connector.Deeds) {
	return func(d *connector.Deeds) {
		bring, lost := d.Bring, map[string]bool{}
		d.Provider = &resigned{d.Provider, reason}
		d.Bring = func(ctx context.Context, a *connector.Account) error {
			if lost[a.Key] {
				return nil
			}
			err := bring(ctx, a)
			lost[a.Key] = errors.Is(err, errResigned) || errors.Is(err, reason)
			return err
		}
	}
}

var errResigned = errors.New("it failed once, and is not tried again")

// resigned takes a failed creation for the last word.
type resigned struct {
	connector.Provider
	reason error
}

// Create implements connector.Provider.
func (p *resigned) Create(ctx context.Context, kind connector.Kind, r connector.Resource) (connector.Resource, error) {
	made, err := p.Provider.Create(ctx, kind, r)
	if errors.Is(err, p.reason) {
		return nil, errResigned
	}
	return made, err
}

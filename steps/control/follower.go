package control

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// What a follower reads at once, and keeps, of a client that floods.
const (
	mostPages    = 64
	mostFollowed = 20_000
)

// Follower sees what a listener records from a beginning on, such as that of a scenario. It
// belongs to one goroutine.
type Follower struct {
	client  *Client
	next    int
	seen    []Exchange
	dropped int
}

// Follow begins after what has been recorded by now. What is under way at that moment is seen.
func (c *Client) Follow(ctx context.Context) (*Follower, error) {
	f := &Follower{client: c}
	for {
		page, err := c.Read(ctx, f.next, 0)
		if err != nil {
			return nil, err
		}
		if f.next = page.Next; !page.More {
			return f, nil
		}
	}
}

// Seen is everything since the beginning, in the order of arrival.
func (f *Follower) Seen(ctx context.Context) ([]Exchange, error) {
	for range mostPages {
		page, err := f.look(ctx, 0)
		if err != nil {
			return f.inOrder(), err
		}
		if !page.More {
			break
		}
	}
	return f.inOrder(), nil
}

// Until looks until what was seen is enough, or the time is over: then it returns what there
// is, and false. It sends nothing but questions to the listener.
func (f *Follower) Until(ctx context.Context, limit time.Duration, enough func([]Exchange) bool) ([]Exchange, bool, error) {
	deadline := time.Now().Add(limit)
	for {
		seen, err := f.Seen(ctx)
		if err != nil || enough(seen) {
			return seen, err == nil, err
		}
		left := time.Until(deadline)
		if left <= 0 {
			return seen, false, nil
		}
		if _, err := f.look(ctx, left); err != nil {
			return f.inOrder(), false, err
		}
	}
}

// Quiet waits until nothing is under way and nothing has come for that long, or the limit is
// over; it tells which.
func (f *Follower) Quiet(ctx context.Context, quiet, limit time.Duration) ([]Exchange, bool, error) {
	deadline := time.Now().Add(limit)
	for {
		if _, err := f.Seen(ctx); err != nil {
			return f.inOrder(), false, err
		}
		left := time.Until(deadline)
		if left <= 0 {
			return f.inOrder(), false, nil
		}
		page, err := f.look(ctx, min(quiet, left))
		if err != nil || len(page.Exchanges) == 0 && page.Underway == 0 && left >= quiet {
			return f.inOrder(), err == nil, err
		}
	}
}

// Dropped is how many exchanges had to make room before they were seen. Who judges by what
// was not sent has to ask.
func (f *Follower) Dropped() int { return f.dropped }

// look asks once.
func (f *Follower) look(ctx context.Context, wait time.Duration) (Page, error) {
	page, err := f.client.Read(ctx, f.next, wait)
	if err != nil {
		return Page{}, err
	}
	f.next = page.Next
	f.dropped += page.Dropped
	for _, e := range page.Exchanges {
		switch {
		case f.client.door != "" && e.Door != f.client.door:
		case len(f.seen) >= mostFollowed:
			f.dropped++
		default:
			f.seen = append(f.seen, e)
		}
	}
	return page, nil
}

func (f *Follower) inOrder() []Exchange {
	seen := slices.Clone(f.seen)
	slices.SortFunc(seen, func(a, b Exchange) int { return cmp.Compare(a.Seq, b.Seq) })
	return seen
}

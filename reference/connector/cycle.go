package connector

import (
	"context"
	"errors"
)

// Asked is what somebody may ask of a cycle.
type Asked struct {
	// Full reads everybody first. A cycle that has nothing to tell does so unasked.
	Full bool
	// Override deactivates however many leave.
	Override bool
}

// Report is what came of a cycle.
type Report struct {
	// Writes is how many requests were sent that change something.
	Writes   int       `json:"writes"`
	Failures []Failure `json:"failures"`
}

// Failure is what could not be done; the next cycle tries again.
type Failure struct {
	Key    string `json:"key,omitzero"` // of the person or group
	Deed   string `json:"deed"`
	Status int    `json:"status,omitzero"` // of the answer, if there was one
	Error  string `json:"error"`
}

// mostUnclear is how many in a row may be left unclear before a cycle takes the service provider for ill.
const mostUnclear = 3

// round is one cycle under way.
type round struct {
	*service
	report  Report
	unclear int // in a row
	over    bool
}

// cycle brings the service provider to what the directory says, as far as it goes today.
func (s *service) cycle(ctx context.Context, asked Asked) Report {
	s.book.update(s.directory)
	s.exchanger.begin()
	r := &round{service: s, report: Report{Failures: []Failure{}}}
	if asked.Full {
		r.lookAround(ctx)
	}
	r.doubt(asked.Override)
	// Whoever leaves waits for nobody else's troubles; people are there before they are members.
	r.leavers(ctx)
	r.joiners(ctx)
	r.teams(ctx)
	r.erasure(ctx)
	if s.exchanger.sent == 0 && len(r.report.Failures) == 0 {
		r.lookAround(ctx)
	}
	r.report.Writes = s.exchanger.writes
	return r.report
}

func (r *round) lookAround(ctx context.Context) {
	r.try(ctx, "", "import", func() error { return r.deeds.Import(ctx) })
}

// try does a deed, and notes why it was not done. One failure stops nobody else's deeds, unless the service provider
// wants nothing more.
func (r *round) try(ctx context.Context, key, name string, deed func() error) {
	if r.over {
		return
	}
	err := deed()
	if err == nil {
		r.unclear = 0
		return
	}
	if errors.Is(err, ErrUnclear) {
		r.unclear++
	} else {
		r.unclear = 0
	}
	r.over = ends(ctx, err) || r.unclear >= mostUnclear
	r.report.Failures = append(r.report.Failures, Failure{Key: key, Deed: name, Status: statusOf(err), Error: err.Error()})
}

// doubt holds back those who leave all at once, if they are too many to be believed, until somebody says that it is true.
// Whoever is purged is so by somebody's own hand, and others who leave later are believed again.
func (r *round) doubt(override bool) {
	active := 0
	var leaving []*Account
	for _, a := range r.book.people(Present, Left, Purged) {
		a.doubted = a.doubted && a.leaving() && a.Standing != Purged && !override
		if a.active() && !a.doubted {
			active++
		}
		if a.leaving() && !a.doubted && a.Standing != Purged {
			leaving = append(leaving, a)
		}
	}
	most := r.options.Threshold
	if !override && active >= most.Least && len(leaving)*100 > most.Percent*active {
		for _, a := range leaving {
			a.doubted = true
		}
		r.report.Failures = append(r.report.Failures, Failure{Deed: "leave", Error: ErrThreshold.Error()})
	}
}

func (r *round) leavers(ctx context.Context) {
	for _, a := range r.book.people(Left) {
		if a.active() && !a.doubted {
			r.try(ctx, a.Key, "leave", func() error { return r.deeds.Leave(ctx, a) })
		}
	}
}

// joiners brings everybody, and then again those whose manager had no account at first.
func (r *round) joiners(ctx context.Context) {
	people := r.book.people(Present)
	for _, a := range people {
		if !a.doubted {
			r.try(ctx, a.Key, "bring", func() error { return r.deeds.Bring(ctx, a) })
		}
	}
	for _, a := range people {
		if a.waits && a.ID != "" && !a.doubted {
			r.try(ctx, a.Key, "manager", func() error { return r.deeds.Bring(ctx, a) })
		}
	}
}

func (r *round) erasure(ctx context.Context) {
	for _, a := range r.book.people(Purged) {
		if !a.doubted {
			r.try(ctx, a.Key, "purge", func() error { return r.deeds.Purge(ctx, a) })
		}
	}
}

func (r *round) teams(ctx context.Context) {
	for _, g := range r.book.allGroups() {
		if g.Gone {
			r.try(ctx, g.Key, "disband", func() error { return r.deeds.Disband(ctx, g) })
		} else {
			r.try(ctx, g.Key, "gather", func() error { return r.deeds.Gather(ctx, g) })
		}
	}
}

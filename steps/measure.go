package steps

import (
	"cmp"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
)

// departure is when somebody was put out, as the target or the directory acknowledged
// it: whoever changed it believes from then on that the person is out.
type departure struct {
	since result.Change
	at    time.Time
	// limit is how long the effects may take; 0 where none is expected.
	limit time.Duration
}

// timing is a measurement under way.
type timing struct {
	result.Measurement
	// open is when the last look began that did not see the effect.
	open time.Time
}

// depart starts the clocks of somebody who was put out now. Who is out already keeps
// theirs.
func (w *World) depart(p *Person, since result.Change) {
	if p.departed != nil {
		return
	}
	limit := w.run.target.Limits.Settle
	switch {
	case since == result.InDirectory && !w.provisioned:
		limit = 0
	case w.scenario.hasTag("@drill"):
		limit = w.run.target.Limits.Drill
	}
	p.departed = &departure{since, time.Now(), limit}
}

// out starts the clocks of somebody whom a change has put out, unless the change failed.
func (w *World) out(p *Person, since result.Change, err error) error {
	if err == nil {
		w.depart(p, since)
	}
	return err
}

// timed records one look at what a person may still do, begun at asked.
func (w *World) timed(p *Person, m result.Measurement, asked time.Time, seen result.Sighting) {
	if p.departed == nil {
		return
	}
	t := w.timing(p, m)
	gone := p.departed.at
	switch {
	case t.Outcome == result.Ended:
	case seen == result.Ended:
		now := time.Now()
		t.Outcome, t.Ms, t.GrainMs = seen, milliseconds(now.Sub(gone)), milliseconds(now.Sub(later(t.open, gone)))
	case seen == result.StillOpen:
		t.Outcome, t.Ms, t.open = seen, milliseconds(asked.Sub(gone)), asked
	case t.Outcome == "":
		t.Outcome, t.Ms = seen, milliseconds(asked.Sub(gone))
	}
}

// timing is the one measurement of its kind, begun if there is none yet. A credential may
// have a time of its own.
func (w *World) timing(p *Person, m result.Measurement) *timing {
	for _, t := range w.timings {
		if t.What == m.What && t.Person == p.Name && t.Credential == m.Credential && t.Since == p.departed.since {
			return t
		}
	}
	m.Person, m.Since = p.Name, p.departed.since
	m.LimitMs = cmp.Or(m.LimitMs, milliseconds(p.departed.limit))
	w.timings = append(w.timings, &timing{Measurement: m})
	return w.timings[len(w.timings)-1]
}

// timedUse records an attempt by a credential: where it was issued before, what ends is
// the credential, else the login.
func (w *World) timedUse(p *Person, login *probe.Login, kind string, asked time.Time, attempt probe.Attempt) {
	what := result.Measurement{What: result.LoginRefused, Credential: kind, Clock: result.NewLogins}
	if login.Issued(kind) {
		what = result.Measurement{What: result.CredentialRefused, Credential: kind, Clock: result.Issued}
	}
	if p.departed != nil && p.departed.limit > 0 {
		what.LimitMs = milliseconds(login.Within(kind, p.departed.limit))
	}
	w.timed(p, what, asked, sightOf(attempt))
}

// sightOf is what an attempt shows of somebody who is to be out: what was handed out on
// the way, or opened another account, has let them in.
func sightOf(attempt probe.Attempt) result.Sighting {
	switch {
	case attempt.Granted, attempt.Other, attempt.Verdict == probe.Allowed:
		return result.StillOpen
	case attempt.Verdict == probe.Denied:
		return result.Ended
	default:
		return result.Inconclusive
	}
}

// timedStatus records how somebody was shown, by what judging it came to.
func (w *World) timedStatus(p *Person, asked time.Time, err error) {
	seen := result.Inconclusive
	switch _, judged := breaches(err); {
	case err == nil:
		seen = result.Ended
	case judged:
		seen = result.StillOpen
	}
	w.timed(p, result.Measurement{What: result.ShownAsDisabled, Clock: result.Status}, asked, seen)
}

// measurements are those of the scenario, in the order of the first look.
func (w *World) measurements() []result.Measurement {
	var all []result.Measurement
	for _, t := range w.timings {
		t.Credential = w.publish(t.Credential, longestValue)
		all = append(all, t.Measurement)
	}
	return all
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// milliseconds are never negative: a look that began before the change was acknowledged
// found it open at zero.
func milliseconds(d time.Duration) float64 { return max(0, float64(d.Microseconds())/1000) }

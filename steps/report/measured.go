package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// measured are the measurements of one effect on one person, by the slowest.
type measured struct {
	result.Measurement
	times int
}

// measurements are those of a run, equal ones together: somebody who is put out in forty
// scenarios is one line of a table.
func measurements(run *result.Run) []measured {
	var all []measured
	for i := range run.Scenarios {
		for _, m := range run.Scenarios[i].Measurements {
			all = add(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b measured) int {
		return cmp.Or(
			rank(a.Since, result.InDirectory, result.Deactivation, result.Deletion)-rank(b.Since, result.InDirectory, result.Deactivation, result.Deletion),
			rank(a.Outcome, result.StillOpen, result.Inconclusive, result.Ended)-rank(b.Outcome, result.StillOpen, result.Inconclusive, result.Ended),
			rank(a.Clock, result.Status, result.NewLogins, result.Issued)-rank(b.Clock, result.Status, result.NewLogins, result.Issued),
		)
	})
	return all
}

func add(all []measured, m result.Measurement) []measured {
	i := slices.IndexFunc(all, func(known measured) bool {
		return known.What == m.What && known.Person == m.Person && known.Credential == m.Credential && known.Since == m.Since &&
			known.Outcome == m.Outcome && known.LimitMs == m.LimitMs
	})
	if i < 0 {
		return append(all, measured{m, 1})
	}
	all[i].times++
	if m.Ms > all[i].Ms {
		all[i].Measurement = m
	}
	return all
}

func rank[T comparable](value T, order ...T) int {
	if i := slices.Index(order, value); i >= 0 {
		return i
	}
	return len(order)
}

// what is the effect for a reader, with the credential.
func (m measured) what() string {
	switch m.What {
	case result.LoginRefused:
		return clean("new login by " + m.Credential)
	case result.CredentialRefused:
		return clean(m.Credential + " issued before")
	default:
		return clean(string(m.What))
	}
}

// since is the change that started the clock.
func (m measured) since() string {
	switch m.Since {
	case result.InDirectory:
		return "removed in the directory"
	case result.Deactivation:
		return "deactivated"
	case result.Deletion:
		return "deleted"
	default:
		return clean(string(m.Since))
	}
}

// found is how it ended, in words that need no colour.
func (m measured) found() string {
	switch {
	case m.Outcome == result.Ended && m.What == result.ShownAsDisabled:
		return "shown"
	case m.Outcome == result.Ended:
		return "refused"
	case m.Outcome == result.StillOpen && m.LimitMs == 0:
		return "still open; nothing told the target"
	case m.Outcome == result.StillOpen && m.What == result.ShownAsDisabled:
		return "still shown as active at the deadline"
	case m.Outcome == result.StillOpen:
		return "still open at the deadline"
	default:
		return clean(string(m.Outcome))
	}
}

// howLong is the time, with how many it is the longest of.
func (m measured) howLong() string {
	text := finely(m.Ms)
	if m.Outcome == result.Inconclusive {
		text = "not known"
	}
	if m.Outcome == result.StillOpen {
		text = "over " + text
	}
	if m.times > 1 {
		text += fmt.Sprintf(" (slowest of %d)", m.times)
	}
	return text
}

// fine is how exact the time is.
func (m measured) fine() string {
	if m.GrainMs == 0 {
		return "–"
	}
	return "−" + finely(m.GrainMs)
}

// finely writes a duration that may be shorter than a millisecond.
func finely(ms float64) string {
	if ms > 0 && ms < 1 {
		return fmt.Sprintf("%.1f ms", max(0.1, ms))
	}
	return milliseconds(ms)
}

// limit is how long it may take.
func (m measured) limit() string {
	if m.LimitMs == 0 {
		return "none"
	}
	return strings.TrimSuffix(milliseconds(m.LimitMs), " 00 s")
}

// measured says in a line how long it took until those who were put out were out, and
// in another what was still open.
func (p *printer) measured(run *result.Run) {
	all := measurements(run)
	if len(all) == 0 {
		return
	}
	p.line("")
	if parts, times := slowest(all); times > 0 {
		of := ""
		if times > 1 {
			of = fmt.Sprintf(" (slowest of %s)", thousands(times))
		}
		p.line("%s  %s%s", p.paint(dim, "measured"), strings.Join(parts, ", "), of)
	}
	for _, m := range all {
		if m.Outcome != result.Ended {
			p.line("%s  %s of %s, %s: %s, %s", p.paint(dim, "measured"), m.what(), clean(m.Person), m.since(), m.howLong(), m.found())
		}
	}
}

// slowest is, for each clock, the longest time until the end, and of how many.
func slowest(all []measured) (parts []string, times int) {
	for _, clock := range []struct {
		is   result.Clock
		text string
	}{
		{result.Status, "shown as disabled after "},
		{result.NewLogins, "new logins refused after "},
		{result.Issued, "issued credentials after "},
	} {
		longest := -1.0
		for _, m := range all {
			if m.Clock == clock.is && m.Outcome == result.Ended {
				longest = max(longest, m.Ms)
				times += m.times
			}
		}
		if longest >= 0 {
			parts = append(parts, clock.text+milliseconds(longest))
		}
	}
	return parts, times
}

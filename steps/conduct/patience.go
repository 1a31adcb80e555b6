package conduct

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// underway is how long a request may have been under way, or the clocks differ, when another
// is answered.
const underway = 50 * time.Millisecond

// HonouredRetryAfter wants no request before the time that a refusal names has passed (RFC
// 6585 section 4, RFC 9110 section 10.2.3).
func HonouredRetryAfter(l *Log) (v Verdict) {
	l.eachSent(func(refused call) {
		until, asked := refused.until()
		if !asked {
			return
		}
		v.see(refused)
		l.eachSent(func(c call) {
			if c.StartedAt.After(refused.answered().Add(underway)) && c.StartedAt.Before(until.Add(-underway)) {
				early := until.Sub(c.StartedAt).Round(time.Millisecond)
				v.find(c, "time", "not before the time that request "+number(refused.Seq)+" was told", early.String()+" too early")
			}
		})
	})
	return v
}

// until is when the client may come again after it was refused.
func (c call) until() (time.Time, bool) {
	text := c.ResponseHeader.Get("Retry-After")
	if !c.told() || c.Status != http.StatusTooManyRequests && c.Status != http.StatusServiceUnavailable || text == "" {
		return time.Time{}, false
	}
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 && seconds <= longestWait {
		return c.answered().Add(time.Duration(seconds) * time.Second), true
	}
	at, err := http.ParseTime(text)
	return at, err == nil
}

// longestWait bounds what is read as seconds: more than a month is nonsense.
const longestWait = 31 * 24 * 3600

// attempts are the requests that were sent again and again because the server failed: the same
// one, each time answered by a 5xx or by nothing, and the one after that.
func (l *Log) attempts() map[string][]call {
	rows := map[string][]call{}
	l.eachSent(func(c call) {
		key := c.Method + " " + c.Path + "?" + c.Query + " " + c.Body
		row := rows[key]
		if len(row) > 0 && !row[len(row)-1].failed() {
			return // it had come through: what comes now is another matter
		}
		if len(row) > 0 || c.failed() {
			rows[key] = append(row, c)
		}
	})
	return rows
}

func (c call) failed() bool { return c.Cut != "" || c.Status >= 500 && c.Status <= 599 }

// mostAttempts is how often a request may be sent while the server fails: the most patient of
// the clients that are known tries ten times.
const mostAttempts = 12

// BoundedRetries wants a request that fails by 5xx tried only so often.
func BoundedRetries(l *Log) (v Verdict) {
	for _, row := range ordered(l.attempts()) {
		v.see(row[0])
		if len(row) > mostAttempts {
			v.find(row[mostAttempts], "", number(mostAttempts)+" attempts at most", number(len(row)))
		}
	}
	return v
}

// ordered are rows of requests by their first.
func ordered(rows map[string][]call) [][]call {
	bySeq := map[int][]call{}
	for _, row := range rows {
		bySeq[row[0].Seq] = row
	}
	var all [][]call
	for _, seq := range slices.Sorted(maps.Keys(bySeq)) {
		all = append(all, bySeq[seq])
	}
	return all
}

const (
	// atOnce is a wait that is none.
	atOnce = 10 * time.Millisecond
	// growth is how much the longest of the later waits exceeds the first, at least.
	growth = 1.2
)

// BackedOff wants the waits between attempts to grow while the server fails.
func BackedOff(l *Log) (v Verdict) {
	for _, row := range ordered(l.attempts()) {
		if len(row) < 3 {
			continue
		}
		v.see(row[0])
		first, longest := waits(row)
		if longest < atOnce || float64(longest) < growth*float64(first) {
			v.find(row[len(row)-1], "time", "longer waits from attempt to attempt", "first "+shortly(first)+", later "+shortly(longest)+" at most")
		}
	}
	return v
}

// waits are the first wait of a row, and the longest of the others.
func waits(row []call) (first, longest time.Duration) {
	for i := range row[1:] {
		wait := max(0, row[i+1].StartedAt.Sub(row[i].answered()))
		if i == 0 {
			first = wait
			continue
		}
		longest = max(longest, wait)
	}
	return first, longest
}

func shortly(d time.Duration) string { return d.Round(time.Millisecond).String() }

// mostAfterRefusal is how many requests may follow a 401: those that were under way, and one
// with a token that was got anew.
const mostAfterRefusal = 3

// StoppedOn401 wants a client whose token is refused to stop, and not to lock itself out.
func StoppedOn401(l *Log) (v Verdict) {
	after := 0
	l.eachSent(func(c call) {
		if len(v.Seen) > 0 {
			after++
		}
		if !c.toldOf(http.StatusUnauthorized) {
			return
		}
		v.see(c)
		if after > mostAfterRefusal {
			v.find(c, "", "no more requests after 401", "request "+number(after)+" after the first refusal")
		}
	})
	return v
}

// NoStorm wants no request about somebody who has vanished sent again and again: after 404 the
// client looks for them, or leaves it.
func NoStorm(l *Log, kind, id string) (v Verdict) {
	missed := 0
	for _, c := range l.calls {
		if !c.changes(kind, id) || !c.toldOf(http.StatusNotFound) {
			continue
		}
		v.see(c)
		if missed++; missed > mostConflicts {
			v.find(c, "", "nothing more about who is gone", number(missed)+" requests in vain")
		}
	}
	return v
}

// Below wants no more requests in any second than the client declares.
func Below(l *Log, perSecond int) (v Verdict) {
	var started []time.Time
	l.eachSent(func(c call) {
		v.see(c)
		started = append(started, c.StartedAt)
		within := 0
		for _, at := range started {
			if c.StartedAt.Sub(at) < time.Second {
				within++
			}
		}
		if within == perSecond+1 {
			v.find(c, "requests in a second", number(perSecond)+" at most", "more")
		}
	})
	return v
}

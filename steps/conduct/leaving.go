package conduct

import (
	"net/http"
	"strings"
	"time"
)

// active is what a request says about active: true, false, or nothing.
func (c call) active() (state, said bool) {
	for _, value := range c.sent("active") {
		switch value := value.(type) {
		case bool:
			return value, true
		case string:
			return strings.EqualFold(value, "true"), strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
		}
	}
	return false, false
}

// deactivates says that a request disables the account.
func (c call) deactivates(id string) bool {
	state, said := c.active()
	return c.changes("User", id) && said && !state
}

// Deprovisioned wants somebody who left disabled, or deleted where that is what the client
// declares.
func Deprovisioned(l *Log, id string, deletes bool) (v Verdict) {
	for _, c := range l.calls {
		if !c.changes("User", id) || !c.took() {
			continue
		}
		v.see(c)
		if deletes && c.Method == http.MethodDelete || !deletes && c.deactivates(id) {
			return v
		}
	}
	want := "active: false"
	if deletes {
		want = "DELETE"
	}
	v.miss("requests about "+quoted(id), want, "none that was done")
	return v
}

// DeactivatedBeforeDeleted wants an account disabled before it is deleted, as long as it can
// still be looked at and handed over. Without a DELETE there is nothing to judge.
func DeactivatedBeforeDeleted(l *Log, id string) (v Verdict) {
	disabled := false
	for _, c := range append(l.before[:len(l.before):len(l.before)], l.calls...) {
		disabled = disabled || c.deactivates(id) && c.took() || c.showsDisabled(id)
		if c.Method != http.MethodDelete || !c.changes("User", id) || !c.took() {
			continue
		}
		v.see(c)
		if !disabled {
			v.find(c, "what came before", "active: false", "nothing of the kind")
		}
	}
	return v
}

// showsDisabled says that the client read the account as disabled.
func (c call) showsDisabled(id string) bool {
	for _, resource := range c.shown() {
		active, said := memberOf(resource, "active")
		if c.kind == "User" && textOf(resource, "id") == id && said && active == false {
			return true
		}
	}
	return false
}

// NeverDeleted wants no DELETE of an account: whoever leaves is disabled first, and deleted
// after the time that the client declares.
func NeverDeleted(l *Log, id string) (v Verdict) {
	for _, c := range l.calls {
		if !c.changes("User", id) {
			continue
		}
		v.see(c)
		if c.Method == http.MethodDelete {
			v.find(c, "", "the account kept", "DELETE")
		}
	}
	return v
}

// OneFinalState wants somebody who left disabled once, and not enabled again.
func OneFinalState(l *Log, id string) (v Verdict) {
	var done *call
	for _, c := range l.calls {
		if !c.changes("User", id) {
			continue
		}
		v.see(c)
		state, said := c.active()
		switch {
		case done == nil:
		case said && state:
			v.find(c, "active", "false, as request "+number(done.Seq)+" made it", "true")
		case said && c.Method == http.MethodPatch:
			v.find(c, "active", "nothing, since request "+number(done.Seq)+" did it", "false once more")
		}
		if c.deactivates(id) && c.told() && c.took() {
			done = &c
		}
	}
	return v
}

const (
	// mostRefused is how many DELETE may be refused within one synchronisation.
	mostRefused = 3
	// leastHold is how long a client waits before it tries a refused DELETE once more.
	leastHold = time.Second
)

// HeldDelete wants a DELETE that is refused as a conflict held back: not sent again at once,
// not forced, and nothing else done to the account but to leave it disabled.
func HeldDelete(l *Log, id string) (v Verdict) {
	var refused *call
	count := 0
	for _, c := range l.calls {
		if !c.changes("User", id) {
			continue
		}
		if refused != nil {
			v.see(c)
			v.held(c, *refused, count)
		}
		if c.Method == http.MethodDelete && c.toldOf(http.StatusConflict) {
			v.see(c)
			refused = &c
			count++
		}
	}
	return v
}

func (v *Verdict) held(c, refused call, count int) {
	waited := c.StartedAt.Sub(refused.answered())
	state, said := c.active()
	switch {
	case c.Method == http.MethodDelete && c.Query != refused.Query:
		v.find(c, "query", "the deletion held", "DELETE with "+quoted(c.Query))
	case c.Method == http.MethodDelete && (waited < leastHold || count >= mostRefused):
		v.find(c, "", "the deletion held after request "+number(refused.Seq)+" was refused", "DELETE once more, after "+waited.Round(time.Millisecond).String())
	case c.Method != http.MethodDelete && (!said || state):
		v.find(c, "", "the account left disabled", c.change())
	}
}

// Reactivated wants somebody who comes back to have their account enabled: no second one.
func Reactivated(l *Log, p Person) (v Verdict) {
	enabled := false
	for _, c := range l.calls {
		if p.creates(c) {
			v.see(c)
			v.find(c, "", "active: true for "+quoted(p.ID), "another account created")
		}
		if state, said := c.active(); p.changes(c) && said && state && c.took() {
			v.see(c)
			enabled = true
		}
	}
	if !enabled && len(v.Findings) == 0 {
		v.miss("requests about "+quoted(p.ID), "active: true", "none that was done")
	}
	return v
}

// Deprovisions are the accounts that were disabled or deleted.
func (l *Log) deprovisions() map[string]call {
	gone := map[string]call{}
	for _, c := range l.calls {
		if _, counted := gone[c.id]; !counted && (c.Method == http.MethodDelete && c.changes("User", c.id) || c.deactivates(c.id)) {
			gone[c.id] = c
		}
	}
	return gone
}

// StopsAtThreshold wants no more accounts disabled or deleted at once than the client declares
// as too many to be right.
func StopsAtThreshold(l *Log, most int) (v Verdict) {
	count := 0
	for _, c := range l.calls {
		if first, isOne := l.deprovisions()[c.id]; isOne && first.Seq == c.Seq && c.kind == "User" {
			v.see(c)
			if count++; count == most+1 {
				v.find(c, "accounts disabled or deleted at once", number(most)+" at most", "more")
			}
		}
	}
	return v
}

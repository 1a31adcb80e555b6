package control

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// rules are those that are in force, oldest first.
type rules struct {
	mu    sync.Mutex
	all   []*rule
	given int
}

// rule is a Rule that was understood.
type rule struct {
	Rule
	path        *regexp.Regexp
	delay, late time.Duration
	// passed counts those that matched, and were let through or treated.
	passed int
}

// add puts a rule in force. There are at most maxRules.
func (rs *rules) add(r *rule) (Rule, bool) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if len(rs.all) >= maxRules {
		return Rule{}, false
	}
	rs.given++
	r.ID = fmt.Sprintf("r%d", rs.given)
	rs.all = append(rs.all, r)
	return r.Rule, true
}

func (rs *rules) list() []Rule {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	all := make([]Rule, 0, len(rs.all))
	for _, r := range rs.all {
		all = append(all, r.Rule)
	}
	return all
}

// drop takes a rule out of force; false where there is none of that id.
func (rs *rules) drop(id string) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	before := len(rs.all)
	rs.all = slices.DeleteFunc(rs.all, func(r *rule) bool { return r.ID == id })
	return len(rs.all) < before
}

func (rs *rules) dropAll() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.all = nil
}

// planFor says what is done to a request, and counts it.
func (rs *rules) planFor(r *asked) plan {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	var p plan
	for _, one := range rs.all {
		if one.decides() && p.decided == nil && one.takes(r) {
			p.decided = one
		}
	}
	for _, one := range rs.all {
		if one == p.decided || !one.decides() && (p.asksTarget() || !one.needsTarget()) && one.takes(r) {
			p.add(one)
		}
	}
	return p
}

// takes tells whether the rule treats the request. It counts it.
func (r *rule) takes(a *asked) bool {
	if r.Times > 0 && r.Hits >= r.Times || !r.matches(a) {
		return false
	}
	if r.passed++; r.passed <= r.Skip {
		return false
	}
	r.Hits++
	return true
}

func (r *rule) matches(a *asked) bool {
	m := r.Match
	switch {
	case m.Method != "" && !strings.EqualFold(m.Method, a.method), m.Door != "" && m.Door != a.door:
		return false
	case r.path != nil && !r.path.MatchString(a.path):
		return false
	case m.Contains != "" && !a.contains(m.Contains):
		return false
	}
	return len(m.Any) == 0 || slices.ContainsFunc(m.Any, a.contains)
}

// decides tells whether the rule says what the client gets, so that no other may as well.
func (r *rule) decides() bool { return r.Do.Cut != "" || r.Do.Status != 0 || r.Do.Body != nil }

// needsTarget tells whether the rule means nothing where the target is not asked.
func (r *rule) needsTarget() bool {
	d := r.Do
	return d.MaxCount > 0 || len(d.Ignore) > 0 || len(d.Without) > 0 || d.Late != "" || d.Status == 0 && len(d.Header) > 0
}

// plan is what the rules together do to one request.
type plan struct {
	decided         *rule
	rules           []*rule
	delay, late     time.Duration
	maxCount        int
	ignore, without []string
}

func (p *plan) add(r *rule) {
	p.rules = append(p.rules, r)
	p.delay += r.delay
	p.late += r.late
	if most := r.Do.MaxCount; most > 0 && (p.maxCount == 0 || most < p.maxCount) {
		p.maxCount = most
	}
	p.ignore = append(p.ignore, r.Do.Ignore...)
	p.without = append(p.without, r.Do.Without...)
}

func (p *plan) asksTarget() bool {
	return p.decided == nil || p.decided.Do.Status == 0 && p.decided.Do.Cut != cutBefore
}

func (p *plan) ids() []string {
	var ids []string
	for _, r := range p.rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// cut is when the connection ends; "" for not at all.
func (p *plan) cut() string {
	if p.decided == nil {
		return ""
	}
	return p.decided.Do.Cut
}

// changesAnswer tells whether the target's answer has to be held back first.
func (p *plan) changesAnswer() bool {
	if p.decided != nil || len(p.without) > 0 || p.late > 0 {
		return true
	}
	return slices.ContainsFunc(p.rules, func(r *rule) bool { return len(r.Do.Header) > 0 })
}

package conduct

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// MatchedBeforeCreated wants a person looked up before they are created, and the account used
// that is found. A creation that is refused as a conflict is for [StoppedOnConflict].
func MatchedBeforeCreated(l *Log, p Person) (v Verdict) {
	for _, c := range l.creations(p) {
		v.see(c)
		if c.toldOf(http.StatusConflict) {
			continue
		}
		look, found := l.lookup(p, 0, c.Seq)
		if !found {
			v.find(c, "what came before", "a query for "+quoted(p.UserName)+", answered", "none")
			continue
		}
		if got := p.foundBy(look); got != "" {
			v.find(c, "what came before", "the account "+quoted(got)+" used, which was found", "another one created")
		}
	}
	return v
}

// foundBy is the id of the person in the answer to a query; "" where it has nobody.
func (p Person) foundBy(look call) string {
	for _, resource := range look.shown() {
		if p.sentIn(resource) {
			return textOf(resource, "id")
		}
	}
	return ""
}

// nothingDone are refusals after which the client may send the same again: the server says
// that it has not looked at it.
var nothingDone = []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable}

// RematchedBeforeRepeating wants a person looked up once more before they are created a
// second time: the first creation may have been done.
func RematchedBeforeRepeating(l *Log, p Person) (v Verdict) {
	var last *call
	for _, c := range l.creations(p) {
		v.see(c)
		if last != nil && !last.toldAny(nothingDone) {
			if _, looked := l.lookup(p, last.Seq, c.Seq); !looked {
				v.find(c, "what came before", "a query for "+quoted(p.UserName)+" after request "+number(last.Seq), "none")
			}
		}
		last = &c
	}
	return v
}

func (c call) toldAny(statuses []int) bool {
	for _, status := range statuses {
		if c.toldOf(status) {
			return true
		}
	}
	return false
}

// mostConflicts is how often somebody may be created in vain before it is a loop.
const mostConflicts = 2

// StoppedOnConflict wants a creation that is refused as a conflict not to be tried again and
// again: the client adopts the account that there is, or stops.
func StoppedOnConflict(l *Log, p Person) (v Verdict) {
	conflicts := 0
	for _, c := range l.creations(p) {
		if !c.toldOf(http.StatusConflict) {
			continue
		}
		v.see(c)
		if conflicts++; conflicts > mostConflicts {
			v.find(c, "", "the account that there is used, or nothing", "creation "+number(conflicts)+" in conflict")
		}
	}
	return v
}

// AdoptedOnConflict wants the account that there is looked up after a conflict, and used from
// then on.
func AdoptedOnConflict(l *Log, p Person) (v Verdict) {
	for _, c := range l.creations(p) {
		if !c.toldOf(http.StatusConflict) {
			continue
		}
		v.see(c)
		if _, looked := l.lookup(p, c.Seq, l.Last()+1); !looked {
			v.find(c, "what came after", "a query for "+quoted(p.UserName), "none")
		}
	}
	return v
}

// NotFooled wants nobody created because a query failed: an answer that is no list, or an
// error, does not say that there is nobody.
func NotFooled(l *Log, p Person) (v Verdict) {
	for _, c := range l.calls {
		if p.looksFor(c) && c.told() && !c.isAnswer() {
			v.see(c)
		}
		if len(v.Seen) == 0 || !p.creates(c) {
			continue
		}
		failed := v.Seen[len(v.Seen)-1]
		if _, looked := l.lookup(p, failed, c.Seq); !looked {
			v.find(c, "what came before", "a query that is answered after request "+number(failed)+" was not", "none")
		}
	}
	return v
}

// queryText is what may stand in the query of a URI (RFC 3986 section 3.4).
var queryText = regexp.MustCompile(`^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$`)

// FiltersWellFormed wants each query percent-encoded (RFC 3986) and its filter by the grammar
// of RFC 7644 section 3.4.2.2, with the value as a JSON string.
func FiltersWellFormed(l *Log) (v Verdict) {
	for _, c := range l.calls {
		if !c.lists("User") && !c.lists("Group") || c.filter() == "" && !strings.Contains(c.Query, "filter") {
			continue
		}
		v.see(c)
		if !queryText.MatchString(c.Query) {
			v.find(c, "query", "percent-encoded by RFC 3986", quoted(c.Query))
		}
		if _, err := parseFilter(c.filter()); err != nil {
			v.find(c, "filter", "a filter by RFC 7644 section 3.4.2.2", quoted(c.filter())+": "+err.Error())
		}
	}
	return v
}

// LookedUpExactly wants somebody whose name needs quoting and encoding to be looked up by just
// that name.
func LookedUpExactly(l *Log, p Person) (v Verdict) {
	return l.lookedUp("User", []string{"userName", "externalId", "emails.value", "emails"}, p.called, quoted(p.UserName))
}

// GroupLookedUpExactly is [LookedUpExactly] for a group.
func GroupLookedUpExactly(l *Log, displayName string) (v Verdict) {
	called := func(value any) bool {
		text, ok := value.(string)
		return ok && strings.EqualFold(text, displayName)
	}
	return l.lookedUp("Group", []string{"displayName", "externalId"}, called, quoted(displayName))
}

// lookedUp wants one of the queries to name who is meant; where none does, the last is told.
func (l *Log) lookedUp(kind string, attributes []string, called func(any) bool, want string) (v Verdict) {
	var last *call
	for _, c := range l.calls {
		if !c.lists(kind) || c.filter() == "" || !namesOne(c, attributes) {
			continue
		}
		v.see(c)
		if names(c.filter(), called) {
			return v
		}
		last = &c
	}
	if last != nil {
		v.find(*last, "filter", "a comparison with "+want, last.misread(called))
	}
	return v
}

// namesOne says that a filter compares one of the attributes, or cannot be read.
func namesOne(c call, attributes []string) bool {
	comparisons, err := parseFilter(c.filter())
	if err != nil {
		return true
	}
	for _, k := range comparisons {
		for _, attribute := range attributes {
			if strings.EqualFold(k.attribute, attribute) || strings.EqualFold(topOf(k.attribute), attribute) {
				return true
			}
		}
	}
	return false
}

func names(filter string, called func(any) bool) bool {
	comparisons, err := parseFilter(filter)
	for _, k := range comparisons {
		if err == nil && called(k.value) {
			return true
		}
	}
	return false
}

// misread shows a filter that names nobody, and says so where only its + is the matter.
func (c call) misread(called func(any) bool) string {
	for _, part := range strings.Split(c.Query, "&") {
		text, isFilter := strings.CutPrefix(part, "filter=")
		literally, err := url.PathUnescape(text)
		if isFilter && err == nil && names(strings.ReplaceAll(literally, "+eq+", " eq "), called) {
			return quoted(c.filter()) + ": + reads as a space unless it is written %2B"
		}
	}
	return quoted(c.filter())
}

func number(n int) string { return oracle.Text(n) }

// Adopted wants the account that was there to be used: nobody else created, and it looked for
// or changed.
func Adopted(l *Log, p Person) (v Verdict) {
	for _, c := range l.calls {
		switch {
		case p.creates(c) && c.took():
			v.see(c)
			v.find(c, "", "the account "+quoted(p.ID)+" used, which was there", "another one created")
		case p.looksFor(c), p.changes(c), p.creates(c):
			v.see(c)
		}
	}
	return v
}

// TookNobodyElse wants a person's data written into no account that the server has shown to be
// somebody else's: a query may find others than it asked for.
func TookNobodyElse(l *Log, p Person) (v Verdict) {
	owners := map[string]oracle.Object{} // by id, as they were shown first
	for _, c := range l.before {
		learnOwners(owners, c)
	}
	for _, c := range l.calls {
		if p.looksFor(c) || p.creates(c) {
			v.see(c)
		}
		owner, shown := owners[c.id]
		if shown && c.kind == "User" && c.writes() && p.namedIn(c.body) {
			v.see(c)
			if !p.sentIn(owner) {
				v.find(c, "whose account it is", quoted(p.UserName), quoted(textOf(owner, "userName")))
			}
		}
		learnOwners(owners, c)
	}
	return v
}

func learnOwners(owners map[string]oracle.Object, c call) {
	for _, resource := range c.shown() {
		id := textOf(resource, "id")
		if _, known := owners[id]; !known && c.kind == "User" && id != "" {
			owners[id] = resource
		}
	}
}

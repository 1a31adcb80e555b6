package conduct

import (
	"net/url"
	"strconv"

	"github.com/scimproof/scimproof/steps/oracle"
)

// FollowedPages wants a list read to its end (RFC 7644 section 3.4.2.4, RFC 9865 section 2):
// the next page begins behind what the server has sent, not behind what was asked for. Only
// lists of everything are judged: who looks one person up needs no second page.
func FollowedPages(l *Log) (v Verdict) {
	for i, c := range l.calls {
		page, ok := c.page()
		if !ok {
			continue
		}
		v.see(c)
		switch next, found := following(l.calls[i+1:], c); {
		case page.rest() && !found:
			v.miss(c.place("the next page"), page.wanted(), "never asked for")
		case found && !page.leadsTo(next):
			v.find(next, "query", page.wanted(), quoted(next.Query))
		}
	}
	return v
}

// page is an answer to a query for everything of a kind.
type page struct {
	start, count, total int
	// cursor is that of the next page; last says that a chain of cursors has ended.
	cursor string
	last   bool
}

func (c call) page() (page, bool) {
	object, isObject := c.answer.(oracle.Object)
	if c.kind == "" || !c.lists(c.kind) || c.filter() != "" || !isObject || !c.told() || !c.took() {
		return page{}, false
	}
	p := page{start: max(1, c.asked("startIndex", 1)), count: len(c.shown()), cursor: textOf(object, "nextCursor")}
	p.last = p.cursor == "" && c.askedCursor() != ""
	total, _ := memberOf(object, "totalResults")
	if n, isNumber := total.(oracle.Number); isNumber {
		p.total, _ = n.Int()
	}
	return p, c.asked("count", 1) != 0
}

// asked is a number that a query asks for, in the query or the body.
func (c call) asked(name string, otherwise int) int {
	text := c.params.Get(name)
	if value, _ := memberOf(c.object(), name); value != nil {
		text = oracle.Text(value)
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

func (c call) askedCursor() string {
	if text := textOf(c.object(), "cursor"); text != "" {
		return text
	}
	return c.params.Get("cursor")
}

// rest says that there is more. A page without resources is the end, whatever it counts.
func (p page) rest() bool {
	return p.cursor != "" || !p.last && p.count > 0 && p.start+p.count-1 < p.total
}

func (p page) wanted() string {
	switch {
	case p.cursor != "":
		return "cursor=" + p.cursor
	case p.rest():
		return "startIndex=" + number(p.start+p.count)
	default:
		return "nothing, since this was the last page"
	}
}

// leadsTo says that a query goes on where the page ended.
func (p page) leadsTo(next call) bool {
	if p.cursor != "" && next.askedCursor() != "" {
		return next.askedCursor() == p.cursor
	}
	return p.rest() && max(1, next.asked("startIndex", 1)) == p.start+p.count
}

// following is the query that goes on with a list, or one that starts over: then there is none.
func following(calls []call, c call) (call, bool) {
	for _, next := range calls {
		if next.kind != c.kind || !next.lists(c.kind) || next.filter() != "" || !sameList(c, next) {
			continue
		}
		if startsOver(next) {
			return call{}, false
		}
		return next, true
	}
	return call{}, false
}

func startsOver(c call) bool { return c.askedCursor() == "" && c.asked("startIndex", 1) <= 1 }

// sameList says that two queries differ in no more than the page.
func sameList(a, b call) bool { return unpaged(a).Encode() == unpaged(b).Encode() }

func unpaged(c call) url.Values {
	rest := url.Values{}
	for name, values := range c.params {
		if name != "startIndex" && name != "count" && name != "cursor" {
			rest[name] = values
		}
	}
	return rest
}

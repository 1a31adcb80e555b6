package conduct

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// Log is what was seen of a client, in the order of arrival. It is never changed: the
// methods that narrow it return another one.
type Log struct {
	calls []call
	// before are the exchanges ahead of those that are judged: what the client knew.
	before []call
}

// call is an exchange, taken apart.
type call struct {
	control.Exchange
	// kind is "User" or "Group", else "".
	kind string
	// id is what follows the endpoint, decoded; "" for the endpoint itself.
	id     string
	search bool
	params url.Values
	body   any
	// broken is why the body is no JSON; nil for an empty one.
	broken error
	answer any
	manner Manner
}

// Read takes the exchanges apart. The operations of a bulk job become requests of their
// own. Whatever is malformed stays, for the checks to say.
func Read(exchanges []control.Exchange) *Log {
	log := &Log{}
	exchanges = slices.Clone(exchanges) // they come in the order in which they ended
	slices.SortStableFunc(exchanges, func(a, b control.Exchange) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, e := range exchanges {
		c := read(e)
		log.calls = append(log.calls, c)
		log.calls = append(log.calls, c.jobs()...)
	}
	return log
}

// After leaves the exchanges up to a number aside; what the client learnt by them counts.
func (l *Log) After(seq int) *Log {
	at := 0
	for at < len(l.calls) && l.calls[at].Seq <= seq {
		at++
	}
	return &Log{calls: l.calls[at:], before: slices.Concat(l.before, l.calls[:at])}
}

// Speaking says whose manner the client has: what a dialect does as well only warns.
func (l *Log) Speaking(m Manner) *Log {
	return &Log{calls: mannered(l.calls, m), before: l.before}
}

func mannered(calls []call, m Manner) []call {
	calls = slices.Clone(calls)
	for i := range calls {
		calls[i].manner = m
	}
	return calls
}

// Requests is how many there are, bulk operations counted by themselves.
func (l *Log) Requests() int { return len(l.calls) }

// Last is the number of the last exchange; 0 for none.
func (l *Log) Last() int {
	if len(l.calls) == 0 {
		return 0
	}
	return l.calls[len(l.calls)-1].Seq
}

func read(e control.Exchange) call {
	c := call{Exchange: e}
	if !e.Outside {
		c.kind, c.id, c.search = aim(e.Path)
	}
	c.params, _ = url.ParseQuery(e.Query)
	if e.Body != "" {
		c.body, c.broken = oracle.Parse([]byte(e.Body))
	}
	if e.ResponseBody != "" {
		c.answer, _ = oracle.Parse([]byte(e.ResponseBody))
	}
	return c
}

// aim says what a path below the base leads to.
func aim(path string) (kind, id string, search bool) {
	endpoint, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch strings.ToLower(endpoint) {
	case "users":
		kind = "User"
	case "groups":
		kind = "Group"
	case ".search":
		return "", "", true
	default:
		return "", "", false
	}
	if rest == ".search" {
		return kind, "", true
	}
	id, err := url.PathUnescape(rest)
	if err != nil {
		return kind, rest, false
	}
	return kind, id, false
}

func (c call) is(method, kind string) bool { return c.Method == method && c.kind == kind && !c.search }

// creates says that the request is to make a resource of that kind.
func (c call) creates(kind string) bool { return c.is(http.MethodPost, kind) && c.id == "" }

// lists says that the request asks for several resources of that kind.
func (c call) lists(kind string) bool {
	if c.search {
		return c.Method == http.MethodPost && (c.kind == kind || c.kind == "")
	}
	return c.is(http.MethodGet, kind) && c.id == ""
}

// isJob says that the request carries others.
func (c call) isJob() bool {
	return c.Method == http.MethodPost && strings.EqualFold(strings.Trim(c.Path, "/"), "bulk")
}

// writes says that the request is to change something.
func (c call) writes() bool {
	switch c.Method {
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	case http.MethodPost:
		return !c.search && !c.isJob()
	default:
		return false
	}
}

// changes says that the request is to change or delete the resource.
func (c call) changes(kind, id string) bool {
	return c.kind == kind && c.id == id && id != "" && c.writes()
}

// told says that the client got the answer.
func (c call) told() bool { return c.Cut == "" && !c.Gone && c.Status != 0 }

// took says that the server did it, whether the client knows or not.
func (c call) took() bool { return c.Cut != "before" && c.Status >= 200 && c.Status <= 299 }

// toldOf says that the client was answered with that status.
func (c call) toldOf(status int) bool { return c.told() && c.Status == status }

// answered is when the answer was given.
func (c call) answered() time.Time {
	return c.StartedAt.Add(time.Duration(c.DurationMs * float64(time.Millisecond)))
}

// filter is what a query asks for; "" for everything.
func (c call) filter() string {
	if c.search {
		text, _ := oracle.String(c.body, "filter")
		return text
	}
	return c.params.Get("filter")
}

// object is the body, where it is a JSON object.
func (c call) object() oracle.Object {
	object, _ := c.body.(oracle.Object)
	return object
}

// shown are the resources in the answer that the client got.
func (c call) shown() []oracle.Object {
	object, ok := c.answer.(oracle.Object)
	if !ok || !c.told() || !c.took() {
		return nil
	}
	if listed, found := memberOf(object, "Resources"); found {
		return objectsOf(listed)
	}
	return []oracle.Object{object}
}

func objectsOf(value any) []oracle.Object {
	var all []oracle.Object
	list, _ := value.([]any)
	for _, element := range list {
		if object, ok := element.(oracle.Object); ok {
			all = append(all, object)
		}
	}
	return all
}

// memberOf finds a member in any case (RFC 7643 section 2.1).
func memberOf(object oracle.Object, name string) (any, bool) {
	if value, ok := object[name]; ok {
		return value, true
	}
	for written, value := range object {
		if strings.EqualFold(written, name) {
			return value, true
		}
	}
	return nil, false
}

func textOf(object oracle.Object, name string) string {
	value, _ := memberOf(object, name)
	text, _ := value.(string)
	return text
}

package conduct

import (
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// FullMerge wants a PUT to keep what the client has seen of the resource: what is left out is
// taken away (RFC 7644 section 3.5.1). Cleared are the attributes that were to go.
func FullMerge(l *Log, schemas *oracle.Schemas, cleared ...string) (v Verdict) {
	seen := map[string]oracle.Object{}
	for _, c := range l.before {
		remember(seen, c)
	}
	for _, c := range l.calls {
		if last := seen[c.kind+"/"+c.id]; c.Method == http.MethodPut && c.kind != "" && last != nil {
			v.see(c)
			v.kept(c, schemas, "", last, c.object(), cleared)
		}
		remember(seen, c)
	}
	return v
}

// remember keeps the last representation that the client was shown as a whole.
func remember(seen map[string]oracle.Object, c call) {
	if c.kind == "" || c.params.Has("attributes") || c.params.Has("excludedAttributes") {
		return
	}
	for _, resource := range c.shown() {
		if id := textOf(resource, "id"); id != "" && len(resource) > 1 {
			seen[c.kind+"/"+id] = resource
		}
	}
}

// derived are parts that a server works out from others.
var derived = []string{"formatted", "display", "$ref", "type"}

func (v *Verdict) kept(c call, schemas *oracle.Schemas, prefix string, last, sent oracle.Object, cleared []string) {
	for _, name := range sortedNames(last) {
		path := prefix + name
		value, present := memberOf(sent, name)
		if isDropped(c, schemas, path, name, cleared) || last[name] == nil {
			continue
		}
		if !present {
			v.find(c, path, shown(last[name])+", as it was read", "left out")
			continue
		}
		inner, isObject := last[name].(oracle.Object)
		if below, still := value.(oracle.Object); isObject && still {
			v.kept(c, schemas, path+separator(name), inner, below, cleared)
		}
	}
}

func separator(name string) string {
	if isExtension(name) {
		return ":"
	}
	return "."
}

// isDropped says that an attribute may be left out: it is the server's, never shown, derived,
// or was cleared.
func isDropped(c call, schemas *oracle.Schemas, path, name string, cleared []string) bool {
	declared, known := schemas.Attribute(c.kind, path)
	isCleared := slices.ContainsFunc(cleared, func(a string) bool { return strings.EqualFold(a, path) || strings.EqualFold(topOf(a), name) })
	common := slices.ContainsFunc([]string{"id", "meta", "schemas"}, func(a string) bool { return strings.EqualFold(a, path) })
	below := strings.Contains(topPath(path), ".") && slices.Contains(derived, name)
	return isCleared || common || below || known && declared.Mutability == "readOnly"
}

// NotRepeated wants no write sent again that was answered with success, unless something was
// changed in between: the client takes 200 with a body and 204 without one alike.
func NotRepeated(l *Log) (v Verdict) {
	last := map[string]call{}
	for _, c := range l.calls {
		if !c.writes() {
			continue
		}
		v.see(c)
		before, again := last[c.Path]
		if again && before.told() && before.took() && before.Method == c.Method && same(before, c) {
			v.find(c, "", "nothing, since request "+number(before.Seq)+" was answered "+number(before.Status), "the same request once more")
		}
		last[c.Path] = c
	}
	return v
}

func same(a, b call) bool { return a.Query == b.Query && oracle.Text(a.body) == oracle.Text(b.body) }

// NoWrites wants nothing written: where nothing has changed there is nothing to write.
func NoWrites(l *Log) (v Verdict) {
	for _, c := range l.calls {
		v.see(c)
		if c.writes() {
			v.find(c, "", "nothing written, since nothing has changed", c.change())
		}
	}
	return v
}

// change says in a few words what a request is to change.
func (c call) change() string {
	var paths []string
	for _, t := range c.touches() {
		paths = append(paths, t.verb()+" "+t.path)
	}
	if len(paths) == 0 {
		return c.Method
	}
	return c.Method + ": " + strings.Join(paths, ", ")
}

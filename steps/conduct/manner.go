package conduct

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// Manner is how a client speaks: for each trait, such as "ops", what was seen of it, sorted.
type Manner map[string][]string

// habit is one thing that was seen.
type habit struct{ trait, value string }

// What dialects do that RFC 7644 has otherwise.
var (
	capitalOps     = habit{"ops", "capitals"}
	textBooleans   = habit{"booleans", "as text"}
	dottedKeys     = habit{"names in a value without a path", "paths"}
	missingSchemas = habit{"schemas", "without extensions"}
	listedRemoval  = habit{"member remove", "path members and a list"}
	wholeGroup     = habit{"member changes", "PUT of the group"}
)

// Has says that something was seen.
func (m Manner) Has(trait, value string) bool { return slices.Contains(m[trait], value) }

func (m Manner) note(h habit) {
	if at, found := slices.BinarySearch(m[h.trait], h.value); !found {
		m[h.trait] = slices.Insert(m[h.trait], at, h.value)
	}
}

// MannerOf reads from a log how the client speaks.
func MannerOf(l *Log) Manner {
	m := Manner{}
	for _, c := range l.calls {
		for _, h := range slices.Concat(c.asks(), c.sends(), c.patches(), c.lives()) {
			m.note(h)
		}
		if agent, _, _ := strings.Cut(strings.TrimSpace(c.Header.Get("User-Agent")), "/"); agent != "" {
			m.note(habit{"User-Agent", agent})
		}
	}
	return m
}

// asks are the habits of queries.
func (c call) asks() []habit {
	if c.discovers() {
		return []habit{{"discovery", strings.Trim(c.Path, "/")}}
	}
	for _, kind := range []string{"User", "Group"} {
		if c.kind == kind && c.lists(kind) {
			return []habit{{"match of a " + kind, c.form()}, {"parameters of a match of a " + kind, c.parameters()}}
		}
	}
	return nil
}

// form is a filter without its values.
func (c call) form() string {
	if c.filter() == "" {
		return "none: a list of everybody"
	}
	comparisons, err := parseFilter(c.filter())
	if err != nil {
		return "no filter of RFC 7644"
	}
	var parts []string
	for _, k := range comparisons {
		parts = append(parts, k.attribute+" "+k.operator)
	}
	return strings.Join(parts, " and ")
}

func (c call) parameters() string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(c.params)), func(name string) bool { return name == "filter" })
	if c.search {
		names = append(names, "by POST .search")
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// sends are the habits of what is sent as a whole.
func (c call) sends() []habit {
	var all []habit
	switch {
	case c.object() == nil || c.kind == "" || c.search:
		return nil
	case c.creates("User"):
		all = append(all, habit{"a new User also has", c.besides("password", "groups", "roles", "meta")})
	case c.creates("Group"):
		all = append(all, habit{"a new Group also has", c.besides("members", "externalId", "meta")})
	}
	for _, f := range CompleteSchemas(&Log{calls: []call{c}}).Findings {
		if !strings.Contains(f.Want, baseOf(c.kind)) {
			all = append(all, missingSchemas)
		}
	}
	for _, p := range c.parts() {
		if text, isText := p.value.(string); isText && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false")) && strings.EqualFold(p.path, "active") {
			all = append(all, textBooleans)
		} else if _, isBool := p.value.(bool); isBool {
			all = append(all, habit{"booleans", "true and false"})
		}
		all = append(all, p.manager()...)
	}
	return all
}

func (c call) besides(names ...string) string {
	var there []string
	for _, name := range names {
		if _, sent := memberOf(c.object(), name); sent {
			there = append(there, name)
		}
	}
	if len(there) == 0 {
		return "nothing"
	}
	return strings.Join(there, ", ")
}

// manager is how a reference to a manager is put.
func (p part) manager() []habit {
	if !strings.EqualFold(topOf(p.path), "manager") {
		return nil
	}
	switch p.value.(type) {
	case []any:
		return []habit{{"manager", p.path + ", in a list"}, {"list for one value", topOf(p.path)}}
	case string:
		if strings.Contains(topPath(p.path), ".") {
			return []habit{{"manager", p.path + ", a text"}}
		}
		return []habit{{"manager", p.path + ", a text"}, {"text for an object", topOf(p.path)}}
	case oracle.Object:
		return []habit{{"manager", p.path + ", an object"}}
	default:
		return nil
	}
}

// patches are the habits of PATCH.
func (c call) patches() []habit {
	var all []habit
	for _, o := range c.operations() {
		if o.op == o.verb() {
			all = append(all, habit{"ops", "small letters"})
		} else {
			all = append(all, capitalOps)
		}
	}
	for _, t := range c.touches() {
		if t.operation.path == "" && (strings.Contains(t.path, ".") && !isExtension(t.path) || isExtension(t.path) && c.isKey(t)) {
			all = append(all, dottedKeys)
		}
		if strings.EqualFold(t.path, "id") {
			all = append(all, habit{"read-only in PATCH", t.attribute})
		}
		if c.kind == "Group" && strings.EqualFold(t.attribute, "members") {
			all = append(all, t.memberHabits()...)
		}
	}
	return all
}

// isKey says that a touch was named so in the value, not as a member of an extension's object.
func (c call) isKey(t touch) bool {
	object, _ := t.operation.value.(oracle.Object)
	_, named := object[t.path]
	return named
}

func (t touch) memberHabits() []habit {
	way := "path members and a list"
	switch {
	case t.filtered:
		way = "a filter in the path"
	case t.operation.path == "":
		way = "no path"
	case t.verb() == "remove" && len(valuesOf(t.value)) == 0:
		way = "path members alone"
	}
	habits := []habit{{"member " + t.verb(), way}, {"member changes", "PATCH by " + t.verb()}}
	if t.verb() == "replace" {
		habits = append(habits, habit{"member replace", "all of them"})
	}
	return habits
}

// lives are the habits in what happens to somebody.
func (c call) lives() []habit {
	state, said := c.active()
	switch {
	case c.Method == http.MethodDelete && c.kind != "":
		return []habit{{"deletion of a " + c.kind, "DELETE"}}
	case !c.writes() || c.id == "" || c.kind == "":
		return nil
	case c.kind == "User" && said && (!state || c.onlyActive()):
		return []habit{{map[bool]string{true: "reactivation", false: "deactivation"}[state], c.road()}}
	case c.kind == "Group" && c.Method == http.MethodPut:
		return []habit{wholeGroup}
	case c.kind == "Group" && c.onlyMembers():
		return nil
	default:
		return []habit{{"change of a " + c.kind, c.road()}}
	}
}

func (c call) onlyActive() bool {
	return !slices.ContainsFunc(c.touches(), func(t touch) bool { return !strings.EqualFold(t.path, "active") }) && c.Method == http.MethodPatch
}

func (c call) onlyMembers() bool {
	return !slices.ContainsFunc(c.touches(), func(t touch) bool { return !strings.EqualFold(t.attribute, "members") })
}

// road is how a change is put, beside what it is.
func (c call) road() string {
	operations := c.operations()
	switch {
	case c.Method != http.MethodPatch:
		return c.Method
	case slices.ContainsFunc(operations, func(o operation) bool { return o.path != "" }):
		return "PATCH with a path"
	default:
		return "PATCH without a path"
	}
}

package conduct

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// eachWhole goes over the requests that send a user or a group as a whole.
func (l *Log) eachWhole(do func(call)) {
	for _, c := range l.calls {
		if c.kind != "" && !c.search && (c.Method == http.MethodPost || c.Method == http.MethodPut) {
			do(c)
		}
	}
}

func baseOf(kind string) string {
	if kind == "Group" {
		return oracle.GroupURN
	}
	return oracle.UserURN
}

// CompleteSchemas wants the schemas of a resource to name its own and that of each extension
// which it has attributes of (RFC 7643 section 3).
func CompleteSchemas(l *Log) (v Verdict) {
	l.eachWhole(func(c call) {
		v.see(c)
		schemas, _ := memberOf(c.object(), "schemas")
		named := func(urn string) bool {
			return slices.ContainsFunc(texts(schemas), func(s string) bool { return strings.EqualFold(s, urn) })
		}
		if !named(baseOf(c.kind)) {
			v.find(c, "schemas", "with "+baseOf(c.kind), shown(schemas))
		}
		for _, name := range sortedNames(c.object()) {
			if isExtension(name) && !strings.EqualFold(name, baseOf(c.kind)) && c.object()[name] != nil && !named(name) {
				v.deviate(c, missingSchemas, "schemas", "with "+name, shown(schemas))
			}
		}
	})
	return v
}

func shown(value any) string {
	if value == nil {
		return "absent"
	}
	return oracle.Text(value)
}

// RequiredAttributes wants what the schema requires of a client in a resource that is sent as
// a whole (RFC 7643 section 7), not empty.
func RequiredAttributes(l *Log, schemas *oracle.Schemas) (v Verdict) {
	l.eachWhole(func(c call) {
		v.see(c)
		for _, a := range schemas.Declared(baseOf(c.kind)) {
			value, _ := memberOf(c.object(), a.Name)
			if a.Required && a.Mutability != "readOnly" && (value == nil || value == "") {
				v.find(c, a.Name, "present", shown(value))
			}
		}
	})
	return v
}

// part is an attribute in a request, and where.
type part struct {
	path  string
	value any
	// element says that the value may be one of several: a path picked it, or adds it.
	element bool
}

// parts are the attributes that a request writes, at the top of the resource or of an extension.
func (c call) parts() []part {
	var all []part
	for _, t := range c.touches() {
		if t.verb() != "remove" {
			picked := t.filtered && !strings.Contains(topPath(t.path), ".")
			all = append(all, part{t.path, t.value, picked || t.verb() == "add"})
		}
	}
	if c.Method == http.MethodPatch {
		return all
	}
	return partsOf(c.object())
}

// partsOf are the attributes of a resource.
func partsOf(resource oracle.Object) []part {
	var all []part
	for _, name := range sortedNames(resource) {
		inner, isObject := resource[name].(oracle.Object)
		if !isExtension(name) || !isObject {
			all = append(all, part{name, resource[name], false})
			continue
		}
		for _, attribute := range sortedNames(inner) {
			all = append(all, part{name + ":" + attribute, inner[attribute], false})
		}
	}
	return all
}

// topPath is a path without the URI of a schema.
func topPath(path string) string { return path[strings.LastIndexByte(path, ':')+1:] }

// eachPart goes over the attributes of the requests that write users and groups.
func (l *Log) eachPart(do func(call, part)) {
	for _, c := range l.calls {
		if c.kind == "" || !c.writes() || c.object() == nil {
			continue
		}
		for _, p := range c.parts() {
			do(c, p)
		}
	}
}

// DeclaredAttributes wants no attributes that the server does not declare in /Schemas.
func DeclaredAttributes(l *Log, schemas *oracle.Schemas) (v Verdict) {
	l.eachPart(func(c call, p part) {
		v.see(c)
		if !strings.EqualFold(p.path, "schemas") {
			v.undeclared(c, schemas, p.path, p.value)
		}
	})
	return v
}

func (v *Verdict) undeclared(c call, schemas *oracle.Schemas, path string, value any) {
	if strings.EqualFold(path, "meta") {
		return // common to all resources, and readOnly throughout
	}
	declared, known := schemas.Attribute(c.kind, path)
	if !known {
		v.find(c, path, "an attribute that /Schemas declares", oracle.Text(value))
		return
	}
	if declared.Type != "complex" {
		return
	}
	elements, many := value.([]any)
	if !many {
		elements = []any{value}
	}
	for _, element := range elements {
		object, _ := element.(oracle.Object)
		for _, name := range sortedNames(object) {
			v.undeclared(c, schemas, path+"."+name, object[name])
		}
	}
}

// JSONTypes wants each value to have the JSON type of its attribute (RFC 7643 section 2.3): a
// boolean is no string, and a single value no list.
func JSONTypes(l *Log, schemas *oracle.Schemas) (v Verdict) {
	l.eachPart(func(c call, p part) {
		v.see(c)
		if declared, known := schemas.Attribute(c.kind, p.path); known {
			v.typed(c, declared, p)
		}
	})
	return v
}

func (v *Verdict) typed(c call, a oracle.Attribute, p part) {
	if p.value == nil {
		return
	}
	list, many := p.value.([]any)
	switch {
	case many && a.MultiValued:
		for _, element := range list {
			v.single(c, a, part{path: p.path, value: element})
		}
	case many:
		v.deviate(c, habit{"list for one value", topOf(p.path)}, p.path, "one "+a.Type, oracle.Text(p.value))
	case a.MultiValued && !p.element:
		v.find(c, p.path, "a list", oracle.Text(p.value))
	default:
		v.single(c, a, p)
	}
}

func (v *Verdict) single(c call, a oracle.Attribute, p part) {
	if !hasType(p.value, a.Type) {
		v.mistyped(c, a, p)
		return
	}
	object, _ := p.value.(oracle.Object)
	for _, name := range sortedNames(object) {
		for _, sub := range a.SubAttributes {
			if strings.EqualFold(sub.Name, name) {
				v.typed(c, sub, part{path: p.path + "." + name, value: object[name]})
			}
		}
	}
}

func (v *Verdict) mistyped(c call, a oracle.Attribute, p part) {
	if _, isText := p.value.(string); isText && a.Type == "boolean" {
		v.deviate(c, textBooleans, p.path, "true or false", oracle.Text(p.value))
		return
	}
	if _, isText := p.value.(string); isText && a.Type == "complex" {
		v.deviate(c, habit{"text for an object", topOf(p.path)}, p.path, "an object", oracle.Text(p.value))
		return
	}
	v.find(c, p.path, "a value of type "+a.Type, oracle.Text(p.value))
}

func hasType(value any, want string) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return slices.Contains([]string{"string", "reference", "dateTime", "binary"}, want)
	case bool:
		return want == "boolean"
	case oracle.Number:
		_, whole := value.Int()
		return want == "decimal" || want == "integer" && whole
	case oracle.Object:
		return want == "complex"
	default:
		return false
	}
}

// OnePrimary wants no more than one value of an attribute to be the primary one (RFC 7643
// section 2.4). That none of several e-mail addresses is only warns.
func OnePrimary(l *Log) (v Verdict) {
	l.eachPart(func(c call, p part) {
		list := objectsOf(p.value)
		if len(list) == 0 {
			return
		}
		v.see(c)
		count := 0
		for _, element := range list {
			if primary, _ := memberOf(element, "primary"); primary == true || primary == "true" || primary == "True" {
				count++
			}
		}
		if count > 1 {
			v.find(c, p.path+".primary", "true at most once", number(count)+" times")
		}
		if count == 0 && len(list) > 1 && strings.EqualFold(p.path, "emails") && c.Method != http.MethodPatch {
			v.find(c, p.path+".primary", "true once", "never")
			v.Findings[len(v.Findings)-1].Warn = true
		}
	})
	return v
}

// notAsked are attributes that a connector may have its own idea of, or that are judged elsewhere.
var notAsked = []string{"schemas", "id", "meta", "externalId", "groups", "active", "password", "manager"}

// SentWhole wants all to be sent that the directory has of a person who is created and that the
// server declares, be it later. Values are not compared: a connector may write them another way.
func SentWhole(l *Log, schemas *oracle.Schemas, p Person, resource oracle.Object) (v Verdict) {
	var creation call
	sent := leaves{}
	for _, c := range l.calls {
		if p.creates(c) {
			v.see(c)
			creation = c
		}
		if p.creates(c) || p.changes(c) {
			sent.of(c.parts())
		}
	}
	if v.Vacuous() {
		return v
	}
	wanted := leaves{}
	wanted.of(partsOf(resource))
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		want := wanted[name]
		declared, known := schemas.Attribute("User", want.path)
		_, there := sent[name]
		if known && declared.Mutability != "readOnly" && !there && !slices.Contains(notAsked, topOf(want.path)) {
			v.find(creation, want.path, oracle.Text(want.value), "absent")
		}
	}
	return v
}

// leaf is the value of an attribute that has no parts.
type leaf struct {
	path  string
	value any
}

// leaves are those of a resource, by path in small letters.
type leaves map[string]leaf

func (l leaves) of(parts []part) {
	for _, p := range parts {
		l.add(strings.TrimPrefix(p.path, oracle.UserURN+":"), p.value)
	}
}

func (l leaves) add(path string, value any) {
	switch value := value.(type) {
	case nil:
	case oracle.Object:
		for name, inner := range value {
			l.add(path+"."+name, inner)
		}
	case []any:
		for _, element := range value {
			l.add(path, element)
		}
	default:
		l[strings.ToLower(path)] = leaf{path, value}
	}
}

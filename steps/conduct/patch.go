package conduct

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
)

// patchMessage is the schema of a PATCH (RFC 7644 section 3.5.2).
const patchMessage = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// operation is one of a PATCH.
type operation struct {
	op, path string
	value    any
	hasValue bool
	// index is where it stands among the others.
	index int
}

// verb is the op as the RFC has it.
func (o operation) verb() string { return strings.ToLower(o.op) }

func (o operation) label() string { return fmt.Sprintf("Operations[%d]", o.index) }

// operations are those of a PATCH; nil of any other request.
func (c call) operations() []operation {
	if c.Method != http.MethodPatch {
		return nil
	}
	list, _ := memberOf(c.object(), "Operations")
	elements, _ := list.([]any)
	var all []operation
	for i, element := range elements {
		object, _ := element.(oracle.Object)
		o := operation{op: textOf(object, "op"), path: textOf(object, "path"), index: i}
		o.value, o.hasValue = memberOf(object, "value")
		all = append(all, o)
	}
	return all
}

// touch is one attribute that a PATCH changes.
type touch struct {
	operation
	// attribute is the first name of the path, without the URI of a schema; path is the whole
	// one without filters; value is nil where it is removed.
	attribute, path string
	filtered        bool
	value           any
}

// touches are the attributes that a PATCH changes: by a path, or as members of the value.
func (c call) touches() []touch {
	var all []touch
	for _, o := range c.operations() {
		if o.path == "" {
			all = append(all, o.touchesOf("", o.value)...)
			continue
		}
		p, err := parsePath(o.path)
		if err != nil {
			p = patchPath{attribute: o.path}
		}
		all = append(all, touch{o, topOf(p.attribute), p.plain(), p.filtered, o.value})
	}
	return all
}

// touchesOf are the members of a value without a path; those of an extension each for itself.
func (o operation) touchesOf(container string, value any) []touch {
	object, _ := value.(oracle.Object)
	var all []touch
	for _, name := range sortedNames(object) {
		_, isObject := object[name].(oracle.Object)
		if container == "" && isExtension(name) && isObject {
			all = append(all, o.touchesOf(name+":", object[name])...)
			continue
		}
		all = append(all, touch{o, topOf(name), container + name, false, object[name]})
	}
	return all
}

func sortedNames(object oracle.Object) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func isExtension(name string) bool { return strings.HasPrefix(strings.ToLower(name), "urn:") }

// topOf is the first name of an attribute's path, without the URI of its schema.
func topOf(path string) string {
	path = path[strings.LastIndexByte(path, ':')+1:]
	name, _, _ := strings.Cut(path, ".")
	return name
}

// eachPatch goes over the PATCH requests to users and groups.
func (l *Log) eachPatch(do func(call)) {
	for _, c := range l.calls {
		if c.Method == http.MethodPatch && c.kind != "" {
			do(c)
		}
	}
}

// PatchMessages wants each PATCH to be a PatchOp with well-formed operations (RFC 7644 section
// 3.5.2). Who names an op with capitals is for [PlainOps] to say.
func PatchMessages(l *Log) (v Verdict) {
	l.eachPatch(func(c call) {
		v.see(c)
		if c.object() == nil {
			v.find(c, "body", "a PatchOp message", shape(c))
			return
		}
		schemas, _ := memberOf(c.object(), "schemas")
		if got := texts(schemas); !slices.Equal(got, []string{patchMessage}) {
			v.find(c, "schemas", oracle.Text([]string{patchMessage}), oracle.Text(schemas))
		}
		for _, o := range c.operations() {
			v.operation(c, o)
		}
	})
	return v
}

func (v *Verdict) operation(c call, o operation) {
	switch o.verb() {
	case "add", "replace":
		if !o.hasValue {
			v.find(c, o.label()+".value", "a value to "+o.verb(), "absent")
		}
		if _, isObject := o.value.(oracle.Object); o.path == "" && o.hasValue && !isObject {
			v.find(c, o.label()+".value", "an object of attributes, since there is no path", oracle.Text(o.value))
		}
	case "remove":
		if o.path == "" {
			v.find(c, o.label()+".path", "what to remove", "absent")
		}
	default:
		v.find(c, o.label()+".op", "add, remove or replace", quoted(o.op))
	}
	if _, err := parsePath(o.path); o.path != "" && err != nil {
		v.find(c, o.label()+".path", "a path of RFC 7644 section 3.5.2", fmt.Sprintf("%s: %v", quoted(o.path), err))
	}
	v.keys(c, o)
}

// keys wants the members of a value without a path to be attributes, not paths.
func (v *Verdict) keys(c call, o operation) {
	object, _ := o.value.(oracle.Object)
	for _, name := range sortedNames(object) {
		_, isObject := object[name].(oracle.Object)
		if o.path == "" && (isExtension(name) && !isObject || !isExtension(name) && strings.ContainsAny(name, ".[")) {
			v.deviate(c, dottedKeys, o.label()+".value", "the names of attributes", "the path "+quoted(name)+" as a name")
		}
	}
}

// PlainOps wants add, remove and replace in small letters, as RFC 7644 section 3.5.2 has them.
func PlainOps(l *Log) (v Verdict) {
	l.eachPatch(func(c call) {
		for _, o := range c.operations() {
			v.see(c)
			if o.op != o.verb() {
				v.deviate(c, capitalOps, o.label()+".op", quoted(o.verb()), quoted(o.op))
			}
		}
	})
	return v
}

// NoEmptyOperations wants a PATCH to do something.
func NoEmptyOperations(l *Log) (v Verdict) {
	l.eachPatch(func(c call) {
		v.see(c)
		if len(c.operations()) == 0 {
			v.find(c, "Operations", "at least one", "none")
		}
	})
	return v
}

// NoReadOnly wants nothing in a PATCH that only the server may write (RFC 7643 section 7):
// strict servers refuse the whole of it.
func NoReadOnly(l *Log, schemas *oracle.Schemas) (v Verdict) {
	l.eachPatch(func(c call) {
		v.see(c)
		for _, t := range c.touches() {
			declared, known := schemas.Attribute(c.kind, t.path)
			if known && declared.Mutability == "readOnly" {
				v.deviate(c, habit{"read-only in PATCH", t.attribute}, t.label(), "nothing that is readOnly", t.path)
			}
		}
	})
	return v
}

// ChangedOnly wants a PATCH of a resource to touch no other attributes than those that
// changed. Who sends the resource as a whole is not judged by it.
func ChangedOnly(l *Log, kind, id string, changed ...string) (v Verdict) {
	l.eachPatch(func(c call) {
		if !c.changes(kind, id) {
			return
		}
		v.see(c)
		for _, t := range c.touches() {
			named := slices.ContainsFunc(changed, func(a string) bool { return strings.EqualFold(topOf(a), t.attribute) })
			if !named {
				v.deviate(c, habit{"read-only in PATCH", t.attribute}, t.label(), "only "+strings.Join(changed, ", "), t.path)
			}
		}
	})
	return v
}

// ClearedPlainly wants an attribute that was cleared to be removed, or sent as null or left
// out of the whole (RFC 7643 section 2.5): an empty text is a value.
func ClearedPlainly(l *Log, kind, id, attribute string) (v Verdict) {
	for _, c := range l.calls {
		if !c.changes(kind, id) {
			continue
		}
		if c.Method == http.MethodPut {
			v.see(c)
			value, _ := memberOf(c.object(), attribute)
			v.unassigned(c, attribute, value)
		}
		for _, t := range c.touches() {
			if strings.EqualFold(t.attribute, topOf(attribute)) && t.verb() != "remove" {
				v.see(c)
				v.unassigned(c, t.label()+".value", t.value)
			} else if strings.EqualFold(t.attribute, topOf(attribute)) {
				v.see(c)
			}
		}
	}
	return v
}

func (v *Verdict) unassigned(c call, what string, value any) {
	if list, ok := value.([]any); value != nil && (!ok || len(list) > 0) {
		v.find(c, what, "removed, null or left out", oracle.Text(value))
	}
}

// shape says what a body is that should have been an object.
func shape(c call) string {
	if c.broken != nil {
		return c.broken.Error()
	}
	return oracle.Text(c.body)
}

func texts(value any) []string {
	list, _ := value.([]any)
	var all []string
	for _, element := range list {
		if text, ok := element.(string); ok {
			all = append(all, text)
		}
	}
	return all
}

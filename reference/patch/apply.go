package patch

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/filter"
	"github.com/scimproof/scimproof/reference/schema"
)

// Apply returns the resource as the operations, in their order, leave it, and
// whether that differs from before. All or nothing: the given resource, which
// is normalised and may hold its readOnly attributes, is never modified. The
// result is normalised, with the readOnly attributes as they were. Errors are a
// *schema.Error.
func Apply(rt *schema.ResourceType, resource schema.Resource, ops []Operation, mode schema.Mode) (schema.Resource, bool, error) {
	e := editor{rt: rt, mode: mode, resource: schema.Clone(resource)}
	for i, op := range ops {
		if err := e.apply(op); err != nil {
			return nil, false, numbered(i, err)
		}
	}
	if err := rt.Complete(e.resource); err != nil {
		return nil, false, err
	}
	if err := rt.CheckImmutable(resource, e.resource); err != nil {
		return nil, false, err
	}
	if schema.Equal(resource, e.resource) {
		return schema.Clone(resource), false, nil // values in another order are no change
	}
	return e.resource, true, nil
}

// numbered says which operation an error is about.
func numbered(i int, err error) error {
	var e *schema.Error
	if !errors.As(err, &e) {
		return err
	}
	return &schema.Error{ScimType: e.ScimType, Detail: fmt.Sprintf("operation %d: %s", i+1, e.Detail)}
}

// editor applies operations to its own copy of a resource.
type editor struct {
	rt       *schema.ResourceType
	mode     schema.Mode
	resource schema.Resource
}

func (e *editor) lenient() bool { return e.mode == schema.Lenient }

func (e *editor) apply(op Operation) error {
	if op.Op != Remove && !op.HasValue {
		return refuse(schema.ScimInvalidValue, "%s needs a value", op.Op)
	}
	if op.Path != "" {
		path, err := filter.ParsePath(op.Path)
		if err != nil {
			return err
		}
		return e.applyAt(path, op)
	}
	if op.Op == Remove {
		return refuse(schema.ScimNoTarget, "remove needs a path")
	}
	return e.applyEach("", op)
}

// applyEach applies an operation without a path, or on an extension as a whole:
// its value holds attributes, each of which is the target of its own value.
func (e *editor) applyEach(urn string, op Operation) error {
	object, ok := op.Value.(schema.Resource)
	if !ok {
		return refuse(schema.ScimInvalidValue, "the value of %s without an attribute in the path must be an object of attributes", op.Op)
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		path, err := e.memberPath(urn, name)
		if err != nil {
			return err
		}
		each := Operation{Op: op.Op, Value: object[name], HasValue: true}
		if err := e.applyAt(path, each); err != nil {
			return err
		}
	}
	return nil
}

// memberPath reads the name of a member of such a value. Entra writes whole
// paths there, with dots and URNs; strict mode takes the names of attributes
// and the URNs of extensions only.
func (e *editor) memberPath(urn, name string) (filter.Path, error) {
	text := name
	if urn != "" {
		text = urn + ":" + name
	}
	path, err := filter.ParsePath(text)
	if err != nil {
		return path, refuse(schema.ScimInvalidValue, "the value has a member that is not the name of an attribute")
	}
	if e.lenient() || urn == "" && e.rt.Extension(name) != nil {
		return path, nil
	}
	plain := path.Filter == nil && path.Attribute.Sub == "" && path.Attribute.Name == name
	ref, err := e.rt.Resolve(path.Attribute)
	if err == nil && (!plain || ref.Extension != nil && urn == "") {
		err = refuse(schema.ScimInvalidValue, "%s in the value is not the name of an attribute there", path.Attribute)
	}
	return path, err
}

// applyAt applies an operation to the target of a path.
func (e *editor) applyAt(path filter.Path, op Operation) error {
	t, err := e.locate(path)
	if err != nil {
		return err
	}
	if t.extension() {
		return e.applyExtension(t, op)
	}
	if t.readOnly() {
		return e.applyReadOnly(t, op)
	}
	if t.name() == "schemas" {
		return e.applySchemas(t, op)
	}
	switch {
	case t.selective():
		return e.applySelected(t, op)
	case t.attribute().MultiValued:
		return e.applyList(t, op)
	case t.attribute().Type == schema.Complex:
		return e.applyComplex(t, op)
	default:
		return e.applySimple(t, op)
	}
}

// applyExtension merges attributes into an extension, or removes it.
func (e *editor) applyExtension(t target, op Operation) error {
	if op.Op == Replace && op.Value == nil || op.Op == Remove {
		delete(e.resource, t.ref.Extension.ID)
		return nil
	}
	return e.applyEach(t.ref.Extension.ID, op)
}

// applyReadOnly lets pass what changes nothing: Okta repeats the id of a group
// whenever it renames it.
func (e *editor) applyReadOnly(t target, op Operation) error {
	if op.Op != Remove && t.filter == nil && contains(t.current(e.resource), op.Value) {
		return nil
	}
	return refuse(schema.ScimMutability, "%s is readOnly", t.name())
}

// contains says whether a value is there already: equal, or an object whose
// every member is.
func contains(current, v any) bool {
	object, isObject := v.(schema.Resource)
	whole, alsoObject := current.(schema.Resource)
	if !isObject || !alsoObject {
		return schema.Equal(current, v)
	}
	for name := range object {
		if !contains(whole[name], object[name]) {
			return false
		}
	}
	return true
}

// applySchemas checks the value and leaves the attribute alone, since it
// follows from the data that there is (RFC 7644 section 3.5.2).
func (e *editor) applySchemas(t target, op Operation) error {
	if op.Op == Remove || op.Value == nil || t.filter != nil {
		return refuse(schema.ScimMutability, "schemas is required")
	}
	v, err := t.attribute().Normalize(listed(op.Value), e.mode)
	if err != nil {
		return err
	}
	list, _ := v.([]any)
	for _, urn := range list {
		text, _ := urn.(string)
		known := strings.EqualFold(text, e.rt.Core.ID) || e.rt.Extension(text) != nil
		if !known && !e.lenient() {
			return refuse(schema.ScimInvalidValue, "schemas names a schema that is not one of %s", e.rt.Name)
		}
	}
	return nil
}

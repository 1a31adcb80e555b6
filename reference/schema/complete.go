package schema

import (
	"slices"
	"strings"
)

// Complete brings "schemas" in step with the extensions that hold data, and
// refuses, as invalidValue, a resource that lacks a required attribute or has
// two primary values. It changes the resource in place.
func (rt *ResourceType) Complete(r Resource) error {
	for _, e := range rt.Extensions {
		if empty(r[e.Schema.ID]) {
			delete(r, e.Schema.ID)
		}
	}
	if err := whole(rt.Core.Attributes, r, ""); err != nil {
		return err
	}
	urns := []any{rt.Core.ID}
	for _, e := range rt.Extensions {
		container, present := r[e.Schema.ID].(Resource)
		if !present && !e.Required {
			continue
		}
		if !present {
			return refuse(ScimInvalidValue, "the extension %s is required", e.Schema.ID)
		}
		if err := whole(e.Schema.Attributes, container, e.Schema.ID+":"); err != nil {
			return err
		}
		urns = append(urns, e.Schema.ID)
	}
	r["schemas"] = urns
	return nil
}

// whole refuses an object that lacks a required attribute at any level, or has
// two primary values of one.
func whole(attributes []*Attribute, object Resource, prefix string) error {
	for _, a := range attributes {
		v := object[a.Name]
		if a.Required && a.Mutability != ReadOnly && blank(v) {
			return refuse(ScimInvalidValue, "%s%s is required and must not be empty", prefix, a.Name)
		}
		if a.Type != Complex || v == nil {
			continue
		}
		if err := a.wholeValues(flatten(nil, v), prefix+a.Name); err != nil {
			return err
		}
	}
	return nil
}

func (a *Attribute) wholeValues(values []any, path string) error {
	if primaries(values) > 1 {
		return refuse(ScimInvalidValue, "%s has more than one primary value", path)
	}
	referring := a.MultiValued && a.Referring()
	deep := slices.ContainsFunc(a.SubAttributes, func(s *Attribute) bool { return s.Required || s.Type == Complex })
	for _, v := range values {
		object, _ := v.(Resource)
		if referring && blank(object["value"]) {
			return refuse(ScimInvalidValue, "each value of %s needs a value", path)
		}
		if !deep {
			continue
		}
		if err := whole(a.SubAttributes, object, path+"."); err != nil {
			return err
		}
	}
	return nil
}

// blank holds for what a required attribute must not be: unassigned, or a
// string that shows nothing.
func blank(v any) bool {
	text, ok := v.(string)
	return empty(v) || ok && strings.TrimSpace(text) == ""
}

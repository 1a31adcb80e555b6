// Package template fills the placeholders of the recipes that target files and
// dialects are made of: `{{user.id}}` in a text, a URL or a JSON document.
//
// It has no conditions, no loops but that over a list in a document (Loop), and no
// functions beyond the filters below: a recipe that needs more is Go. A name that is
// not known is an error, never an empty text.
package template

import "maps"

// Vars are the values that a template may name, under dotted names such as
// "user.id". A value is a string, bool or number, or anything else that JSON can
// hold ([]any, map[string]any, jsontext.Value); only the scalars may stand inside
// a longer text. A []Vars is a list for a Loop.
type Vars map[string]any

// With returns a copy of v that also holds more; more wins. v is not changed.
func (v Vars) With(more Vars) Vars {
	all := make(Vars, len(v)+len(more))
	maps.Copy(all, v)
	maps.Copy(all, more)
	return all
}

// Under returns the values of more, each named with the prefix and a dot.
func Under(prefix string, more Vars) Vars {
	named := make(Vars, len(more))
	for name, value := range more {
		named[prefix+"."+name] = value
	}
	return named
}

package provision

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/template"
)

// Change gives one attribute a value.
type Change struct {
	// Path is the SCIM path: displayName, name.familyName, emails[type eq "work"].value, or an
	// extension's attribute behind its URN.
	Path string
	// Value is the JSON value; nil unassigns.
	Value any
}

// The kinds of paths that clients treat unlike each other.
const (
	simple    = "simple"    // displayName
	sub       = "sub"       // name.familyName
	filtered  = "filtered"  // emails[type eq "work"].value
	extension = "extension" // urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department
)

var kinds = []string{simple, sub, filtered, extension}

func (c Change) kind() string {
	switch {
	case strings.ContainsRune(c.Path, '['):
		return filtered
	case strings.HasPrefix(strings.ToLower(c.Path), "urn:"):
		return extension
	case strings.ContainsRune(c.Path, '.'):
		return sub
	default:
		return simple
	}
}

// attribute is the whole attribute that the path is about: emails, name.
func (c Change) attribute() string {
	if c.kind() == extension {
		return c.Path
	}
	return c.Path[:len(c.Path)-len(strings.TrimLeft(c.Path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-"))]
}

// Lay returns the JSON of a resource after the changes: what the client's own directory holds
// then. It reads no filter but one on a sub-attribute that is equal to a text.
func Lay(resource map[string]any, changes ...Change) ([]byte, error) {
	out, err := json.Marshal(resource, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing what is to be sent: %w", err)
	}
	for _, c := range changes {
		var value jsontext.Value
		if c.Value != nil {
			if value, err = json.Marshal(c.Value, json.Deterministic(true)); err != nil {
				return nil, fmt.Errorf("writing %s: %w", c.Path, err)
			}
		}
		if out, err = template.Put(out, c.Path, value); err != nil {
			return nil, fmt.Errorf("setting %s: %w", c.Path, err)
		}
	}
	return out, nil
}

// vars are what a template about one change may name.
func (c Change) vars(resource []byte) (template.Vars, error) {
	v := template.Vars{"path": c.Path, "value": c.Value, "attribute": c.attribute()}
	whole := map[string]jsontext.Value{}
	if resource != nil {
		if err := json.Unmarshal(resource, &whole); err != nil {
			return nil, fmt.Errorf("reading what is to be sent: %w", err)
		}
	}
	if value, ok := whole[c.attribute()]; ok {
		v["whole"] = value
	} else if c.kind() != filtered && c.kind() != sub {
		v["whole"] = c.Value
	}
	return v, nil
}

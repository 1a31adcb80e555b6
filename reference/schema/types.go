package schema

import (
	"encoding/base64"
	"strings"
)

// single checks the type of one value, RFC 7643 section 2.3.
func (n normalizer) single(a *Attribute, v any, path string) (any, error) {
	if v == nil {
		return nil, nil
	}
	if a.Type == Complex {
		return n.complex(a, v, path)
	}
	if a.Type == Boolean {
		v = n.boolean(v)
	}
	if !fits(a.Type, v) {
		return nil, refuse(ScimInvalidValue, "%s must be of type %s", path, a.Type)
	}
	if text, ok := v.(string); ok && a.Canonical != nil {
		return a.Canonical(text), nil
	}
	return v, nil
}

// boolean reads the strings that Entra and Keycloak send instead of booleans.
func (n normalizer) boolean(v any) any {
	text, ok := v.(string)
	switch {
	case ok && !n.strict() && strings.EqualFold(text, "true"):
		return true
	case ok && !n.strict() && strings.EqualFold(text, "false"):
		return false
	default:
		return v
	}
}

// complex takes an object. In lenient mode a bare string stands for the "value"
// of one, as Entra sends the manager; an empty one stands for unassigned.
func (n normalizer) complex(a *Attribute, v any, path string) (any, error) {
	if text, ok := v.(string); ok && !n.strict() && a.Sub("value") != nil {
		if text == "" {
			return nil, nil
		}
		v = Resource{"value": text}
	}
	object, ok := v.(Resource)
	if !ok {
		return nil, refuse(ScimInvalidValue, "%s must be an object of sub-attributes", path)
	}
	out, err := n.object(a.Sub, object, path+".")
	if err != nil {
		return nil, err
	}
	if !n.strict() && a.Sub("$ref") != nil && out["value"] == "" {
		delete(out, "value") // a reference to nothing, as Entra takes a manager away
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// fits says whether a JSON value is one of a simple type.
func fits(t Type, v any) bool {
	text, isString := v.(string)
	switch t {
	case Boolean:
		_, ok := v.(bool)
		return ok
	case Integer:
		number, ok := v.(Number)
		return ok && !strings.ContainsAny(string(number), ".eE")
	case Decimal:
		_, ok := v.(Number)
		return ok
	case DateTime:
		_, ok := ParseTime(text)
		return isString && ok
	case Binary:
		return isString && isBase64(text)
	default:
		return isString
	}
}

// isBase64 accepts both alphabets of RFC 4648, with or without padding.
func isBase64(text string) bool {
	text = strings.TrimRight(text, "=")
	if strings.ContainsAny(text, "\r\n") {
		return false
	}
	_, standard := base64.RawStdEncoding.DecodeString(text)
	_, url := base64.RawURLEncoding.DecodeString(text)
	return standard == nil || url == nil
}

package oracle

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// path is a parsed SCIM path. Container is the schema URI before the first
// attribute, "" where none is written; raw is the whole text, which may also
// be the URI of an extension's container by itself.
type path struct {
	raw       string
	container string
	segments  []segment
}

// segment is one attribute name and what picks its elements.
type segment struct {
	name string
	pick []condition
}

// condition is: attribute eq literal.
type condition struct {
	name    string
	literal any
}

// attributeName is ATTRNAME of RFC 7643 section 2.1, and also $ref, which the
// grammar forgets.
var attributeName = regexp.MustCompile(`^(\$ref|[A-Za-z][-_A-Za-z0-9]*)`)

// CheckPath says what is wrong with a SCIM path, nil where nothing is: so that
// a mistake in a scenario is told from a mismatch.
func CheckPath(text string) error {
	_, err := parsePath(text)
	return err
}

// parsePath reads [URI ":"] name [pick] *("." name [pick]), where pick is
// "[" name " eq " literal *(" and " name " eq " literal) "]".
func parsePath(text string) (path, error) {
	p := path{raw: text}
	if text == "" {
		return p, errors.New("the path is empty")
	}
	head, _, _ := strings.Cut(text, "[")
	rest := text
	if colon := strings.LastIndexByte(head, ':'); colon >= 0 {
		p.container, rest = text[:colon], text[colon+1:]
	}
	segments, err := parseSegments(rest)
	if err != nil && p.container != "" && head == text && isURI(text) {
		// The text is the URI of a container, whose last part is no name.
		return path{raw: text}, nil
	}
	if err != nil {
		return p, fmt.Errorf("path %s: %w", text, err)
	}
	p.segments = segments
	return p, nil
}

// isURI says that text could be the URI of a schema.
func isURI(text string) bool {
	scheme, rest, found := strings.Cut(text, ":")
	return found && attributeName.FindString(scheme) == scheme && rest != "" && !strings.ContainsAny(text, " \t\r\n\"")
}

func parseSegments(text string) ([]segment, error) {
	var out []segment
	for {
		name := attributeName.FindString(text)
		if name == "" {
			return nil, fmt.Errorf("want an attribute name before %q", text)
		}
		s := segment{name: name}
		text = text[len(name):]
		if strings.HasPrefix(text, "[") {
			var err error
			if s.pick, text, err = parsePick(text[1:]); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
		switch {
		case text == "":
			return out, nil
		case text[0] != '.':
			return nil, fmt.Errorf("want \".\" before %q", text)
		}
		text = text[1:]
	}
}

// parsePick reads what stands between the brackets, and the closing one.
func parsePick(text string) (pick []condition, rest string, err error) {
	for {
		name := attributeName.FindString(text)
		if name == "" {
			return nil, "", fmt.Errorf("want an attribute name before %q", text)
		}
		operator := text[len(name):]
		if len(operator) < 4 || !strings.EqualFold(operator[:4], " eq ") {
			return nil, "", fmt.Errorf("want \" eq \" after %s", name)
		}
		literal, after, err := parseLiteral(operator[4:])
		if err != nil {
			return nil, "", err
		}
		pick = append(pick, condition{name: name, literal: literal})
		if strings.HasPrefix(after, "]") {
			return pick, after[1:], nil
		}
		if len(after) < 5 || !strings.EqualFold(after[:5], " and ") {
			return nil, "", fmt.Errorf("want \"]\" before %q", after)
		}
		text = after[5:]
	}
}

// parseLiteral reads a JSON string, number, true or false.
func parseLiteral(text string) (literal any, rest string, err error) {
	dec := jsontext.NewDecoder(strings.NewReader(text))
	token, err := dec.ReadToken()
	// The decoder may stumble over the bracket behind a number only after it
	// has read the number, never over what it returned.
	if err != nil {
		return nil, "", fmt.Errorf("want a JSON string, number, true or false before %q", text)
	}
	rest = text[dec.InputOffset():]
	switch token.Kind() {
	case jsontext.KindString:
		return token.String(), rest, nil
	case jsontext.KindNumber:
		return Number(token.String()), rest, nil
	case jsontext.KindTrue, jsontext.KindFalse:
		return token.Bool(), rest, nil
	default:
		return nil, "", fmt.Errorf("want a JSON string, number, true or false before %q", text)
	}
}

package template

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// UnknownNameError says that a placeholder names what nobody gave a value.
type UnknownNameError struct{ Name string }

// Error names the placeholder.
func (e *UnknownNameError) Error() string {
	return fmt.Sprintf("nothing is known under the name {{%s}}", e.Name)
}

// errUnclosed says that a placeholder has no end.
var errUnclosed = errors.New("a placeholder begins with {{ and has no }}")

// part is a piece of a template: literal text, or a placeholder.
type part struct {
	literal string
	name    string // "" for a literal
	filter  string
}

// parse splits a template. A name may have one filter behind a bar:
// {{userName|json}}.
func parse(text string) ([]part, error) {
	var parts []part
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			parts = append(parts, part{literal: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, errUnclosed
		}
		p, err := placeholder(inside)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
		text = after
	}
	return parts, nil
}

func placeholder(inside string) (part, error) {
	name, filter, _ := strings.Cut(inside, "|")
	p := part{name: strings.TrimSpace(name), filter: strings.TrimSpace(filter)}
	if p.name == "" || strings.ContainsAny(p.name, "{} \t\r\n") {
		return p, fmt.Errorf("{{%s}} is not a placeholder", inside)
	}
	switch p.filter {
	case "", "json", "base64", "query", "path":
		return p, nil
	}
	return p, fmt.Errorf("{{%s}}: there is no filter %q; there are json, base64, query and path", inside, p.filter)
}

// Check reports what is wrong with a template's form, before there are values.
func Check(text string) error {
	_, err := parse(text)
	return err
}

// Names lists the names that a template asks for, in order, each as often as it
// stands there.
func Names(text string) ([]string, error) {
	parts, err := parse(text)
	var names []string
	for _, p := range parts {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	return names, err
}

// Text fills in a text. The value of a placeholder may be a text, a bool or a
// number; anything else is an error, unless a filter makes a text of it: "json"
// (the value as JSON, a text in quotes), "base64", "path" and "query" (escaped for
// a segment of a URL's path, or its query).
func Text(text string, vars Vars) (string, error) {
	return fill(text, vars, func(_, value string) (string, error) { return value, nil })
}

// fill joins the parts; plain passes each unfiltered value with what stands before it.
func fill(text string, vars Vars, plain func(before, value string) (string, error)) (string, error) {
	parts, err := parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, p := range parts {
		if p.name == "" {
			out.WriteString(p.literal)
			continue
		}
		value, err := p.value(vars)
		if err != nil {
			return "", err
		}
		if p.filter == "" {
			value, err = plain(out.String(), value)
		}
		if err != nil {
			return "", fmt.Errorf("{{%s}}: %w", p.name, err)
		}
		out.WriteString(value)
	}
	return out.String(), nil
}

func (p part) value(vars Vars) (string, error) {
	value, known := vars[p.name]
	if !known {
		return "", &UnknownNameError{p.name}
	}
	if p.filter == "json" {
		text, err := json.Marshal(value, json.Deterministic(true))
		if err != nil {
			return "", fmt.Errorf("writing {{%s}} as JSON: %w", p.name, err)
		}
		return string(text), nil
	}
	text, err := scalar(p.name, value)
	if err != nil {
		return "", err
	}
	switch p.filter {
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(text)), nil
	case "path":
		return url.PathEscape(text), nil
	case "query":
		return escapeQuery(text), nil
	}
	return text, nil
}

// scalar is the text of a value that may stand inside a longer text.
func scalar(name string, value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case jsontext.Value:
		if k := v.Kind(); k == '0' || k == 't' || k == 'f' {
			return string(v), nil
		}
	}
	return "", fmt.Errorf("{{%s}} is not a text, a number or a boolean: it cannot stand inside a longer text", name)
}

// errSegment guards against DELETE /Users/ and /Users/..: a lost id must not make
// a request about everybody.
var errSegment = errors.New(`a part of a URL's path cannot be empty, "." or ".."`)

// URL fills in a URL. A value is escaped for the place where it stands, the path
// or the query, so that an id with a slash stays one segment; a value at the very
// beginning (an origin, a link to the next page) is taken as it is. In the path, a
// value that is empty, "." or ".." is an error.
func URL(text string, vars Vars) (string, error) {
	return fill(text, vars, func(before, value string) (string, error) {
		switch {
		case before == "":
			return value, nil
		case strings.Contains(before, "?"):
			return escapeQuery(value), nil
		case value == "" || value == "." || value == "..":
			return "", errSegment
		default:
			return url.PathEscape(value), nil
		}
	})
}

// escapeQuery writes a space as %20: not every server reads "+" as one.
func escapeQuery(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

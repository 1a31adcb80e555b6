package page

import (
	"html/template"
	"net/url"
	"strings"
	"time"
)

// functions are what every template may call.
func functions() template.FuncMap {
	return template.FuncMap{
		"when":    func(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") },
		"instant": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"words":   Words,
		"segment": url.PathEscape,
	}
}

// Words makes a name for programs, such as "data-file", one for people: "Data file".
func Words(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
}

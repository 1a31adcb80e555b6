package variants

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// spelling are about the case of names.
var spelling = []row{
	{
		id: "names-upper-case", title: "Attributes are shown with a capital at the beginning",
		permittedBy: "RFC 7643 §2.1: attribute names are case insensitive",
		caution:     "many a client takes names as they are written in the RFC",
		touches:     touches{"names"},
		make:        always(variation{say: resource(func(_ *request, one object) { capitalise(one) })}),
	},
	{
		id: "urns-upper-case", title: "The URNs of schemas are shown with URN in capitals",
		permittedBy: "RFC 8141 §3.1: \"urn\" and the namespace are case insensitive; RFC 7644 §3.10",
		caution:     "many a client compares URNs as they are written",
		touches:     touches{"names"},
		make: always(variation{say: resource(func(_ *request, one object) {
			for i, urn := range schemasOf(one) {
				one["schemas"].([]any)[i] = "URN" + strings.TrimPrefix(urn, "urn") //nolint:errcheck,forcetypeassert // schemasOf has read it
			}
		})}),
	},
}

func capitalise(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			capitalise(element)
		}
	case object:
		for name, inner := range value {
			capitalise(inner)
			if !strings.Contains(name, ":") && name[0] >= 'a' && name[0] <= 'z' && name != "schemas" {
				delete(value, name)
				value[strings.ToUpper(name[:1])+name[1:]] = inner
			}
		}
	}
}

const free = "RFC 8259: white space, escapes and the order of members mean nothing"

// writing are about how JSON is written down.
var writing = []row{
	{
		id: "json-pretty", title: "JSON is indented, and ends with an empty line",
		permittedBy: free, touches: touches{"white space"},
		make: always(variation{say: rewritten(func(text jsontext.Value) []byte {
			if text.Indent(jsontext.WithIndent("\t")) != nil {
				return text
			}
			return append(text, "\r\n\n"...)
		})}),
	},
	{
		id: "json-escaped", title: "JSON has escapes for all that is not ASCII, and for slashes",
		permittedBy: free, touches: touches{"escapes"},
		make: always(variation{say: rewritten(escape)}),
	},
	{
		id: "json-members-turned", title: "The members of JSON objects come in another order, schemas last",
		permittedBy: free, touches: touches{"order of members"},
		make: always(variation{say: func(_ *request, a *response) {
			if document := a.object(); document != nil {
				a.body = turned(document)
			}
		}}),
	},
}

// rewritten changes the text of JSON.
func rewritten(change func(jsontext.Value) []byte) func(*request, *response) {
	return func(_ *request, a *response) {
		if text := jsontext.Value(a.body); len(a.body) > 0 && text.IsValid() {
			a.body = change(text)
		}
	}
}

// escape writes what stands only in texts, so that no syntax is touched.
func escape(text jsontext.Value) []byte {
	var escaped bytes.Buffer
	for _, c := range string(text) {
		switch {
		case c == '/':
			escaped.WriteString(`\/`)
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&escaped, `\u%04x\u%04X`, high, low)
		case c > 0x7e:
			fmt.Fprintf(&escaped, `\u%04x`, c)
		default:
			escaped.WriteRune(c)
		}
	}
	return escaped.Bytes()
}

// turned writes a value with the members of objects in reverse.
func turned(value any) []byte {
	switch value := value.(type) {
	case object:
		var members []string
		for name, inner := range value {
			members = append(members, string(encode(name))+":"+string(turned(inner)))
		}
		slices.Sort(members)
		slices.Reverse(members)
		return []byte("{" + strings.Join(members, ",") + "}")
	case []any:
		elements := make([]string, len(value))
		for i, element := range value {
			elements[i] = string(turned(element))
		}
		return []byte("[" + strings.Join(elements, ",") + "]")
	default:
		text, _ := json.Marshal(value) // it came from JSON
		return text
	}
}

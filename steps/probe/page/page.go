// Package page reads the forms of a page of HTML: what a browser would send of them.
package page

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Form is a form of a page, with what a browser sends of it when nobody touches it.
type Form struct {
	// Action is where it goes, as the page writes it; "" is the page itself.
	Action string
	// Method is GET or POST; "DIALOG" goes nowhere.
	Method string
	// Fields are in the order of the page.
	Fields []Field
}

// Field is a control of a form.
type Field struct {
	// Name may be "": such a field is not sent.
	Name, Value string
	// Type is that of an input in lower case, "textarea", "select" or "submit".
	Type string
	// Sent says that a browser would send it as it stands.
	Sent bool
}

// Forms gives the forms of a page in their order; none of a text that is no HTML.
func Forms(text []byte) ([]Form, error) {
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("parsing a page: %w", err)
	}
	var found []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Form && n.Type == html.ElementNode {
			found = append(found, n)
		}
	}
	forms, known := make([]Form, len(found)), owners{map[*html.Node]int{}, map[string]int{}}
	for i, n := range found {
		forms[i] = Form{Action: attribute(n, "action"), Method: method(n)}
		known.by[n] = i
		if id := attribute(n, "id"); id != "" {
			if _, taken := known.named[id]; !taken {
				known.named[id] = i
			}
		}
	}
	fill(root, known, forms)
	return forms, nil
}

// owners find the forms, by their elements and by their ids.
type owners struct {
	by    map[*html.Node]int
	named map[string]int
}

func method(n *html.Node) string {
	switch m := strings.ToUpper(attribute(n, "method")); m {
	case "POST", "DIALOG":
		return m
	default:
		return "GET"
	}
}

// fill gives every control to its form: the one around it, or the one that it names.
func fill(root *html.Node, known owners, forms []Form) {
	for n := range root.Descendants() {
		field, is := control(n)
		if !is {
			continue
		}
		if i, owned := known.of(n); owned {
			forms[i].Fields = append(forms[i].Fields, field)
		}
	}
}

func (o owners) of(n *html.Node) (int, bool) {
	if id := attribute(n, "form"); id != "" {
		i, known := o.named[id]
		return i, known
	}
	for parent := range n.Ancestors() {
		if i, is := o.by[parent]; is {
			return i, true
		}
	}
	return 0, false
}

func control(n *html.Node) (Field, bool) {
	if n.Type != html.ElementNode {
		return Field{}, false
	}
	f := Field{Name: attribute(n, "name"), Value: attribute(n, "value")}
	switch n.DataAtom {
	case atom.Input:
		f.Type = input(n)
	case atom.Button:
		if kind := strings.ToLower(attribute(n, "type")); kind == "button" || kind == "reset" {
			return Field{}, false
		}
		f.Type = "submit"
	case atom.Textarea:
		f.Type, f.Value = "textarea", content(n)
	case atom.Select:
		f.Type, f.Value = "select", selected(n)
	default:
		return Field{}, false
	}
	f.Sent = f.Name != "" && !has(n, "disabled") && sends(n, f.Type)
	return f, true
}

func input(n *html.Node) string {
	switch kind := strings.ToLower(attribute(n, "type")); kind {
	case "":
		return "text"
	case "image":
		return "submit"
	default:
		return kind
	}
}

func sends(n *html.Node, kind string) bool {
	switch kind {
	case "submit", "button", "reset", "file":
		return false
	case "checkbox", "radio":
		return has(n, "checked")
	}
	return true
}

// selected is the value of the chosen option, or of the first.
func selected(n *html.Node) string {
	value, chosen := "", false
	for option := range n.Descendants() {
		if option.DataAtom != atom.Option || option.Type != html.ElementNode {
			continue
		}
		if is := has(option, "selected"); is || !chosen {
			value = optionValue(option)
			if is {
				return value
			}
			chosen = true
		}
	}
	return value
}

func optionValue(n *html.Node) string {
	if has(n, "value") {
		return attribute(n, "value")
	}
	return strings.TrimSpace(content(n))
}

func content(n *html.Node) string {
	var out strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			out.WriteString(child.Data)
		}
	}
	return out.String()
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Namespace == "" && a.Key == name })
}

// Value is the value of the field of that name; false if the form has none.
func (f Form) Value(name string) (string, bool) {
	for _, field := range f.Fields {
		if field.Name == name {
			return field.Value, true
		}
	}
	return "", false
}

// Has reports whether the form has a field of that name.
func (f Form) Has(name string) bool {
	_, has := f.Value(name)
	return has
}

// Password is the name of the field that a password is typed into, "" for none.
func (f Form) Password() string {
	for _, field := range f.Fields {
		if field.Type == "password" {
			return field.Name
		}
	}
	return ""
}

// typed are the fields into which a person types who they are.
var typed = []string{"text", "email", "tel"}

// Who is the name of the field that says who logs in: the last one before the password
// that a person types into, or the first at all where there is no password.
func (f Form) Who() string {
	who := ""
	for _, field := range f.Fields {
		switch {
		case field.Type == "password":
			return who
		case slices.Contains(typed, field.Type) && (who == "" || f.Password() != ""):
			who = field.Name
		}
	}
	return who
}

// Hidden reports whether there is nothing in the form that a person would type or choose:
// a page that is only there to pass something on has such a one.
func (f Form) Hidden() bool {
	hidden := false
	for _, field := range f.Fields {
		switch field.Type {
		case "hidden":
			hidden = true
		case "submit":
		default:
			return false
		}
	}
	return hidden
}

// Values are what a browser sends, with the given ones in their place, and the first
// button that has a name.
func (f Form) Values(filled map[string]string) url.Values {
	values, pressed := url.Values{}, false
	for _, field := range f.Fields {
		value, given := filled[field.Name]
		switch {
		case given && field.Name != "" && !values.Has(field.Name):
			values.Set(field.Name, value)
		case given:
		case field.Sent:
			values.Add(field.Name, field.Value)
		case field.Type == "submit" && field.Name != "" && !pressed:
			values.Add(field.Name, field.Value)
			pressed = true
		}
	}
	return values
}

// Fields names the fields of all forms for a message, never their values.
func Fields(forms []Form) string {
	var names []string
	for _, form := range forms {
		for _, field := range form.Fields {
			if field.Name != "" && !slices.Contains(names, field.Name) {
				names = append(names, field.Name)
			}
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Login reports whether a page asks for a password.
func Login(text []byte) bool {
	forms, err := Forms(text)
	return err == nil && slices.ContainsFunc(forms, func(f Form) bool { return f.Password() != "" })
}

package yamlfile

import (
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/problem"
)

// Unmarshaler is a type that reads its own node, such as a rate or a date.
type Unmarshaler interface {
	FromYAML(n *Node) error
}

// Decode fills out, a pointer, from the node: structs by their `yaml:"name"` tags
// (an embedded struct gives its own),
// maps with text keys, slices, pointers, text, bool, int, float64, time.Duration,
// any, and every Unmarshaler. An unknown name, or a value of another type, is a
// usage error with the place and, where it can be guessed, the corrected line.
// A null leaves the zero value.
func (n *Node) Decode(out any) error {
	return n.decode(reflect.ValueOf(out).Elem())
}

func (n *Node) decode(v reflect.Value) error {
	if u, ok := v.Addr().Interface().(Unmarshaler); ok {
		return u.FromYAML(n)
	}
	if n.IsNull() {
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return n.decode(v.Elem())
	case reflect.Struct:
		return n.decodeStruct(v)
	case reflect.Map:
		return n.decodeMap(v)
	case reflect.Slice:
		return n.decodeSlice(v)
	case reflect.Interface:
		v.Set(reflect.ValueOf(n.Value()))
		return nil
	default:
		return n.decodeScalar(v)
	}
}

func (n *Node) decodeStruct(v reflect.Value) error {
	if n.Kind != Mapping {
		return n.wrongKind("a mapping")
	}
	fields := fieldsOf(v.Type())
	for _, m := range n.Members {
		index, known := fields[m.Key.Text]
		if !known {
			return m.Key.unknown(fields)
		}
		if err := m.Value.decode(v.FieldByIndex(index)); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf gives the fields by their names, those of embedded structs among them.
func fieldsOf(t reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		if name := f.Tag.Get("yaml"); name != "" {
			fields[name] = f.Index
		}
	}
	return fields
}

// unknown complains about a name, and shows the line as it was probably meant.
func (n *Node) unknown(fields map[string][]int) error {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	err := n.Errorf("unknown key %q", n.Text)
	meant := Closest(n.Text, names)
	if meant == "" {
		return err.Hint("the keys here are %s", strings.Join(names, ", "))
	}
	if line := n.Line(); strings.Contains(line, n.Text) {
		return err.Hint("did you mean `%s`?", strings.Replace(line, n.Text, meant, 1))
	}
	return err.Hint("did you mean %q?", meant)
}

// Line is the text of the node's line, without space around it and comments.
func (n *Node) Line() string {
	if n.line < 1 || n.line > len(n.source.lines) {
		return ""
	}
	text, _, _ := strings.Cut(n.source.lines[n.line-1], " #")
	return strings.TrimSpace(text)
}

func (n *Node) decodeMap(v reflect.Value) error {
	if n.Kind != Mapping {
		return n.wrongKind("a mapping")
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Members)))
	for _, m := range n.Members {
		value := reflect.New(v.Type().Elem()).Elem()
		if err := m.Value.decode(value); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(m.Key.Text).Convert(v.Type().Key()), value)
	}
	return nil
}

func (n *Node) decodeSlice(v reflect.Value) error {
	if n.Kind != List {
		return n.wrongKind("a list")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i, item := range n.Items {
		if err := item.decode(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) decodeScalar(v reflect.Value) error {
	if n.Kind != Scalar {
		return n.wrongKind("a single value")
	}
	if v.Type() == reflect.TypeFor[time.Duration]() {
		return n.decodeDuration(v)
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Text)
		return nil
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Text)
		v.SetBool(b)
		return n.parsed(err, "true or false")
	case reflect.Int:
		i, err := strconv.Atoi(n.Text)
		v.SetInt(int64(i))
		return n.parsed(err, "a whole number")
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Text, 64)
		v.SetFloat(f)
		return n.parsed(err, "a number")
	}
	return n.Errorf("a value of type %s cannot be read", v.Type())
}

func (n *Node) decodeDuration(v reflect.Value) error {
	d, err := time.ParseDuration(n.Text)
	if err != nil && n.Type == "int" {
		line := strings.Replace(n.Line(), n.Text, n.Text+"s", 1)
		return n.mismatch("a duration with its unit").Hint("did you mean `%s`?", line)
	}
	if err == nil && d < 0 {
		return n.mismatch("a duration that is not negative")
	}
	v.SetInt(int64(d))
	return n.parsed(err, "a duration such as 20s or 1m30s")
}

func (n *Node) parsed(err error, want string) error {
	if err != nil {
		return n.mismatch(want)
	}
	return nil
}

// mismatch does not show what stands there: it may be a secret put into the wrong
// place.
func (n *Node) mismatch(want string) *problem.Error { return n.Errorf("want %s here", want) }

func (n *Node) wrongKind(want string) error {
	return n.Errorf("want %s here, not %s", want, n.Kind)
}

// Value is the node as plain Go: map[string]any, []any, string, bool, int64,
// float64 or nil.
func (n *Node) Value() any {
	switch n.Kind {
	case Mapping:
		object := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			object[m.Key.Text] = m.Value.Value()
		}
		return object
	case List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = item.Value()
		}
		return list
	default:
		return n.scalarValue()
	}
}

func (n *Node) scalarValue() any {
	switch n.Type {
	case "null":
		return nil
	case "bool":
		if b, err := strconv.ParseBool(n.Text); err == nil {
			return b
		}
	case "int":
		if i, err := strconv.ParseInt(n.Text, 0, 64); err == nil {
			return i
		}
	case "float":
		if f, err := strconv.ParseFloat(n.Text, 64); err == nil {
			return f
		}
	}
	return n.Text
}

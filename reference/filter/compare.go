package filter

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// comparison compiles one comparison. A multi-valued attribute matches if any
// of its values does (RFC 7644 section 3.4.2.2).
func (s scope) comparison(e Attr) (Predicate, error) {
	ref, err := s.lookup(e.Path)
	if err != nil {
		return nil, err
	}
	if e.Op == Present {
		return present(ref), nil
	}
	leaf := ref.Leaf()
	if leaf == nil || leaf.Type == schema.Complex {
		return nil, refuse("%s is complex: name one of its sub-attributes", e.Path)
	}
	ref = spelledOut(ref)
	if e.Value == nil {
		return compareNull(ref, e)
	}
	test, err := tester(leaf, e)
	if err != nil {
		return nil, err
	}
	return func(r schema.Resource) bool {
		values := ref.Values(r)
		if len(values) == 0 {
			return e.Op == NotEqual // what is unset is not equal to anything
		}
		return slices.ContainsFunc(values, test)
	}, nil
}

// spelledOut names the "value" sub-attribute that a reference to a complex
// attribute stands for.
func spelledOut(ref schema.Ref) schema.Ref {
	if leaf := ref.Leaf(); leaf != ref.Attribute {
		ref.Sub = leaf
	}
	return ref
}

// present holds where there is a value that is not empty; false is a value.
func present(ref schema.Ref) Predicate {
	return func(r schema.Resource) bool {
		return slices.ContainsFunc(ref.Values(r), func(v any) bool { return v != "" })
	}
}

// compareNull takes null for "unassigned" (RFC 7643 section 2.5).
func compareNull(ref schema.Ref, e Attr) (Predicate, error) {
	switch e.Op {
	case Equal:
		return func(r schema.Resource) bool { return len(ref.Values(r)) == 0 }, nil
	case NotEqual:
		return func(r schema.Resource) bool { return len(ref.Values(r)) > 0 }, nil
	default:
		return nil, refuse("%s cannot be compared with null by %s", e.Path, e.Op)
	}
}

// tester returns the comparison of one value with the literal.
func tester(a *schema.Attribute, e Attr) (func(any) bool, error) {
	want, err := operand(a, e)
	if err != nil {
		return nil, err
	}
	switch e.Op {
	case Equal:
		return func(v any) bool { return schema.Compare(a, v, want) == 0 }, nil
	case NotEqual:
		return func(v any) bool { return schema.Compare(a, v, want) != 0 }, nil
	case Contains, StartsWith, EndsWith:
		return substring(a, e, want)
	default:
		return order(a, e, want)
	}
}

// operand brings the literal into the type of the attribute. Clients write
// booleans in quotes, and nothing else can be meant by that.
func operand(a *schema.Attribute, e Attr) (any, error) {
	ok := false
	switch v := e.Value.(type) {
	case string:
		if a.Type == schema.Boolean && (strings.EqualFold(v, "true") || strings.EqualFold(v, "false")) {
			return strings.EqualFold(v, "true"), nil
		}
		ok = isText(a.Type) || a.Type == schema.Binary
		if a.Type == schema.DateTime {
			_, ok = schema.ParseTime(v)
		}
	case bool:
		ok = a.Type == schema.Boolean
	case schema.Number:
		ok = a.Type == schema.Integer || a.Type == schema.Decimal
	}
	if !ok {
		return nil, refuse("the value that %s is compared with is not a %s", e.Path, a.Type)
	}
	return e.Value, nil
}

func isText(t schema.Type) bool { return t == schema.String || t == schema.Reference }

func substring(a *schema.Attribute, e Attr, want any) (func(any) bool, error) {
	part, _ := want.(string)
	if !isText(a.Type) {
		return nil, refuse("%s is not a string, so that %s has no meaning", e.Path, e.Op)
	}
	part = a.Fold(part)
	holds := map[Operator]func(s, part string) bool{
		Contains:   strings.Contains,
		StartsWith: strings.HasPrefix,
		EndsWith:   strings.HasSuffix,
	}[e.Op]
	return func(v any) bool {
		text, ok := v.(string)
		return ok && holds(a.Fold(text), part)
	}, nil
}

// order refuses booleans and binaries, which have none (RFC 7644 Table 3).
func order(a *schema.Attribute, e Attr, want any) (func(any) bool, error) {
	if a.Type == schema.Boolean || a.Type == schema.Binary {
		return nil, refuse("%s is a %s and has no order for %s", e.Path, a.Type, e.Op)
	}
	holds := map[Operator]func(order int) bool{
		GreaterThan:    func(order int) bool { return order > 0 },
		GreaterOrEqual: func(order int) bool { return order >= 0 },
		LessThan:       func(order int) bool { return order < 0 },
		LessOrEqual:    func(order int) bool { return order <= 0 },
	}[e.Op]
	return func(v any) bool { return holds(schema.Compare(a, v, want)) }, nil
}

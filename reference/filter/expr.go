package filter

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/reference/schema"
)

// Expr is a parsed filter: an [Attr], [And], [Or], [Not] or [ValuePath].
type Expr interface {
	// String writes the filter so that Parse reads back the same expression.
	String() string
	// precedence tells how tightly the expression binds, RFC 7644 section
	// 3.4.2.2: grouping, then not, then and, then or.
	precedence() int
}

// Operator is an attribute operator in lower case, RFC 7644 Table 3.
type Operator string

// The attribute operators of RFC 7644 Table 3.
const (
	Equal          Operator = "eq"
	NotEqual       Operator = "ne"
	Contains       Operator = "co"
	StartsWith     Operator = "sw"
	EndsWith       Operator = "ew"
	Present        Operator = "pr"
	GreaterThan    Operator = "gt"
	GreaterOrEqual Operator = "ge"
	LessThan       Operator = "lt"
	LessOrEqual    Operator = "le"
)

func (o Operator) known() bool {
	switch o {
	case Equal, NotEqual, Contains, StartsWith, EndsWith, Present,
		GreaterThan, GreaterOrEqual, LessThan, LessOrEqual:
		return true
	default:
		return false
	}
}

// Attr compares an attribute with a literal: a string, a bool, a
// [schema.Number] or nil for null. Present has no value.
type Attr struct {
	Path  schema.AttributePath
	Op    Operator
	Value any
}

// And holds where both sides hold.
type And struct{ Left, Right Expr }

// Or holds where a side holds.
type Or struct{ Left, Right Expr }

// Not holds where the expression does not.
type Not struct{ Expr Expr }

// ValuePath holds where one and the same value of a complex attribute satisfies
// the filter, whose paths are names of sub-attributes.
type ValuePath struct {
	Path   schema.AttributePath
	Filter Expr
}

const (
	bindsOr = iota
	bindsAnd
	bindsMost
)

func (Or) precedence() int        { return bindsOr }
func (And) precedence() int       { return bindsAnd }
func (Not) precedence() int       { return bindsMost }
func (Attr) precedence() int      { return bindsMost }
func (ValuePath) precedence() int { return bindsMost }

// String writes the comparison, such as `userName eq "ada"`.
func (e Attr) String() string {
	text := e.Path.String() + " " + string(e.Op)
	if e.Op == Present {
		return text
	}
	return text + " " + literal(e.Value)
}

func literal(v any) string {
	switch v := v.(type) {
	case string:
		quoted, err := jsontext.AppendQuote(nil, v)
		if err != nil { // bad UTF-8, which the parser never lets in
			return `""`
		}
		return string(quoted)
	case schema.Number:
		return string(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	default:
		return "null"
	}
}

// String writes both sides, each in parentheses where it needs them.
func (e And) String() string {
	return grouped(e.Left, bindsAnd) + " and " + grouped(e.Right, bindsMost)
}

// String writes both sides, each in parentheses where it needs them.
func (e Or) String() string {
	return grouped(e.Left, bindsOr) + " or " + grouped(e.Right, bindsAnd)
}

// grouped puts an expression that binds less tightly into parentheses.
func grouped(e Expr, precedence int) string {
	if e.precedence() < precedence {
		return "(" + e.String() + ")"
	}
	return e.String()
}

// String writes the expression in parentheses after "not".
func (e Not) String() string { return "not (" + e.Expr.String() + ")" }

// String writes the filter in brackets after the attribute.
func (e ValuePath) String() string { return e.Path.String() + "[" + e.Filter.String() + "]" }

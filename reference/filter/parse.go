package filter

import (
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// Parse reads a filter. Errors are a *schema.Error of type invalidFilter that
// names the position. Length and depth are limited. Beyond the grammar it takes
// `emails[type eq "work"].value eq "x"`, which Entra sends, for
// `emails[type eq "work" and value eq "x"]`.
func Parse(text string) (Expr, error) {
	s, err := newScanner(text)
	if err != nil {
		return nil, err
	}
	p := parser{scanner: s}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	p.skipSpace()
	if !p.done() {
		return nil, p.fail("expected and, or, or the end of the filter")
	}
	return e, nil
}

// parser reads expressions by recursive descent, one method per level of
// precedence.
type parser struct {
	*scanner
	depth     int
	bracketed bool // inside the brackets of a value path
}

func (p *parser) or() (Expr, error) {
	left, err := p.and()
	for err == nil && p.keyword("or") {
		var right Expr
		right, err = p.and()
		left = Or{left, right}
	}
	return left, err
}

func (p *parser) and() (Expr, error) {
	left, err := p.operand()
	for err == nil && p.keyword("and") {
		var right Expr
		right, err = p.operand()
		left = And{left, right}
	}
	return left, err
}

// operand reads a group, a negated group, or an expression on an attribute.
// "not" is an operator only before a parenthesis, with a space or without
// (erratum 7319).
func (p *parser) operand() (Expr, error) {
	p.skipSpace()
	if p.next('(') {
		return p.group()
	}
	start := p.pos
	if p.keyword("not") {
		p.skipSpace()
		if p.next('(') {
			e, err := p.group()
			return Not{e}, err
		}
	}
	p.pos = start
	return p.attribute()
}

func (p *parser) group() (Expr, error) {
	p.pos++
	e, err := p.enclosed(')')
	if err != nil {
		return nil, err
	}
	return e, nil
}

// enclosed reads an expression and the sign that closes it.
func (p *parser) enclosed(end byte) (Expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail("the filter is nested too deeply")
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	p.depth--
	p.skipSpace()
	if !p.accept(end) {
		return nil, p.fail("expected and, or, or a closing " + string(end))
	}
	return e, nil
}

func (p *parser) attribute() (Expr, error) {
	path, err := p.path()
	if err != nil {
		return nil, err
	}
	if p.next('[') {
		return p.valuePath(path)
	}
	return p.comparison(path)
}

func (p *parser) path() (schema.AttributePath, error) {
	start := p.pos
	path, err := schema.ParseAttributePath(p.word())
	if err != nil {
		return path, p.failAt(start, "expected the name of an attribute")
	}
	return path, nil
}

// comparison reads the operator and the value after an attribute.
func (p *parser) comparison(path schema.AttributePath) (Expr, error) {
	p.skipSpace()
	start := p.pos
	op := Operator(strings.ToLower(p.word()))
	if !op.known() {
		return nil, p.failAt(start, "expected an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le")
	}
	if op == Present {
		return Attr{Path: path, Op: op}, nil
	}
	value, err := p.literal()
	if err != nil {
		return nil, err
	}
	return Attr{Path: path, Op: op, Value: value}, nil
}

func (p *parser) valuePath(path schema.AttributePath) (Expr, error) {
	inner, err := p.brackets()
	if err != nil || !p.accept('.') {
		return ValuePath{path, inner}, err
	}
	sub, err := p.path()
	if err != nil {
		return nil, err
	}
	comparison, err := p.comparison(sub)
	return ValuePath{path, And{inner, comparison}}, err
}

// brackets reads the filter of a value path. Brackets do not nest, since there
// is no complex attribute inside of one (RFC 7643 section 2.3.8).
func (p *parser) brackets() (Expr, error) {
	if p.bracketed {
		return nil, p.fail("a value path cannot contain another one")
	}
	p.pos++
	p.bracketed = true
	p.depth++ // the filter may have to be written in parentheses, see valuePath
	e, err := p.enclosed(']')
	p.depth--
	p.bracketed = false
	return e, err
}

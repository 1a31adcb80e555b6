// Package tags reads tag expressions, such as "@lifecycle and not (@slow or
// @exclusive)". Precedence is that of Cucumber: not, then and, then or.
package tags

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maxDepth bounds nesting, so that no input can exhaust the stack.
const maxDepth = 100

// Expression is a parsed tag expression.
type Expression struct {
	matches func(tags []string) bool
	// Tags are the tags that the expression speaks of, in order.
	Tags []string
}

// Match tells whether the tags of a scenario satisfy the expression.
func (e *Expression) Match(tags []string) bool { return e.matches(tags) }

// Parse reads an expression; an empty one matches everything.
func Parse(text string) (*Expression, error) {
	p := &parser{words: wordsOf(text)}
	if len(p.words) == 0 {
		return &Expression{matches: func([]string) bool { return true }}, nil
	}
	matches, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if word := p.peek(); word != "" {
		return nil, fmt.Errorf("%q is not expected there", word)
	}
	return &Expression{matches, p.tags}, nil
}

var word = regexp.MustCompile(`[()]|[^\s()]+`)

func wordsOf(text string) []string { return word.FindAllString(text, -1) }

type predicate = func(tags []string) bool

type parser struct {
	words []string
	tags  []string
}

func (p *parser) peek() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *parser) take() string {
	next := p.peek()
	if next != "" {
		p.words = p.words[1:]
	}
	return next
}

func (p *parser) accept(keyword string) bool {
	if !strings.EqualFold(p.peek(), keyword) {
		return false
	}
	p.take()
	return true
}

func (p *parser) or(depth int) (predicate, error) {
	left, err := p.and(depth)
	for err == nil && p.accept("or") {
		var right predicate
		if right, err = p.and(depth); err == nil {
			left = either(left, right)
		}
	}
	return left, err
}

func either(a, b predicate) predicate { return func(t []string) bool { return a(t) || b(t) } }

func (p *parser) and(depth int) (predicate, error) {
	left, err := p.not(depth)
	for err == nil && p.accept("and") {
		var right predicate
		if right, err = p.not(depth); err == nil {
			left = both(left, right)
		}
	}
	return left, err
}

func both(a, b predicate) predicate { return func(t []string) bool { return a(t) && b(t) } }

func (p *parser) not(depth int) (predicate, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("it is nested deeper than %d", maxDepth)
	}
	if !p.accept("not") {
		return p.operand(depth)
	}
	inner, err := p.not(depth + 1)
	if err != nil {
		return nil, err
	}
	return func(t []string) bool { return !inner(t) }, nil
}

func (p *parser) operand(depth int) (predicate, error) {
	next := p.take()
	switch {
	case next == "(":
		return p.group(depth)
	case strings.HasPrefix(next, "@") && len(next) > 1:
		p.tags = append(p.tags, next)
		return func(t []string) bool { return slices.Contains(t, next) }, nil
	case next == "":
		return nil, fmt.Errorf("a tag is missing at the end")
	default:
		return nil, fmt.Errorf("%q is no tag: tags begin with @", next)
	}
}

func (p *parser) group(depth int) (predicate, error) {
	inner, err := p.or(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.take() != ")" {
		return nil, fmt.Errorf("a closing parenthesis is missing")
	}
	return inner, nil
}

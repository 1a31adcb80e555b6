package conduct

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/oracle"
)

// comparison is one "attribute operator value" of a filter; value is nil for pr.
type comparison struct {
	attribute, operator string
	value               any
}

// deepest is how many brackets may be open at a time.
const deepest = 50

// parseFilter reads a filter by the grammar of RFC 7644 section 3.4.2.2, and gives its
// comparisons. What the filter finds is for the server to know.
func parseFilter(text string) ([]comparison, error) {
	p := &filterParser{rest: text}
	if err := p.expression(0); err != nil {
		return nil, err
	}
	if p.rest != "" {
		return nil, fmt.Errorf("nothing is expected before %q", p.rest)
	}
	return p.found, nil
}

type filterParser struct {
	rest  string
	found []comparison
}

var (
	attributePath = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9._:-]*:)?(?:\$ref|[A-Za-z][-_A-Za-z0-9]*)(?:\.(?:\$ref|[A-Za-z][-_A-Za-z0-9]*))?`)
	comparing     = regexp.MustCompile(`(?i)^ (eq|ne|co|sw|ew|gt|lt|ge|le) `)
	combining     = regexp.MustCompile(`(?i)^ (?:and|or) `)
	negation      = regexp.MustCompile(`(?i)^not ?\(`)
)

func (p *filterParser) expression(depth int) error {
	if depth > deepest {
		return errors.New("the brackets are too deep")
	}
	for {
		if err := p.term(depth); err != nil {
			return err
		}
		word := combining.FindString(p.rest)
		if word == "" {
			return nil
		}
		p.rest = p.rest[len(word):]
	}
}

func (p *filterParser) term(depth int) error {
	if open := negation.FindString(p.rest); open != "" {
		return p.inside(open, ")", depth)
	}
	if strings.HasPrefix(p.rest, "(") {
		return p.inside("(", ")", depth)
	}
	attribute := attributePath.FindString(p.rest)
	if attribute == "" {
		return fmt.Errorf("an attribute is expected before %q", p.rest)
	}
	p.rest = p.rest[len(attribute):]
	if strings.HasPrefix(p.rest, "[") {
		return p.inside("[", "]", depth)
	}
	return p.compare(attribute)
}

// inside reads what stands between brackets.
func (p *filterParser) inside(open, end string, depth int) error {
	p.rest = p.rest[len(open):]
	if err := p.expression(depth + 1); err != nil {
		return err
	}
	if !strings.HasPrefix(p.rest, end) {
		return fmt.Errorf("%q is expected before %q", end, p.rest)
	}
	p.rest = p.rest[len(end):]
	return nil
}

func (p *filterParser) compare(attribute string) error {
	if len(p.rest) >= 3 && strings.EqualFold(p.rest[:3], " pr") {
		p.rest = p.rest[3:]
		p.found = append(p.found, comparison{attribute, "pr", nil})
		return nil
	}
	match := comparing.FindStringSubmatch(p.rest)
	if match == nil {
		return fmt.Errorf("an operator is expected before %q", p.rest)
	}
	value, rest, err := literal(p.rest[len(match[0]):])
	if err != nil {
		return err
	}
	p.rest = rest
	p.found = append(p.found, comparison{attribute, strings.ToLower(match[1]), value})
	return nil
}

// literal reads a JSON string, number, true, false or null (RFC 7159), as compValue is.
func literal(text string) (value any, rest string, err error) {
	end := len(text)
	if strings.HasPrefix(text, `"`) {
		end = closing(text)
	} else if at := strings.IndexAny(text, " )]"); at >= 0 {
		end = at
	}
	token := jsontext.Value(text[:end])
	if !token.IsValid() || !slices.Contains([]jsontext.Kind{'"', '0', 't', 'f', 'n'}, token.Kind()) {
		return nil, "", fmt.Errorf("a JSON string, number, true, false or null is expected before %q", text)
	}
	value, err = oracle.Parse(token)
	if err != nil {
		return nil, "", fmt.Errorf("reading %q: %w", text[:end], err)
	}
	return value, text[end:], nil
}

// closing is the number of bytes up to the quotation mark that ends a string.
func closing(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// patchPath is a path of PATCH taken apart (RFC 7644 section 3.5.2).
type patchPath struct {
	// attribute is what stands before the bracket, sub what follows it.
	attribute, sub string
	filtered       bool
	comparisons    []comparison
}

// parsePath reads attrPath, or valuePath with a sub-attribute.
func parsePath(text string) (patchPath, error) {
	attribute := attributePath.FindString(text)
	path := patchPath{attribute: attribute}
	p := &filterParser{rest: text[len(attribute):]}
	if attribute == "" {
		return path, fmt.Errorf("an attribute is expected before %q", text)
	}
	if strings.HasPrefix(p.rest, "[") {
		path.filtered = true
		if err := p.inside("[", "]", 0); err != nil {
			return path, err
		}
		path.comparisons = p.found
		if strings.HasPrefix(p.rest, ".") {
			path.sub = attributePath.FindString(p.rest[1:])
			p.rest = p.rest[1+len(path.sub):]
		}
	}
	if p.rest != "" {
		return path, fmt.Errorf("nothing is expected before %q", p.rest)
	}
	return path, nil
}

// plain is the path without its filter.
func (p patchPath) plain() string {
	if p.sub == "" {
		return p.attribute
	}
	return p.attribute + "." + p.sub
}

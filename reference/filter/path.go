package filter

import (
	"errors"

	"github.com/scimproof/scimproof/reference/schema"
)

// Path is the target of a PATCH operation, RFC 7644 section 3.5.2: an
// attribute path, or a value path with an optional sub-attribute. Filter is nil
// for a plain attribute path; Sub is the sub-attribute after the bracket.
type Path struct {
	Attribute schema.AttributePath
	Filter    Expr
	Sub       string
}

// ParsePath reads the path of a PATCH operation. Errors are a *schema.Error of
// type invalidPath, or invalidFilter for what is inside the brackets.
func ParsePath(text string) (Path, error) {
	s, err := newScanner(text)
	if err != nil {
		return Path{}, asPath(err)
	}
	p := parser{scanner: s}
	attribute, err := p.path()
	if err != nil {
		return Path{}, asPath(err)
	}
	path := Path{Attribute: attribute}
	if p.next('[') {
		if path.Filter, err = p.brackets(); err != nil {
			return Path{}, err
		}
		if path.Sub, err = p.subAttribute(); err != nil {
			return Path{}, asPath(err)
		}
	}
	if !p.done() {
		return Path{}, asPath(p.fail("expected the end of the path"))
	}
	return path, nil
}

// subAttribute reads what may follow the brackets of a path.
func (p *parser) subAttribute() (string, error) {
	if !p.accept('.') {
		return "", nil
	}
	sub, err := p.path()
	if err == nil && (sub.URN != "" || sub.Sub != "") {
		err = p.fail("expected the name of one sub-attribute")
	}
	return sub.Name, err
}

// asPath turns the error of a filter into that of a path.
func asPath(err error) error {
	var e *schema.Error
	if !errors.As(err, &e) {
		return err
	}
	return &schema.Error{ScimType: schema.ScimInvalidPath, Detail: "path: " + e.Detail}
}

// String writes the path so that ParsePath reads back the same.
func (p Path) String() string {
	text := p.Attribute.String()
	if p.Filter != nil {
		text += "[" + p.Filter.String() + "]"
	}
	if p.Sub != "" {
		text += "." + p.Sub
	}
	return text
}

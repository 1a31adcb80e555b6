package probe

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/ohler55/ojg/jp"
)

// MaxBody is the most that HTTP reads of an answer, in bytes.
const MaxBody = 10 << 20

// document parses the body as JSON: nil, bool, string, int64 or float64, []any and
// map[string]any.
func (a Answer) document() (any, error) {
	var value any
	err := json.Unmarshal(a.Body, &value, json.WithUnmarshalers(json.UnmarshalFromFunc(wholeNumber)))
	if err != nil {
		return nil, fmt.Errorf("the body is not JSON")
	}
	return value, nil
}

// wholeNumber keeps identifiers that are numbers exact.
func wholeNumber(dec *jsontext.Decoder, out *any) error {
	if dec.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	text, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if whole, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		*out = whole
		return nil
	}
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return fmt.Errorf("reading a number: %w", err)
	}
	*out = number
	return nil
}

// values gives what stands at a JSONPath, in the order of the document.
func values(document any, path string) ([]any, error) {
	expr, err := jp.ParseString(path)
	if err != nil {
		return nil, &pathError{path}
	}
	return expr.Get(document), nil
}

// text gives the single value at a JSONPath. null is "" and found; a value that is
// missing, many, or no scalar is an error.
func (a Answer) text(path string) (string, error) {
	document, err := a.document()
	if err != nil {
		return "", err
	}
	found, err := values(document, path)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d values at %s, wanted one", len(found), path)
	}
	return scalar(found[0], path)
}

func scalar(value any, path string) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("no single value at %s", path)
}

// list gives the values at a JSONPath that names a list, or the elements of one.
func (a Answer) list(path string) ([]any, error) {
	document, err := a.document()
	if err != nil {
		return nil, err
	}
	found, err := values(document, path)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 {
		if list, ok := found[0].([]any); ok {
			return list, nil
		}
	}
	if len(found) == 0 && !strings.Contains(path, "*") {
		return nil, fmt.Errorf("nothing at %s", path)
	}
	return found, nil
}

// kept takes a value that a step saves, of the answer to a request for asked; an empty
// one is an error.
func (a Answer) kept(source, asked string) (string, error) {
	value, err := a.from(source, asked)
	if err == nil && value == "" {
		err = fmt.Errorf("the value at %s is empty", source)
	}
	return value, err
}

// cookie is the value that the answer sets, "" where it sets none or takes it back.
func (a Answer) cookie(name string) string {
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name != name || c.MaxAge < 0 {
			continue
		}
		if c.Quoted {
			return `"` + c.Value + `"`
		}
		return c.Value
	}
	return ""
}

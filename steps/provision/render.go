package provision

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// Render fills a move's templates. road "" takes the dialect's own way. A move or
// road that the dialect does not know is an *UnknownMoveError.
func (d *Dialect) Render(m Move, road string, vars template.Vars) (Request, error) {
	w, ok := d.moves[m].way(road)
	if !ok || !d.Has(m) {
		return Request{}, &UnknownMoveError{Dialect: d.Name, Move: m, Road: road}
	}
	path, err := w.path(vars)
	if err != nil {
		return Request{}, fmt.Errorf("%s: rendering the path of %s: %w", w.node.Place(), m, err)
	}
	body, err := w.body(vars)
	if err != nil {
		return Request{}, fmt.Errorf("rendering the body of %s: %w", m, err)
	}
	return Request{Move: m, Road: w.Road, Method: w.Method, Path: path, Body: body, Accept: w.Accept}, nil
}

func (w way) path(vars template.Vars) (string, error) {
	path, err := template.URL(w.Path, vars)
	if err != nil {
		return "", err
	}
	var query []string
	for _, m := range w.Query {
		value, err := template.Text(m.Value.Text, vars)
		if err != nil {
			return "", err
		}
		// %20 and not "+" for a space: not every server reads both.
		escaped := strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
		query = append(query, url.QueryEscape(m.Key.Text)+"="+escaped)
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path, nil
}

func (w way) body(vars template.Vars) ([]byte, error) {
	if w.JSON.IsZero() {
		return nil, nil
	}
	body, err := w.JSON.Render(vars)
	if err != nil || len(w.Set)+len(w.Unset) == 0 {
		return body, err
	}
	return template.Changes{Set: w.Set, Unset: w.Unset}.Over(body, vars)
}

package provision

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/template"
)

// Render fills the templates of a move's last request: that which makes the change. road ""
// takes the dialect's own way. A move or road that the dialect does not know is an
// *UnknownMoveError. Changes are for the moves about attributes.
func (d *Dialect) Render(m Move, road string, vars template.Vars, changes ...Change) (Request, error) {
	w, err := d.wayOf(m, road)
	if err != nil {
		return Request{}, err
	}
	requests := d.requestsOf(w)
	return d.render(requests[len(requests)-1], m, w.Road, vars, changes)
}

func (d *Dialect) wayOf(m Move, road string) (way, error) {
	w, ok := d.moves[m].way(road)
	if !ok || !d.Has(m) {
		return way{}, &UnknownMoveError{Dialect: d.Name, Move: m, Road: road, Because: d.because(m)}
	}
	return w, nil
}

func (d *Dialect) render(r request, m Move, road string, vars template.Vars, changes []Change) (Request, error) {
	path, err := r.path(d.query, vars)
	if err != nil {
		return Request{}, fmt.Errorf("%s: rendering the path of %s: %w", r.at.Place(), m, err)
	}
	body, strict, err := r.body(vars, changes)
	if err != nil {
		return Request{}, fmt.Errorf("rendering the body of %s: %w", m, err)
	}
	header := d.header.Clone()
	if body == nil {
		header.Del("Content-Type")
	}
	return Request{
		Move: m, Road: road, Method: r.Method, Path: path, Header: header, Body: body, Accept: r.Accept, Strict: strict,
	}, nil
}

// path puts what the dialect says in every query before the request's own.
func (r request) path(everywhere template.Members, vars template.Vars) (string, error) {
	path, err := template.URL(r.Path, vars)
	if err != nil {
		return "", err
	}
	var query []string
	for _, m := range append(everywhere[:len(everywhere):len(everywhere)], r.Query...) {
		value, err := template.Text(m.Value.Text, vars)
		if err != nil {
			return "", err
		}
		query = append(query, parameter(m.Key.Text, value))
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path, nil
}

// parameter writes a name alone where there is no value, as flags are written.
func parameter(name, value string) string {
	if value == "" {
		return url.QueryEscape(name)
	}
	// %20 and not "+" for a space: not every server reads both.
	return url.QueryEscape(name) + "=" + strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
}

// body writes the document, and says what of it a strict service provider may refuse.
func (r request) body(vars template.Vars, changes []Change) ([]byte, Strict, error) {
	if len(r.Operations) > 0 {
		body, strict, err := patch(r.Operations, changes, vars)
		if strict.Refuses == "" {
			strict = r.Strict
		}
		return body, strict, err
	}
	if r.JSON.IsZero() {
		return nil, r.Strict, nil
	}
	body, err := r.JSON.Render(vars)
	if err != nil {
		return nil, r.Strict, err
	}
	body, err = r.laid(body, vars, changes)
	return body, r.Strict, err
}

// laid is the document with what is set and unset, once more for each change.
func (r request) laid(body []byte, vars template.Vars, changes []Change) ([]byte, error) {
	over := template.Changes{Set: r.Set, Fill: r.Fill, Unset: r.Unset}
	if len(r.Set)+len(r.Fill)+len(r.Unset) == 0 {
		return body, nil
	}
	if changes == nil {
		return over.Over(body, vars)
	}
	resource, _ := vars["resource"].(jsontext.Value)
	for _, c := range changes {
		own, err := c.vars(resource)
		if err != nil {
			return nil, err
		}
		if body, err = over.Over(body, vars.With(own)); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// kept is what the requests after it know of an answer's document: the whole, and its id.
func kept(name string, body []byte) (template.Vars, error) {
	var document struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &document); err != nil {
		return nil, fmt.Errorf("reading the answer that is needed further on: %w", err)
	}
	return template.Vars{name: jsontext.Value(body), name + ".id": document.ID}, nil
}

package provision

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Dialect is the way a given SCIM client puts its moves on the wire. It is not
// changed after Load, so scenarios may share it.
type Dialect struct {
	// Name is the file's name without its ending, such as "rfc".
	Name string
	// Title says in a few words whose manner this is.
	Title string
	// Source says where the shapes were learnt.
	Source string
	// Rules are the ids of the requirements beyond the RFCs that this client relies on; a
	// service provider that it provisions is held to them.
	Rules []string

	// file is where it was read from; "" for a bundled one.
	file       string
	top        *yamlfile.Node
	confidence string
	header     http.Header
	query      template.Members
	moves      map[Move]choice
}

// Names lists the bundled dialects, sorted.
func Names() []string {
	files, err := fs.Glob(fixtures.Dialects(), "*.yaml")
	if err != nil {
		return nil
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(file, ".yaml")
	}
	return files
}

// Load returns the bundled dialect of that name. An unknown name is a
// problem.Error that lists the names there are.
func Load(name string) (*Dialect, error) {
	names := Names()
	if !slices.Contains(names, name) {
		err := problem.Usage("there is no dialect %q", name)
		if meant := meant(name, names); meant != "" {
			return nil, err.Hint("did you mean --dialect %s?", meant)
		}
		return nil, err.Hint("the dialects are %s", strings.Join(names, ", "))
	}
	text, err := fs.ReadFile(fixtures.Dialects(), name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the dialect %s: %w", name, err)
	}
	d, err := Parse(name, text)
	if err != nil {
		return nil, err
	}
	return d, d.complete()
}

// Parse reads a dialect's file. A move of which it says nothing is never made. Whatever is
// wrong is a problem.Error with file and line.
func Parse(name string, text []byte) (*Dialect, error) {
	return parse(name, "dialects/"+name+".yaml", text)
}

// document is a dialect's file.
type document struct {
	Title      string            `yaml:"title"`
	Source     string            `yaml:"source"`
	Confidence confidence        `yaml:"confidence"`
	Like       string            `yaml:"like"`
	Rules      []string          `yaml:"rules"`
	Headers    map[string]string `yaml:"headers"`
	Query      template.Members  `yaml:"query"`
	Moves      map[Move]choice   `yaml:"moves"`
}

func parse(name, place string, text []byte) (*Dialect, error) {
	top, err := yamlfile.Parse(place, text)
	if err != nil {
		return nil, err
	}
	var file document
	if err := top.Decode(&file); err != nil {
		return nil, err
	}
	if file.Title == "" || file.Source == "" {
		return nil, top.Errorf("a dialect has a title and a source")
	}
	if len(file.Query.Names()) > 0 {
		return nil, top.Get("query").Errorf("the query of all requests has no placeholders")
	}
	d := &Dialect{
		Name: name, Title: file.Title, Source: file.Source, Rules: file.Rules, top: top,
		confidence: string(file.Confidence), header: http.Header{}, query: file.Query, moves: map[Move]choice{},
	}
	if file.Like != "" {
		if err := d.inherit(top.Get("like"), file.Like); err != nil {
			return nil, err
		}
	}
	for field, value := range file.Headers {
		d.header.Set(field, value)
	}
	maps.Copy(d.moves, file.Moves)
	if err := d.check(); err != nil {
		return nil, err
	}
	return d, nil
}

// inherit takes over how another dialect speaks, but neither its rules nor its confidence: a
// move is never surer than the dialect that makes it.
func (d *Dialect) inherit(n *yamlfile.Node, like string) error {
	if like == d.Name || !slices.Contains(Names(), like) {
		return n.Errorf("there is no other dialect %q", like).Hint("the dialects are %s", strings.Join(Names(), ", "))
	}
	base, err := Load(like)
	if err != nil {
		return err
	}
	d.header, d.query, d.moves = base.header.Clone(), append(slices.Clone(base.query), d.query...), maps.Clone(base.moves)
	return nil
}

// Has reports whether the dialect's client ever makes the move.
func (d *Dialect) Has(m Move) bool {
	w, ok := d.moves[m].way("")
	return ok && w.Never == ""
}

// Never is the reason why the dialect's client does not make a move; "" where it does.
func (d *Dialect) Never(m Move) string {
	w, _ := d.moves[m].way("")
	return w.Never
}

// because is why a move, or a road of it, is not the client's: its own reason, or the roads that are.
func (d *Dialect) because(m Move) string {
	if why := d.Never(m); why != "" {
		return why
	}
	if roads := d.Roads(m); len(roads) > 0 {
		return "its own way is " + strings.Join(roads, ", or ")
	}
	return ""
}

// Roads lists the named ways of a move, in the file's order; nil where there is
// only one.
func (d *Dialect) Roads(m Move) []string {
	var roads []string
	for _, w := range d.moves[m].ways {
		if w.Road != "" {
			roads = append(roads, w.Road)
		}
	}
	return roads
}

// Default is the dialect's own road of a move; "" where there is only one.
func (d *Dialect) Default(m Move) string { return d.moves[m].standard }

// requestsOf are the requests of a way, those of the moves that it uses among them.
func (d *Dialect) requestsOf(w way) []request {
	var all []request
	for _, r := range w.all() {
		if r.Use == "" {
			all = append(all, r)
			continue
		}
		used, _ := d.moves[r.Use].way("")
		all = append(all, d.requestsOf(used)...)
	}
	return all
}

// UnknownMoveError says that a dialect's client never does such a thing.
type UnknownMoveError struct {
	Dialect string
	Move    Move
	// Road is the way that was asked for; "" for none in particular.
	Road string
	// Because is the dialect's own reason; "" where it has none.
	Because string
}

// Error names the dialect and the move.
func (e *UnknownMoveError) Error() string {
	switch {
	case e.Because != "":
		return fmt.Sprintf("the client of the dialect %s never does this (%s): %s", e.Dialect, e.Move, e.Because)
	case e.Road != "":
		return fmt.Sprintf("the dialect %s has no way %q to %s", e.Dialect, e.Road, e.Move)
	}
	return fmt.Sprintf("the dialect %s has no move %q", e.Dialect, e.Move)
}

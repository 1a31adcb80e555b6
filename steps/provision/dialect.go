package provision

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/problem"
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

	moves map[Move]choice
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
		if meant := yamlfile.Closest(name, names); meant != "" {
			return nil, err.Hint("did you mean --dialect %s?", meant)
		}
		return nil, err.Hint("the dialects are %s", strings.Join(names, ", "))
	}
	text, err := fs.ReadFile(fixtures.Dialects(), name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the dialect %s: %w", name, err)
	}
	return Parse(name, text)
}

// Parse reads a dialect's file. Whatever is wrong is a problem.Error with file
// and line.
func Parse(name string, text []byte) (*Dialect, error) {
	top, err := yamlfile.Parse("dialects/"+name+".yaml", text)
	if err != nil {
		return nil, err
	}
	var file struct {
		Title  string          `yaml:"title"`
		Source string          `yaml:"source"`
		Moves  map[Move]choice `yaml:"moves"`
	}
	if err := top.Decode(&file); err != nil {
		return nil, err
	}
	for m, c := range file.Moves {
		if err := c.check(m); err != nil {
			return nil, err
		}
	}
	return &Dialect{Name: name, Title: file.Title, Source: file.Source, moves: file.Moves}, nil
}

// Has reports whether the dialect knows the move.
func (d *Dialect) Has(m Move) bool { return len(d.moves[m].ways) > 0 }

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

// UnknownMoveError says that a dialect's client never does such a thing.
type UnknownMoveError struct {
	Dialect string
	Move    Move
	// Road is the way that was asked for; "" for none in particular.
	Road string
}

// Error names the dialect and the move.
func (e *UnknownMoveError) Error() string {
	if e.Road != "" {
		return fmt.Sprintf("the dialect %s has no way %q to %s", e.Dialect, e.Road, e.Move)
	}
	return fmt.Sprintf("the dialect %s has no move %q", e.Dialect, e.Move)
}

package provision

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// RFC is the dialect of RFC 7644 to the letter: the one that is spoken where none is chosen.
const RFC = "rfc"

// All stands for every bundled dialect.
const All = "all"

// Choose returns the dialects of those names, each once and in this order. A name is that of a
// bundled dialect, All, or a file that ends in .yaml. Without any it is RFC alone. Whatever is
// wrong is a problem.Error.
func Choose(names ...string) ([]*Dialect, error) {
	if len(names) == 0 {
		names = []string{RFC}
	}
	var chosen []*Dialect
	for _, name := range names {
		some, err := named(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		for _, d := range some {
			if chosen, err = joined(chosen, d); err != nil {
				return nil, err
			}
		}
	}
	return chosen, nil
}

// joined adds a dialect once. Two files of one name would be one column in every report.
func joined(chosen []*Dialect, d *Dialect) ([]*Dialect, error) {
	at := slices.IndexFunc(chosen, func(other *Dialect) bool { return other.Name == d.Name })
	switch {
	case at < 0:
		return append(chosen, d), nil
	case chosen[at].file != d.file:
		return nil, problem.Usage("two dialects are called %s", d.Name).Hint("give the file another name")
	default:
		return chosen, nil
	}
}

func named(name string) ([]*Dialect, error) {
	if name == All {
		return everyDialect()
	}
	load := Load
	if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		load = open
	}
	d, err := load(name)
	if err != nil {
		return nil, err
	}
	return []*Dialect{d}, nil
}

func everyDialect() ([]*Dialect, error) {
	var all []*Dialect
	for _, name := range Names() {
		d, err := Load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// plainName is what a dialect may be called: it stands in reports, in ids of rule sets and in
// the paths of features.
var plainName = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// open reads a dialect of the user's own. It cannot be called like a bundled one: what it finds
// would look like a finding of that.
func open(path string) (*Dialect, error) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	switch {
	case !plainName.MatchString(name) || name == All:
		return nil, problem.Usage("a dialect cannot be called %q: its file's name is small letters, digits and hyphens", name).
			Hint("--dialect acme-sync.yaml")
	case slices.Contains(Names(), name):
		return nil, problem.Usage("%s is the name of a bundled dialect", name).Hint("give the file another name, such as my-%s.yaml", name)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		var why *fs.PathError
		if errors.As(err, &why) {
			err = why.Err
		}
		return nil, problem.Usage("cannot read the dialect %s", path).Because(err).Hint("the bundled dialects are %s", strings.Join(Names(), ", "))
	}
	d, err := parse(name, path, text)
	if err != nil {
		return nil, err
	}
	d.file = path
	return d, nil
}

// Listed is a bundled dialect as a list shows it; its JSON names are a public contract.
type Listed struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Source     string   `json:"source"`
	Confidence string   `json:"confidence"`
	Moves      []string `json:"moves"`
	// Rules are the requirements beyond the RFCs that its client relies on.
	Rules []string `json:"rules"`
}

// Catalogue lists the bundled dialects of those names, or all.
func Catalogue(names ...string) ([]Listed, error) {
	if len(names) == 0 {
		names = []string{All}
	}
	chosen, err := Choose(names...)
	if err != nil {
		return nil, err
	}
	all := []Listed{}
	for _, d := range chosen {
		all = append(all, d.listed())
	}
	return all, nil
}

func (d *Dialect) listed() Listed {
	l := Listed{ID: d.Name, Title: d.Title, Source: d.Source, Confidence: d.Confidence(), Moves: []string{}, Rules: append([]string{}, d.Rules...)}
	for _, m := range d.Moves() {
		l.Moves = append(l.Moves, string(m))
	}
	return l
}

// meant suggests the dialect that a slip comes closest to.
func meant(name string, names []string) string {
	return yamlfile.Closest(name, append([]string{All}, names...))
}

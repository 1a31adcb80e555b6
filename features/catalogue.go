package features

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Requirement is one thing that must hold, as the catalogue has it. Its ID is
// public and never given to another.
type Requirement struct {
	// ID is the tag of the scenarios bound to it, without "@": RFC7644-3.6-02.
	ID string `yaml:"id" json:"id"`
	// Level is MUST, SHOULD, MAY, or implied for what the text states without such a word.
	Level string `yaml:"level" json:"level"`
	// Section is where it stands: of the RFC, or the topic of the life cycle or of security.
	Section string `yaml:"section" json:"section"`
	// Says is the requirement in one sentence of our own.
	Says string `yaml:"says" json:"says"`
	// Needs are the capabilities without which it does not apply.
	Needs []string `yaml:"needs" json:"needs,omitempty"`
	// OnBreach is "warn" where breaking it is no failure although its level says so, else empty.
	OnBreach string `yaml:"onBreach" json:"onBreach,omitempty"`
	// Sources are where a rule of the life cycle or of security comes from.
	Sources []string `yaml:"sources" json:"sources,omitempty"`
	// Reason says why OnBreach is softer than the level, or why no scenario is bound.
	Reason string `yaml:"reason" json:"reason,omitempty"`
	// Decided says how the scenarios read what can be read in several ways, and
	// which answers they accept.
	Decided string `yaml:"decided" json:"decided,omitempty"`
	// Checks are the numbers of what a connector is checked for, in features/connector.
	Checks []string `yaml:"checks" json:"checks,omitempty"`
	// Actor is who has to fulfil it; service-provider where the catalogue does not say.
	Actor string `yaml:"actor" json:"actor"`
	// Observable is over-the-wire (where the catalogue does not say),
	// needs-out-of-band or not-observable.
	Observable string `yaml:"observable" json:"observable"`
}

// Catalogue is every requirement known, in the order of the files.
type Catalogue struct {
	all    []Requirement
	byID   map[string]int
	checks []Check
	// others maps the requirements that bind the client alone to why they are not ours.
	others map[string]string
}

// Requirement returns the requirement with an id.
func (c *Catalogue) Requirement(id string) (Requirement, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Requirement{}, false
	}
	return c.all[i], true
}

// All returns the requirements of the RFCs, of the life cycle, of security and of connectors, each file in its order.
func (c *Catalogue) All() []Requirement { return slices.Clone(c.all) }

// NotOurs tells why no service provider is judged by a requirement of the RFCs that
// binds the client alone.
func (c *Catalogue) NotOurs(id string) (reason string, ok bool) {
	reason, ok = c.others[id]
	return reason, ok
}

// Checks returns the checks of other tools, by number, and what accounts for each.
func (c *Catalogue) Checks() []Check { return slices.Clone(c.checks) }

// What lies beside the requirements in the folder of the catalogue.
const (
	notOursFile = "catalogue/not-ours.yaml"
	checksFile  = "catalogue/checks.yaml"
)

// Load reads the embedded catalogue. An unknown key, a missing id and an id given
// twice are errors that name the file.
func Load() (*Catalogue, error) { return loadFrom(files) }

func loadFrom(fsys fs.FS) (*Catalogue, error) {
	paths, err := fs.Glob(fsys, "catalogue/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("looking for the catalogue: %w", err)
	}
	c := &Catalogue{byID: map[string]int{}, others: map[string]string{}}
	for _, path := range paths {
		if err := c.read(fsys, path); err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
	}
	return c, nil
}

func (c *Catalogue) read(fsys fs.FS, path string) error {
	switch path {
	case checksFile:
		return listOf(fsys, path, c.addCheck)
	case notOursFile:
		return listOf(fsys, path, c.addNotOurs)
	default:
		return listOf(fsys, path, c.add)
	}
}

// listOf hands every entry of a file to add.
func listOf[T any](fsys fs.FS, path string, add func(T) error) error {
	text, err := fs.ReadFile(fsys, path)
	if err != nil {
		return fmt.Errorf("opening it: %w", err)
	}
	var entries []T
	if err := yaml.Load(text, &entries, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("decoding it: %w", err)
	}
	for _, entry := range entries {
		if err := add(entry); err != nil {
			return err
		}
	}
	return nil
}

// notOurs are requirements that bind the client alone, for the same reason.
type notOurs struct {
	Reason string   `yaml:"reason"`
	IDs    []string `yaml:"ids"`
}

func (c *Catalogue) addNotOurs(n notOurs) error {
	if n.Reason == "" {
		return errors.New("an entry has no reason")
	}
	for _, id := range n.IDs {
		if _, taken := c.others[id]; taken {
			return fmt.Errorf("the id %s is given twice", id)
		}
		c.others[id] = n.Reason
	}
	return nil
}

func (c *Catalogue) add(r Requirement) error {
	if r.ID == "" {
		return errors.New("an entry has no id")
	}
	if _, taken := c.byID[r.ID]; taken {
		return fmt.Errorf("the id %s is given twice", r.ID)
	}
	if r.Actor == "" {
		r.Actor = "service-provider"
	}
	if r.Observable == "" {
		r.Observable = "over-the-wire"
	}
	c.byID[r.ID] = len(c.all)
	c.all = append(c.all, r)
	return nil
}

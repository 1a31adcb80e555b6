package conduct

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Likeness is how far a client speaks as a dialect does.
type Likeness struct {
	// Name is that of the dialect.
	Name string
	// Score is the part of the client's traits that the dialect shares, from 0 to 1.
	Score float64
	// Differences are the traits that it does not share, in the order of their names.
	Differences []Difference
}

// Difference is one trait in which a client and a dialect differ.
type Difference struct {
	Trait string
	// Client is what was seen of the client, Dialect what the dialect has; empty where it does
	// no such thing.
	Client, Dialect []string
}

func (d Difference) String() string {
	dialect := strings.Join(d.Dialect, " or ")
	if dialect == "" {
		dialect = "no such thing"
	}
	return fmt.Sprintf("%s: %s (the dialect: %s)", d.Trait, strings.Join(d.Client, " and "), dialect)
}

func (l Likeness) String() string {
	text := fmt.Sprintf("%s (%.0f %%)", l.Name, 100*l.Score)
	if len(l.Differences) == 0 {
		return text
	}
	var parts []string
	for _, d := range l.Differences {
		parts = append(parts, d.String())
	}
	return text + ", but for " + strings.Join(parts, "; ")
}

// unlike are traits that say who a client is or what deviates, and not how it speaks.
var unlike = []string{"User-Agent", "read-only in PATCH", "list for one value", "text for an object"}

// Compare says how far a client speaks as each dialect does, the most alike first. Dialects
// that are as much alike are in the order of their names. It is empty where nothing was seen.
func Compare(client Manner, dialects map[string]Manner) []Likeness {
	traits := slices.DeleteFunc(slices.Sorted(maps.Keys(client)), func(trait string) bool { return slices.Contains(unlike, trait) })
	if len(traits) == 0 {
		return nil
	}
	var all []Likeness
	for _, name := range slices.Sorted(maps.Keys(dialects)) {
		all = append(all, liken(name, traits, client, dialects[name]))
	}
	slices.SortStableFunc(all, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// liken gives each trait the same weight, and within it each thing that was seen.
func liken(name string, traits []string, client, dialect Manner) Likeness {
	l := Likeness{Name: name}
	for _, trait := range traits {
		shared := 0
		for _, value := range client[trait] {
			if dialect.Has(trait, value) {
				shared++
			}
		}
		l.Score += float64(shared) / float64(len(client[trait])) / float64(len(traits))
		if shared < len(client[trait]) {
			l.Differences = append(l.Differences, Difference{trait, client[trait], dialect[trait]})
		}
	}
	return l
}

package report

import (
	"fmt"
	"io"

	"github.com/scimproof/scimproof/steps/result"
)

// Compared writes what changed from one run to another, for people; what is worse comes
// first, and the last line counts.
func Compared(w io.Writer, before, after *result.Run, c *result.Comparison, opts Options) error {
	p := newPrinter(w, opts)
	p.line("%s %s", p.paint(bold, "before:"), clean(said(before)))
	p.line("%s  %s", p.paint(bold, "after:"), clean(said(after)))
	for _, list := range []struct {
		title string
		c     colour
		all   []result.Changed
	}{
		{"broke", red, c.Broke},
		{"can no longer be judged", red, c.Blocked},
		{"fixed", green, c.Fixed},
		{"changed otherwise", yellow, c.Other},
		{"new", dim, c.Added},
		{"no longer there", yellow, c.Missing},
	} {
		p.changed(list.title, list.c, list.all)
	}
	p.line("")
	p.line("%d broke, %d no longer judged, %d fixed, %d changed otherwise, %d new, %d no longer there, %d the same",
		len(c.Broke), len(c.Blocked), len(c.Fixed), len(c.Other), len(c.Added), len(c.Missing), c.Same)
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

// said is a run in a line.
func said(run *result.Run) string {
	return fmt.Sprintf("%s, %s: %s", titleOf(run), run.StartedAt.UTC().Format("2006-01-02 15:04 UTC"), run.Verdict)
}

func (p *printer) changed(title string, c colour, all []result.Changed) {
	if len(all) == 0 {
		return
	}
	p.line("")
	p.line("%s", p.paint(c, title))
	for i, s := range all {
		if i == manyChanges && !p.opts.Verbose {
			p.line("    and %d more", len(all)-i)
			return
		}
		id := s.ID
		if s.Dialect != "" {
			id += " [" + s.Dialect + "]"
		}
		p.line("    %s: %s, was %s", clean(id), orNothing(s.After), orNothing(s.Before))
	}
}

// manyChanges is how many of a list are named.
const manyChanges = 200

func orNothing(o result.Outcome) string {
	if o == "" {
		return "not there"
	}
	return clean(string(o))
}

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// choice is an answer that the target gave to one question, under any requirement.
type choice struct {
	result.Reading
	requirements []string
	scenarios    int
}

// choices are the readings of a run by question: one who always answers PATCH with
// 204 has made one choice, though forty requirements leave it open.
func choices(run *result.Run) []choice {
	var all []choice
	for _, r := range run.Readings {
		i := slices.IndexFunc(all, func(c choice) bool {
			return c.Question == r.Question && c.Got == r.Got && slices.Equal(c.Accepted, r.Accepted)
		})
		if i < 0 {
			all = append(all, choice{Reading: r.Reading})
			i = len(all) - 1
		}
		all[i].requirements = append(all[i].requirements, r.Requirement)
		all[i].scenarios += len(r.Scenarios)
	}
	slices.SortStableFunc(all, func(a, b choice) int {
		return cmp.Or(cmp.Compare(a.Question, b.Question), slices.Compare(a.Accepted, b.Accepted), cmp.Compare(a.Got, b.Got))
	})
	return all
}

// readings says how many choices the target has made, and for whoever wants to read
// them, which.
func (p *printer) readings(run *result.Run) {
	all := choices(run)
	if len(all) == 0 {
		return
	}
	p.line("")
	if !p.opts.Verbose && !p.opts.Readings {
		p.line("%s  the standard leaves a choice, and the target made %s (--verbose, or a report, shows which)", p.paint(dim, "readings"), thousands(len(all)))
		return
	}
	p.line("%s  where the standard leaves a choice, the target made %s:", p.paint(dim, "readings"), thousands(len(all)))
	for _, c := range all {
		p.line("    %s", clean(c.String()))
	}
}

// String is the question, the answer, what else would have been right, and where it
// was asked.
func (c choice) String() string {
	others := slices.DeleteFunc(slices.Clone(c.Accepted), func(a string) bool { return a == c.Got })
	where := c.requirements[0]
	if more := len(c.requirements) - 1; more > 0 {
		where += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s: %s (not %s), by %s, %s",
		c.Question, c.Got, strings.Join(others, " or "), where, plural(c.scenarios, "scenario", "scenarios"))
}

package steps

import (
	"regexp"
	"sync"
)

// compiled are the expressions of the steps, which are the same in every run of this
// program: compiling them costs as much as a run of a few scenarios.
var compiled sync.Map

// expression is the compiled expression of a step. It panics on one that is none, as
// registering it would.
func expression(text string) *regexp.Regexp {
	if known, ok := compiled.Load(text); ok {
		return known.(*regexp.Regexp)
	}
	known, _ := compiled.LoadOrStore(text, regexp.MustCompile(text))
	return known.(*regexp.Regexp)
}

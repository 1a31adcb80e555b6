package steps

import (
	"regexp"
	"sync"
)

// compiled are the expressions of the steps, which are the same in every run of this
// program: compiling them costs as much as a run of a few scenarios.
var compiled = expressions{known: map[string]*regexp.Regexp{}}

type expressions struct {
	mu    sync.Mutex
	known map[string]*regexp.Regexp
}

// expression is the compiled expression of a step. It panics on one that is none, as
// registering it would.
func expression(text string) *regexp.Regexp {
	compiled.mu.Lock()
	defer compiled.mu.Unlock()
	if compiled.known[text] == nil {
		compiled.known[text] = regexp.MustCompile(text)
	}
	return compiled.known[text]
}

package steps

import (
	"sync"

	"github.com/scimproof/scimproof/steps/result"
)

// collector gathers the results of scenarios that run in parallel.
type collector struct {
	progress func(Progress)
	total    int

	mu        sync.Mutex
	scenarios []result.Scenario
	left      []result.LeftBehind
	failed    int
}

func (c *collector) add(s result.Scenario, left []result.LeftBehind) {
	c.mu.Lock()
	c.scenarios = append(c.scenarios, s)
	c.left = append(c.left, left...)
	if s.Outcome == result.Fail || s.Outcome == result.Error || s.Outcome == result.Invalid {
		c.failed++
	}
	now := Progress{Done: len(c.scenarios), Total: c.total, Failed: c.failed, Scenario: s.Name, Dialect: s.Dialect}
	c.mu.Unlock()
	if c.progress != nil {
		c.progress(now)
	}
}

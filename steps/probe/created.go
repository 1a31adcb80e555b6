package probe

import "sync"

// Created is the record of what a run made: only that may be transferred or
// removed. It is safe for parallel use.
type Created struct {
	mu  sync.Mutex
	ids map[string]bool
}

// NewCreated returns an empty record.
func NewCreated() *Created { return &Created{ids: map[string]bool{}} }

// Add notes the id of a person or an asset that the run made.
func (c *Created) Add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids[id] = true
}

// Has reports whether the run made what bears the id.
func (c *Created) Has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids[id]
}

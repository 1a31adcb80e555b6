package probe

import (
	"fmt"
	"sync"
)

// Created is the record of what a run made: only that may be transferred or
// removed. It is safe for parallel use.
type Created struct {
	mu   sync.Mutex
	ids  map[string]bool
	gone map[string]bool
	// known are the SCIM ids of people by their native ids.
	known map[string]string
}

// NewCreated returns an empty record.
func NewCreated() *Created {
	return &Created{ids: map[string]bool{}, gone: map[string]bool{}, known: map[string]string{}}
}

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

// Deleted notes that a person or an asset that the run made was deleted since.
func (c *Created) Deleted(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone[id] = true
}

// IsDeleted reports whether that was noted.
func (c *Created) IsDeleted(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gone[id]
}

// Name notes the native id of a person. That two people of the run bear the same one is an
// error: what is done to one would be done to another.
func (c *Created) Name(native, id string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, known := c.known[native]; known && other != id && !c.gone[other] {
		return fmt.Errorf("the native id %s is that of two people", native)
	}
	c.known[native] = id
	return nil
}

package connector

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrNobody says that the directory has nobody, or no group, by that key.
var ErrNobody = errors.New("the directory has nothing by that key")

// Standing is where somebody stands in the directory.
type Standing string

// The standings.
const (
	Present Standing = "present"
	Left    Standing = "left"
	Purged  Standing = "purged" // gone for good
)

// Team is a group of the directory.
type Team struct {
	DisplayName string   `json:"displayName"`
	Members     []string `json:"members"` // keys of people
}

// entry is what the directory says of a person.
type entry struct {
	wanted   Resource
	standing Standing
	since    time.Time // of the standing; who is purged has left before
}

// directory is what should be. It is safe for concurrent use, and knows nothing of the service provider.
type directory struct {
	mu     sync.Mutex
	people map[string]entry
	teams  map[string]Team
}

func newDirectory() *directory {
	return &directory{people: map[string]entry{}, teams: map[string]Team{}}
}

// put adds a person, changes them, or has them back.
func (d *directory) put(key string, wanted Resource, now time.Time) error {
	if name, _ := wanted[Users.Name].(string); name == "" {
		return errors.New("a person needs a userName")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.people[key] = entry{wanted: clone(wanted), standing: Present, since: now}
	return nil
}

// remove has a person leave, or purges them.
func (d *directory) remove(key string, purge bool, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, known := d.people[key]
	if !known {
		return fmt.Errorf("removing %q: %w", key, ErrNobody)
	}
	if e.standing == Present {
		e.standing, e.since = Left, now
	}
	if purge {
		e.standing = Purged
	}
	d.people[key] = e
	return nil
}

// forget takes out who was purged, unless they have come back meanwhile.
func (d *directory) forget(key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.people[key].standing == Purged {
		delete(d.people, key)
	}
}

func (d *directory) putTeam(key string, t Team) error {
	if t.DisplayName == "" {
		return errors.New("a group needs a displayName")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.teams[key] = t
	return nil
}

func (d *directory) removeTeam(key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.teams[key]; !known {
		return fmt.Errorf("removing the group %q: %w", key, ErrNobody)
	}
	delete(d.teams, key)
	return nil
}

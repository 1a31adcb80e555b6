package idp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"

	"github.com/scimproof/scimproof/reference/idp/openid"
	"github.com/scimproof/scimproof/reference/store"
)

// Add puts a person into the directory, and runs a cycle.
func (s *Service) Add(ctx context.Context, p store.Person) (store.Person, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	p.ID, p.Pending = rand.Text(), true
	if p.Password != "" {
		hash, err := s.Passwords.HashPassword(ctx, p.Password)
		if err != nil {
			return store.Person{}, fmt.Errorf("hashing a person's password: %w", err)
		}
		p.PasswordHash = hash
	}
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Connection(p.ConnectionID); err != nil {
			return err
		}
		if err := makeRoom(tx, p); err != nil {
			return err
		}
		return tx.InsertPerson(p)
	})
	if err != nil {
		return store.Person{}, err
	}
	_, err = s.cycle(ctx, p.ConnectionID)
	return p, err
}

// makeRoom refuses a second person of one userName, and forgets the removal of somebody whose userName it was.
func makeRoom(tx *store.Tx, p store.Person) error {
	people, err := tx.People(p.ConnectionID)
	if err != nil {
		return err
	}
	for _, other := range people {
		if other.ID == p.ID || store.FoldUserName(other.UserName) != store.FoldUserName(p.UserName) {
			continue
		}
		if !other.Removed {
			return ErrTaken
		}
		if err := tx.DeletePerson(p.ConnectionID, other.ID); err != nil {
			return err
		}
	}
	return nil
}

// People lists a connection's people, those who were removed too, in the order in which they were added.
func (s *Service) People(ctx context.Context, connectionID string) ([]store.Person, error) {
	_, people, err := s.load(ctx, connectionID)
	return people, err
}

// Person reads somebody who is in the directory.
func (s *Service) Person(ctx context.Context, connectionID, id string) (store.Person, error) {
	var p store.Person
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = present(tx, connectionID, id)
		return err
	})
	return p, err
}

// Authenticate implements openid.Directory.
func (s *Service) Authenticate(ctx context.Context, connectionID, userName, password string) (store.Person, error) {
	_, people, err := s.load(ctx, connectionID)
	if err != nil {
		return store.Person{}, err
	}
	var found store.Person
	for _, p := range people {
		if !p.Removed && store.FoldUserName(p.UserName) == store.FoldUserName(userName) {
			found = p
		}
	}
	if !s.Passwords.SamePassword(found.PasswordHash, password) {
		return store.Person{}, openid.ErrRefused
	}
	return found, nil
}

// Change changes a person's names or e-mail address, and runs a cycle.
func (s *Service) Change(ctx context.Context, connectionID, id string, change func(*store.Person)) (store.Person, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	var p store.Person
	err := s.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if p, err = present(tx, connectionID, id); err != nil {
			return err
		}
		change(&p)
		p.Pending = true
		return errors.Join(makeRoom(tx, p), tx.PutPerson(p))
	})
	if err != nil {
		return store.Person{}, err
	}
	_, err = s.cycle(ctx, connectionID)
	return p, err
}

// Remove takes a person out of the directory, and runs a cycle. They are kept aside, to be restored or purged.
func (s *Service) Remove(ctx context.Context, connectionID, id string) error {
	return s.turn(ctx, connectionID, id, func(tx *store.Tx) (store.Person, error) {
		p, err := present(tx, connectionID, id)
		p.Removed, p.Password = true, ""
		return p, err
	})
}

// Restore brings back somebody who was removed, as the person they were, and runs a cycle.
func (s *Service) Restore(ctx context.Context, connectionID, id string) error {
	return s.turn(ctx, connectionID, id, func(tx *store.Tx) (store.Person, error) {
		p, err := removed(tx, connectionID, id)
		p.Removed = false
		return p, err
	})
}

func (s *Service) turn(ctx context.Context, connectionID, id string, f func(*store.Tx) (store.Person, error)) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		p, err := f(tx)
		if err != nil {
			return err
		}
		p.Pending = true
		return tx.PutPerson(p)
	})
	if err != nil {
		return err
	}
	s.left(connectionID, id) // who is restored has left before, and logs in anew as well
	_, err = s.cycle(ctx, connectionID)
	return err
}

// Purge forgets somebody who was removed. Where the agent is switched on and its dialect has it, the tenant is told to
// delete their account; a refusal leaves everything as it was, and is in the result.
func (s *Service) Purge(ctx context.Context, connectionID, id string) (Result, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	var c store.Connection
	var p store.Person
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c, err = tx.Connection(connectionID); err != nil {
			return err
		}
		p, err = removed(tx, connectionID, id)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	result := s.erase(ctx, c, p)
	if result.Err != nil {
		return result, nil
	}
	return result, s.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeletePerson(connectionID, id) })
}

func (s *Service) erase(ctx context.Context, c store.Connection, p store.Person) Result {
	result := Result{UserName: p.UserName, Action: None}
	if !c.Provisioning || p.RemoteID == "" {
		return result
	}
	status, err := s.Agent(c.Dialect).Delete(ctx, p.RemoteID)
	switch {
	case errors.Is(err, ErrNeverDeletes):
		return result
	case status == http.StatusNotFound:
		err = nil
	}
	return Result{UserName: p.UserName, Action: Delete, Status: status, Err: err}
}

func present(tx *store.Tx, connectionID, id string) (store.Person, error) {
	p, err := tx.Person(connectionID, id)
	if err == nil && p.Removed {
		return store.Person{}, fmt.Errorf("reading a person who was removed: %w", store.ErrNotFound)
	}
	return p, err
}

func removed(tx *store.Tx, connectionID, id string) (store.Person, error) {
	p, err := tx.Person(connectionID, id)
	if err == nil && !p.Removed {
		return store.Person{}, fmt.Errorf("reading a person who is in the directory as one who was removed: %w", store.ErrNotFound)
	}
	return p, err
}

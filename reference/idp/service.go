package idp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/scimproof/scimproof/reference/store"
)

// Errors that callers tell apart by errors.Is. That a connection or person does not exist is store.ErrNotFound.
var (
	// ErrTaken says that the connection has a person of that userName.
	ErrTaken = errors.New("the connection has a person of that userName")
)

// Provisioner carries changes to the tenant; [Agent] is the real one. Statuses are those of HTTP, 0 for no answer.
type Provisioner interface {
	Find(ctx context.Context, userName string) (id string, err error)
	Create(ctx context.Context, p store.Person) (id string, status int, err error)
	Update(ctx context.Context, id string, p store.Person) (status int, err error)
	Disable(ctx context.Context, id string) (status int, err error)
}

// Service is the identity provider.
type Service struct {
	store *store.Store
	agent Provisioner
	log   *slog.Logger
	// changing is held by whoever changes the directory or carries its changes to the tenant, so that a cycle does
	// not write back what it read before a person was removed.
	changing sync.Mutex
}

// New makes a Service. What the tenant refuses goes to the log.
func New(s *store.Store, agent Provisioner, log *slog.Logger) *Service {
	return &Service{store: s, agent: agent, log: log}
}

// Connect makes a connection.
func (s *Service) Connect(ctx context.Context, name string, provisioning bool) (store.Connection, error) {
	c := store.Connection{ID: rand.Text(), Name: name, Provisioning: provisioning}
	return c, s.store.Update(ctx, func(tx *store.Tx) error { return tx.InsertConnection(c) })
}

// SetProvisioning switches the agent of a connection on or off. What changed while it was off is sent by the next cycle.
func (s *Service) SetProvisioning(ctx context.Context, connectionID string, on bool) (store.Connection, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	var c store.Connection
	err := s.store.Update(ctx, func(tx *store.Tx) (err error) {
		if err := tx.SetProvisioning(connectionID, on); err != nil {
			return err
		}
		c, err = tx.Connection(connectionID)
		return err
	})
	return c, err
}

// Disconnect forgets a connection and its people. The tenant is told nothing.
func (s *Service) Disconnect(ctx context.Context, connectionID string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	return s.store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteConnection(connectionID) })
}

// Add puts a person into the directory, and runs a cycle.
func (s *Service) Add(ctx context.Context, p store.Person) (store.Person, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	p.ID, p.Pending = rand.Text(), true
	err := s.store.Update(ctx, func(tx *store.Tx) error {
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

// makeRoom refuses a second person of one userName, and forgets the removal of somebody who is back.
func makeRoom(tx *store.Tx, p store.Person) error {
	people, err := tx.People(p.ConnectionID)
	if err != nil {
		return err
	}
	for _, other := range people {
		if store.FoldUserName(other.UserName) != store.FoldUserName(p.UserName) {
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

// Person reads somebody who is in the directory.
func (s *Service) Person(ctx context.Context, connectionID, id string) (store.Person, error) {
	var p store.Person
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = present(tx, connectionID, id)
		return err
	})
	return p, err
}

// Remove takes a person out of the directory, and runs a cycle.
func (s *Service) Remove(ctx context.Context, connectionID, id string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		p, err := present(tx, connectionID, id)
		if err != nil {
			return err
		}
		p.Removed, p.Pending, p.Password = true, true, ""
		return tx.PutPerson(p)
	})
	if err != nil {
		return err
	}
	_, err = s.cycle(ctx, connectionID)
	return err
}

func present(tx *store.Tx, connectionID, id string) (store.Person, error) {
	p, err := tx.Person(connectionID, id)
	if err == nil && p.Removed {
		return store.Person{}, fmt.Errorf("reading a person who was removed: %w", store.ErrNotFound)
	}
	return p, err
}

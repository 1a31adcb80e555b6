package idp

import (
	"context"
	"crypto/rand"
	"errors"
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
	// Update brings a user to what the directory says, renames them if need be, and enables them.
	Update(ctx context.Context, id string, p store.Person) (status int, err error)
	Disable(ctx context.Context, id string) (status int, err error)
	// Delete is ErrNeverDeletes where clients of that kind do not.
	Delete(ctx context.Context, id string) (status int, err error)
}

// Passwords hashes the passwords of people, for their login at the identity provider.
type Passwords interface {
	HashPassword(ctx context.Context, password string) ([]byte, error)
	// SamePassword takes as long, and is false, where hash is nil.
	SamePassword(hash []byte, password string) bool
}

// Config is what a Service is made of; all of it is required. What the tenant refuses goes to Log.
type Config struct {
	Store *store.Store
	// Agent is who speaks a dialect; it is asked only for those that KnownDialect knows.
	Agent     func(dialect string) Provisioner
	Passwords Passwords
	Log       *slog.Logger
}

// Service is the identity provider.
type Service struct {
	Config
	// changing is held by whoever changes the directory or carries its changes to the tenant, so that a cycle does
	// not write back what it read before a person was removed.
	changing sync.Mutex
	left     func(connectionID, personID string)
	last     map[string]Cycle // the latest of each connection
}

// New makes a Service.
func New(config Config) *Service {
	return &Service{Config: config, last: map[string]Cycle{}, left: func(string, string) {}}
}

// WhenRemoved has somebody told of each person who is removed, before anybody else is. It is set before the first is.
func (s *Service) WhenRemoved(tell func(connectionID, personID string)) { s.left = tell }

// Connect makes a connection of what is given but the id.
func (s *Service) Connect(ctx context.Context, c store.Connection) (store.Connection, error) {
	c.ID = rand.Text()
	return c, s.Store.Update(ctx, func(tx *store.Tx) error { return tx.InsertConnection(c) })
}

// Connections lists the connections.
func (s *Service) Connections(ctx context.Context) ([]store.Connection, error) {
	var list []store.Connection
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Connections()
		return err
	})
	return list, err
}

// Connection reads one connection.
func (s *Service) Connection(ctx context.Context, id string) (store.Connection, error) {
	var c store.Connection
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Connection(id)
		return err
	})
	return c, err
}

// Configure changes the settings of a connection. What changed in the directory while its agent was switched off is sent
// by the next cycle after it is switched on.
func (s *Service) Configure(ctx context.Context, connectionID string, change func(*store.Connection)) (store.Connection, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	var c store.Connection
	err := s.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if c, err = tx.Connection(connectionID); err != nil {
			return err
		}
		change(&c)
		return tx.PutConnection(c)
	})
	return c, err
}

// Disconnect forgets a connection and its people. The tenant is told nothing.
func (s *Service) Disconnect(ctx context.Context, connectionID string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	delete(s.last, connectionID)
	return s.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteConnection(connectionID) })
}

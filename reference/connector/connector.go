package connector

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrUnconfigured says that there are no settings yet.
var ErrUnconfigured = errors.New("the connector has no settings yet")

// Connector keeps a directory, and tells a service provider of it. It is safe for concurrent use; cycles run one after
// the other.
type Connector struct {
	options   Options
	directory *directory
	ending    context.Context //nolint:containedctx // it ends whatever cycle is under way when the connector is closed
	close     context.CancelFunc

	cycling sync.Mutex
	service *service // nil before there are settings
}

// Open makes a connector with an empty directory, which works until ctx ends or it is closed.
func Open(ctx context.Context, options Options) (*Connector, error) {
	options, err := withDefaults(options)
	if err != nil {
		return nil, fmt.Errorf("opening the connector: %w", err)
	}
	c := &Connector{options: options, directory: newDirectory()}
	c.ending, c.close = context.WithCancel(ctx)
	return c, nil
}

// Close ends the cycle under way, if there is one.
func (c *Connector) Close() error {
	c.close()
	return nil
}

// Configure says where the service provider is. What was known of it is forgotten if it is another one; a new token goes
// on where the old one was refused.
func (c *Connector) Configure(settings Settings) error {
	if err := settings.sound(); err != nil {
		return fmt.Errorf("taking the settings: %w", err)
	}
	c.cycling.Lock()
	defer c.cycling.Unlock()
	known := newBook()
	if old := c.service; old != nil && old.exchanger.sender.Base == settings.SCIM {
		known = old.book
	}
	c.service = newService(settings, c.options, c.directory, known)
	return nil
}

// PutPerson adds a person, changes them, or has them back. The resource is the SCIM user that is wanted, without an id;
// its manager is named by key.
func (c *Connector) PutPerson(key string, wanted Resource) error {
	return c.directory.put(key, wanted, c.options.Now())
}

// RemovePerson has a person leave, or purges them. It is ErrNobody where there is none.
func (c *Connector) RemovePerson(key string, purge bool) error {
	return c.directory.remove(key, purge, c.options.Now())
}

// PutGroup adds a group or changes it.
func (c *Connector) PutGroup(key string, t Team) error { return c.directory.putTeam(key, t) }

// RemoveGroup takes a group out. It is ErrNobody where there is none.
func (c *Connector) RemoveGroup(key string) error { return c.directory.removeTeam(key) }

// Cycle brings the service provider to what the directory says. What fails is in the report, and tried again by the next.
func (c *Connector) Cycle(ctx context.Context, asked Asked) (Report, error) {
	c.cycling.Lock()
	defer c.cycling.Unlock()
	if c.service == nil {
		return Report{}, ErrUnconfigured
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.ending, cancel)() //nolint:contextcheck // the cycle ends with either of the two
	return c.service.cycle(ctx, asked), nil
}

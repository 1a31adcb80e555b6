package control

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// doors are the other ways to what was wrapped. Each listens on loopback, on a port of its own.
type doors struct {
	mu     sync.Mutex
	open   []*door
	given  int
	closed bool

	once        sync.Once
	authority   *authority
	authorityOf error
}

type door struct {
	Door
	server *http.Server
	came   atomic.Int64
}

func newDoors() *doors { return &doors{} }

var (
	errTooMany = errors.New("too many doors are open")
	errClosed  = errors.New("the listener has been closed")
)

// openDoor opens one. A plain one has another host name than the front has by its address, so that a redirect to it leads
// to another host.
func (c *Control) openDoor(ctx context.Context, kind string) (Door, error) {
	front, err := c.wrapped()
	if err != nil {
		return Door{}, err
	}
	made, config, err := c.doors.prepare(kind)
	if err != nil {
		return Door{}, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return Door{}, fmt.Errorf("opening a door: %w", err)
	}
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	if err := c.doors.add(made, listener, front); err != nil {
		return Door{}, errors.Join(err, listener.Close())
	}
	go func() { _ = made.server.Serve(listener) }() // it ends when the door is closed
	return made.Door, nil
}

// prepare makes a door of that kind, and what TLS needs; nil for plain HTTP.
func (d *doors) prepare(kind string) (*door, *tls.Config, error) {
	made := &door{Door: Door{Certificate: kind}}
	if kind == plain {
		return made, nil, nil
	}
	d.once.Do(func() { d.authority, d.authorityOf = newAuthority() })
	if d.authorityOf != nil {
		return nil, nil, d.authorityOf
	}
	certificate, err := d.authority.certificate(kind)
	if err != nil {
		return nil, nil, err
	}
	if kind != untrusted {
		made.CA = d.authority.pem
	}
	return made, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}, nil
}

// add gives the door its id, its address and its server.
func (d *doors) add(made *door, listener net.Listener, front *surface) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.closed:
		return errClosed
	case len(d.open) >= maxDoors:
		return errTooMany
	}
	d.given++
	made.ID = fmt.Sprintf("d%d", d.given)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("reading the address of a door: %w", err)
	}
	made.URL = "https://127.0.0.1:" + port + front.base
	if made.Certificate == plain {
		made.URL = "http://localhost:" + port + front.base
	}
	made.server = made.serverFor(front)
	d.open = append(d.open, made)
	return nil
}

func (d *door) serverFor(front http.Handler) *http.Server {
	id := d.ID
	return &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			front.ServeHTTP(w, r.WithContext(throughDoor(r.Context(), id)))
		}),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				d.came.Add(1)
			}
		},
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(slog.DiscardHandler, slog.LevelWarn), // who refuses a certificate is no news
	}
}

func (d *doors) list() []Door {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make([]Door, 0, len(d.open))
	for _, one := range d.open {
		shown := one.Door
		shown.Connections = int(one.came.Load())
		all = append(all, shown)
	}
	return all
}

// shut closes a door with all connections through it; false where there is none of that id.
func (d *doors) shut(id string) (bool, error) {
	d.mu.Lock()
	i := slices.IndexFunc(d.open, func(one *door) bool { return one.ID == id })
	if i < 0 {
		d.mu.Unlock()
		return false, nil
	}
	one := d.open[i]
	d.open = slices.Delete(d.open, i, i+1)
	d.mu.Unlock()
	return true, one.close()
}

func (d *doors) closeAll() error {
	d.mu.Lock()
	all := d.open
	d.open, d.closed = nil, true
	d.mu.Unlock()
	var failed error
	for _, one := range all {
		failed = errors.Join(failed, one.close())
	}
	return failed
}

func (d *door) close() error {
	if err := d.server.Close(); err != nil {
		return fmt.Errorf("closing the door %s: %w", d.ID, err)
	}
	return nil
}

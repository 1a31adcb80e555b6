package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/steps/problem"
)

// controlVariable holds the token of the control listener.
const controlVariable = "SCIMPROOF_CONTROL_TOKEN"

// controlled is a control listener in front of what is served; nil for none.
type controlled struct {
	*control.Control
	listener net.Listener
	token    token
	log      *slog.Logger
}

// control opens the listener that --control asks for, without serving yet. The token of SCIM clients is what an observed
// client is meant to show.
func (s *session) control(ctx context.Context, f *serveFlags, t tokens, log *slog.Logger) (*controlled, error) {
	if f.control == "" {
		return nil, nil
	}
	if err := loopbackOnly(f.control); err != nil {
		return nil, err
	}
	made, err := s.controlToken(t)
	if err != nil {
		return nil, err
	}
	listener, err := listenFor(ctx, "control", f.control)
	if err != nil {
		return nil, err
	}
	return &controlled{control.New(made.value, t.scim.value), listener, made, log}, nil
}

// loopbackOnly refuses what others could reach: the listener shows what clients send.
func loopbackOnly(address string) error {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return problem.Usage("--control wants an address of this machine alone, for it shows and decides what clients get").
		Hint("scimproof serve --control 127.0.0.1:0")
}

// controlToken is made up unless the environment has one. It opens more than the others, so that it is none of them.
func (s *session) controlToken(t tokens) (token, error) {
	made, err := s.serveToken("", "", controlVariable)
	if err != nil {
		return token{}, err
	}
	for _, other := range []token{t.scim, t.admin, t.other} {
		if made.value == other.value {
			return token{}, problem.Usage("the token of the control listener is one of the others").Hint("give %s a value of its own", controlVariable)
		}
	}
	s.secrets.Add(made.value)
	return made, nil
}

// wrap is the handler as clients shall see it.
func (c *controlled) wrap(base string, handler http.Handler) http.Handler {
	if c == nil {
		return handler
	}
	return c.Wrap(base, handler)
}

// url is where the API is; "" for no listener.
func (c *controlled) url() string {
	if c == nil {
		return ""
	}
	return "http://" + c.listener.Addr().String()
}

// announcement says where the listener is, and where its token; never the token itself.
func (c *controlled) announcement(targetFile string) string {
	if c == nil {
		return ""
	}
	where := "control.token in " + targetFile
	if c.token.variable != "" {
		where = "the value of " + c.token.variable
	}
	return fmt.Sprintf("\nthe control listener is on %s, and wants a token of its own: %s\n", c.url(), where)
}

// inFile is the listener as a target's file says it.
func (c *controlled) inFile() string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("control: {url: %q, token: %q}\n", c.url(), c.token.inFile())
}

// close is for a listener that is not served.
func (c *controlled) close() error {
	if c == nil {
		return nil
	}
	return errors.Join(c.Close(), c.listener.Close())
}

// serveWith serves both until ctx ends, or one of them fails. What waits for an exchange, or for a delayed answer, ends first.
func serveWith(ctx context.Context, c *controlled, server *http.Server, listener net.Listener) error {
	if c == nil {
		return serveUntil(ctx, server, listener)
	}
	together, ctx := errgroup.WithContext(ctx)
	release := context.AfterFunc(ctx, func() { _ = c.Close() }) // closed once more below, where its error is told
	defer release()
	together.Go(func() error { return serveUntil(ctx, server, listener) })
	together.Go(func() error { return serveUntil(ctx, newServer(c.API(), c.log), c.listener) })
	return errors.Join(together.Wait(), c.Close())
}

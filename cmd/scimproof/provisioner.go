package main

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/scimproof/scimproof/reference"
	recording "github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// opened is what a run is made against.
type opened struct {
	target *target.Target
	// connector sends in the harness's place; nil where that sends itself.
	connector *connector.Connector
	// control speaks to what stands between the connector and the target; nil where nothing does.
	control *control.Client
	// notes are remarks on how the connector came; nil where nobody saw it come.
	notes func() []string
}

// openRun finds who is judged: the target of the flags, or a connector and its target.
func (s *session) openRun(ctx context.Context, f *runFlags, mode string) (opened, func(), error) {
	if f.provisioner == "" {
		under, release, err := s.open(ctx, f.targetFlags, mode)
		return opened{target: under}, release, err
	}
	if len(f.dialects) > 0 {
		return opened{}, nil, problem.Usage("--dialect is for the changes that scimproof sends itself, and with --provisioner the connector sends them").
			Hint("`speaks: %s` in %s says by whose rules it is judged", f.dialects[0], f.provisioner)
	}
	c, err := connector.Load(f.provisioner, s.lookup)
	if err != nil {
		return opened{}, nil, err
	}
	s.secrets.Add(c.Secrets()...)
	if f.target == "" {
		f.target = c.Target
	}
	if f.target == "" {
		if err := f.bundledTakesNone(); err != nil {
			return opened{}, nil, err
		}
		return s.awaitConnector(ctx, c, f.mode.value)
	}
	return s.connectorTo(ctx, c, f.targetFlags)
}

// connectorTo is a connector and a target of one's own. Where its file says on which address to
// listen, it is told that, and all that it sends goes through and is recorded; else it is told the
// target's own URL, and nobody records anything.
func (s *session) connectorTo(ctx context.Context, c *connector.Connector, f targetFlags) (opened, func(), error) {
	under, release, err := s.open(ctx, f, "")
	if err != nil {
		return opened{}, nil, err
	}
	if c.Listen != "" {
		out, forget, err := s.recordedTo(ctx, c, under)
		if err != nil {
			release()
			return opened{}, nil, err
		}
		return out, func() { forget(); release() }, nil
	}
	folder, file, err := tokenFile(under.SCIM.Auth.Bearer)
	if err != nil {
		release()
		return opened{}, nil, err
	}
	c.Settings = connector.Settings{URL: under.SCIM.URL, Token: under.SCIM.Auth.Bearer, TokenFile: file}
	s.note(fmt.Sprintf("nobody records what the connector %s sends to %s; `listen: 127.0.0.1:0` in %s leads it through here", c.Name, under.SCIM.URL, c.Source))
	return opened{target: under, connector: c}, func() { release(); _ = os.RemoveAll(folder) }, nil
}

// recordedTo is a connector that reaches a target of one's own through our listener.
func (s *session) recordedTo(ctx context.Context, c *connector.Connector, under *target.Target) (opened, func(), error) {
	base, err := url.Parse(under.SCIM.URL)
	if err != nil {
		return opened{}, nil, fmt.Errorf("reading the target's URL: %w", err)
	}
	transport, err := transportTo(under)
	if err != nil {
		return opened{}, nil, err
	}
	out, release, err := s.openFront(ctx, c, front{base.EscapedPath(), recording.Proxy(base, transport), under.SCIM.Auth.Bearer, nil})
	if err != nil {
		return opened{}, nil, err
	}
	out.target = under
	s.awaited(c)
	return out, release, nil
}

// manyAtOnce is how many connections to a target are kept for what a connector sends at a time.
const manyAtOnce = 8

// transportTo carries what a connector sends to a target, whose certificates its file may name.
func transportTo(under *target.Target) (http.RoundTripper, error) {
	if under.TLS.CA == "" {
		return scim.NewTransport(manyAtOnce, nil), nil
	}
	pem, err := os.ReadFile(under.TLS.CA)
	if err != nil {
		return nil, problem.Usage("cannot read the certificates of tls.ca").Because(causeOf(err))
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, problem.Usage("%s holds no PEM certificate", under.TLS.CA).Hint("tls.ca in the target's file names a file of PEM certificates to trust")
	}
	return scim.NewTransport(manyAtOnce, pool), nil
}

// awaited says where the connector has to go.
func (s *session) awaited(c *connector.Connector) {
	s.note(fmt.Sprintf("the connector %s is awaited at %s; its token is in %s", c.Name, c.Settings.URL, c.Settings.TokenFile))
}

// awaitConnector starts the bundled reference for a connector, behind what records it, and
// says where it is. The harness itself goes by another door.
func (s *session) awaitConnector(ctx context.Context, c *connector.Connector, mode string) (opened, func(), error) {
	options, neighbour := bundledOptions()
	options.Strict = mode == modeStrict || mode == "" && !speaksBeyond(c.Speaks)
	neighbour.Strict = options.Strict
	if own, _ := s.lookup(tokenVariable); own != "" {
		options.SCIMToken = own
	}
	s.secrets.Add(options.SCIMToken, options.AdminToken, neighbour.SCIMToken)
	back, err := startBundled(context.WithoutCancel(ctx), options, neighbour)
	if err != nil {
		return opened{}, nil, fmt.Errorf("starting the bundled reference: %w", err)
	}
	out, release, err := s.openFront(ctx, c, front{reference.SCIMPath, back.house.Handler(), options.SCIMToken, options.Log})
	if err != nil {
		back.release()
		return opened{}, nil, err
	}
	if out.target, err = bundledTarget(back.origin, options, neighbour); err != nil {
		release()
		back.release()
		return opened{}, nil, err
	}
	s.awaited(c)
	return out, func() { release(); back.release() }, nil
}

// speaksBeyond tells whether a dialect needs a service provider that takes more than the RFC.
func speaksBeyond(dialect string) bool { return dialect != "rfc" && dialect != "interop-strict" }

// front is what a connector gets to see: a service provider below a path, which wants a token.
type front struct {
	base  string
	next  http.Handler
	token string
	log   *slog.Logger
}

// openFront listens for the connector, records what it sends, and fills in what it has to be told.
func (s *session) openFront(ctx context.Context, c *connector.Connector, f front) (opened, func(), error) {
	address := c.Listen
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := listen(context.WithoutCancel(ctx), address)
	if err != nil {
		return opened{}, nil, aboutListen(c, err)
	}
	folder, file, err := tokenFile(f.token)
	if err != nil {
		return opened{}, nil, errors.Join(err, listener.Close())
	}
	observed, client, forget, err := s.observed(ctx, f)
	if err != nil {
		return opened{}, nil, errors.Join(err, listener.Close(), os.RemoveAll(folder))
	}
	met := &callers{}
	server := newServer(met.counted(observed), f.log)
	server.ConnState = met.connected
	go func() { _ = server.Serve(listener) }()
	c.Settings = connector.Settings{URL: c.URL, Token: f.token, TokenFile: file}
	if c.Settings.URL == "" {
		c.Settings.URL = originOf("", listener.Addr()) + f.base
	}
	return opened{connector: c, control: client, notes: func() []string { return met.notes(c) }}, func() {
		forget()
		_ = server.Close()
		_ = os.RemoveAll(folder)
	}, nil
}

// callers counts who comes to a listener, and who of them sends what can be read.
type callers struct{ connections, requests atomic.Int64 }

func (m *callers) connected(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		m.connections.Add(1)
	}
}

func (m *callers) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.requests.Add(1)
		next.ServeHTTP(w, r)
	})
}

// notes says that somebody came, and yet sent nothing: it looks as if nobody had come.
func (m *callers) notes(c *connector.Connector) []string {
	connections := m.connections.Load()
	if connections == 0 || m.requests.Load() > 0 {
		return nil
	}
	return []string{fmt.Sprintf("connections came to %s (%d), and no HTTP request in any of them: does the connector speak TLS to an address that has none?", c.Settings.URL, connections)}
}

// aboutListen says which file names the address.
func aboutListen(c *connector.Connector, err error) error {
	complaint, ok := errors.AsType[*problem.Error](err)
	if !ok {
		return err
	}
	return problem.Usage("%s: %s", c.Source, complaint.Summary).Because(complaint.Err).
		Hint("`listen: 127.0.0.1:0` in that file, or none at all, takes a free port")
}

// observed stands between a connector and its target, records what it sends, and answers as scenarios
// arrange. forget ends that.
func (s *session) observed(ctx context.Context, f front) (handler http.Handler, client *control.Client, forget func(), err error) {
	secret := rand.Text()
	s.secrets.Add(secret)
	listener, err := (&net.ListenConfig{}).Listen(context.WithoutCancel(ctx), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, nil, fmt.Errorf("listening for control on loopback: %w", err)
	}
	if client, err = control.New("http://"+listener.Addr().String(), secret); err != nil {
		return nil, nil, nil, errors.Join(err, listener.Close())
	}
	recorder := recording.New(secret, f.token)
	server := newServer(recorder.API(), f.log)
	go func() { _ = server.Serve(listener) }()
	return recorder.Wrap(f.base, f.next), client, func() { _ = errors.Join(recorder.Close(), server.Close()) }, nil
}

// tokenFile writes a token into a file of its own that only its owner may read.
func tokenFile(token string) (folder, file string, err error) {
	folder, err = os.MkdirTemp("", "scimproof-")
	if err != nil {
		return "", "", problem.Usage("cannot write the connector's token into a file").Because(causeOf(err))
	}
	file = filepath.Join(folder, "token")
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		return "", "", errors.Join(problem.Usage("cannot write the connector's token into a file").Because(causeOf(err)), os.RemoveAll(folder))
	}
	return folder, file, nil
}

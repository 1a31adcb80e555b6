package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps/target"
)

// bundledName is what the bundled reference is called in reports.
const bundledName = "reference"

// openBundled starts the reference in this process, in memory and on loopback,
// and resolves it as a target. It outlives a cancelled ctx, for the run then
// cleans up; release ends it.
func (s *session) openBundled(ctx context.Context, strict bool) (under *target.Target, release func(), err error) {
	options, neighbour := bundledOptions()
	options.Strict, neighbour.Strict = strict, strict
	s.secrets.Add(options.SCIMToken, options.AdminToken, neighbour.SCIMToken)
	started, err := startBundled(context.WithoutCancel(ctx), options, neighbour)
	if err != nil {
		return nil, nil, fmt.Errorf("starting the bundled reference: %w", err)
	}
	if under, err = bundledTarget(started.origin, options, neighbour); err != nil {
		started.release()
		return nil, nil, err
	}
	return under, started.release, nil
}

// bundledOptions are those of the reference as a target, and of the tenant beside it. What
// the lenient one takes for the sake of real clients would only warn.
func bundledOptions() (options, neighbour reference.Options) {
	options = reference.Options{SCIMToken: rand.Text(), AdminToken: rand.Text(), IdentityProvider: true, Strict: true}
	return options, reference.Options{SCIMToken: rand.Text(), Strict: options.Strict}
}

func bundledTarget(origin string, options, neighbour reference.Options) (*target.Target, error) {
	under, err := target.FromURL(origin+reference.SCIMPath, "reference", func(name string) (string, bool) {
		value, known := map[string]string{adminVariable: options.AdminToken, otherVariable: neighbour.SCIMToken}[name]
		return value, known
	})
	if err != nil {
		return nil, err
	}
	under.Name = bundledName
	under.Capabilities["entra"] = !options.Strict // a strict one refuses what Entra ID sends beyond the RFC
	under.SetBearer(options.SCIMToken)
	return under, nil
}

// bundled is the reference as it was started in this process.
type bundled struct {
	origin  string
	house   *reference.House
	release func()
}

func startBundled(ctx context.Context, options, neighbour reference.Options) (*bundled, error) {
	house, err := reference.OpenHouse(ctx, options, neighbour)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listening on loopback: %w", err), house.Close())
	}
	server := newServer(house.Handler(), options.Log)
	go func() { _ = server.Serve(listener) }()
	return &bundled{
		origin: "http://" + listener.Addr().String(), house: house,
		release: func() { _ = errors.Join(server.Close(), house.Close()) },
	}, nil
}

package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/connector"
	"github.com/scimproof/scimproof/reference/connector/faults"
	recording "github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/reference/variants"
	driven "github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/prove"
)

const (
	// quickRate is more than a connector on this machine comes to, in requests a second.
	quickRate = 1000
	// quickDelay is a first wait after a failure that still grows from attempt to attempt.
	quickDelay = 50 * time.Millisecond
	// quickDeadline is longer than anything takes that comes at all; of an honest connector
	// all comes, however busy the machine is.
	quickDeadline, honestDeadline = 5 * time.Second, time.Minute
)

// unhurried are the requirements that tell of the pace of a connector, which is to be its own there.
func unhurried() []string { return []string{"CONNECTOR-ROBUST-03", "CONNECTOR-ROBUST-11"} }

// connected is the bundled connector with a reference behind what records it, thrown away after
// one run.
type connected struct {
	style connector.Style
	// fault is the mistake that the connector makes; nil for none.
	fault func(*connector.Options)
	// variant is what the reference does otherwise; nothing in the zero value.
	variant variants.Combined
	// tolerant has the reference take what real clients send beyond the RFCs: what finds a fault
	// is then the scenario that looks for it, and not that nothing came of the request.
	tolerant bool
}

// id names an honest connector, and the reference behind it where it is another than usual.
func (c connected) id() string {
	switch {
	case c.variant.ID != "":
		return string(c.style) + "+" + c.variant.ID
	case c.tolerant:
		return string(c.style) + "+" + tolerant
	default:
		return string(c.style)
	}
}

func (c connected) title() string {
	title := fmt.Sprintf("An honest connector in the style %s", c.style)
	switch {
	case c.variant.ID != "":
		return title + ", and a service provider of which is true: " + c.variant.Variants[0].Title
	case c.tolerant:
		return title + ", and a service provider that takes what real clients send beyond the RFCs"
	default:
		return title
	}
}

// open implements prove.Connect.
func (c connected) open(ctx context.Context, unhurried bool) (subject prove.Subject, err error) {
	ctx = context.WithoutCancel(ctx)
	var all closers
	defer func() {
		if err != nil {
			all.close()
		}
	}()
	file, err := c.start(ctx, unhurried, &all)
	if err != nil {
		return prove.Subject{}, err
	}
	if subject, err = c.provider(ctx, file, &all); err != nil {
		return prove.Subject{}, err
	}
	subject.Connector, subject.Close = file, all.close
	return subject, nil
}

// start starts the connector, and reads the file by which it is driven.
func (c connected) start(ctx context.Context, unhurried bool, all *closers) (*driven.Connector, error) {
	options := connector.Options{Style: c.style}
	if !unhurried {
		options.Rate, options.BaseDelay = quickRate, quickDelay
	}
	if c.fault != nil {
		c.fault(&options)
	}
	made, err := connector.Open(ctx, options)
	if err != nil {
		return nil, err
	}
	all.add(func() { _ = made.Close() }) // it always closes
	const name = "scripted.yaml"
	text, err := fs.ReadFile(fixtures.Connectors(), name)
	if err != nil {
		return nil, fmt.Errorf("reading the file of the bundled connector: %w", err)
	}
	hooks := all.serve(made.Handler())
	file, err := driven.Parse(name, text, func(variable string) (string, bool) { return hooks, variable == "CONNECTOR_URL" })
	if err != nil {
		return nil, err
	}
	file.Deadline = honestDeadline
	if c.fault != nil {
		file.Deadline = quickDeadline
	}
	if c.style == connector.Entra {
		file.Speaks = string(c.style)
	}
	return file, nil
}

// provider opens the reference behind what records and arranges, and tells the file of it. The harness
// goes to the reference itself.
func (c connected) provider(ctx context.Context, file *driven.Connector, all *closers) (subject prove.Subject, err error) {
	options, neighbour := bundledOptions()
	options.Strict = !c.tolerant && !speaksBeyond(file.Speaks)
	neighbour.Strict = options.Strict
	c.variant.Adjust(&options)
	house, err := reference.OpenHouse(ctx, options, neighbour)
	if err != nil {
		return subject, err
	}
	all.add(func() { _ = house.Close() }) // nothing of it is kept
	handler, base, secret := c.variant.Wrap(house.Handler()), c.variant.Prefix()+reference.SCIMPath, rand.Text()
	recorder := recording.New(secret, options.SCIMToken)
	all.add(func() { _ = recorder.Close() })
	file.Settings = driven.Settings{URL: all.serve(recorder.Wrap(base, handler)) + base, Token: options.SCIMToken}
	if subject.Control, err = control.New(all.serve(recorder.API()), secret); err != nil {
		return subject, err
	}
	subject.Transport = prove.Direct(handler)
	if subject.Target, err = bundledTarget(disposableOrigin+c.variant.Prefix(), options, neighbour); err != nil {
		return subject, err
	}
	subject.Target.Limits.Settle, subject.Target.Limits.Drill = settleAtOnce, settleAtOnce
	return subject, nil
}

// closers end what was opened, the last of it first.
type closers []func()

func (c *closers) add(end func()) { *c = append(*c, end) }

func (c *closers) close() {
	for _, end := range slices.Backward(*c) {
		end()
	}
}

// serve serves a handler on loopback, and returns its origin.
func (c *closers) serve(handler http.Handler) (origin string) {
	server := httptest.NewServer(handler)
	c.add(server.Close)
	return server.URL
}

// connectorArea is the area of the faults of connectors.
const connectorArea = "connector"

// connectedWith is the connector that has a fault, and is honest otherwise.
func connectedWith(f faults.Fault) (connected, error) {
	var options connector.Options
	f.Adjust(&options)
	c := connected{style: cmp.Or(options.Style, connector.RFC), fault: f.Adjust, tolerant: true}
	if f.Variant == "" {
		return c, nil
	}
	var err error
	c.variant, err = variantsNamed([]string{f.Variant})
	return c, err
}

// honest is the same connector without the fault.
func (c connected) honest() connected {
	return connected{style: c.style, variant: c.variant, tolerant: c.tolerant}
}

// addConnectors adds faults of connectors to a plan, and the honest connectors that they are compared
// with; with all of the styles each is asked everything.
func addConnectors(plan *prove.Plan, chosen []faults.Fault, styles bool) error {
	plan.Unhurried = unhurried()
	if styles {
		for _, style := range connector.Styles() {
			plan.Connectors = append(plan.Connectors, honestConnector(connected{style: style}, false))
		}
	}
	for _, f := range chosen {
		c, err := connectedWith(f)
		if err != nil {
			return err
		}
		honest := honestConnector(c.honest(), true)
		plan.Faults = append(plan.Faults, prove.Fault{
			ID: f.ID, Title: f.Title, Area: connectorArea, Severity: f.Severity, Requirement: f.Requirement, Also: f.Also,
			Evidence: f.Evidence, Yardstick: honest.ID, Connect: c.open,
		})
		if !slices.ContainsFunc(plan.Connectors, func(known prove.Connector) bool { return known.ID == honest.ID }) {
			plan.Connectors = append(plan.Connectors, honest)
		}
	}
	return nil
}

func honestConnector(c connected, near bool) prove.Connector {
	return prove.Connector{ID: c.id(), Title: c.title(), MayWarn: c.style != connector.RFC, Near: near, Connect: c.open}
}

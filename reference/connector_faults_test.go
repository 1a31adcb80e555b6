package reference_test

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	acme "github.com/scimproof/scimproof/reference/connector"
	"github.com/scimproof/scimproof/reference/connector/faults"
	"github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/connector"
	theirs "github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/prove"
)

// TestConnectorFaults proves that the features of connectors can fail, and that an honest
// connector passes them, in any style. It takes some of the faults; `scimproof prove --area
// connector` takes all.
func TestConnectorFaults(t *testing.T) {
	t.Parallel()
	plan := prove.Plan{Unhurried: []string{"CONNECTOR-ROBUST-03", "CONNECTOR-ROBUST-11"}}
	for i, fault := range faults.All() {
		if i%oneConnectorFaultIn == 0 || fault.Variant != "" {
			addConnectorFault(t, &plan, fault)
		}
	}
	m := mustProve(t, plan)
	for _, row := range m.Faults {
		t.Run(row.ID, func(t *testing.T) {
			t.Parallel()
			mustBeProven(t, row)
		})
	}
	for _, row := range m.Connectors {
		t.Run("honest "+row.ID, func(t *testing.T) {
			t.Parallel()
			if !row.Clean() {
				t.Errorf("an alarm: %v %s", row.Failures, row.Error)
			}
		})
	}
}

// addConnectorFault adds a fault, and the honest connector that it is compared with.
func addConnectorFault(t *testing.T, plan *prove.Plan, fault faults.Fault) {
	t.Helper()
	var options acme.Options
	fault.Adjust(&options)
	style := cmp.Or(options.Style, acme.RFC)
	honest := prove.Connector{
		ID: string(style) + "+" + cmp.Or(fault.Variant, tolerant), MayWarn: style != acme.RFC, Near: true,
		Connect: connected(t, style, fault.Variant, nil),
	}
	plan.Faults = append(plan.Faults, prove.Fault{
		ID: fault.ID, Title: fault.Title, Area: "connector", Severity: fault.Severity, Requirement: fault.Requirement,
		Also: fault.Also, Yardstick: honest.ID, Connect: connected(t, style, fault.Variant, fault.Adjust),
	})
	if !slices.ContainsFunc(plan.Connectors, func(known prove.Connector) bool { return known.ID == honest.ID }) {
		plan.Connectors = append(plan.Connectors, honest)
	}
}

// connected opens a connector with a tolerant tenant behind what records and arranges.
func connected(t *testing.T, style acme.Style, variant string, adjust func(*acme.Options)) prove.Connect {
	t.Helper()
	return func(ctx context.Context, unhurried bool) (prove.Subject, error) {
		options := acme.Options{Style: style}
		if !unhurried {
			options.Rate, options.BaseDelay = 1000, 50*time.Millisecond
		}
		if adjust != nil {
			adjust(&options)
		}
		made, err := acme.Open(ctx, options)
		if err != nil {
			return prove.Subject{}, err
		}
		hooks := httptest.NewServer(made.Handler())
		subject, file, err := behind(ctx, t, variant, hooks.URL)
		if err != nil {
			hooks.Close()
			return prove.Subject{}, errors.Join(err, made.Close())
		}
		end := subject.Close
		subject.Connector = file
		if adjust == nil {
			file.Deadline = time.Minute
		}
		subject.Close = func() { hooks.Close(); _ = made.Close(); end() }
		return subject, nil
	}
}

// behind is the tenant, the recorder before it, and the connector's file.
func behind(ctx context.Context, t *testing.T, variant, hooks string) (subject prove.Subject, file *connector.Connector, err error) {
	t.Helper()
	text, err := os.ReadFile("../fixtures/connectors/scripted.yaml")
	if err != nil {
		return subject, nil, err
	}
	if file, err = connector.Parse("scripted.yaml", text, func(name string) (string, bool) { return hooks, name == "CONNECTOR_URL" }); err != nil {
		return subject, nil, err
	}
	options := reference.Options{SCIMToken: suiteToken, AdminToken: suiteAdminToken, IdentityProvider: true}
	house, err := reference.OpenHouse(context.WithoutCancel(ctx), options, reference.Options{SCIMToken: suiteOtherToken})
	if err != nil {
		return subject, nil, err
	}
	handler := mustAnswer(t, house.Handler())
	if v, known := variants.ByID(variant); known {
		handler = v.Wrap(handler)
	}
	recorder := control.New(controlToken, suiteToken)
	front, listener := httptest.NewServer(recorder.Wrap(reference.SCIMPath, handler)), httptest.NewServer(recorder.API())
	subject = prove.Subject{Target: impatient(t, "http://reference.invalid"), Transport: prove.Direct(handler), Close: func() {
		_ = recorder.Close()
		front.Close()
		listener.Close()
		_ = house.Close() // nothing of it is kept
	}}
	file.Settings = connector.Settings{URL: front.URL + reference.SCIMPath, Token: suiteToken}
	file.Deadline = 5 * time.Second
	subject.Control, err = theirs.New(listener.URL, controlToken)
	return subject, file, err
}

// TestFaultsOfConnectorsCoverEveryRequirement holds the faults against the scenarios: what
// none can break, none proves.
func TestFaultsOfConnectorsCoverEveryRequirement(t *testing.T) {
	t.Parallel()
	listed, err := steps.ListOfConnectors()
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	for _, fault := range faults.All() {
		for _, id := range append([]string{fault.Requirement}, fault.Also...) {
			broken[id] = true
		}
	}
	for _, s := range listed {
		if strings.HasPrefix(s.Requirement, "CONNECTOR-") && !broken[s.Requirement] {
			t.Errorf("no fault breaks %s, which %s judges", s.Requirement, s.ID)
		}
	}
}

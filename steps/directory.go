package steps

import (
	"context"
	"fmt"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/template"
)

// registerDirectory registers the identity provider in front of a target: who is
// removed there is, or is not, deprovisioned here.
func registerDirectory(sc *godog.ScenarioContext) {
	sc.Step(expression(`^an identity provider that (provisions|does not provision)( and makes accounts at a login)?$`), identityProvider)
	sc.Step(expression(`^`+names+` (?:is|are) in its directory$`), areInDirectory)
	sc.Step(expression(`^`+first+` is removed from its directory$`), isRemovedFromDirectory)
}

func identityProvider(ctx context.Context, how, jit string) error {
	w := worldOf(ctx)
	recipe := w.run.target.Directory
	if recipe == nil {
		return &skipped{reason: lackReason("directory", "")}
	}
	w.directory, w.provisioned = probe.NewDirectory(*recipe, w.kit()), how == "provisions"
	if jit != "" {
		if !recipe.MakesAccounts() {
			return &skipped{reason: "the target's file does not say how an identity provider makes accounts at a login"}
		}
		w.directory.MakeAccounts()
	}
	name := "scimproof " + w.run.id + "-" + w.alias
	w.trackUndo(undo{"identity provider connection", name, w.directory.Disconnect})
	if err := w.directory.Connect(ctx, name, how == "provisions"); err != nil {
		return fmt.Errorf("connecting the identity provider: %w", err)
	}
	return nil
}

// connected adds what the identity provider of the scenario has given.
func (w *World) connected(vars template.Vars) template.Vars {
	if w.directory == nil {
		return vars
	}
	return vars.With(w.directory.Vars())
}

func areInDirectory(ctx context.Context, list string) error {
	w := worldOf(ctx)
	if w.directory == nil {
		return mistakef("the scenario has no identity provider")
	}
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := w.directory.Add(ctx, p.probed()); err != nil {
			return fmt.Errorf("adding %s to the directory: %w", p.Name, err)
		}
	}
	return nil
}

// isRemovedFromDirectory removes the person and lets the provisioning agent run,
// so that what does not happen afterwards is not merely late.
func isRemovedFromDirectory(ctx context.Context, name string) error {
	w := worldOf(ctx)
	if w.directory == nil {
		return mistakef("the scenario has no identity provider")
	}
	p, err := w.account(name)
	if err != nil {
		return err
	}
	if err := w.directory.Remove(ctx, p.probed()); err != nil {
		return fmt.Errorf("removing %s from the directory: %w", p.Name, err)
	}
	w.depart(p, result.InDirectory)
	if err := w.directory.Cycle(ctx); err != nil {
		return fmt.Errorf("running a provisioning cycle: %w", err)
	}
	return nil
}

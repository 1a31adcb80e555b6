package steps

import (
	"context"
	"fmt"

	"github.com/scimproof/scimproof/steps/probe"
)

// native is the id by which the target's own interfaces know a person, and of which SCIM
// id that was found: who comes back under another one is looked up again.
type native struct{ id, of string }

// identify looks up, once a person, the native ids of people where the target has such.
// It has to be done while they exist.
func (w *World) identify(ctx context.Context, people ...*Person) error {
	recipe := w.run.target.Probes.Native
	if recipe == nil {
		return nil
	}
	for _, p := range people {
		if p.ID == "" || p.Local != nil || p.native.of == p.ID {
			continue
		}
		if err := w.lookUpNative(ctx, recipe, p); err != nil {
			return fmt.Errorf("identifying %s: %w", p.Name, err)
		}
	}
	return nil
}

// lookUpNative waits for a person who is not there yet: the target's interfaces need not
// agree at once.
func (w *World) lookUpNative(ctx context.Context, recipe *probe.NativeRecipe, p *Person) error {
	check := func() error { return recipe.SelfCheck(ctx, w.kit(), w.nobody(p)) }
	if err := w.run.selfChecks.once("native id", check); err != nil {
		return err
	}
	return w.eventually(ctx, func() error {
		id, err := recipe.Of(ctx, w.kit(), p.probed())
		if probe.NotFound(err) {
			return unjudgedf("%v", err)
		}
		if err == nil {
			p.native = native{id, p.ID}
		}
		return err
	})
}

// nobody is a person who does not exist, in the form of one who does.
func (w *World) nobody(p *Person) probe.Person {
	address := "nobody." + w.run.id + "@example.com"
	return probe.Person{
		ID: probe.StrangeID(p.ID), NativeID: probe.StrangeID(p.nativeID()), UserName: address, Email: address, Password: "nobody's",
		GivenName: "Nobody", FamilyName: w.run.id, DisplayName: "Nobody " + w.run.id, Alias: "nobody", ExternalID: "nobody-" + w.run.id,
	}
}

// nativeID is the id by which owners are shown.
func (p *Person) nativeID() string {
	if p.native.of == p.ID && p.native.id != "" {
		return p.native.id
	}
	return p.ID
}

// byNativeID is a person of the scenario, or nil.
func (w *World) byNativeID(id string) *Person {
	for _, p := range w.roster {
		if id != "" && p.nativeID() == id {
			return p
		}
	}
	return nil
}

// ownerName is an owner as a reader knows them.
func (w *World) ownerName(id string) string {
	if p := w.byNativeID(id); p != nil {
		return p.Name
	}
	return w.nameOf(id)
}

// scimID is the SCIM id of an owner, who may be somebody of whom the scenario knows nothing.
func (w *World) scimID(owner string) string {
	if p := w.byNativeID(owner); p != nil {
		return p.ID
	}
	return owner
}

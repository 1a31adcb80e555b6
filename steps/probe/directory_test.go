package probe_test

import (
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

func TestDirectory(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	d := probe.NewDirectory(*recipes.Directory, kit)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.Connect(ctx, "scimproof r1", true))
	if c := tn.agents["c1"]; c == nil || c.Name != "scimproof r1" || !c.Provisioning {
		t.Fatalf("the connection is %+v", c)
	}
	must(d.Add(ctx, ada))
	must(d.Add(ctx, grace))
	must(d.Provision(ctx, false))
	must(d.Remove(ctx, ada))
	must(d.Cycle(ctx))
	if c := tn.agents["c1"]; c.Provisioning || len(c.people) != 1 || c.cycles != 1 {
		t.Errorf("after all that the connection is %+v", c)
	}
	if err := d.Remove(ctx, ada); err == nil {
		t.Error("Ada was removed twice")
	}
	if err := d.Connect(ctx, "again", true); err == nil {
		t.Error("the directory was connected twice")
	}
	must(d.Disconnect(ctx))
	must(d.Disconnect(ctx))
	if len(tn.agents) != 0 {
		t.Error("the connection is left behind")
	}
	for what, err := range map[string]error{"Add": d.Add(ctx, ada), "Cycle": d.Cycle(ctx), "Provision": d.Provision(ctx, true)} {
		if err == nil {
			t.Errorf("%s works without a connection", what)
		}
	}
}

func TestDisconnectGoesOnAfterAFailure(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	d := probe.NewDirectory(*recipes.Directory, kit)
	if err := d.Connect(t.Context(), "x", true); err != nil {
		t.Fatal(err)
	}
	if err := d.Add(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	tn.fault = func(w http.ResponseWriter, r *http.Request) bool {
		broken := r.URL.Path == "/idp/v1/connections/c1/people/p-"+ada.UserName
		if broken {
			w.WriteHeader(http.StatusInternalServerError)
		}
		return broken
	}
	if err := d.Disconnect(t.Context()); err == nil {
		t.Error("the failure is not told")
	}
	if len(tn.agents) != 0 {
		t.Error("the connection is left behind")
	}
}

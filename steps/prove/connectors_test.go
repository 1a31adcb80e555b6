package prove

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPartsAreOfASizeAndKeepWhatTellsOfThePaceApart(t *testing.T) {
	t.Parallel()
	p := &proof{Plan: Plan{Unhurried: []string{"PACE-01"}}}
	var ids []string
	for i := range 2*aPart + 1 {
		ids = append(ids, fmt.Sprintf("QUICK-01/%d", i))
	}
	parts := p.parts(append([]string{"PACE-01/a"}, ids...))
	if want := (part{[]string{"PACE-01/a"}, true}); !cmp.Equal(parts[0].ids, want.ids) || !parts[0].unhurried || len(parts) != 4 {
		t.Fatalf("got %+v", parts)
	}
	seen := map[string]int{}
	for _, one := range parts[1:] {
		if one.unhurried || len(one.ids) > aPart {
			t.Errorf("a part has %d scenarios", len(one.ids))
		}
		for _, id := range one.ids {
			seen[id]++
		}
	}
	for _, id := range ids {
		if seen[id] != 1 {
			t.Errorf("%s is in %d parts", id, seen[id])
		}
	}
	if len(p.parts(nil)) != 0 {
		t.Error("nothing was dealt out")
	}
}

func TestAFaultOfAConnectorNeedsItsYardstick(t *testing.T) {
	t.Parallel()
	p := &proof{Plan: Plan{Faults: []Fault{{ID: "client-nameless", Yardstick: "rfc", Connect: func(ctx context.Context, _ bool) (Subject, error) { return Subject{}, ctx.Err() }}}}}
	if err := p.line(); err == nil || !strings.Contains(err.Error(), `the connector "rfc", which is not there`) {
		t.Errorf("got %v", err)
	}
}

func TestScenariosOfConnectorsAreNoneOfAServiceProviders(t *testing.T) {
	t.Parallel()
	known, err := readSuite(nil)
	if err != nil {
		t.Fatal(err)
	}
	isOfConnectors := func(id string) bool { return strings.HasPrefix(id, "CONNECTOR-") }
	if slices.ContainsFunc(known.all, isOfConnectors) || !slices.ContainsFunc(known.asked, isOfConnectors) {
		t.Error("they are mixed up")
	}
	near := known.near([]string{"CONNECTOR-AUTH-05"})
	if near[0] != "CONNECTOR-AUTH-05/the-connector-names-itself" || !isOfConnectors(near[len(near)-1]) {
		t.Errorf("near are %v", near)
	}
}

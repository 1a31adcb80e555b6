package probe_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

func newOwnership(t *testing.T) (*tenant, *probe.Ownership) {
	t.Helper()
	tn, recipes, kit := newTenant(t)
	return tn, probe.NewOwnership(*recipes.Ownership, probe.NewLogin(*recipes.Login, kit), kit)
}

func seed(t *testing.T, o *probe.Ownership, p probe.Person, sharedWith ...probe.Person) []probe.Asset {
	t.Helper()
	assets, err := o.Seed(t.Context(), p, sharedWith)
	if err != nil {
		t.Fatal(err)
	}
	return assets
}

func TestSeed(t *testing.T) {
	_, o := newOwnership(t)
	assets := seed(t, o, ada, grace)
	var kinds []string
	for _, a := range assets {
		kinds = append(kinds, a.Kind)
		if a.Owner != ada.ID || len(a.Digest) != 64 || !slices.Equal(a.SharedWith, []string{grace.ID}) {
			t.Errorf("seeded %+v", a)
		}
	}
	if want := o.Kinds()[:4]; !slices.Equal(kinds, want) || o.Kinds()[4] != "workspace" {
		t.Errorf("seeded %q, want one of each of %q but the one apart", kinds, o.Kinds())
	}
	if assets[0].Digest == assets[1].Digest {
		t.Error("two assets have the same content: a mix-up would not show")
	}
	listed, err := o.List(t.Context(), ada)
	if err != nil || len(listed) != 4 {
		t.Errorf("List = %+v, %v; want the four", listed, err)
	}
	if others, err := o.List(t.Context(), grace); err != nil || len(others) != 0 {
		t.Errorf("List of Grace = %+v, %v; want nothing", others, err)
	}
	if o.Deletion().Policy != probe.RefuseWhileOwning || !slices.Equal(o.Deletion().Refusals(), []int{409}) {
		t.Errorf("the policy is %+v", o.Deletion())
	}
}

func TestSeedThatIsNotAsAsked(t *testing.T) {
	spoil := map[string]func(*asset){
		"is owned by":          func(a *asset) { id := grace.ID; a.Owner = &id },
		`is owned by ""`:       func(a *asset) { a.Owner = nil },
		"shared with 0 people": func(a *asset) { a.Shared = nil },
	}
	for want, change := range spoil {
		t.Run(want, func(t *testing.T) {
			tn, o := newOwnership(t)
			tn.fault = func(_ http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodGet {
					for _, a := range tn.assets {
						change(a)
					}
				}
				return false
			}
			made, err := o.Seed(t.Context(), ada, []probe.Person{grace}, "app")
			if err == nil || !strings.Contains(err.Error(), want) || len(made) != 1 {
				t.Errorf("made %+v, %v; want an error that says %q, and the asset for the clean-up", made, err, want)
			}
		})
	}
}

func TestSeedHandsBackWhatItMadeBeforeAFailure(t *testing.T) {
	tn, o := newOwnership(t)
	tn.fault = func(w http.ResponseWriter, r *http.Request) bool {
		broken := r.URL.Path == "/api/v1/assets" && len(tn.assets) == 2
		if broken {
			w.WriteHeader(http.StatusInternalServerError)
		}
		return broken
	}
	made, err := o.Seed(t.Context(), ada, nil)
	if err == nil || len(made) != 2 || !strings.Contains(err.Error(), "data-file") {
		t.Fatalf("made %+v, %v; want two and an error about data-file", made, err)
	}
	for _, a := range made {
		for range 2 { // once more is harmless
			if err := o.Remove(t.Context(), a); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestSeedByOneWhoMayNotLogIn(t *testing.T) {
	tn, o := newOwnership(t)
	tn.setStatus(ada.ID, "disabled")
	if made, err := o.Seed(t.Context(), ada, nil); err == nil || !strings.Contains(err.Error(), "denied") {
		t.Errorf("made %+v, %v; want an error about the login", made, err)
	}
}

func TestSnapshotSeesEveryChange(t *testing.T) {
	tn, o := newOwnership(t)
	before := seed(t, o, ada, grace)
	again, err := o.Snapshot(t.Context(), before)
	if err != nil || !cmp.Equal(again, before) {
		t.Fatalf("nothing changed, and %v became %v, %v", before, again, err)
	}
	changes := []func(){
		func() { tn.assets[0].Content += "!" },
		func() { tn.assets[1].Owner = nil },
		func() { tn.assets[2].Shared = append(tn.assets[2].Shared, ada.ID) },
	}
	for i, change := range changes {
		tn.mu.Lock()
		change()
		tn.mu.Unlock()
		after, err := o.Snapshot(t.Context(), before)
		if err != nil || cmp.Equal(after[i], before[i]) {
			t.Errorf("change %d did not show: %+v, %v", i, after, err)
		}
	}
	tn.mu.Lock()
	tn.assets = tn.assets[1:]
	tn.mu.Unlock()
	if after, err := o.Snapshot(t.Context(), before); err != nil || len(after) != 3 {
		t.Errorf("the lost app is still there: %+v, %v", after, err)
	}
}

func TestTransferAll(t *testing.T) {
	for _, oneByOne := range []bool{false, true} {
		t.Run(fmt.Sprintf("one by one %v", oneByOne), func(t *testing.T) {
			tn, recipes, kit := newTenant(t)
			if oneByOne {
				recipes.Ownership.TransferAll = nil
			}
			o := probe.NewOwnership(*recipes.Ownership, probe.NewLogin(*recipes.Login, kit), kit)
			before := seed(t, o, ada, grace)
			nobody := probe.Person{ID: "999"}
			for _, heir := range []probe.Person{nobody, disabled(tn, grace)} {
				got, err := o.TransferAll(t.Context(), ada, heir)
				if err != nil || got.Verdict != probe.Denied {
					t.Errorf("to %s: %+v, %v; want denied", heir.ID, got, err)
				}
				if after, err := o.Snapshot(t.Context(), before); err != nil || !cmp.Equal(after, before) {
					t.Errorf("a refused hand-over changed %+v to %+v, %v", before, after, err)
				}
			}
			tn.setStatus(grace.ID, "active")
			got, err := o.TransferAll(t.Context(), ada, grace)
			after, snapErr := o.Snapshot(t.Context(), before)
			if err != nil || got.Verdict != probe.Allowed || snapErr != nil {
				t.Fatalf("to Grace: %+v, %v, %v", got, err, snapErr)
			}
			for i, a := range after {
				if a.Owner != grace.ID || a.Digest != before[i].Digest {
					t.Errorf("%+v became %+v", before[i], a)
				}
			}
		})
	}
}

func disabled(tn *tenant, p probe.Person) probe.Person {
	tn.setStatus(p.ID, "disabled")
	return p
}

func TestTransferDuringAnOutageIsNoRefusal(t *testing.T) {
	tn, o := newOwnership(t)
	before := seed(t, o, ada)
	tn.fault = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	got, err := o.Transfer(t.Context(), before[0], ada, grace)
	if err != nil || got.Verdict != probe.Inconclusive || got.Status != 503 {
		t.Errorf("got %+v, %v; want inconclusive", got, err)
	}
}

func TestWhatTheRunDidNotMakeIsLeftAlone(t *testing.T) {
	_, recipes, kit := newTenant(t)
	kit.Sender = probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL)
		return probe.Answer{Status: 200}, nil
	})
	o := probe.NewOwnership(*recipes.Ownership, nil, kit)
	theirs := probe.Asset{Kind: "app", ID: "someone-elses"}
	_, transfer := o.Transfer(t.Context(), theirs, ada, grace)
	_, all := o.TransferAll(t.Context(), probe.Person{ID: "someone-else"}, grace)
	for _, err := range []error{transfer, all, o.Remove(t.Context(), theirs)} {
		var notOurs *probe.NotOursError
		if !errors.As(err, &notOurs) {
			t.Errorf("got %v, want a NotOursError", err)
		}
	}
}

func TestListFollowsTheCursor(t *testing.T) {
	tn, o := newOwnership(t)
	tn.page = 2
	for range 5 {
		if _, err := o.Seed(t.Context(), ada, nil, "app"); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := o.List(t.Context(), ada); err != nil || len(got) != 5 {
		t.Errorf("List = %d assets, %v; want five", len(got), err)
	}
}

// ownership decodes a recipe of one kind whose list has the rest of text.
func ownership(t *testing.T, list string) probe.OwnershipRecipe {
	t.Helper()
	const kind = `kinds:
  - name: app
    create: {method: POST, url: "{{origin}}/apps", save: {id: $.id}}
    owner: {request: {url: "{{origin}}/apps/{{asset.id}}"}, value: $.owner}
    transfer: {request: {url: "{{origin}}/apps/{{asset.id}}"}}
    list:
`
	n, err := yamlfile.Parse("recipe.yaml", []byte(kind+list))
	if err != nil {
		t.Fatal(err)
	}
	var out probe.OwnershipRecipe
	if err := n.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestListPages(t *testing.T) {
	const request = "      request: {as: admin, url: \"{{origin}}/apps?owner={{user.id}}\"}\n      items: $.data\n      id: $.id\n"
	const byLink = request + "      paginate: {kind: link, next: $.next}"
	const byHeader = request + "      paginate: {kind: link, next: \"header:Link\"}"
	const byCursor = request + "      paginate: {kind: cursor, next: $.next, param: after}"
	page := func(next string, ids ...string) probe.Answer {
		return probe.Answer{Status: 200, Body: fmt.Appendf(nil, `{"data":[%s],"next":%s}`, strings.Join(ids, ","), next)}
	}
	linked := func(a probe.Answer, link string) probe.Answer {
		a.Header = http.Header{"Link": {`</apps?p=0>; rel="first", ` + link}}
		return a
	}
	tests := []struct {
		name, recipe string
		answers      map[string]probe.Answer
		want         string
	}{
		{"one page", request, map[string]probe.Answer{"/apps?owner=1": page("null", `{"id":"a"}`, `{"id":12345678901234567}`)}, "12345678901234567 a"},
		{"an empty list", request, map[string]probe.Answer{"/apps?owner=1": page("null")}, ""},
		{"a relative link", byLink, map[string]probe.Answer{"/apps?owner=1": page(`"/apps?p=2"`, `{"id":"a"}`), "/apps?p=2": page("null", `{"id":"b"}`)}, "a b"},
		{"a link header", byHeader, map[string]probe.Answer{"/apps?owner=1": linked(page(`""`, `{"id":"a"}`), `</apps?p=2>; rel="next"`), "/apps?p=2": page(`""`, `{"id":"b"}`)}, "a b"},
		{"a cursor", byCursor, map[string]probe.Answer{"/apps?owner=1": page(`"x y"`, `{"id":"a"}`), "/apps?after=x+y&owner=1": page(`""`, `{"id":"b"}`)}, "a b"},
		{"the same asset on two pages", byLink, map[string]probe.Answer{"/apps?owner=1": page(`"/apps?p=2"`, `{"id":"a"}`), "/apps?p=2": page("null", `{"id":"a"}`)}, "a"},
		{"a link in circles", byLink, map[string]probe.Answer{"/apps?owner=1": page(`"/apps?owner=1"`)}, "error: the pages go round in circles"},
		{"a link to another host", byLink, map[string]probe.Answer{"/apps?owner=1": page(`"https://evil.example.org/apps"`)}, "error: leads to another host, evil.example.org"},
		{"an element without an id", request, map[string]probe.Answer{"/apps?owner=1": page("null", `{}`)}, "error: 0 values at $.id of an element"},
		{"an element with an empty id", request, map[string]probe.Answer{"/apps?owner=1": page("null", `{"id":""}`)}, "error: an element has an empty id"},
		{"no list", request, map[string]probe.Answer{"/apps?owner=1": {Status: 200, Body: []byte(`{}`)}}, "error: nothing at $.data"},
		{"no JSON", request, map[string]probe.Answer{"/apps?owner=1": {Status: 200, Body: []byte(`<html>`)}}, "error: the body is not JSON"},
		{"an outage", request, map[string]probe.Answer{}, "error: answered with 500, wanted 2xx"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kit := probe.Kit{
				Vars: map[string]any{"origin": "https://a.example.com"}, Identities: map[string]probe.Identity{"admin": {Bearer: "adm1n"}},
				Sender: probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
					if r.URL.Host != "a.example.com" || r.Header.Get("Authorization") != "Bearer adm1n" {
						t.Errorf("sent to %s with %q", r.URL, r.Header.Get("Authorization"))
					}
					if a, known := tt.answers[r.URL.RequestURI()]; known {
						return a, nil
					}
					return probe.Answer{Status: 500}, nil
				}),
			}
			got, err := probe.NewOwnership(ownership(t, tt.recipe), nil, kit).List(t.Context(), ada)
			if text, wantErr := strings.CutPrefix(tt.want, "error: "); wantErr {
				if err == nil || !strings.Contains(err.Error(), text) || !strings.Contains(err.Error(), "recipe.yaml:") {
					t.Errorf("got %v, %v; want an error that says %s", got, err, text)
				}
				return
			}
			var ids []string
			for _, a := range got {
				ids = append(ids, a.ID)
			}
			if err != nil || strings.Join(ids, " ") != tt.want {
				t.Errorf("got %q, %v; want %q", ids, err, tt.want)
			}
		})
	}
}

func TestAListWithoutAnEndIsAnError(t *testing.T) {
	const endless = "      request: {url: \"{{origin}}/apps\"}\n      items: $.data\n      id: $.id\n      paginate: {kind: cursor, next: $.next, param: after}"
	pages := 0
	kit := probe.Kit{Vars: map[string]any{"origin": "https://a.example.com"}, Sender: probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
		pages++
		return probe.Answer{Status: 200, Body: fmt.Appendf(nil, `{"data":[],"next":"%d"}`, pages)}, nil
	})}
	_, err := probe.NewOwnership(ownership(t, endless), nil, kit).List(t.Context(), ada)
	if err == nil || pages > 2000 {
		t.Errorf("%d pages, %v; want an error in time", pages, err)
	}
}

func TestRun(t *testing.T) {
	tn, o := newOwnership(t)
	assets := seed(t, o, ada)
	automation := assets[slices.IndexFunc(assets, func(a probe.Asset) bool { return a.Kind == "automation" })]
	if attempt, err := o.Run(t.Context(), automation); err != nil || attempt.Verdict != probe.Allowed {
		t.Errorf("while its owner is active: %+v, %v", attempt, err)
	}
	tn.mu.Lock()
	tn.people[ada.ID].status = "disabled"
	tn.mu.Unlock()
	if attempt, err := o.Run(t.Context(), automation); err != nil || attempt.Verdict != probe.Denied {
		t.Errorf("once its owner is disabled: %+v, %v", attempt, err)
	}
	if _, err := o.Run(t.Context(), assets[0]); err == nil || !o.Runs("automation") || o.Runs("app") {
		t.Errorf("an app cannot be run: %v", err)
	}
	if _, err := o.Run(t.Context(), probe.Asset{Kind: "automation", ID: "theirs"}); err == nil {
		t.Error("what the run did not create was run")
	}
	if !o.SharesWithGroups("app") || o.SharesWithGroups("sheet") {
		t.Error("apps are shared with groups, and there are no sheets")
	}
}

func TestSwitch(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	for _, on := range []bool{false, false, true, true} {
		if err := recipes.Switch.Turn(t.Context(), kit, on); err != nil || tn.off == on {
			t.Errorf("on is %t: off is %t, %v", on, tn.off, err)
		}
	}
}

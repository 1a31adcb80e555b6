package target_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
)

// values answers for some variables, and for no other.
func values(t *testing.T, names ...string) func(string) (string, bool) {
	t.Helper()
	return func(name string) (string, bool) {
		switch {
		case !slices.Contains(names, name):
			return "", false
		case strings.HasSuffix(name, "_URL"):
			return "https://tenant.example.com", true
		case strings.HasSuffix(name, "_KEY"):
			return privateKey(t), true
		}
		return "value", true
	}
}

// TestEveryProfileLoads has each load with the variables that the README names beside it, and no others: by a file, and by
// the URL alone.
func TestEveryProfileLoads(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("../../fixtures/targets/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range catalogue(t) {
		row := rowOf(string(table), p.ID)
		for _, name := range slices.Concat(p.Variables, p.Optional) {
			if !strings.Contains(row, "`"+name+"`") {
				t.Errorf("fixtures/targets/README.md does not say that %s needs %s", p.ID, name)
			}
		}
		if _, err := target.FromURL("https://tenant.example.com/scim/v2", p.ID, values(t, p.Variables...)); err != nil {
			t.Error(problem.Format(err))
		}
		if _, err := target.FromURL("https://tenant.example.com/scim/v2", p.ID, values(t, withoutSCIM(p.Variables)...)); err != nil {
			t.Errorf("without the variables of SCIM: %s", problem.Format(err))
		}
		file := "profile: " + p.ID + "\nscim: {url: \"https://tenant.example.com/scim/v2\"}\n"
		if _, err := target.Parse("t.yaml", []byte(file), "", values(t, p.Variables...)); err != nil {
			t.Error(problem.Format(err))
		}
	}
}

// withoutSCIM leaves out what a URL and a token on the command line stand for.
func withoutSCIM(variables []string) []string {
	return slices.DeleteFunc(slices.Clone(variables), func(name string) bool {
		return strings.Contains(name, "_SCIM_") // the URL and the token
	})
}

// rowOf is a profile's row of the table, "" where it has none.
func rowOf(table, id string) string {
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "| `"+id+"` |") {
			return line
		}
	}
	return ""
}

func catalogue(t *testing.T) []target.Profile {
	t.Helper()
	all, err := target.Catalogue()
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	return all
}

// TestEveryProfileSaysWhereItWasLearnt wants a source for each deviation, and none about who may log in: that who is out is
// refused stays demanded of every product.
func TestEveryProfileSaysWhereItWasLearnt(t *testing.T) {
	t.Parallel()
	for _, p := range catalogue(t) {
		if p.Title == "" || len(p.Sources) == 0 {
			t.Errorf("%s lacks a title or a source", p.ID)
		}
		got, err := target.FromURL("https://tenant.example.com/scim/v2", p.ID, values(t, p.Variables...))
		if err != nil {
			t.Fatal(problem.Format(err))
		}
		for _, d := range got.Deviations {
			if d.Source == "" || d.Reason == "" {
				t.Errorf("%s: the deviation of %v lacks a source or a reason", p.ID, d.Requirements)
			}
			if slices.ContainsFunc(d.Requirements, func(id string) bool { return strings.HasPrefix(id, "LIFECYCLE-LOGIN") }) {
				t.Errorf("%s lets somebody in who is out: %v", p.ID, d.Requirements)
			}
		}
		if len(got.Waivers) > 0 {
			t.Errorf("%s has waivers, which are about one tenant: what a product does by design is a deviation", p.ID)
		}
	}
}

func TestCatalogueOfSome(t *testing.T) {
	t.Parallel()
	some, err := target.Catalogue("slack")
	if err != nil || len(some) != 1 || some[0].ID != "slack" {
		t.Errorf("got %v, %v", some, err)
	}
	_, err = target.Catalogue("slakc")
	wantUsage(t, err, `there is no profile "slakc"`, "did you mean `scimproof list targets slack`?")
}

func TestDeviationsBelongToAProfile(t *testing.T) {
	t.Parallel()
	const scim = "scim: {url: \"http://127.0.0.1/scim\"}\n"
	_, err := target.Parse("t.yaml", []byte(scim+"deviations: [{requirements: [RFC7643], reason: a, source: b}]\n"), "", env())
	wantUsage(t, err, "t.yaml:2: deviations are what is known of a product", "what is known of this target is a waiver")
	profiled := scim + "profile: slack\n"
	lookup := values(t, "SLACK_SCIM_TOKEN")
	with, err := target.Parse("t.yaml", []byte(profiled), "", lookup)
	if err != nil || len(with.Deviations) == 0 {
		t.Errorf("the profile's deviations are lost: %v", err)
	}
	for _, none := range []string{"deviations: null\n", "deviations: []\n"} {
		got, err := target.Parse("t.yaml", []byte(profiled+none), "", lookup)
		if err != nil || len(got.Deviations) > 0 {
			t.Errorf("%q leaves %v, %v", none, got, err)
		}
	}
}

// TestSCIMIsAnIdentity lets a recipe ask SCIM itself, by whatever credentials the run has.
func TestSCIMIsAnIdentity(t *testing.T) {
	t.Parallel()
	got, err := target.FromURL("https://tenant.example.com/scim/v2", "slack", env())
	if err != nil {
		t.Fatal(problem.Format(err))
	}
	got.SetBearer("t0ken")
	if got.Identities()["scim"].Bearer != "t0ken" || !slices.Contains(got.Secrets(), "t0ken") {
		t.Errorf("got %+v", got.Identities())
	}
	own := "scim: {url: \"http://127.0.0.1/scim\"}\ncredentials: {scim: {bearer: own-token}}\n"
	if got, err = target.Parse("t.yaml", []byte(own), "", env()); err != nil || got.Identities()["scim"].Bearer != "own-token" {
		t.Errorf("got %+v, %v", got, err)
	}
}

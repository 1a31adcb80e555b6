package provision_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/template"
)

// acme is a dialect of one move.
const acme = `title: Acme
source: its documents
moves:
  delete:
    method: DELETE
    path: /Users/{{user.id}}
    accept: [204]
    source: its documents
    confidence: high
    strict: {refuses: deletes, with: [400, 405]}
`

// own writes a dialect's file of the user's.
func own(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestChoose(t *testing.T) {
	sync := own(t, "acme-sync.yaml", acme)
	tests := []struct{ asked, want []string }{
		{nil, []string{"rfc"}},
		{[]string{"rfc", " rfc"}, []string{"rfc"}},
		{[]string{"all"}, provision.Names()},
		{[]string{"rfc", "all"}, append([]string{"rfc"}, slices.DeleteFunc(provision.Names(), func(name string) bool { return name == "rfc" })...)},
		{[]string{sync, "rfc", sync}, []string{"acme-sync", "rfc"}},
	}
	for _, test := range tests {
		chosen, err := provision.Choose(test.asked...)
		var got []string
		for _, d := range chosen {
			got = append(got, d.Name)
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q (%v), want %q", test.asked, got, err, test.want)
		}
	}
}

func TestChooseRefuses(t *testing.T) {
	for want, asked := range map[string][]string{
		"did you mean --dialect rfc?":   {"rcf"},
		"bundled dialect":               {own(t, "rfc.yaml", acme)},
		"two dialects are called acme":  {own(t, "acme.yaml", acme), own(t, "acme.yaml", acme)},
		`cannot be called "Acme Sync"`:  {own(t, "Acme Sync.yaml", acme)},
		"cannot read the dialect":       {filepath.Join(t.TempDir(), "nowhere.yaml")},
		`: unknown move "promote"`:      {own(t, "nobody.yaml", strings.Replace(acme, "  delete:", "  promote:", 1))},
		"hint: the dialects are ":       {"klingon"},
		`the confidence "total" is non`: {own(t, "sure.yaml", "confidence: total\n"+acme)},
	} {
		_, err := provision.Choose(asked...)
		if problem.ExitCode(err) != 2 || !strings.Contains(problem.Format(err), want) {
			t.Errorf("%q: got %v", want, problem.Format(err))
		}
	}
}

func TestCatalogue(t *testing.T) {
	all, err := provision.Catalogue()
	if err != nil || len(all) != len(provision.Names()) {
		t.Fatalf("got %d (%v)", len(all), err)
	}
	rfc, err := provision.Catalogue("rfc")
	if err != nil || len(rfc) != 1 || rfc[0].Confidence != "high" || !slices.Contains(rfc[0].Moves, "deactivate") || rfc[0].Rules == nil {
		t.Errorf("got %+v (%v)", rfc, err)
	}
	if _, err := provision.Catalogue("rcf"); problem.ExitCode(err) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestWhatAStrictProviderMayRefuse(t *testing.T) {
	d, err := provision.Parse("t", []byte(acme))
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Render(provision.DeleteUser, "", template.Vars{"user.id": "1", "user.userName": "ada"})
	if err != nil || !r.Strict.Expects(405) || r.Strict.Expects(500) || r.Strict.Refuses != "deletes" {
		t.Errorf("got %+v (%v)", r.Strict, err)
	}
	for _, bad := range []string{"{refuses: deletes}", "{with: [400]}", "{refuses: deletes, with: [500]}", "{refuses: deletes, with: [204]}"} {
		if _, err := provision.Parse("t", []byte(strings.Replace(acme, "{refuses: deletes, with: [400, 405]}", bad, 1))); problem.ExitCode(err) != 2 {
			t.Errorf("%s: got %v", bad, err)
		}
	}
}

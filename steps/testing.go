package steps

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// Target is a SCIM service provider as a Go test has it: a handler, a URL, or a
// target's file.
type Target struct {
	// Handler is served on a loopback address for the length of the test.
	Handler http.Handler
	// BasePath is where in Handler SCIM begins, such as "/scim/v2"; "" for the root.
	BasePath string
	// URL is the SCIM base of a running target, instead of Handler.
	URL string
	// File is a target's file; Handler or URL, if given, takes the place of its URL.
	File string
	// Profile names what is known of the product, where there is no file.
	Profile string
	// Token is the bearer token for SCIM.
	Token string
	// Variables stand for ${NAME} in the file or profile, before the environment.
	Variables map[string]string

	// Dialects are those in which the life cycle is told, as for --dialect; none takes those of
	// the file, else RFC 7644 to the letter.
	Dialects []string
	// Tags, IDs and Strict select and sharpen, as on the command line.
	Tags   string
	IDs    []string
	Strict bool
	// Concurrency is the most scenarios at a time; 0 takes the target's limit.
	Concurrency int
}

// Test runs the suite against the target, each scenario a subtest: what fails or
// could not be judged fails the test, what was skipped, waived or only observed is skipped with
// its reason. The report is returned for further questions.
func Test(t *testing.T, under Target) *result.Run {
	t.Helper()
	loaded, err := under.load(t)
	if err != nil {
		t.Fatalf("loading the target: %v", err)
	}
	if len(under.Dialects) > 0 {
		loaded.Dialects = under.Dialects
	}
	run, err := Run(t.Context(), Config{
		Target: loaded, Tags: under.Tags, IDs: under.IDs, Strict: under.Strict, Concurrency: under.Concurrency,
	})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	for _, s := range run.Scenarios {
		t.Run(subtest(s), func(t *testing.T) { replay(t, s) })
	}
	for _, left := range run.LeftBehind {
		t.Errorf("left behind: %s %s: %s", left.Kind, left.ID, left.Reason)
	}
	for _, waiver := range run.Waivers {
		if waiver.Stale {
			t.Errorf("everything under the waiver of %s passes: remove it", waiver.Requirement)
		}
	}
	if run.ExitCode(false) != 0 && !t.Failed() {
		t.Errorf("the verdict is %s", run.Verdict)
	}
	return run
}

// subtest is the name of a scenario's subtest, with the dialect where that is not the RFC's own.
func subtest(s result.Scenario) string {
	if s.Dialect == provision.RFC {
		return s.ID
	}
	return s.ID + " in " + s.Dialect
}

// load resolves the target. Writing is allowed: a test names its own target.
func (u Target) load(t *testing.T) (*target.Target, error) {
	loaded, err := u.find(u.serve(t))
	if err != nil {
		return nil, err
	}
	if u.Token != "" {
		loaded.SetBearer(u.Token)
	}
	allow := true
	loaded.AllowWrites = &allow
	return loaded, nil
}

func (u Target) find(url string) (*target.Target, error) {
	if u.File == "" {
		return target.FromURL(url, u.Profile, u.lookup)
	}
	loaded, err := target.Load(u.File, u.Token, u.lookup)
	if err == nil && url != "" {
		loaded.SCIM.URL = url
	}
	return loaded, err
}

func (u Target) lookup(name string) (string, bool) {
	if value, ok := u.Variables[name]; ok {
		return value, true
	}
	return os.LookupEnv(name)
}

func (u Target) serve(t *testing.T) string {
	if u.Handler == nil {
		return u.URL
	}
	server := httptest.NewServer(u.Handler)
	t.Cleanup(server.Close)
	return server.URL + strings.TrimRight(u.BasePath, "/")
}

// replay makes a subtest of a result.
func replay(t *testing.T, s result.Scenario) {
	t.Helper()
	switch s.Outcome {
	case result.Fail:
		for _, m := range s.Mismatches {
			t.Errorf("%s: want %s, got %s", m.Path, m.Want, m.Got)
		}
		t.Logf("%s (%s): %s", s.Requirement, s.Level, s.Says)
	case result.Error, result.Invalid:
		t.Errorf("%s: %s", s.Outcome, s.Reason)
	case result.Warn:
		for _, m := range s.Mismatches {
			t.Logf("warning: %s: want %s, got %s", m.Path, m.Want, m.Got)
		}
	case result.Pass:
	case result.Observed:
		t.Skipf("observed (%s): %s", s.Observed.Outcome, s.Reason)
	case result.Skip, result.Waived:
		t.Skipf("%s: %s", s.Outcome, s.Reason)
	}
}

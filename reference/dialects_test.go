package reference_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

// sloppy is a client that goes beyond the RFC where others do, and deletes nobody.
const sloppy = `
title: A sloppy client
source: made up
rules: [LIFECYCLE-ENTRA-01, LIFECYCLE-ENTRA-02]
moves:
  create: {method: POST, path: /Users, json: "{{resource}}", accept: [201], source: made up, confidence: high}
  deactivate:
    default: PATCH with a path
    roads:
      - road: PATCH with a path
        method: PATCH
        path: /Users/{{user.id}}
        json:
          schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
          Operations: [{op: Replace, path: active, value: "False"}]
        accept: [200, 204]
        strict: {refuses: 'op "Replace", the text "False"', with: [400]}
        source: made up
        confidence: medium
`

// inDialects runs scenarios in the RFC's own dialect and in the sloppy one.
func inDialects(t *testing.T, strict bool, wrap func(http.Handler) http.Handler, ids ...string) *result.Run {
	t.Helper()
	dialects, err := provision.Choose(provision.RFC)
	if err != nil {
		t.Fatal(err)
	}
	d, err := provision.Parse("sloppy", []byte(sloppy))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := opened(t, wrap, strict)(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer subject.Close()
	run, err := steps.Run(t.Context(), steps.Config{
		Target: subject.Target, Transport: subject.Transport, Dialects: append(dialects, d), IDs: ids,
	})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

var leavers = []string{"LIFECYCLE-DEPROVISION-01", "LIFECYCLE-DEPROVISION-02", "LIFECYCLE-ENTRA-01", "LIFECYCLE-ENTRA-02", "LIFECYCLE-DRILL-01", "RFC7644-3.3-01"}

func TestATolerantTenantTakesEveryDialect(t *testing.T) {
	t.Parallel()
	run := inDialects(t, false, nil, leavers...)
	told := map[string]int{}
	for _, s := range run.Scenarios {
		told[s.ID]++
		switch {
		case s.Outcome != result.Pass && !s.NeverSent:
			t.Errorf("%s in %s: %s %s", s.ID, s.Dialect, s.Outcome, s.Reason)
		case !strings.HasPrefix(s.ID, "LIFECYCLE-DEPROVISION") && s.Dialect == "sloppy" != strings.HasPrefix(s.ID, "LIFECYCLE-ENTRA"):
			t.Errorf("%s is told in %s", s.ID, s.Dialect)
		}
	}
	for id, n := range told {
		if retold := strings.HasPrefix(id, "LIFECYCLE-DEPROVISION"); (n == 2) != retold {
			t.Errorf("%s is told %d times", id, n)
		}
	}
	if d := run.DialectVerdicts[1]; d.ID != "sloppy" || d.Verdict != result.Conformant || d.Refused != 0 || d.NeverSent == 0 || d.Confidence != "medium" {
		t.Errorf("got %+v", d)
	}
}

func TestAStrictTenantMayRefuseADialect(t *testing.T) {
	t.Parallel()
	run := inDialects(t, true, nil, leavers...)
	rfc, sloppy := run.DialectVerdicts[0], run.DialectVerdicts[1]
	if rfc.Verdict != result.Conformant || sloppy.Verdict == result.Conformant || sloppy.Fail != 0 || sloppy.Refused == 0 {
		t.Errorf("got %+v and %+v", rfc, sloppy)
	}
	if run.Verdict != result.Partial || run.ExitCode(false) != 0 {
		t.Errorf("the verdict is %s", run.Verdict)
	}
	for _, s := range run.Scenarios {
		if s.Refused != "" && (s.Optional || s.Dialect != "sloppy") {
			t.Errorf("%s in %s: %+v", s.ID, s.Dialect, s)
		}
	}
}

// A tenant that promises to take what a client sends has no right to refuse it.
func TestAPromiseIsNoExpectedRefusal(t *testing.T) {
	t.Parallel()
	run := inDialects(t, false, refusing, leavers...) // the tolerant one promises Entra ID
	if d := run.DialectVerdicts[1]; d.Fail == 0 || d.Refused != 0 || run.ExitCode(false) != 1 {
		t.Errorf("got %+v", d)
	}
}

// What is answered with success and not done is a finding of the dialect, and of no RFC.
func TestWhatIsLostInADialectIsFound(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{false, true} {
		run := inDialects(t, strict, losing, leavers...)
		verdicts := map[string]result.Verdict{}
		for _, set := range run.RuleSets {
			verdicts[set.ID] = set.Verdict
		}
		if verdicts["dialect-sloppy"] != result.Nonconformant || verdicts["rfc7644"] != result.Conformant || verdicts["lifecycle"] != result.Conformant {
			t.Errorf("strict %t: got %v", strict, verdicts)
		}
	}
}

// refusing is a tenant that takes no operation in capitals.
func refusing(next http.Handler) http.Handler {
	return capitals(next, http.StatusBadRequest, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidSyntax"}`)
}

// losing is a tenant that takes them, and does nothing.
func losing(next http.Handler) http.Handler { return capitals(next, http.StatusNoContent, "") }

func capitals(next http.Handler, status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(sent))
		if r.Method != http.MethodPatch || !bytes.Contains(sent, []byte(`"Replace"`)) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/scim+json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

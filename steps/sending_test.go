package steps

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// sends is a run whose connector's hooks are a server's.
func sends(t *testing.T, hooks http.HandlerFunc) *run {
	t.Helper()
	return sendsBy(t, hooks, `declares: {groups: false, returns: false, deletes: false}
hooks:
  start: [{method: PUT, url: "${SERVER}", json: {scim: "{{scim}}", ca: "{{scim.ca}}"}}]
  person: [{url: "${SERVER}"}]
  leave: [{url: "${SERVER}"}]
`)
}

// sendsBy is the same with a connector's file of one's own, in which ${SERVER} is the server.
func sendsBy(t *testing.T, hooks http.HandlerFunc, file string) *run {
	t.Helper()
	server := httptest.NewServer(hooks)
	t.Cleanup(server.Close)
	c, err := connector.Parse("c.yaml", []byte(file), func(string) (string, bool) { return server.URL, true })
	if err != nil {
		t.Fatal(err)
	}
	c.Settings.URL = "http://front/scim/v2"
	r := &run{target: &target.Target{SCIM: target.SCIM{URL: "http://target/scim/v2"}}, redact: scim.NewRedactor(nil)}
	r.rec = scim.NewRecorder(r.redact)
	if r.sending, err = newSending(Config{Provisioner: c}, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAConnectorIsLedToAnotherDoorAndBack(t *testing.T) {
	t.Parallel()
	var told []string
	r := sends(t, func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		told = append(told, string(body))
	})
	back, err := r.leadConnector(t.Context(), control.Door{URL: "https://door/scim/v2", CA: "PEM"})
	if err == nil {
		err = back(t.Context())
	}
	want := `{"scim":"https://door/scim/v2","ca":"PEM"} {"scim":"http://front/scim/v2","ca":""}`
	if got := strings.Join(told, " "); err != nil || got != want {
		t.Errorf("told %s (%v), want %s", got, err, want)
	}
}

// TestPatience waits for what was ever seen, and no longer for what never was.
func TestPatience(t *testing.T) {
	t.Parallel()
	s := sends(t, nil).sending
	for range mostVain {
		s.missing(provision.Rename)
		s.missing(provision.CreateUser)
	}
	s.done(provision.CreateUser)
	for move, want := range map[provision.Move]time.Duration{
		provision.Rename: hopelessly, provision.CreateUser: s.Deadline, provision.Deactivate: s.Deadline,
	} {
		if got := s.patience(move); got != want {
			t.Errorf("%s: %s, want %s", move, got, want)
		}
	}
}

// TestAConnectorIsGivenUp only after several scenarios in a row.
func TestAConnectorIsGivenUp(t *testing.T) {
	t.Parallel()
	s := sends(t, nil).sending
	for range mostVain - 1 {
		s.inVain("why")
	}
	s.done(provision.CreateUser)
	s.inVain("why")
	if err := s.givenUp(); err != nil {
		t.Errorf("given up too early: %v", err)
	}
	s.inVain("why")
	s.inVain("why")
	if err := s.givenUp(); err == nil || !strings.Contains(err.Error(), "given up after 3 scenarios in a row: why") {
		t.Errorf("not given up: %v", err)
	}
}

func TestRoadOf(t *testing.T) {
	t.Parallel()
	patch := func(operation string) control.Exchange {
		return control.Exchange{Method: http.MethodPatch, Path: "/Users/1", Status: 204, Body: `{"Operations": [` + operation + `]}`}
	}
	refused := patch(`{"op": "replace", "path": "active", "value": false}`)
	refused.Status = 400
	for name, c := range map[string]struct {
		sent control.Exchange
		want string
	}{
		"with a path":    {patch(`{"op": "Replace", "path": "active", "value": "False"}`), provision.RoadPatchPath},
		"without a path": {patch(`{"op": "replace", "value": {"active": false}}`), provision.RoadPatchNoPath},
		"another change": {patch(`{"op": "replace", "path": "title", "value": "x"}`), ""},
		"refused":        {refused, ""},
		"somebody else":  {control.Exchange{Method: http.MethodPut, Path: "/Users/2", Status: 200}, ""},
		"whole":          {control.Exchange{Method: http.MethodPut, Path: "/Users/1", Status: 200}, provision.RoadPut},
		"a read":         {control.Exchange{Method: http.MethodGet, Path: "/Users/1", Status: 200}, ""},
	} {
		if got := roadOf(c.sent, "1"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSentBy(t *testing.T) {
	t.Parallel()
	get := control.Exchange{Method: "GET", Path: "/Users", Query: "filter=userName%20eq%20%22a%22", Status: 200}
	cut := control.Exchange{Method: "POST", Path: "/Users", Cut: "after"}
	for want, sent := range map[string][]control.Exchange{
		"nothing": nil, `GET /Users?filter=userName eq "a" (200), POST /Users (cut off)`: {get, cut},
		"6 requests, the last of them POST /Users (cut off), POST /Users (cut off), POST /Users (cut off), POST /Users (cut off)": {get, get, cut, cut, cut, cut},
	} {
		if got := sentBy(sent); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

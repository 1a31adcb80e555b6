package reference_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/steps"
	theirs "github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/result"
)

// elsewhere is a tenant that is reached by a proxy alone.
func elsewhere(t *testing.T) (proxy http.Handler, remote *httptest.Server) {
	t.Helper()
	remote = httptest.NewServer(suiteTenant(t, reference.Options{Strict: true}).Handler())
	t.Cleanup(remote.Close)
	base, err := url.Parse(remote.URL + reference.SCIMPath)
	if err != nil {
		t.Fatal(err)
	}
	return control.Proxy(base, nil), remote
}

// A named target is observed by a proxy, and nobody who follows an address leaves it.
func TestControlBeforeAProxy(t *testing.T) {
	t.Parallel()
	proxy, remote := elsewhere(t)
	o := observeHandler(t, control.DefaultLimits(), proxy)
	made := o.send(http.MethodPost, "/Users", ada("ada@example.com"))
	if made.status != http.StatusCreated || !strings.HasPrefix(made.header.Get("Location"), o.scim+"/Users/") ||
		!strings.Contains(made.body, `"location":"`+o.scim+"/Users/") || strings.Contains(made.body, remote.URL) {
		t.Errorf("got %+v", made)
	}
	got := sendBy(t, new(http.Client), http.MethodGet, made.header.Get("Location"), "")
	if got.status != http.StatusOK {
		t.Errorf("got %+v", got)
	}
	_, id, _ := strings.Cut(made.header.Get("Location"), "/Users/")
	group := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Analysts","members":[{"value":"` + id + `","$ref":"` + o.scim + "/Users/" + id + `"}]}`
	if got := o.send(http.MethodPost, "/Groups", group); got.status != http.StatusCreated || !strings.Contains(got.body, `"$ref":"`+o.scim+"/Users/"+id) {
		t.Errorf("got %+v", got)
	}
	o.arrange(theirs.Rule{Times: 1, Do: theirs.Do{Cut: "before"}})
	if got := o.send(http.MethodGet, "/Users", ""); got.err == nil {
		t.Errorf("got %+v", got)
	}
	remote.Close()
	if got := o.send(http.MethodGet, "/Users", ""); got.status != http.StatusBadGateway {
		t.Errorf("without the target: got %+v", got)
	}
	if last := o.exchanges(5)[4]; last.Credential != "ours" || last.Status != http.StatusBadGateway {
		t.Errorf("got %+v", last)
	}
}

// The proxy changes nothing of what the suite judges.
func TestControlsProxyIsTransparent(t *testing.T) {
	t.Parallel()
	proxy, _ := elsewhere(t)
	run := steps.Test(t, steps.Target{
		Handler: control.New(controlToken).Wrap(reference.SCIMPath, proxy), BasePath: reference.SCIMPath, Token: suiteToken, Tags: "@schema",
	})
	if run.Verdict == result.Nonconformant {
		t.Errorf("the verdict is %s", run.Verdict)
	}
}

package reference_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/control"
	"github.com/scimproof/scimproof/steps"
	theirs "github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

const (
	controlToken = "token-of-the-control-listener"
	secretWord   = "correct horse battery"
)

// observed is a tenant with a control listener before it, as a client and as the harness see it.
type observed struct {
	t       *testing.T
	control *theirs.Client
	scim    string
	api     string
}

func observe(t *testing.T, limits control.Limits) *observed {
	t.Helper()
	return observeHandler(t, limits, suiteTenant(t, reference.Options{}).Handler())
}

func observeHandler(t *testing.T, limits control.Limits, handler http.Handler) *observed {
	t.Helper()
	c := control.NewBounded(limits, controlToken, suiteToken)
	front := httptest.NewServer(c.Wrap(reference.SCIMPath, handler))
	listener := httptest.NewServer(c.API())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("closing the control listener: %v", err)
		}
		listener.Close()
		front.Close()
	})
	client, err := theirs.New(listener.URL, controlToken)
	if err != nil {
		t.Fatal(err)
	}
	return &observed{t, client, front.URL + reference.SCIMPath, listener.URL}
}

// reply is what the client got; err is set where the connection ended.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

// send is what a client does; header lines are "Name: value".
func (o *observed) send(method, path, body string, header ...string) reply {
	o.t.Helper()
	return sendBy(o.t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, method, o.scim+path, body, header...)
}

func sendBy(t *testing.T, client *http.Client, method, url, body string, header ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+suiteToken)
	request.Header.Set("Content-Type", "application/scim+json")
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(text), err}
}

func (o *observed) arrange(r theirs.Rule) string {
	o.t.Helper()
	id, err := o.control.Arrange(o.t.Context(), r)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// exchanges are all that there are, once there are n.
func (o *observed) exchanges(n int) []theirs.Exchange {
	o.t.Helper()
	var all []theirs.Exchange
	for next := 0; len(all) < n; {
		page, err := o.control.Read(o.t.Context(), next, 20*time.Second)
		if err != nil || len(page.Exchanges) == 0 {
			o.t.Fatalf("after %d of %d exchanges: %v", len(all), n, err)
		}
		all, next = append(all, page.Exchanges...), page.Next
	}
	if len(all) != n {
		o.t.Fatalf("%d exchanges, want %d", len(all), n)
	}
	return all
}

func ada(userName string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":%q,"name":{"givenName":"Ada","familyName":"Lovelace"},"password":%q}`, userName, secretWord)
}

// create makes an account and returns its id.
func (o *observed) create(userName string) string {
	o.t.Helper()
	made := o.send(http.MethodPost, "/Users", ada(userName))
	if made.status != http.StatusCreated {
		o.t.Fatalf("creating %s: %+v", userName, made)
	}
	_, id, _ := strings.Cut(made.header.Get("Location"), "/Users/")
	return id
}

// The two sides never import each other, so only their types can tell that they mean the same.
func TestControlTypesAreTheSameOnBothSides(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]any{
		{control.Exchange{}, theirs.Exchange{}},
		{control.Page{}, theirs.Page{}},
		{control.Rule{}, theirs.Rule{}},
		{control.Door{}, theirs.Door{}},
	} {
		if ours, other := shapeOf(reflect.TypeOf(pair[0])), shapeOf(reflect.TypeOf(pair[1])); ours != other {
			t.Errorf("the listener has\n%s\nand the harness\n%s", ours, other)
		}
	}
	if control.Withheld != theirs.Withheld {
		t.Errorf("a secret is %q on one side, %q on the other", control.Withheld, theirs.Withheld)
	}
}

// shapeOf is a type as JSON sees it, with the types of its own package spelt out.
func shapeOf(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Struct && strings.Contains(t.PkgPath(), "/control"):
		var out strings.Builder
		for f := range t.Fields() {
			fmt.Fprintf(&out, "%s %s %s\n", f.Name, f.Tag, shapeOf(f.Type))
		}
		return "{" + out.String() + "}"
	case t.Kind() == reflect.Slice:
		return "[]" + shapeOf(t.Elem())
	default:
		return t.String()
	}
}

func TestControlRecordsWhatIsSent(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	sent := `{ "schemas":["urn:ietf:params:scim:schemas:core:2.0:User"], "title":"a",  "title":"b", "userName":"ada" }`
	o.send(http.MethodPost, "/Users?x=%41+b", sent, "User-Agent: acme/1")
	e := o.exchanges(1)[0]
	if e.Seq != 1 || e.Method != http.MethodPost || e.Path != "/Users" || e.Query != "x=%41+b" || e.Body != sent {
		t.Errorf("got %+v", e)
	}
	if e.Header.Get("User-Agent") != "acme/1" || e.Header.Get("Host") == "" || e.Credential != "ours" || e.TLS != "" || e.Outside {
		t.Errorf("got %+v", e)
	}
	if e.Status != http.StatusBadRequest || !strings.Contains(e.ResponseBody, "invalidSyntax") || e.ResponseHeader.Get("Content-Type") == "" {
		t.Errorf("answered %d %v %s", e.Status, e.ResponseHeader, e.ResponseBody)
	}
}

func TestControlShowsNoSecret(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	id := o.create("ada@example.com")
	bodies := []string{
		`{"Operations":[{"op":"replace","value":"` + secretWord + `","path":"password"}]}`,
		`{"Operations":[{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:password","value":["` + secretWord + `"]}]}`,
		`{"Operations":[{"op":"replace","value":{"pass\u0077ord":"` + secretWord + `"}}]}`,
		`{"password":"x","password":"` + secretWord + `"}`,
		`{"filter":"title pr and password eq \"` + secretWord + `\""}`,
		`{"path":{"password":"` + secretWord + `"}}`,
		`{"title":"` + suiteToken + `"}`,
		`{"password": "` + secretWord + ` and cut off`,
		`password=` + secretWord,
	}
	for _, body := range bodies {
		o.send(http.MethodPatch, "/Users/"+id, body)
	}
	o.send(http.MethodGet, "/Users?access_token="+suiteToken+"&count=1", "", "X-Api-Key: "+secretWord, "Cookie: session="+secretWord)
	o.send(http.MethodGet, "/Users?filter=password%20eq%20%22"+strings.ReplaceAll(secretWord, " ", "%20")+"%22", "")
	o.send(http.MethodGet, "/Users", "", "Authorization: Bearer of-another-run")
	o.send(http.MethodGet, "/Users", "", "Authorization: ")
	all := o.exchanges(1 + len(bodies) + 4)
	text := strings.ReplaceAll(fmt.Sprintf("%+v", all), "%20", " ")
	for _, secret := range []string{secretWord, suiteToken, "of-another-run"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is shown: %s", secret, text)
		}
	}
	for i, e := range all[:1+len(bodies)] {
		if !strings.Contains(e.Body, theirs.Withheld) {
			t.Errorf("exchange %d does not show that there was a secret: %s", i, e.Body)
		}
	}
	if !strings.Contains(all[0].Body, `"userName":"ada@example.com"`) {
		t.Errorf("more than the secret is gone: %s", all[0].Body)
	}
	in := all[len(all)-4]
	if in.Query != "access_token="+theirs.Withheld+"&count=1" || in.Header.Get("X-Api-Key") != theirs.Withheld || in.Header.Get("Cookie") != "" {
		t.Errorf("got %+v", in)
	}
	if other, none := all[len(all)-2], all[len(all)-1]; other.Credential != "other" || none.Credential != "none" {
		t.Errorf("the credentials are %s and %s", other.Credential, none.Credential)
	}
}

func TestControlPassesByWhatIsNotSCIM(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	o.arrange(theirs.Rule{Do: theirs.Do{Status: 503}})
	origin := strings.TrimSuffix(o.scim, reference.SCIMPath)
	got := sendBy(t, new(http.Client), http.MethodPost, origin+"/login?p="+suiteToken, `{"password":"x"}`)
	if got.status == 503 {
		t.Error("a rule has hit a login")
	}
	e := o.exchanges(1)[0]
	if !e.Outside || e.Path != "/login" || e.Query != "" || e.Body != "" || e.ResponseBody != "" {
		t.Errorf("got %+v", e)
	}
}

func TestControlAPIIsGuardedAndStrict(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	for _, c := range []struct {
		method, path, authorization string
		want                        int
	}{
		{"GET", "/v1/exchanges", "", 401},
		{"GET", "/v1/exchanges", "Bearer " + suiteToken, 401},
		{"GET", "/nowhere", "Bearer wrong", 401},
		{"DELETE", "/v1/rules", "Basic " + controlToken, 401},
		{"GET", "/nowhere", "Bearer " + controlToken, 404},
		{"GET", "/v1/exchanges?after=-1", "Bearer " + controlToken, 400},
		{"GET", "/v1/exchanges?after=x", "Bearer " + controlToken, 400},
		{"GET", "/v1/exchanges?wait=5", "Bearer " + controlToken, 400},
		{"GET", "/v1/exchanges?wait=2h", "Bearer " + controlToken, 400},
		{"GET", "/v1/exchanges?since=1", "Bearer " + controlToken, 400},
		{"GET", "/v1/exchanges?after=99999", "Bearer " + controlToken, 200},
		{"DELETE", "/v1/rules/r1", "Bearer " + controlToken, 404},
		{"DELETE", "/v1/doors/d1", "Bearer " + controlToken, 404},
		{"DELETE", "/v1/rules", "Bearer " + controlToken, 204},
		{"POST", "/v1/doors", "Bearer " + controlToken, 400},
	} {
		got := sendBy(t, new(http.Client), c.method, o.api+c.path, `{"certificate":"made of paper"}`, "Authorization: "+c.authorization, "Content-Type: application/json")
		if got.status != c.want {
			t.Errorf("%s %s by %q is answered %d %s, want %d", c.method, c.path, c.authorization, got.status, got.body, c.want)
		}
	}
	nobody := httptest.NewServer(control.New("").API())
	defer nobody.Close()
	if got := sendBy(t, new(http.Client), http.MethodGet, nobody.URL+"/v1/rules", "", "Authorization: Bearer "); got.status != 401 {
		t.Errorf("a listener without a token lets everybody in: %d", got.status)
	}
}

// A client that floods costs a bounded memory, and what had to make room is counted.
func TestControlBoundsWhatItKeeps(t *testing.T) {
	t.Parallel()
	answers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		_, _ = fmt.Fprintf(w, "%d bytes %s", n, bytes.Repeat([]byte("b"), 3000))
	})
	o := observeHandler(t, control.Limits{Exchanges: 20, Bytes: 30_000, Body: 1000, Underway: 4}, answers)
	var flood sync.WaitGroup
	for range 50 {
		flood.Go(func() {
			got := o.send(http.MethodPost, "/Users", strings.Repeat("a", 5000))
			if !strings.HasPrefix(got.body, "5000 bytes ") {
				t.Errorf("the target did not get the whole body: %.20s %v", got.body, got.err)
			}
		})
	}
	flood.Wait()
	page, err := o.control.Read(t.Context(), 0, 0)
	if err != nil || page.Dropped+len(page.Exchanges) != 50 || page.Next != 50 || len(page.Exchanges) < 5 || len(page.Exchanges) > 15 {
		t.Fatalf("%v: %d dropped, %d kept, next %d", err, page.Dropped, len(page.Exchanges), page.Next)
	}
	for _, e := range page.Exchanges {
		if len(e.Body) > 1000 || e.BodyBytes != 5000 || len(e.ResponseBody) > 1000 || e.ResponseBytes < 3000 {
			t.Errorf("kept %d of %d and %d of %d bytes", len(e.Body), e.BodyBytes, len(e.ResponseBody), e.ResponseBytes)
		}
	}
	for range 300 {
		if _, err := o.control.Arrange(t.Context(), theirs.Rule{Match: theirs.Match{Path: "/none"}, Do: theirs.Do{Status: 500}}); err != nil {
			if refused, ok := errors.AsType[*theirs.RefusedError](err); !ok || refused.Status != http.StatusConflict {
				t.Error(err)
			}
			return
		}
	}
	t.Error("there is no end to rules")
}

// No half of a secret is shown where a body is cut.
func TestControlCutsBodiesWithoutShowingASecret(t *testing.T) {
	t.Parallel()
	for limit := 1; limit < 80; limit++ {
		o := observeHandler(t, control.Limits{Exchanges: 9, Bytes: 1 << 20, Body: limit, Underway: 4}, http.NotFoundHandler())
		o.send(http.MethodPost, "/Users", `{"title":"`+suiteToken+`","password":"`+secretWord+`"}`)
		e := o.exchanges(1)[0]
		if strings.Contains(e.Body, suiteToken[:8]) || strings.Contains(e.Body, secretWord[:4]) {
			t.Errorf("with %d bytes: %s", limit, e.Body)
		}
	}
}

func TestControlFollower(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	o.send(http.MethodGet, "/Users", "")
	follower, err := o.control.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go o.send(http.MethodGet, "/Groups", "")
	seen, enough, err := follower.Until(t.Context(), 20*time.Second, func(all []theirs.Exchange) bool { return len(all) > 0 })
	if err != nil || !enough || len(seen) != 1 || seen[0].Path != "/Groups" {
		t.Errorf("%v, %v: %+v", err, enough, seen)
	}
	if _, enough, err = follower.Until(t.Context(), time.Millisecond, func([]theirs.Exchange) bool { return false }); err != nil || enough {
		t.Errorf("%v: it is enough though it is not", err)
	}
	if seen, quiet, err := follower.Quiet(t.Context(), time.Millisecond, 20*time.Second); err != nil || !quiet || len(seen) != 1 {
		t.Errorf("%v, %v: %+v", err, quiet, seen)
	}
}

// Whoever waits for an exchange or for a delayed answer is let go when the listener is closed.
func TestControlEndsWhatWaits(t *testing.T) {
	t.Parallel()
	c := control.New(controlToken)
	front := httptest.NewServer(c.Wrap("scim/v2/", http.NotFoundHandler()))
	defer front.Close()
	listener := httptest.NewServer(c.API())
	defer listener.Close()
	client, err := theirs.New(listener.URL, controlToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Arrange(t.Context(), theirs.Rule{Do: theirs.Do{Delay: "5m"}}); err != nil {
		t.Fatal(err)
	}
	delayed, polled := make(chan reply, 1), make(chan error, 1)
	go func() { delayed <- sendBy(t, new(http.Client), http.MethodGet, front.URL+"/scim/v2/Users", "") }()
	mustBecome(t, func() bool {
		page, err := client.Read(t.Context(), 0, 0)
		return err == nil && page.Underway == 1
	})
	go func() {
		_, err := client.Read(t.Context(), 0, 30*time.Second)
		polled <- err
	}()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if got := <-delayed; got.err == nil {
		t.Errorf("got %+v", got)
	}
	if err := <-polled; err != nil {
		t.Error(err)
	}
	if _, err := client.Open(t.Context(), theirs.Door{Certificate: "none"}); err == nil {
		t.Error("a door opens after the end")
	}
}

// What stands before a tenant and is told nothing changes nothing: the suite passes through it.
func TestControlIsTransparent(t *testing.T) {
	t.Parallel()
	c := control.New(controlToken, suiteToken)
	under := underTest(suiteTenant(t, reference.Options{Strict: true}))
	under.Handler, under.Tags = c.Wrap(reference.SCIMPath, under.Handler), "@protocol and not @needs:entra"
	run := steps.Test(t, under)
	if run.Verdict != result.Conformant {
		t.Errorf("the verdict is %s", run.Verdict)
	}
}

// A run that is given the wrong token for the listener says so before its first scenario.
func TestARunChecksItsControlListener(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	under, err := target.FromURL(o.scim, "", suiteVariables)
	if err != nil {
		t.Fatal(err)
	}
	under.SetBearer(suiteToken)
	under.Control = &target.Control{URL: o.api, Token: "of-somebody-else"}
	if _, err = steps.Run(t.Context(), steps.Config{Target: under, IDs: []string{"RFC7644-3.3-01"}}); err == nil || problem.ExitCode(err) != 2 {
		t.Errorf("got %v", err)
	}
	under.Control.Token = controlToken
	if _, err = steps.Run(t.Context(), steps.Config{Target: under, IDs: []string{"RFC7644-3.3-01"}}); err != nil {
		t.Error(err)
	}
}

package probe_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

func TestHTTPKeepsItsHandsOff(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch r.URL.Path {
		case "/redirect":
			http.SetCookie(w, &http.Cookie{Name: "sid", Value: "1"})
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		case "/huge":
			_, _ = io.Copy(w, io.LimitReader(endless{}, probe.MaxBody+1))
		case "/drop":
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()
	sender := probe.HTTP(server.Client())
	get := func(path string) (probe.Answer, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return sender.Send(req)
	}
	if a, err := get("/redirect"); err != nil || a.Status != 302 || asked != 1 {
		t.Errorf("a redirect: %d, %v after %d requests; want 302 after one", a.Status, err, asked)
	}
	if _, err := get("/huge"); err == nil || !strings.Contains(err.Error(), "larger than 10 MiB") {
		t.Errorf("a huge answer: %v", err)
	}
	if _, err := get("/drop"); err == nil {
		t.Error("a dropped connection is no error")
	}
}

// endless is a body of spaces.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestRequest looks at everything that a step can put on the wire.
func TestRequest(t *testing.T) {
	steps := `
    - name: session
      use:
        - {method: PUT, url: "{{origin}}/a/{{user.id}}?q={{user.userName}}", body: "x {{user.id}}", headers: {X-Run: "{{run}}", Content-Type: text/plain}}
        - {method: POST, url: "{{origin}}/form", form: {a: "{{user.password}}", b: "1"}, basic: {username: "{{user.userName}}", password: "{{user.password}}"}}
        - {method: POST, url: "{{origin}}/json", json: {b: ["{{user.id}}"], a: 1}, cookie: {sid: "{{run}}"}}
        - {as: robot, url: "{{origin}}/as"}
`
	n, err := yamlfile.Parse("recipe.yaml", []byte("attempts:"+steps))
	if err != nil {
		t.Fatal(err)
	}
	var login probe.LoginRecipe
	if err := n.Decode(&login); err != nil {
		t.Fatal(err)
	}
	var seen []string
	kit := probe.Kit{
		Vars:       map[string]any{"origin": "https://a.example.com", "run": "r1"},
		Identities: map[string]probe.Identity{"robot": {Basic: &probe.Basic{Username: "r", Password: "{{not a placeholder"}, Headers: map[string]string{"X-Key": "k"}}},
		Sender: probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
			seen = append(seen, describe(r))
			return probe.Answer{Status: 204}, nil
		}),
	}
	p := probe.Person{ID: "a/b", UserName: "ada lovelace", Password: "p&q"}
	attempt, err := probe.NewLogin(login, kit).Use(t.Context(), mustObtain(t, login, kit, p))
	if err != nil || attempt.Verdict != probe.Allowed {
		t.Fatalf("%+v, %v", attempt, err)
	}
	want := []string{
		"PUT https://a.example.com/a/a%2Fb?q=ada%20lovelace text/plain r1   | x a/b",
		"POST https://a.example.com/form application/x-www-form-urlencoded   ada lovelace:p&q | a=p%26q&b=1",
		`POST https://a.example.com/json application/json  sid=r1  | {"b":["a/b"],"a":1}`,
		"GET https://a.example.com/as    r:{{not a placeholder | k",
	}
	for i := range want {
		if seen[i] != want[i] {
			t.Errorf("step %d\n got %s\nwant %s", i+1, seen[i], want[i])
		}
	}
}

func mustObtain(t *testing.T, login probe.LoginRecipe, kit probe.Kit, p probe.Person) *probe.Credential {
	t.Helper()
	c, _, err := probe.NewLogin(login, kit).Obtain(t.Context(), "session", p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func describe(r *http.Request) string {
	body := r.Header.Get("X-Key")
	if r.Body != nil {
		text, _ := io.ReadAll(r.Body)
		body = string(text)
	}
	who := ""
	if name, password, ok := r.BasicAuth(); ok {
		who = name + ":" + password
	}
	return strings.Join([]string{r.Method, r.URL.String(), r.Header.Get("Content-Type"), r.Header.Get("X-Run"), r.Header.Get("Cookie"), who}, " ") + " | " + body
}

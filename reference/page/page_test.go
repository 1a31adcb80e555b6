package page_test

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
)

func site(t *testing.T, edit ...func(*page.Options)) *page.Site {
	t.Helper()
	options := page.Options{Name: "Site", Home: "/home", Templates: fstest.MapFS{
		"parts.html": {Data: []byte(`{{define "shout"}}<b>{{.}}</b>{{end}}`)},
		"hello.html": {Data: []byte(`{{define "main"}}{{template "shout" .Data}}<a href="{{.URL "/home/next"}}?q={{.Data}}">next</a>{{end}}`)},
	}}
	for _, e := range edit {
		e(&options)
	}
	s, err := page.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMistakesInTemplatesAreFoundAtTheStart(t *testing.T) {
	for name, text := range map[string]string{"hello.html": `{{define "main"}}`, "parts.html": `{{nothing}}`} {
		if _, err := page.New(page.Options{Templates: fstest.MapFS{name: {Data: []byte(text)}}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestReferencesHoldWhereverTheTenantIsMounted(t *testing.T) {
	s := site(t)
	for asked, want := range map[string]string{
		"/home": "/mounted/home/next?q=%3c%26%3e", "/home/a/b%2Fc": "/mounted/home/next?q=%3c%26%3e", "/": "/mounted/home/next?q=%3c%26%3e",
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, asked, nil)
		if err := s.Show(w, r, http.StatusOK, "hello", page.Page{Title: "T", Data: "<&>"}); err != nil {
			t.Fatal(err)
		}
		href := regexp.MustCompile(`<a href="([^"]*next[^"]*)"`).FindStringSubmatch(w.Body.String())
		base, _ := url.Parse("http://host/mounted" + asked)
		to, err := base.Parse(href[1])
		if err != nil || to.RequestURI() != want || !strings.Contains(w.Body.String(), "<b>&lt;&amp;&gt;</b>") {
			t.Errorf("%s: %s leads to %s (%v)", asked, href[1], to, err)
		}
	}
}

func TestARedirectStaysInTheTenant(t *testing.T) {
	s := site(t)
	for _, path := range []string{"/home", "home", "//evil.example/home", "https://evil.example", "///x", "javascript:alert(1)", "/home?x=//y"} {
		w := httptest.NewRecorder()
		if err := s.Redirect(w, httptest.NewRequest(http.MethodPost, "/home/a/b", nil), path); err != nil {
			t.Fatal(err)
		}
		base, _ := url.Parse("https://tenant.example.com/mounted/home/a/b")
		to, err := base.Parse(w.Header().Get("Location"))
		if err != nil || to.Host != "tenant.example.com" || to.Scheme != "https" || !strings.HasPrefix(to.Path, "/mounted/") {
			t.Errorf("%q leads to %s (%v)", path, to, err)
		}
	}
}

func TestAPageThatIsNotThere(t *testing.T) {
	err := site(t).Show(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), 200, "nothing", page.Page{})
	if err == nil {
		t.Error("it was shown")
	}
}

func TestErrorsAreShownWithoutWhatIsInside(t *testing.T) {
	s, mux := site(t), http.NewServeMux()
	for path, err := range map[string]error{
		"/inside": fmt.Errorf("reading /etc/secret: %w", os.ErrNotExist), "/told": api.NotFound("There is no <b>."),
		"/foreign": page.ErrForeignForm,
	} {
		s.Handle(mux, "GET "+path, func(http.ResponseWriter, *http.Request) error { return err })
	}
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/inside": {500, "for a reason inside the service"}, "/told": {404, "There is no &lt;b&gt;."}, "/foreign": {403, "Nothing was changed"},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.text) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: got %d %s", path, w.Code, w.Body)
		}
		if w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: the error is not guarded", path)
		}
	}
}

func TestATokenIsOfOneSessionAndOneSite(t *testing.T) {
	s, other := site(t), site(t)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	token := s.Token(httptest.NewRecorder(), r, "mine")
	read := func(s *page.Site, session, token string) error {
		form := url.Values{page.Field: {token}, "x": {"1"}}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return s.ReadForm(httptest.NewRecorder(), r, session)
	}
	if err := read(s, "mine", token); err != nil {
		t.Errorf("got %v", err)
	}
	for what, err := range map[string]error{
		"another session": read(s, "theirs", token), "another site": read(other, "mine", token), "no token": read(s, "mine", ""),
		"the secret itself": read(s, "mine", "mine"), "no session": read(s, "", token),
	} {
		if !errors.Is(err, page.ErrForeignForm) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if strings.Contains(token, "mine") {
		t.Error("the token shows the secret")
	}
}

// TestColoursCanBeRead wants the contrast that WCAG 2.2 asks of text (1.4.3) and of the edges of controls (1.4.11).
func TestColoursCanBeRead(t *testing.T) {
	text, err := os.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	schemes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(text), -1)
	if len(schemes) != 2 {
		t.Fatalf("%d colour schemes, want a light and a dark one", len(schemes))
	}
	for i, scheme := range schemes {
		colours := map[string]string{}
		for _, c := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]+)`).FindAllStringSubmatch(scheme[1], -1) {
			colours[c[1]] = c[2]
		}
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "ground", 4.5},
			{"ink", "card", 4.5},
			{"ink", "tint", 4.5},
			{"ink", "good-tint", 4.5},
			{"ink", "bad-tint", 4.5},
			{"soft", "ground", 4.5},
			{"soft", "card", 4.5},
			{"soft", "tint", 4.5},
			{"accent", "ground", 4.5},
			{"accent", "card", 4.5},
			{"accent", "tint", 4.5},
			{"accent", "bad-tint", 4.5},
			{"on-accent", "accent", 4.5},
			{"bad", "card", 4.5},
			{"bad", "bad-tint", 4.5},
			{"on-bad", "bad", 4.5},
			{"good", "good-tint", 4.5},
			{"idle", "idle-tint", 4.5},
			{"strong", "card", 3},
		} {
			if got := contrast(t, colours[pair.front], colours[pair.back]); got < pair.least {
				t.Errorf("scheme %d: %s on %s has a contrast of %.2f, want %.1f", i, pair.front, pair.back, got, pair.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}

package login_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
)

// site is the service behind HTTP, with the log that it writes.
type site struct {
	*tenant
	handler http.Handler
	log     *bytes.Buffer
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{tenant: newTenant(t), log: &bytes.Buffer{}}
	mux := http.NewServeMux()
	h := &login.HTTP{Service: s.login, AdminToken: "root-token"}
	h.Register(api.Surface{Mux: mux, Log: slog.New(slog.NewTextHandler(s.log, nil))})
	s.handler = mux
	return s
}

// answer is a response with its body decoded.
type answer struct {
	*httptest.ResponseRecorder
	body map[string]any
}

func (s *site) send(method, path, body string, header ...string) answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	a := answer{ResponseRecorder: httptest.NewRecorder()}
	s.handler.ServeHTTP(a.ResponseRecorder, r)
	if a.Body.Len() > 0 {
		if err := json.Unmarshal(a.Body.Bytes(), &a.body); err != nil {
			s.t.Fatalf("%s %s answered %q: %v", method, path, a.Body, err)
		}
	}
	return a
}

const (
	jsonType = "application/json; charset=utf-8"
	formType = "application/x-www-form-urlencoded"
)

func (s *site) sendJSON(method, path, body string, header ...string) answer {
	s.t.Helper()
	return s.send(method, path, body, append(header, "Content-Type", jsonType)...)
}

func (s *site) sendForm(path string, fields ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return s.send("POST", path, form.Encode(), "Content-Type", formType)
}

func (s *site) whoami(header ...string) answer {
	s.t.Helper()
	return s.send("GET", "/api/v1/whoami", "", header...)
}

func TestLoginSetsACookieThatOnlyHTTPReads(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	forms := map[string]answer{
		"JSON": s.sendJSON("POST", "/login", `{"username":"ada","password":"`+password+`"}`),
		"form": s.sendForm("/login", "username", "ada", "password", password),
	}
	for name, got := range forms {
		cookies := got.Result().Cookies()
		if got.Code != http.StatusNoContent || len(cookies) != 1 {
			t.Fatalf("%s: got %d with %d cookies", name, got.Code, len(cookies))
		}
		c := cookies[0]
		if c.Name != "session" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("%s: got the cookie %v", name, c)
		}
		me := s.whoami("Cookie", "session="+c.Value)
		if me.Code != http.StatusOK || me.body["userName"] != "ada" || me.body["via"] != "session" || me.body["displayName"] != "ada" {
			t.Errorf("%s: whoami answered %d %v", name, me.Code, me.body)
		}
	}
}

func TestLogoutEndsTheSession(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	c := s.logIn("ada")
	if got := s.send("POST", "/logout", "", "Cookie", "session="+c.session); got.Code != http.StatusNoContent {
		t.Errorf("logout answered %d", got.Code)
	}
	if got := s.whoami("Cookie", "session="+c.session); got.Code != http.StatusUnauthorized {
		t.Errorf("whoami answered %d", got.Code)
	}
	if got := s.send("POST", "/logout", ""); got.Code != http.StatusNoContent {
		t.Errorf("logout without a session answered %d", got.Code)
	}
}

func TestLoginRefusals(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	s.hire("grace")
	s.setActive("grace", false)
	var first string
	for _, body := range []string{
		`{"username":"ada","password":"wrong"}`, `{"username":"edsger","password":"x"}`, `{}`,
		`{"username":"grace","password":"` + password + `"}`,
	} {
		got := s.sendJSON("POST", "/login", body)
		if first == "" {
			first = got.Body.String()
		}
		if got.Code != http.StatusUnauthorized || got.body["error"] != "invalid_credentials" || got.Body.String() != first {
			t.Errorf("%s: got %d %s", body, got.Code, got.Body)
		}
	}
}

func TestTheTokenEndpoint(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	got := s.sendForm("/oauth/token", "grant_type", "password", "username", "ada", "password", password)
	if got.Code != http.StatusOK || got.body["token_type"] != "Bearer" || got.body["expires_in"] != 3600.0 ||
		got.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("got %d %v %v", got.Code, got.Header(), got.body)
	}
	refresh, _ := got.body["refresh_token"].(string)
	for range 2 { // it is not used up
		again := s.sendForm("/oauth/token", "grant_type", "refresh_token", "refresh_token", refresh)
		access, _ := again.body["access_token"].(string)
		if me := s.whoami("Authorization", "bearer "+access); again.Code != http.StatusOK || me.body["via"] != "access-token" {
			t.Errorf("got %d %v, and then %v", again.Code, again.body, me.body)
		}
	}
}

func TestTheTokenEndpointRefuses(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	cases := []struct {
		fields []string
		want   string
	}{
		{[]string{"grant_type", "password", "username", "ada", "password", "x"}, "invalid_grant"},
		{[]string{"grant_type", "password", "username", "edsger", "password", "x"}, "invalid_grant"},
		{[]string{"grant_type", "refresh_token", "refresh_token", "x"}, "invalid_grant"},
		{[]string{"grant_type", "refresh_token"}, "invalid_request"},
		{[]string{"grant_type", "password", "username", "ada"}, "invalid_request"},
		{[]string{"username", "ada"}, "invalid_request"},
		{[]string{"grant_type", "implicit"}, "unsupported_grant_type"},
	}
	for _, c := range cases {
		if got := s.sendForm("/oauth/token", c.fields...); got.Code != http.StatusBadRequest || got.body["error"] != c.want {
			t.Errorf("%v: got %d %v, want %s", c.fields, got.Code, got.body, c.want)
		}
	}
	if got := s.sendJSON("POST", "/oauth/token", `{}`); got.body["error"] != "invalid_request" {
		t.Errorf("JSON: got %v", got.body)
	}
}

func TestAPITokensOverHTTP(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	auth := []string{"Authorization", "Bearer " + s.logIn("ada").access}
	made := s.sendJSON("POST", "/api/v1/tokens", `{"name":"nightly"}`, auth...)
	secret, _ := made.body["token"].(string)
	if made.Code != http.StatusCreated || secret == "" || made.body["name"] != "nightly" {
		t.Fatalf("got %d %v", made.Code, made.body)
	}
	if me := s.whoami("Authorization", "Bearer "+secret); me.body["via"] != "api-token" {
		t.Errorf("got %v", me.body)
	}
	list := s.send("GET", "/api/v1/tokens", "", auth...)
	if strings.Contains(list.Body.String(), secret) || !strings.Contains(list.Body.String(), "createdAt") {
		t.Errorf("got %s", list.Body)
	}
	id, _ := made.body["id"].(string)
	for _, want := range []int{http.StatusNoContent, http.StatusNotFound} {
		if got := s.send("DELETE", "/api/v1/tokens/"+id, "", auth...); got.Code != want {
			t.Errorf("got %d, want %d", got.Code, want)
		}
	}
	if got := s.sendJSON("POST", "/api/v1/tokens", `{}`, auth...); got.Code != http.StatusBadRequest {
		t.Errorf("without a name: got %d", got.Code)
	}
}

func TestWhoamiRefuses(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	c := s.logIn("ada")
	cases := map[string]struct {
		header []string
		want   int
	}{
		"nothing":                        {nil, 401},
		"an unknown token":               {[]string{"Authorization", "Bearer x"}, 401},
		"another scheme":                 {[]string{"Authorization", "Basic " + c.access}, 401},
		"a refresh token":                {[]string{"Authorization", "Bearer " + c.refresh}, 401},
		"a session as a bearer":          {[]string{"Authorization", "Bearer " + c.session}, 401},
		"a bearer as a session":          {[]string{"Cookie", "session=" + c.access}, 401},
		"a bad bearer and a good cookie": {[]string{"Authorization", "Bearer x", "Cookie", "session=" + c.session}, 401},
		"the administrator":              {[]string{"Authorization", "Bearer root-token"}, 403},
	}
	for name, k := range cases {
		got := s.whoami(k.header...)
		if got.Code != k.want || k.want == 401 && got.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s: got %d %v", name, got.Code, got.Header())
		}
	}
}

func TestNothingSecretIsToldOrLogged(t *testing.T) {
	s := newSite(t)
	s.hire("ada")
	bodies := []string{
		`{"username":"ada","password":"` + password + `","password":"twice"}`,
		`{"username":"ada","password":"` + password,
		`{"username":"ada","password":["` + password + `"]}`,
		`{"username":"ada","secret":"` + password + `"}`,
	}
	for _, body := range bodies {
		got := s.sendJSON("POST", "/login", body)
		if got.Code != http.StatusBadRequest || strings.Contains(got.Body.String(), password) {
			t.Errorf("%s: got %d %s", body, got.Code, got.Body)
		}
	}
	if err := s.store.Close(); err != nil { // from here on everything fails inside
		t.Fatal(err)
	}
	got := s.sendJSON("POST", "/login", `{"username":"ada","password":"`+password+`"}`)
	if got.Code != http.StatusInternalServerError || strings.Contains(s.log.String()+got.Body.String(), password) || s.log.Len() == 0 {
		t.Errorf("got %d %s and the log %s", got.Code, got.Body, s.log)
	}
}

package assets_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
)

// byName trusts callers who give their name; it stands in for login.
type byName struct{}

func (byName) Authenticate(r *http.Request) (api.Caller, error) {
	switch name := api.Bearer(r); name {
	case "":
		return api.Caller{}, api.Unauthenticated()
	case "administrator":
		return administrator, nil
	default:
		return as(name), nil
	}
}

type site struct {
	*tenant
	handler http.Handler
}

func newSite(t *testing.T) *site {
	tn := newTenant(t)
	mux := http.NewServeMux()
	h := &assets.HTTP{Service: tn.assets, Who: byName{}}
	h.Register(api.Surface{Mux: mux, Log: slog.New(slog.NewTextHandler(&bytes.Buffer{}, nil))})
	return &site{tenant: tn, handler: mux}
}

// send makes a request as somebody, checks the status, and answers the decoded body.
func (s *site) send(who, method, path, body string, want int) map[string]any {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+who)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != want {
		s.t.Errorf("%s %s %s: got %d %s, want %d", who, method, path, w.Code, w.Body, want)
	}
	var v map[string]any
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
			s.t.Fatal(err)
		}
	} else if w.Body.Len() > 0 {
		v = map[string]any{"bytes": w.Body.String()}
	}
	return v
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func TestAssetsOverHTTP(t *testing.T) {
	s := newSite(t)
	made := s.send("ada", "POST", "/api/v1/assets", `{"kind":"app","name":"Engine","content":"∂x","sharedWith":["grace"]}`, 201)
	path := "/api/v1/assets/" + text(made["id"])
	if made["ownerId"] != "ada" || made["createdAt"] != "2026-03-01T12:00:00Z" {
		t.Errorf("got %v", made)
	}
	if got := s.send("grace", "GET", path+"/content", "", 200); got["bytes"] != "∂x" {
		t.Errorf("content %v", got)
	}
	s.send("grace", "GET", path, "", 200)
	s.send("alan", "GET", path, "", 404)
	s.send("", "GET", path, "", 401)
	s.send("grace", "PUT", path+"/sharing", `{"sharedWith":[]}`, 403)
	s.send("ada", "PUT", path+"/sharing", `{}`, 400)
	s.send("ada", "PUT", path+"/sharing", `{"sharedWith":["edsger"]}`, 422)
	s.send("ada", "PUT", path+"/sharing", `{"sharedWith":["alan"]}`, 200)
	s.send("ada", "POST", path+"/transfer", `{"ownerId":"edsger"}`, 422)
	s.send("ada", "POST", path+"/transfer", `{"ownerId":"charles"}`, 409)
	if got := s.send("ada", "POST", path+"/transfer", `{"ownerId":"grace"}`, 200); got["ownerId"] != "grace" {
		t.Errorf("got %v", got)
	}
	s.send("ada", "DELETE", path, "", 404)
	s.send("grace", "DELETE", path, "", 204)
	s.send("grace", "DELETE", path, "", 404)
}

func TestTransferAllOverHTTP(t *testing.T) {
	s := newSite(t)
	s.make("ada", assets.App)
	s.make("ada", assets.DataFile)
	const path = "/api/v1/users/ada/assets/transfer"
	s.send("ada", "POST", path, `{"ownerId":"grace"}`, 403)
	s.send("", "POST", path, `{"ownerId":"grace"}`, 401)
	s.send("administrator", "POST", path, `{"ownerId":"grace","kinds":[]}`, 400)
	s.send("administrator", "POST", path, `{"ownerId":"grace","kinds":["sheet"]}`, 422)
	if got := s.send("administrator", "POST", path, `{"ownerId":"charles"}`, 409); got["error"] != "owner_disabled" {
		t.Errorf("got %v", got)
	}
	if got := s.send("administrator", "POST", path, `{"ownerId":"edsger"}`, 422); got["error"] != "unknown_owner" {
		t.Errorf("got %v", got)
	}
	got := s.send("administrator", "POST", path, `{"ownerId":"grace","kinds":["app"]}`, 200)
	if ids, _ := got["ids"].([]any); got["transferred"] != 1.0 || len(ids) != 1 {
		t.Errorf("got %v", got)
	}
	if got := s.send("administrator", "POST", path, `{"ownerId":"grace"}`, 200); got["transferred"] != 1.0 {
		t.Errorf("got %v", got)
	}
	if got := s.send("administrator", "POST", path, `{"ownerId":"grace"}`, 200); got["transferred"] != 0.0 {
		t.Errorf("again: got %v", got)
	}
	s.send("administrator", "POST", "/api/v1/users/edsger/assets/transfer", `{"ownerId":"grace"}`, 404)
}

func TestListingIsPaged(t *testing.T) {
	s := newSite(t)
	for range 5 {
		s.make("ada", assets.App)
	}
	s.make("grace", assets.DataFile)
	seen, path := map[any]bool{}, "/api/v1/assets?ownerId=ada&kind=app&limit=2"
	pages, query := 0, ""
	for more := true; more; pages++ {
		got := s.send("administrator", "GET", path+query, "", 200)
		list, _ := got["data"].([]any)
		for _, a := range list {
			asset, _ := a.(map[string]any)
			seen[asset["id"]] = true
		}
		var next string
		next, more = got["next"].(string)
		query = "&cursor=" + next
	}
	if pages != 3 || len(seen) != 5 {
		t.Errorf("%d pages with %d assets, want 3 with 5", pages, len(seen))
	}
	s.send("ada", "GET", "/api/v1/assets?kind=sheet", "", 422)
	s.send("ada", "GET", "/api/v1/assets?cursor=x", "", 400)
}

func TestAnOrphanHasNoOwner(t *testing.T) {
	s := &site{tenant: newTenant(t, policy(assets.Orphan, ""))}
	mux := http.NewServeMux()
	h := &assets.HTTP{Service: s.assets, Who: byName{}}
	h.Register(api.Surface{Mux: mux, Log: slog.Default()})
	s.handler = mux
	id := s.make("ada", assets.App)
	if err := s.leave(""); err != nil {
		t.Fatal(err)
	}
	got := s.send("administrator", "GET", "/api/v1/assets/"+id, "", 200)
	if owner, there := got["ownerId"]; !there || owner != nil {
		t.Errorf("got %v, want ownerId null", got)
	}
	s.send("administrator", "POST", "/api/v1/assets/"+id+"/transfer", `{"ownerId":"grace"}`, 200)
}

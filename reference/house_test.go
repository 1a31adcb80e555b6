package reference_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference"
)

// askHouse sends a request and answers its status and body.
func askHouse(t *testing.T, handler http.Handler, method, path, token, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/scim+json")
	if !strings.HasPrefix(strings.TrimPrefix(path, reference.NeighbourPath), reference.SCIMPath) {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// The same person has an account with each of two tenants: another password, another door.
func TestTheTenantsOfAHouseShareNothing(t *testing.T) {
	t.Parallel()
	house := suiteTenant(t, reference.Options{}).Handler()
	person := func(password string) string {
		return `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "password": "` + password + `"}`
	}
	const first, second = "Pw1!analytical", "Pw1!difference"
	for token, password := range map[string]string{suiteToken: first, suiteOtherToken: second} {
		if status, body := askHouse(t, house, "POST", reference.SCIMPath+"/Users", token, person(password)); status != 201 {
			t.Fatalf("creating Ada: %d %s", status, body)
		}
		if _, body := askHouse(t, house, "GET", reference.SCIMPath+"/Users", token, ""); !strings.Contains(body, `"totalResults":1`) {
			t.Errorf("a tenant lists %s", body)
		}
	}
	login := func(password string) string { return `{"username": "ada", "password": "` + password + `"}` }
	for _, c := range []struct {
		path, password string
		want           int
	}{
		{"/login", first, 204},
		{"/login", second, 401},
		{reference.NeighbourPath + "/login", second, 204},
		{reference.NeighbourPath + "/login", first, 401},
	} {
		if status, _ := askHouse(t, house, "POST", c.path, "", login(c.password)); status != c.want {
			t.Errorf("POST %s by %s: got %d, want %d", c.path, c.password, status, c.want)
		}
	}
	if status, _ := askHouse(t, house, "GET", reference.NeighbourPath+reference.SCIMPath+"/Users", suiteOtherToken, ""); status != 404 {
		t.Errorf("the neighbour's SCIM has a second place: %d", status)
	}
}

func TestAHouseTellsItsTenantsApart(t *testing.T) {
	t.Parallel()
	same := reference.Options{SCIMToken: "the-same"}
	if _, err := reference.OpenHouse(t.Context(), same, same); err == nil {
		t.Error("two tenants with one token are no house")
	}
}

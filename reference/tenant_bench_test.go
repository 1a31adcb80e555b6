package reference_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference"
)

// BenchmarkTenant measures whole requests through the handler, without a network, in a tenant of a thousand people.
func BenchmarkTenant(b *testing.B) {
	running, err := reference.Open(b.Context(), reference.Options{
		SCIMToken: scimToken, AdminToken: adminToken, PasswordRounds: 1,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = running.Close() })
	send := func(want int, method, path, token, body string) {
		r := httptest.NewRequestWithContext(b.Context(), method, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/scim+json")
		w := httptest.NewRecorder()
		running.Handler().ServeHTTP(w, r)
		if w.Code != want {
			b.Fatalf("%s %s: got %d %s", method, path, w.Code, w.Body)
		}
	}
	n := 0
	create := func() {
		n++
		send(http.StatusCreated, http.MethodPost, "/scim/v2/Users", scimToken, fmt.Sprintf(
			`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada%d@example.com","active":true}`, n))
	}
	for range 1000 {
		create()
	}
	const byUserName = `/scim/v2/Users?filter=userName+eq+%22ADA7@example.com%22`
	cases := map[string]func(){
		"create":           create,
		"find by userName": func() { send(http.StatusOK, http.MethodGet, byUserName, scimToken, "") },
		"list accounts":    func() { send(http.StatusOK, http.MethodGet, "/api/v1/users?status=active", adminToken, "") },
	}
	for name, request := range cases {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				request()
			}
		})
	}
}

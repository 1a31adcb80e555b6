package steps

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

func TestARefusedFilterIsSearchedFor(t *testing.T) {
	t.Parallel()
	a := refusal(403, "sensitive", scim.Request{
		Method: http.MethodGet, Path: "/Users?count=2&sortBy=userName",
		Query: url.Values{"filter": {`userName eq "ada"`}, "attributes": {"id,userName"}},
	})
	search, possible := a.asSearch()
	if !possible || search.Method != http.MethodPost || search.Path != "/Users/.search" || len(search.Query) > 0 {
		t.Fatalf("got %t, %+v", possible, search)
	}
	want := `{"attributes":["id","userName"],"count":2,"filter":"userName eq \"ada\"","schemas":["` + searchSchema + `"],"sortBy":"userName"}`
	if got := string(search.Body); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOnlyASensitiveFilterIsSearchedFor(t *testing.T) {
	t.Parallel()
	get := scim.Request{Method: http.MethodGet, Path: "/Users"}
	for name, a := range map[string]*answer{
		"another reason": refusal(403, "mutability", get),
		"another status": refusal(404, "sensitive", get),
		"a search":       refusal(403, "sensitive", scim.Request{Method: http.MethodPost, Path: "/Users/.search"}),
	} {
		if search, possible := a.asSearch(); possible {
			t.Errorf("%s: got %+v", name, search)
		}
	}
}

func refusal(status int, scimType string, to scim.Request) *answer {
	code := map[int]string{403: "403", 404: "404"}[status]
	body, _ := oracle.Marshal(oracle.Object{"schemas": []any{oracle.ErrorURN}, "status": code, "scimType": scimType})
	return readAnswer(to, &scim.Response{Status: status, Body: body}, strings.TrimSpace)
}

package steps

import (
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
)

// Who limits the rate for good is not judged by it, whatever the scenario expected.
func TestA429IsNoAnswer(t *testing.T) {
	t.Parallel()
	_, ctx := worldOn(t, always(http.StatusTooManyRequests, ""))
	if err := clientSends(ctx, http.MethodGet, "/Users"); !isUnjudged(err) {
		t.Errorf("got %v, want no judgement", err)
	}
	if err := personStillExists(ctx, "Ada"); !isUnjudged(err) {
		t.Errorf("got %v, want no judgement", err)
	}
}

// Schemas that are announced without attributes are not gone by; what RFC 7643 requires
// of a person is sent whatever they say.
func TestAPersonKeepsTheirUserNameWhateverTheSchemaSays(t *testing.T) {
	t.Parallel()
	types := []oracle.Object{{"name": "User", "endpoint": "/Users", "schema": oracle.UserURN}}
	for name, c := range map[string]struct {
		attributes any
		title      bool
	}{
		"none":             {nil, true},
		"of another type":  {oracle.Object{"name": "title"}, true},
		"without a name":   {[]any{oracle.Object{"type": "string"}}, true},
		"nickName alone":   {[]any{oracle.Object{"name": "nickName"}}, false},
		"title among them": {[]any{oracle.Object{"name": "title"}}, true},
	} {
		schemas, err := schemasOf(types, []oracle.Object{{"id": oracle.UserURN, "attributes": c.attributes}})
		if err != nil {
			t.Fatal(err)
		}
		r := &run{known: &known{schemas: schemas}}
		sent := r.declared(oracle.Object{"userName": "ada", "title": "Countess", "externalId": "1"})
		if sent["userName"] != "ada" || sent["externalId"] != "1" || (sent["title"] != nil) != c.title {
			t.Errorf("%s: %v is sent", name, sent)
		}
	}
}

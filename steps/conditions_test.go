package steps

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/steps/result"
)

func TestConditionsSkipOrGoOn(t *testing.T) {
	t.Parallel()
	w, ctx := worldOn(t, always(http.StatusOK, `{"active": true, "schemas": ["urn:a", "urn:b"]}`))
	if err := clientSends(ctx, http.MethodGet, "/Users/1"); err != nil {
		t.Fatal(err)
	}
	for step, held := range map[string]error{
		"status":    providedAnswerIs(ctx, "200 or 204"),
		"header":    providedHeader(ctx, "Location", "absent"),
		"attribute": providedAttribute(ctx, "active", "is", "true"),
		"array":     providedAttribute(ctx, "schemas", "matches", `"^urn:"`),
	} {
		if held != nil {
			t.Errorf("%s: got %v", step, held)
		}
	}
	for step, failed := range map[string]error{
		"status":    providedAnswerIs(ctx, "201"),
		"header":    providedHeader(ctx, "Location", "present"),
		"attribute": providedAttribute(ctx, "title", "is", "present"),
		"array":     providedAttribute(ctx, "schemas", "matches", `"a$"`),
	} {
		if skip, ok := asSkip(failed); !ok || !skip.optional {
			t.Errorf("%s: got %v, want an optional skip", step, failed)
		}
	}
	if w.checks != 0 {
		t.Errorf("conditions count as %d judgements", w.checks)
	}
}

func TestAnswerByCapability(t *testing.T) {
	t.Parallel()
	for value, holds := range map[string]map[int]bool{
		present: {200: true, 501: false}, lacking: {200: false, 501: true}, unknown: {200: true, 501: true},
	} {
		for status, want := range holds {
			w, ctx := worldOn(t, always(status, ""))
			w.run.known.capabilities = map[string]result.Capability{"bulk": {Name: "bulk", Value: value}}
			if err := clientSends(ctx, http.MethodPost, "/Bulk"); err != nil {
				t.Fatal(err)
			}
			if err := answerByCapability(ctx, "bulk", "200", "501"); (err == nil) != want {
				t.Errorf("%s and %d: got %v", value, status, err)
			}
		}
	}
}

func TestDeclinedOrAttribute(t *testing.T) {
	t.Parallel()
	const refusal = `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "400", "scimType": "tooMany"}`
	for _, c := range []struct {
		status int
		body   string
		holds  bool
	}{
		{400, refusal, true}, {200, `{"totalResults": 7}`, true}, {200, `{}`, false}, {400, `{}`, false}, {500, refusal, false},
	} {
		_, ctx := worldOn(t, always(c.status, c.body))
		if err := clientSends(ctx, http.MethodGet, "/Users"); err != nil {
			t.Fatal(err)
		}
		if err := declinedWithTypeOrAttribute(ctx, "400", `"tooMany"`, "totalResults", "is", "an integer"); (err == nil) != c.holds {
			t.Errorf("%d %s: got %v", c.status, c.body, err)
		}
	}
}

func TestPagesByCursor(t *testing.T) {
	t.Parallel()
	page := func(id, next string) string {
		return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": [{"id": %q}], "nextCursor": %s}`, id, next)
	}
	for name, c := range map[string]struct {
		pages map[string]string
		holds bool
	}{
		"two pages": {map[string]string{"": page("1", `"b"`), "b": page("2819c2", "null")}, true},
		"a circle":  {map[string]string{"": page("1", `"b"`), "b": page("2", `"b"`)}, false},
	} {
		w, ctx := worldOn(t, func(rw http.ResponseWriter, r *http.Request) {
			_, _ = rw.Write([]byte(c.pages[r.URL.Query().Get("cursor")]))
		})
		err := clientPagesByCursor(ctx, "Users", "1", "title pr")
		if (err == nil) != c.holds {
			t.Errorf("%s: got %v", name, err)
		}
		if list, listErr := w.listed(); c.holds && (listErr != nil || len(list.Resources) != 2) {
			t.Errorf("%s: got %v, %v", name, list, listErr)
		}
	}
}

func TestVersionsBesideTheBase(t *testing.T) {
	t.Parallel()
	var asked []string
	_, ctx := worldOn(t, func(_ http.ResponseWriter, r *http.Request) { asked = append(asked, r.URL.Path) })
	if err := clientSendsToVersion(ctx, http.MethodGet, "/Users/{Ada.id}", "9"); err != nil {
		t.Fatal(err)
	}
	if err := clientSendsToNoVersion(ctx, http.MethodGet, "/Users/{Ada.id}"); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(asked) != "[/scim/v9/Users/2819c2 /scim/Users/2819c2]" {
		t.Errorf("asked %v", asked)
	}
}

package steps

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/scim"
)

// worldOn is the scene at a service provider of the test's own.
func worldOn(t *testing.T, handler http.HandlerFunc) (*World, context.Context) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := scim.New(scim.Options{BaseURL: server.URL + "/scim/v2"})
	if err != nil {
		t.Fatal(err)
	}
	w := scene(t)
	w.run.client, w.run.created, w.run.known = client, probe.NewCreated(), &known{}
	return w, withWorld(t.Context(), w)
}

// always answers every request alike.
func always(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func tableOf(rows ...[]string) *godog.Table {
	table := &godog.Table{}
	for _, row := range rows {
		made := &messages.PickleTableRow{}
		for _, cell := range row {
			made.Cells = append(made.Cells, &messages.PickleTableCell{Value: cell})
		}
		table.Rows = append(table.Rows, made)
	}
	return table
}

var bulkHeader = []string{"method", "path", "bulkId", "data"}

func TestBulkGivesIDsAndIsCleanedUp(t *testing.T) {
	t.Parallel()
	w, ctx := worldOn(t, always(http.StatusOK, `{"Operations": [
		{"method": "POST", "bulkId": "analysts", "location": "https://example.com/scim/v2/Groups/g%2F7", "status": "201"},
		{"method": "PUT", "location": "/scim/v2/Users/2819c2", "status": "409", "response": {"detail": "taken"}}
	]}`))
	w.groups = map[string]*Group{}
	err := clientSendsBulk(ctx, tableOf(bulkHeader,
		[]string{"POST", "/Groups", "analysts", `a group "Analysts" with {"members": [{"value": "{Ada.id}"}]}`},
		[]string{"PUT", "/Users/{Ada.id}", "", `Ada with {"externalId": "put-{unique}"}`}))
	if err != nil || w.groups["Analysts"].ID != "g/7" {
		t.Fatalf("got the id %q, %v", w.groups["Analysts"].ID, err)
	}
	if len(w.undo) != 1 || w.undo[0].id != "g/7" {
		t.Errorf("to be removed: %v", w.undo)
	}
	for step, result := range map[string]error{
		"a creation":          bulkOperationIs(ctx, "analysts", "201"),
		"a replacement":       bulkOperationIs(ctx, "PUT /Users/{Ada.id}", "409"),
		"its explanation":     bulkOperationIsExplained(ctx, "PUT /Users/{Ada.id}"),
		"its location":        bulkOperationAttribute(ctx, "PUT /Users/{Ada.id}", "location", "matches", `"/Users/{Ada.id}$"`),
		"a condition":         providedOperation(ctx, "analysts", "201 or 409"),
		"an escaped location": bulkOperationAttribute(ctx, "analysts", "location", "matches", `"/g/7$"`),
	} {
		if result != nil {
			t.Errorf("%s: %v", step, result)
		}
	}
	for step, result := range map[string]error{
		"another status": bulkOperationIs(ctx, "analysts", "409"),
		"no explanation": bulkOperationIsExplained(ctx, "analysts"),
		"no result":      bulkOperationIs(ctx, "DELETE /Users/{Ada.id}", "204"),
	} {
		if _, broken := breaches(result); !broken {
			t.Errorf("%s: got %v, want a violation", step, result)
		}
	}
}

func TestBulkResultIsFoundByItsMethodAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		results string
		want    string
	}{
		{`{"method": "DELETE", "location": "/scim/v2/Users", "status": "204"}`, "204"},
		{`{"method": "PUT", "location": "/scim/v2/Users/1", "status": "200"}, {"method": "DELETE", "location": "/scim/v2/Users", "status": "204"}`, "204"},
		{`{"method": "DELETE", "location": "/scim/v2/Users", "status": "204"}, {"method": "DELETE", "location": "/scim/v2/Groups", "status": "404"}`, ""},
		{`{"method": "PUT", "location": "/scim/v2/Users/1", "status": "200"}`, ""},
	} {
		w, ctx := worldOn(t, always(http.StatusOK, `{"Operations": [`+c.results+`]}`))
		table := tableOf(bulkHeader, []string{"PUT", "/Users/1", "", "{}"}, []string{"DELETE", "/Users/2", "", ""})
		if err := clientSendsBulk(ctx, table); err != nil {
			t.Fatal(err)
		}
		found, err := w.bulkResult("DELETE /Users/2")
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := oracle.FirstString(found.value, "status"); got != c.want {
			t.Errorf("%s: %q", c.results, got)
		}
	}
}

func TestBulkStatusInOtherFormsWarns(t *testing.T) {
	t.Parallel()
	for _, status := range []string{`201`, `{"code": "201"}`} {
		w, ctx := worldOn(t, always(http.StatusOK, `{"Operations": [{"method": "DELETE", "status": `+status+`}]}`))
		if err := clientSendsBulk(ctx, tableOf(bulkHeader, []string{"DELETE", "/Users/1", "", ""})); err != nil {
			t.Fatal(err)
		}
		if err := bulkOperationIs(ctx, "DELETE /Users/1", "201"); err != nil || len(w.warnings) != 1 {
			t.Errorf("%s: got %v and the warnings %v", status, err, w.warnings)
		}
	}
}

func TestBulkRefusedAsAWholeRefusesEach(t *testing.T) {
	t.Parallel()
	_, ctx := worldOn(t, always(http.StatusBadRequest,
		`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "400", "detail": "no method"}`))
	if err := clientSendsBulk(ctx, tableOf(bulkHeader, []string{"", "/Users", "ada", `{"a": 1}`})); err != nil {
		t.Fatal(err)
	}
	if err := bulkOperationIs(ctx, "ada", "400"); err != nil {
		t.Errorf("got %v", err)
	}
	if err := bulkOperationIs(ctx, "ada", "201"); err == nil {
		t.Error("a refused job has created")
	}
}

func TestBulkLimitsComeFromTheTarget(t *testing.T) {
	t.Parallel()
	var sizes []int64
	w, ctx := worldOn(t, func(rw http.ResponseWriter, r *http.Request) {
		sizes = append(sizes, r.ContentLength)
		rw.WriteHeader(http.StatusRequestEntityTooLarge)
		_, _ = rw.Write([]byte(`{"detail": "more than 2 Operations"}`))
	})
	if _, ok := asSkip(clientSendsOperations(1, mostOperations)(ctx)); !ok {
		t.Error("a limit that is not announced was tried")
	}
	w.run.known.config = oracle.Object{"bulk": oracle.Object{"maxOperations": oracle.Number("2"), "maxPayloadSize": oracle.Number("5000")}}
	if err := clientSendsOperations(1, mostOperations)(ctx); err != nil {
		t.Fatal(err)
	}
	if err := answerNamesLimit(ctx, "maxOperations"); err != nil {
		t.Errorf("got %v", err)
	}
	if err := clientSendsBytes(1)(ctx); err != nil || !slices.Contains(sizes, 5001) {
		t.Errorf("got %v, and the sizes %v", err, sizes)
	}
	if err := clientSendsBytes(0)(ctx); err != nil || !slices.Contains(sizes, 5000) {
		t.Errorf("got %v, and the sizes %v", err, sizes)
	}
	if err := answerNamesLimit(ctx, "maxPayloadSize"); err == nil {
		t.Error("an answer names a limit that it does not name")
	}
}

package steps

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

func registerEndpoints(sc *godog.ScenarioContext) {
	sc.Step(expression(`^every resource type's endpoint leads to its resources$`), endpointsLead)
}

// endpointsLead asks every endpoint that the last answer announces for one resource. It is
// below the base URL (RFC 7643 §6), with a slash in front or without; who puts a whole
// URL there is the business of others. A list that is too long, or for others to see, is
// there all the same.
func endpointsLead(ctx context.Context) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	var mismatches []result.Mismatch
	for _, resourceType := range list.Resources {
		name, _ := oracle.FirstString(resourceType, "name")
		endpoint, ok := oracle.FirstString(resourceType, "endpoint")
		if !ok || strings.Contains(endpoint, "://") {
			continue
		}
		a, err := w.lookAt(ctx, scim.Request{
			Method: http.MethodGet, Path: "/" + strings.TrimLeft(endpoint, "/"), Query: url.Values{"count": {"1"}},
		})
		if err != nil {
			return err
		}
		if a.is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented) {
			mismatches = append(mismatches, result.Mismatch{Path: "endpoint of " + name, Want: "a path that leads to resources", Got: quoted(endpoint)})
		}
	}
	return w.judgeSome(list, mismatches)
}

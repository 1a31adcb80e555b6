package steps

import (
	"context"
	"net/http"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
)

func registerPasswords(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+first+`'s password is changed by (PATCH with a path|PATCH without a path|PUT)$`), passwordIsChanged)
}

// passwordIsChanged gives a person a new password (RFC 7643 §4.1.1). What the person
// holds already keeps the old one, so that both can be tried afterwards.
func passwordIsChanged(ctx context.Context, name, road string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if _, given := oracle.FirstString(p.Sent, "password"); !given {
			return &skipped{reason: "the target's User schema does not declare password", optional: true}
		}
		password := newPassword()
		w.nowSends(&p.resource, oracle.Object{"password": password})
		method, body := passwordChange(p, road, password)
		if reason := w.run.known.lacks("patch"); reason != "" && method == http.MethodPatch {
			return &skipped{reason: reason, optional: true}
		}
		a, err := w.sendJSON(ctx, method, p.path(), body)
		if err != nil {
			return err
		}
		return w.judge(a.statusMismatch(http.StatusOK, http.StatusNoContent)...)
	})
}

// passwordChange is the request that sets a password on a road.
func passwordChange(p *Person, road, password string) (method string, body oracle.Object) {
	operation := oracle.Object{"op": "replace", "path": "password", "value": password}
	switch road {
	case "PUT":
		return http.MethodPut, overlaid(oracle.Object{"id": p.ID}, p.Sent)
	case "PATCH without a path":
		operation = oracle.Object{"op": "replace", "value": oracle.Object{"password": password}}
	}
	return http.MethodPatch, oracle.Object{"schemas": []any{patchSchema}, "Operations": []any{operation}}
}

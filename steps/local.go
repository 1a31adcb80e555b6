package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// registerLocals registers accounts that the target made itself, and what a directory may
// do to them.
func registerLocals(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+name+` has a local account$`), hasLocalAccount)
	sc.Step(expression(`^`+first+`'s local account is as it was$`), localAccountIsUnchanged)
	sc.Step(expression(`^the client (deactivates|deletes) whoever has the userName "([^"]+)"$`), clientGoverns)
}

// local is the probe, with the account as it was made.
type local struct {
	*probe.Local
	made probe.LocalAccount
}

// hasLocalAccount makes the account and reads it: a recipe that shows another name or
// address than was sent would find a takeover in every account.
func hasLocalAccount(ctx context.Context, name string) error {
	w := worldOf(ctx)
	recipe := w.run.target.Probes.Local
	if recipe == nil {
		return &skipped{reason: lackReason("local-accounts", ""), optional: true}
	}
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	accounts := probe.NewLocal(*recipe, w.kit())
	if p.ID, err = accounts.Create(ctx, p.probed()); err != nil {
		return fmt.Errorf("making %s a local account: %w", p.Name, err)
	}
	w.trackUndo(undo{"local account", p.ID, func(ctx context.Context) error { return accounts.Remove(ctx, p.probed()) }})
	p.Local = &local{Local: accounts, made: probe.LocalAccount{UserName: p.probed().UserName, Email: p.probed().Email}}
	shown, err := accounts.Read(ctx, p.probed())
	if err == nil && shown != p.Local.made {
		err = unjudgedf("the local account of %s is shown as %+v and was made as %+v", p.Name, shown, p.Local.made)
	}
	return err
}

func localAccountIsUnchanged(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if p.Local == nil {
			return mistakef("%s has no local account", p.Name)
		}
		shown, err := p.Local.Read(ctx, p.probed())
		if err != nil {
			return fmt.Errorf("reading the local account of %s: %w", p.Name, err)
		}
		var mismatches []result.Mismatch
		for _, of := range []struct{ path, want, got string }{
			{"userName", p.Local.made.UserName, shown.UserName}, {"email", p.Local.made.Email, shown.Email},
		} {
			if of.want != of.got {
				mismatches = append(mismatches, result.Mismatch{Path: personLabel(p, of.path), Want: quoted(of.want), Got: quoted(of.got)})
			}
		}
		return w.judge(mismatches...)
	})
}

// clientGoverns does what a directory does that looks for an account by userName: it
// deactivates or deletes what it finds. Only whom this run made bears such a name.
func clientGoverns(ctx context.Context, how, userName string) error {
	w := worldOf(ctx)
	userName, err := w.expand(userName)
	if err != nil {
		return err
	}
	if !strings.Contains(strings.ToLower(userName), w.run.id) {
		return mistakef("%q is no name of this run", userName)
	}
	a, err := w.list(ctx, "Users", url.Values{"filter": {equals("userName", userName)}})
	if err != nil {
		return err
	}
	list, err := w.listOf(a)
	if err != nil {
		return err
	}
	for _, found := range list.Resources {
		id, _ := oracle.FirstString(found, "id")
		if shown, _ := oracle.FirstString(found, "userName"); !strings.EqualFold(shown, userName) || id == "" {
			continue
		}
		if err := w.govern(ctx, how, usersEndpoint+"/"+url.PathEscape(id)); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) govern(ctx context.Context, how, path string) error {
	if how == "deletes" {
		_, err := w.send(ctx, scim.Request{Method: http.MethodDelete, Path: path})
		return err
	}
	_, err := w.sendJSON(ctx, http.MethodPatch, path, oracle.Object{
		"schemas":    []any{patchSchema},
		"Operations": []any{oracle.Object{"op": "replace", "path": "active", "value": false}},
	})
	return err
}

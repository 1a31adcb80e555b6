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

// registerMe registers what people ask for themselves (RFC 7644 §3.11).
func registerMe(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+first+` sends (GET) "([^"]*)"$`), personSends)
	sc.Step(expression(`^`+first+` reads /Me$`), personReadsMe)
	sc.Step(expression(`^`+first+` patches /Me with:$`), personPatchesMe)
	sc.Step(expression(`^it is declined with `+codes+`, or `+first+`'s `+attribute+` `+claimed+`$`), declinedOrState)
	sc.Step(expression(`^the answer's header "([^"]+)" points to `+first+`$`), headerPointsTo)
	sc.Step(expression(`^`+names+` (?:has|have) been shown (?:herself|himself|themselves) by /Me$`), haveBeenShown)
	sc.Step(expression(`^`+first+` is refused at /Me, while `+first+` is shown (?:herself|himself)$`), refusedAtMeWhile)
}

// shownAtMe are the answers that show a person to themselves, or send them there.
var shownAtMe = []int{http.StatusOK, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}

func personSends(ctx context.Context, name, method, path string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		path, err := w.expandWith(path, url.PathEscape)
		if err != nil {
			return err
		}
		_, err = w.sendAs(ctx, p, method, path, nil)
		return err
	})
}

// sendAs sends with a person's own credential, where the target's file lends them one,
// else with that of the service.
func (w *World) sendAs(ctx context.Context, p *Person, method, path string, body []byte) (*answer, error) {
	if err := w.actAs(ctx, p); err != nil {
		return nil, err
	}
	return w.send(ctx, scim.Request{Method: method, Path: path, Body: body})
}

// actAs puts a person's own credential on the next request.
func (w *World) actAs(ctx context.Context, p *Person) error {
	if !w.run.target.Lends() {
		return nil
	}
	login := probe.NewLogin(*w.run.target.Probes.Login, w.kit())
	held, err := w.own(ctx, login, p)
	if err != nil {
		return err
	}
	header, err := login.Authorize(ctx, held)
	if err != nil {
		return fmt.Errorf("lending %s a credential for SCIM: %w", p.Name, err)
	}
	w.next.header = http.Header(merged(url.Values(header), url.Values(w.next.header)))
	w.next.anonymous = true
	return nil
}

// own is the credential that opens SCIM to a person, taken when it is first needed.
func (w *World) own(ctx context.Context, login *probe.Login, p *Person) (*probe.Credential, error) {
	kind, _ := login.Own()
	if held, ok := p.Credentials[kind]; ok {
		return held.Credential, nil
	}
	if err := w.identify(ctx, p); err != nil {
		return nil, err
	}
	taken, attempt, err := login.Obtain(ctx, kind, p.probed())
	if err != nil {
		return nil, fmt.Errorf("taking the %s of %s: %w", kind, p.Name, err)
	}
	if attempt.Verdict != probe.Allowed {
		return nil, unjudgedf("%s could not log in by %s: %s", p.Name, kind, attempt.Evidence)
	}
	p.Credentials[kind] = &credential{Credential: taken}
	return taken, nil
}

func personReadsMe(ctx context.Context, name string) error {
	return atMe(ctx, name, http.MethodGet, nil)
}

func personPatchesMe(ctx context.Context, name string, doc *godog.DocString) error {
	operations, err := worldOf(ctx).json(doc)
	if err != nil {
		return err
	}
	body, err := oracle.Marshal(oracle.Object{"schemas": []any{patchSchema}, "Operations": operations})
	if err != nil {
		return fmt.Errorf("encoding the operations: %w", err)
	}
	return atMe(ctx, name, http.MethodPatch, body)
}

// atMe follows a redirect as the text lets a client do: with the same request at the
// place that it was told.
func atMe(ctx context.Context, name, method string, body []byte) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		a, err := w.sendAs(ctx, p, method, "/Me", body)
		if err != nil || !a.is(http.StatusTemporaryRedirect, http.StatusPermanentRedirect) {
			return err
		}
		target, err := w.resolve(a.Header.Get("Location"))
		if err != nil {
			return w.judge(result.Mismatch{Path: "header Location", Want: "a URI", Got: quoted(a.Header.Get("Location"))})
		}
		_, err = w.sendAs(ctx, p, method, target.String(), body)
		return err
	})
}

// declinedOrState takes a refusal, and wants the claim of what is then stored.
func declinedOrState(ctx context.Context, list, name, path, verb, rest string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if w.readDeclined(a, statuses(list), nil) {
			return w.judge()
		}
		if mismatches := a.statusMismatch(http.StatusOK, http.StatusNoContent); mismatches != nil {
			return w.judge(mismatches...)
		}
		return aPerson.attributeIs(ctx, name, path, verb, rest)
	})
}

// headerPointsTo compares paths, unescaped: an id may be written in more than one way.
func headerPointsTo(ctx context.Context, header, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		a, err := w.answered()
		if err != nil {
			return err
		}
		got := a.Header.Get(header)
		target, err := w.resolve(got)
		there := err == nil && strings.HasSuffix(target.Path, p.endpoint+"/"+p.ID)
		return w.judgeThat(there, "header "+header, "a URI that ends in "+p.path(), quoted(got))
	})
}

// haveBeenShown proves that the credential opens /Me: without that, a later refusal
// would prove nothing.
func haveBeenShown(ctx context.Context, list string) error {
	w := worldOf(ctx)
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	for _, p := range people {
		a, err := w.sendAs(ctx, p, http.MethodGet, "/Me", nil)
		if err != nil {
			return err
		}
		if wrong := w.notShown(a, p); wrong != nil {
			return unjudgedf("%s could not open /Me while active: %s", p.Name, wrong.Got)
		}
	}
	return nil
}

// notShown is what is wrong with an answer that should show a person to themselves.
func (w *World) notShown(a *answer, p *Person) *result.Mismatch {
	if mismatches := a.statusMismatch(shownAtMe...); mismatches != nil {
		return &mismatches[0]
	}
	if id, ok := oracle.FirstString(a.value, "id"); a.is(http.StatusOK) && (!ok || id != p.ID) {
		return &result.Mismatch{Path: "id", Want: quoted(p.ID), Got: "the id " + quoted(id)}
	}
	return nil
}

// refusedAtMeWhile wants a denial by the target, and beside it a control.
func refusedAtMeWhile(ctx context.Context, name, other string) error {
	return withAccounts(ctx, name, other, func(w *World, p, control *Person) error {
		return w.eventually(ctx, func() error {
			if err := w.judgeRefusedAtMe(ctx, p); err != nil {
				return err
			}
			a, err := w.sendAs(ctx, control, http.MethodGet, "/Me", nil)
			if err != nil {
				return err
			}
			if wrong := w.notShown(a, control); wrong != nil {
				return w.judge(*wrong)
			}
			return w.judge()
		})
	})
}

func (w *World) judgeRefusedAtMe(ctx context.Context, p *Person) error {
	a, err := w.sendAs(ctx, p, http.MethodGet, "/Me", nil)
	switch {
	case err != nil:
		return err
	case a.is(http.StatusUnauthorized, http.StatusForbidden):
		return w.judge()
	case a.Status < http.StatusBadRequest:
		return w.judge(result.Mismatch{Path: personLabel(p, "/Me"), Want: "401 or 403", Got: fmt.Sprint(a.Status)})
	default:
		return unjudgedf("the answer of /Me to %s was inconclusive: %d", p.Name, a.Status)
	}
}

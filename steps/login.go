package steps

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/template"
)

const credentialName = `(password|password grant|session|access token|refresh token|API token|single sign-on session|single sign-on)`

func registerLogin(sc *godog.ScenarioContext) {
	sc.Step(expression(`^`+names+` (?:has|have) logged in by `+credentialName+`$`), haveLoggedIn)
	sc.Step(expression(`^`+first+` is (?:still )?refused by (?:the old )?`+credentialName+`, while `+first+` gets in$`), refusedWhile)
	sc.Step(expression(`^`+first+` gets in by (?:a new |the new )?`+credentialName+`$`), getsIn)
	sc.Step(expression(`^`+first+` gets in or not by `+credentialName+`, as is shown, while `+first+` gets in$`), getsInAsShown)
	sc.Step(expression(`^`+first+` still gets in by the same `+credentialName+`$`), stillGetsIn)
}

// credential is one that a person holds, and whether it has let them in.
type credential struct {
	*probe.Credential
	proven bool
}

// kit is what the probes of this scenario work with.
func (w *World) kit() probe.Kit {
	return probe.Kit{
		Sender: probe.SenderFunc(w.sendProbe), Source: w.run.target.Source,
		Identities: w.run.target.Identities(), Secret: func(value string) { w.rec.Add(value) },
		Vars:    w.connected(w.run.target.Vars().With(template.Vars{"run": w.run.id, "scenario": w.alias})),
		Created: w.run.created, Note: w.rec.Note, Ask: w.run.asking(), Clean: w.rec.Text,
		Timeout: w.run.target.Limits.Timeout, Roots: w.run.roots,
	}
}

// sendProbe sends a probe's request through the scenario's client: it is counted,
// recorded and redacted like any other.
func (w *World) sendProbe(req *http.Request) (probe.Answer, error) {
	req.Header.Set("User-Agent", w.userAgent())
	resp, err := w.run.client.Send(w.rec, req)
	if err != nil {
		return probe.Answer{}, err
	}
	return probe.Answer{Status: resp.Status, Header: resp.Header, Body: resp.Body}, nil
}

// probed is the person as a probe knows them.
func (p *Person) probed() probe.Person {
	of := func(path string) string { text, _ := oracle.FirstString(p.Sent, path); return text }
	return probe.Person{
		ID: p.ID, UserName: of("userName"), Password: of("password"), Email: of("emails.value"),
		GivenName: of("name.givenName"), FamilyName: of("name.familyName"),
		DisplayName: of("displayName"), ExternalID: of("externalId"), NativeID: p.nativeID(),
	}
}

func (w *World) login(credential string) (*probe.Login, error) {
	recipe := w.run.target.Probes.Login
	if recipe == nil {
		return nil, &skipped{reason: lackReason("login-probe", "")}
	}
	login := probe.NewLogin(*recipe, w.kit())
	if !login.Has(credential) {
		return nil, w.noSuchWay(login, credential)
	}
	if !login.Possible(credential) {
		return nil, mistakef("a login by %s needs what nothing here has given, such as an identity provider", credential)
	}
	return login, nil
}

// haveLoggedIn takes the credential and proves that it works: without that, a
// later refusal would prove nothing.
func haveLoggedIn(ctx context.Context, list, kind string) error {
	w := worldOf(ctx)
	login, err := w.login(kind)
	if err != nil {
		return err
	}
	people, err := w.accounts(list)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := w.logIn(ctx, login, p, kind); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) logIn(ctx context.Context, login *probe.Login, p *Person, kind string) error {
	attempt, err := w.takeAndUse(ctx, login, p, kind)
	if err != nil {
		return err
	}
	if attempt.Verdict != probe.Allowed {
		return unjudgedf("%s could not log in by %s while active: %s", p.Name, kind, attempt.Line())
	}
	p.Credentials[kind].proven = true
	return w.run.selfChecks.once(kind, func() error { return login.SelfCheck(ctx, kind, p.probed()) })
}

// selfChecks prove, once a run, that each kind of attempt can be refused at all: a
// probe that lets anybody in would let nobody be found out.
type selfChecks struct {
	mu   sync.Mutex
	done map[string]error
}

func (s *selfChecks) once(kind string, check func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err, done := s.done[kind]
	if done {
		return err
	}
	if err = check(); err != nil {
		err = unjudgedf("%v", err)
	}
	if s.done == nil {
		s.done = map[string]error{}
	}
	s.done[kind] = err
	return err
}

// takeAndUse takes a credential anew and tries to get in by it.
func (w *World) takeAndUse(ctx context.Context, login *probe.Login, p *Person, kind string) (probe.Attempt, error) {
	if err := w.mustHavePassword(p); err != nil {
		return probe.Attempt{}, err
	}
	if err := w.identify(ctx, p); err != nil {
		return probe.Attempt{}, err
	}
	taken, attempt, err := login.Obtain(ctx, kind, p.probed())
	if err != nil {
		return attempt, fmt.Errorf("taking the %s of %s: %w", kind, p.Name, err)
	}
	if attempt.Verdict != probe.Allowed {
		return attempt, nil
	}
	p.Credentials[kind] = &credential{Credential: taken}
	return w.use(ctx, login, p, kind)
}

func (w *World) use(ctx context.Context, login *probe.Login, p *Person, kind string) (probe.Attempt, error) {
	asked := time.Now()
	attempt, err := login.Use(ctx, p.Credentials[kind].Credential)
	if err != nil {
		return attempt, fmt.Errorf("using the %s of %s: %w", kind, p.Name, err)
	}
	w.timedUse(p, login, kind, asked, attempt)
	return attempt, nil
}

// refusedWhile wants a denial by the target, and beside it a control: somebody
// else whom the same kind of credential lets in at the same moment.
func refusedWhile(ctx context.Context, name, kind, other string) error {
	w := worldOf(ctx)
	login, err := w.login(kind)
	if err != nil {
		return err
	}
	p, err := w.holder(ctx, login, name, kind)
	if err != nil {
		return err
	}
	control, err := w.holder(ctx, login, other, kind)
	if err != nil {
		return err
	}
	return w.eventuallyWithin(ctx, w.patience(login, kind), func() error { return w.judgeRefused(ctx, login, p, control, kind) })
}

// holder is a person who holds a credential that has let them in. Only who was
// never active may be refused a password that was never tried.
func (w *World) holder(ctx context.Context, login *probe.Login, name, kind string) (*Person, error) {
	p, err := w.account(name)
	if err != nil {
		return nil, err
	}
	if held, ok := p.Credentials[kind]; ok && held.proven {
		return p, nil
	}
	if login.Issued(kind) || !p.NeverActive {
		return nil, mistakef("%s has not logged in by %s before, so a refusal would prove nothing", p.Name, kind)
	}
	if err := w.mustHavePassword(p); err != nil {
		return nil, err
	}
	if err := w.identify(ctx, p); err != nil {
		return nil, err
	}
	taken, _, err := login.Obtain(ctx, kind, p.probed())
	if err != nil {
		return nil, fmt.Errorf("taking the %s of %s: %w", kind, p.Name, err)
	}
	p.Credentials[kind] = &credential{Credential: taken}
	return p, nil
}

// judgeRefused tries the leaver first and judges at once, so that the exchange that
// decided is the last one; only then the control.
func (w *World) judgeRefused(ctx context.Context, login *probe.Login, p, control *Person, kind string) error {
	attempt, err := w.use(ctx, login, p, kind)
	if err != nil {
		return err
	}
	if err := w.judgeDenied(p, kind, attempt); err != nil {
		return err
	}
	beside, err := w.use(ctx, login, control, kind)
	if err != nil {
		return err
	}
	return w.judgeAllowed(control, kind, beside)
}

func (w *World) judgeDenied(p *Person, kind string, attempt probe.Attempt) error {
	switch {
	case attempt.Granted && attempt.Verdict != probe.Allowed:
		return w.judge(result.Mismatch{
			Path: personLabel(p, kind), Want: "denied at the door",
			Got: "a session or token was handed out, and only then refused (" + attempt.Evidence + ")",
		})
	case attempt.Other:
		return w.judge(result.Mismatch{
			Path: personLabel(p, kind), Want: "denied", Got: "let in as somebody else (" + attempt.Evidence + ")",
		})
	case attempt.Verdict == probe.Inconclusive:
		return unjudgedf("the attempt by %s was inconclusive: %s", kind, attempt.Line())
	default:
		return w.judgeThat(attempt.Verdict == probe.Denied, personLabel(p, kind),
			"denied", attempt.Verdict.String()+" ("+attempt.Evidence+")")
	}
}

// getsIn takes the credential anew: a login of today, not one of before.
func getsIn(ctx context.Context, name, kind string) error {
	w := worldOf(ctx)
	login, err := w.login(kind)
	if err != nil {
		return err
	}
	p, err := w.account(name)
	if err != nil {
		return err
	}
	return w.eventually(ctx, func() error {
		attempt, err := w.takeAndUse(ctx, login, p, kind)
		if err != nil {
			return err
		}
		return w.judgeAllowed(p, kind, attempt)
	})
}

// getsInAsShown holds the state that SCIM shows against who gets in: whichever it is, they
// have to agree.
func getsInAsShown(ctx context.Context, name, kind, other string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		object, err := w.read(ctx, p.path())
		if err != nil {
			return err
		}
		active, given := boolAt(object, "active")
		switch {
		case !given:
			return &skipped{reason: "the target shows no active", optional: true}
		case active:
			return getsIn(ctx, name, kind)
		default:
			return refusedWhile(ctx, name, kind, other)
		}
	})
}

func stillGetsIn(ctx context.Context, name, kind string) error {
	w := worldOf(ctx)
	login, err := w.login(kind)
	if err != nil {
		return err
	}
	p, err := w.holder(ctx, login, name, kind)
	if err != nil {
		return err
	}
	attempt, err := w.use(ctx, login, p, kind)
	if err != nil {
		return err
	}
	return w.judgeAllowed(p, kind, attempt)
}

func (w *World) judgeAllowed(p *Person, kind string, attempt probe.Attempt) error {
	if attempt.Other {
		return w.judge(result.Mismatch{
			Path: personLabel(p, kind), Want: "allowed", Got: "let in as somebody else (" + attempt.Evidence + ")",
		})
	}
	if attempt.Verdict == probe.Inconclusive {
		return unjudgedf("the attempt by %s was inconclusive: %s", kind, attempt.Line())
	}
	return w.judgeThat(attempt.Verdict == probe.Allowed, personLabel(p, kind),
		"allowed", attempt.Verdict.String()+" ("+attempt.Evidence+")")
}

package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/probe/page"
	"github.com/scimproof/scimproof/steps/template"
)

// StepError says that a recipe could not be followed: its target answered
// otherwise than the recipe expects, or the recipe itself is wrong.
type StepError struct {
	// Place is "file:line" of the step.
	Place string
	// Step is the step's method and URL, as the recipe writes them.
	Step string
	// Status is what the target answered; 0 for no answer.
	Status int
	Err    error
}

// Error names file, line and step.
func (e *StepError) Error() string {
	return fmt.Sprintf("%s: %s: %v", e.Place, e.Step, e.Err)
}

// Unwrap returns the cause.
func (e *StepError) Unwrap() error { return e.Err }

func (k Kit) stepError(s *Step, status int, err error) error {
	return &StepError{Place: s.place(k), Step: s.label(), Status: status, Err: err}
}

// errNoAnswer marks a request that had no answer.
var errNoAnswer = errors.New("no answer")

// errOther marks an answer that is about somebody, or something, else.
var errOther = errors.New("the answer is not the right one")

// send renders a step and sends it.
func (k Kit) send(ctx context.Context, s *Step, vars template.Vars) (Answer, error) {
	req, err := k.request(ctx, s, vars)
	if err != nil {
		return Answer{}, k.stepError(s, 0, err)
	}
	return k.deliver(s, req)
}

// deliver sends a step's request. No answer is a StepError that is errNoAnswer; the
// end of the request's context is that context's own error.
func (k Kit) deliver(s *Step, req *http.Request) (Answer, error) {
	answer, err := k.Sender.Send(req)
	if cause := context.Cause(req.Context()); err != nil && cause != nil {
		return Answer{}, fmt.Errorf("waiting for an answer: %w", cause)
	}
	if err != nil {
		return Answer{}, k.stepError(s, 0, fmt.Errorf("%w: %w", errNoAnswer, err))
	}
	return answer, nil
}

// must sends a step whose answer has to be an expected one.
func (k Kit) must(ctx context.Context, s *Step, vars template.Vars) (Answer, error) {
	answer, err := k.send(ctx, s, vars)
	if err != nil {
		return answer, err
	}
	return answer, k.mustBeExpected(s, answer)
}

func (k Kit) mustBeExpected(s *Step, a Answer) error {
	if s.expects(a.Status) {
		return nil
	}
	want := "2xx"
	if len(s.Expect) > 0 {
		want = strings.Trim(fmt.Sprint(s.Expect), "[]")
	}
	return k.stepError(s, a.Status, fmt.Errorf("answered with %d, wanted %s", a.Status, want))
}

// all sends steps that have to succeed, and returns what they saved on top of vars.
func (k Kit) all(ctx context.Context, steps []Step, vars template.Vars) (template.Vars, error) {
	for i := range steps {
		answer, err := k.must(ctx, &steps[i], vars)
		if err != nil {
			return vars, err
		}
		if vars, err = k.keep(&steps[i], answer, vars, false); err != nil {
			return vars, err
		}
	}
	return vars, nil
}

// keep adds what a step saves and compares what it says is equal. A saved value of a
// login is a secret, unless it is only there to be compared.
func (k Kit) keep(s *Step, a Answer, vars template.Vars, login bool) (template.Vars, error) {
	saved := template.Vars{}
	asked, _ := template.URL(s.URL, vars) // it was filled in for the request
	for name, source := range s.Save {
		value, err := a.kept(source, asked)
		if err != nil {
			return vars, k.stepError(s, a.Status, fmt.Errorf("saving %s: %w", name, err))
		}
		if _, compared := s.Equals[name]; login && !compared {
			k.secret(source, value)
		}
		saved[name] = value
	}
	k.renew(s, a, saved)
	vars = vars.With(saved)
	for name, text := range s.Equals {
		want, err := template.Text(text, vars)
		if err == nil && vars[name] != want {
			err = fmt.Errorf("%w: %s is not %s", errOther, name, text)
		}
		if err != nil {
			return vars, k.stepError(s, a.Status, err)
		}
	}
	return vars, nil
}

// attempt follows the steps of a login. It is Allowed when all went as expected,
// Denied when one was answered with a declared denial, else Inconclusive. An error
// means that the recipe is wrong, or that ctx has ended.
func (k Kit) attempt(ctx context.Context, steps []Step, d Denial, vars template.Vars) (template.Vars, Attempt, error) {
	last := Attempt{Verdict: Allowed, Evidence: "nothing to do"}
	granted, entered := false, ""
	for i := range steps {
		next, one, err := k.take(ctx, &steps[i], d, vars)
		if err != nil {
			return vars, one, err
		}
		one.Evidence = entered + one.Evidence
		if steps[i].door != nil {
			entered = one.Evidence + "; "
		}
		vars, last = next, one
		if last.Granted = granted; last.Verdict != Allowed {
			return vars, last, nil
		}
		granted = granted || steps[i].Grants
	}
	return vars, last, nil
}

// take does one step of a login: its request, or what its kind does in place of one.
func (k Kit) take(ctx context.Context, s *Step, d Denial, vars template.Vars) (template.Vars, Attempt, error) {
	vars, one, err := k.tryStep(ctx, s, d, vars)
	if err == nil {
		one.Place = s.place(k)
	}
	return vars, one, err
}

func (k Kit) tryStep(ctx context.Context, s *Step, d Denial, vars template.Vars) (template.Vars, Attempt, error) {
	if s.door != nil {
		began := time.Now()
		vars, one, err := s.door.enter(ctx, k, s, d, vars)
		k.note(s.door, one, began)
		return vars, one, err
	}
	answer, err := k.send(ctx, s, vars)
	if errors.Is(err, errNoAnswer) {
		return vars, Attempt{Evidence: s.label() + " had " + errors.Unwrap(err).Error()}, nil
	}
	if err != nil {
		return vars, Attempt{}, err
	}
	one := judge(s, d, answer)
	if one.Verdict != Allowed {
		return vars, one, nil
	}
	vars, err = k.keep(s, answer, vars, true)
	if err != nil {
		return vars, Attempt{Evidence: err.Error(), Status: answer.Status}, err
	}
	return vars, one, nil
}

// judge says what one answer of a login means. A redirect to the login page comes
// first: it often has the status of a redirect into the application.
func judge(s *Step, d Denial, a Answer) Attempt {
	out := Attempt{Status: a.Status, Evidence: fmt.Sprintf("%s was answered with %d", s.label(), a.Status)}
	switch {
	case d.redirected(a):
		out.Verdict = Denied
		out.Evidence += ", a redirect to the login page"
	case d.Form && a.Status < 500 && page.Login(a.Body):
		out.Verdict = Denied
		out.Evidence += " and the login form"
	case s.excused(a):
		out.Evidence += " and an error that is not about the person"
	case s.expects(a.Status):
		out.Verdict = Allowed
	case contains(d.statuses(), a.Status), contains(s.refusals, a.Status):
		out.Verdict = Denied
	default:
		out.Evidence += ", which is neither a success nor a refusal"
	}
	return out
}

// redirected reports whether the answer leads to a declared login page.
func (d Denial) redirected(a Answer) bool {
	if a.Status < 300 || a.Status > 399 {
		return false
	}
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		return false
	}
	for _, prefix := range d.Redirect {
		if strings.HasPrefix(to.Path, prefix) || strings.HasPrefix(to.String(), prefix) {
			return true
		}
	}
	return false
}

func contains(statuses []int, status int) bool {
	for _, s := range statuses {
		if s == status {
			return true
		}
	}
	return false
}

// isGone reports whether a status says that there is no such resource.
func isGone(status int) bool {
	return status == http.StatusNotFound || status == http.StatusGone
}

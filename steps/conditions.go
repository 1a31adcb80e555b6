package steps

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// scimTypes is `"invalidFilter" or "tooMany"`.
const scimTypes = `("\w+"(?: or "\w+")*)`

// registerConditions registers what depends on what the target can do, or chose to do.
func registerConditions(sc *godog.ScenarioContext) {
	sc.Step(expression(`^provided that the answer is `+codes+`$`), providedAnswerIs)
	sc.Step(expression(`^provided that the answer's header "([^"]+)" is (present|absent)$`), providedHeader)
	sc.Step(expression(`^provided that the answer's `+attribute+` `+claimed+`$`), providedAttribute)
	sc.Step(expression(`^provided that `+first+`'s `+attribute+` `+claimed+`$`), providedAccount)
	sc.Step(expression(`^provided that the bulk operation "([^"]+)" is `+codes+`$`), providedOperation)
	sc.Step(expression(`^with ([\w-]+) the answer is `+codes+`, and without it `+codes+`$`), answerByCapability)
	sc.Step(expression(`^it is declined with `+codes+`, or the answer's `+attribute+` `+claimed+`$`), declinedOrAttribute)
	sc.Step(expression(`^it is declined with `+codes+` and `+scimTypes+`, or the answer's `+attribute+` `+claimed+`$`), declinedWithTypeOrAttribute)
	sc.Step(expression(`^it is declined with `+codes+`, or `+first+` is shown as (active|disabled)$`), declinedOrShownAs)
	sc.Step(expression(`^the clock of meta.lastModified has moved on$`), clockHasMovedOn)
}

// notApplicable ends a scenario whose condition the target does not meet.
func notApplicable(what, got string) error {
	return &skipped{reason: fmt.Sprintf("does not apply: %s is %s", what, got), optional: true}
}

func providedAnswerIs(ctx context.Context, list string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		w.readWhether(a.is(statuses(list)...), "the status of "+subjectOf(a.request)+" is "+list)
		if a.is(statuses(list)...) {
			return nil
		}
		return notApplicable("the status", fmt.Sprint(a.Status))
	})
}

func providedHeader(ctx context.Context, header, presence string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		there := len(a.Header.Values(header)) > 0
		w.readWhether(there, "the answer of "+subjectOf(a.request)+" has the header "+header)
		if there == (presence == "present") {
			return nil
		}
		return notApplicable("the header "+header, quoted(a.Header.Get(header)))
	})
}

func providedAttribute(ctx context.Context, path, verb, rest string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		claimed := "the answer's " + path + " " + verb + " " + rest
		claim, path, err := w.claimOf(path, verb, rest)
		if err != nil {
			return err
		}
		got := oracle.Lookup(a.value, path)
		w.readWhether(claim.holds(got), claimed)
		if !claim.holds(got) {
			return notApplicable(path, shown(got))
		}
		return nil
	})
}

// providedAccount is about what an account holds by now: a service provider may ignore what it is sent (RFC 7644 §3.3), and
// whoever sends in the harness's place may not have sent it.
func providedAccount(ctx context.Context, name, path, verb, rest string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		claim, path, err := w.claimOf(path, verb, rest)
		if err != nil {
			return err
		}
		object, err := w.read(ctx, p.path())
		if err != nil {
			return err
		}
		if got := oracle.Lookup(object, path); !claim.holds(got) {
			return notApplicable(path+" of the account", shown(got))
		}
		return nil
	})
}

func providedOperation(ctx context.Context, which, list string) error {
	w := worldOf(ctx)
	got, err := w.bulkResult(which)
	if err != nil {
		return err
	}
	status, _ := statusIn(got.value)
	w.readWhether(oneOf(status, statuses(list)), "the bulk operation "+quoted(which)+" is "+list)
	if !oneOf(status, statuses(list)) {
		return notApplicable("the bulk operation "+quoted(which), orElse(fmt.Sprint(status), absent))
	}
	return nil
}

func oneOf(status int, wanted []int) bool {
	for _, want := range wanted {
		if status == want {
			return true
		}
	}
	return false
}

// answerByCapability takes either answer where nobody says whether the target can.
func answerByCapability(ctx context.Context, capability, with, without string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		wanted := append(statuses(with), statuses(without)...)
		switch w.run.known.capability(capability).Value {
		case present:
			wanted = statuses(with)
		case lacking:
			wanted = statuses(without)
		}
		return w.judgeStatus(a, wanted...)
	})
}

func declinedOrAttribute(ctx context.Context, list, path, verb, rest string) error {
	return judgeUnlessDeclined(ctx, statuses(list), nil, path, verb, rest)
}

func declinedWithTypeOrAttribute(ctx context.Context, list, types, path, verb, rest string) error {
	return judgeUnlessDeclined(ctx, statuses(list), scimTypesOf(types), path, verb, rest)
}

// judgeUnlessDeclined takes a proper refusal, and wants the claim of a 200.
func judgeUnlessDeclined(ctx context.Context, codes []int, types []string, path, verb, rest string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if w.readDeclined(a, codes, types) {
			return w.judge()
		}
		if mismatches := a.statusMismatch(200); mismatches != nil {
			return w.judge(mismatches...)
		}
		if a.err != nil || a.value == nil {
			return w.judge(result.Mismatch{Path: "body", Want: "a JSON document with " + path, Got: a.show()})
		}
		return w.judgeAttribute(a.value, path, verb, rest)
	})
}

// declinedOrShownAs takes a proper refusal; what was answered as a success must be true of
// the person.
func declinedOrShownAs(ctx context.Context, list, name, state string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		if a.declined(statuses(list), nil) {
			return w.judge()
		}
		if mismatches := a.statusMismatch(200, 201); mismatches != nil {
			return w.judge(mismatches...)
		}
		return personIsShownAs(ctx, name, state)
	})
}

// coarseClock is how long a clock of whole seconds may show the same time.
const coarseClock = 1100 * time.Millisecond

// clockHasMovedOn waits until a change made now gets another lastModified than the last
// answer has: a millisecond, or a second where that is all that the target shows.
func clockHasMovedOn(ctx context.Context) error {
	return withAnswer(ctx, func(_ *World, a *answer) error {
		shown, ok := oracle.FirstString(a.value, "meta.lastModified")
		if !ok {
			return unjudgedf("the last answer has no meta.lastModified")
		}
		pause := coarseClock
		if strings.Contains(shown, ".") {
			pause = 2 * time.Millisecond
		}
		if !wait(ctx, pause) {
			return ctx.Err()
		}
		return nil
	})
}

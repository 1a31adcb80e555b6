package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// violation is what a judging step returns when the target does not do what the
// requirement says: every mismatch, not the first.
type violation struct{ mismatches []result.Mismatch }

func (v *violation) Error() string {
	first := v.mismatches[0]
	text := fmt.Sprintf("%s: want %s, got %s", first.Path, first.Want, first.Got)
	if more := len(v.mismatches) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// skipped is why a scenario does not apply to this target.
type skipped struct {
	reason string
	// optional says that the standard leaves to the target what it lacks.
	optional bool
	// refused is what the target refused that only the dialect's client asks.
	refused string
	// unsent is what the dialect's client never sends, and the scenario is about.
	unsent string
}

func (s *skipped) Error() string { return s.reason }

// Is makes godog skip the rest of the scenario.
func (s *skipped) Is(target error) bool { return target == godog.ErrSkip }

func asSkip(err error) (*skipped, bool) {
	if unknown, ok := errors.AsType[*provision.UnknownMoveError](err); ok {
		return neverSent(unknown)
	}
	return errors.AsType[*skipped](err)
}

// mistake is a fault of the scenario or the harness, never of the target.
type mistake struct{ text string }

func (m *mistake) Error() string { return m.text }

func mistakef(format string, args ...any) error { return &mistake{fmt.Sprintf(format, args...)} }

// unjudged is why a step could not come to a verdict.
type unjudged struct{ reason string }

func (u *unjudged) Error() string { return u.reason }

func isUnjudged(err error) bool {
	_, ok := errors.AsType[*unjudged](err)
	return ok
}

func unjudgedf(format string, args ...any) error { return &unjudged{fmt.Sprintf(format, args...)} }

// classify turns the error of a step into an outcome. A failed Given is an error
// and no violation: it says that the scenario was not judged.
func classify(st *godog.Step, err error, breach result.Outcome) (result.Outcome, string, []result.Mismatch) {
	if skip, ok := asSkip(err); ok {
		return result.Skip, skip.reason, nil
	}
	if stop, ok := errors.AsType[*stopped](err); ok {
		return result.Error, stop.reason, nil
	}
	if isPanic(err) {
		return result.Invalid, fmt.Sprintf("the step %q panicked: %v", st.Text, err), nil
	}
	if ours(err) {
		return result.Invalid, told(err), nil
	}
	mismatches, judged := breaches(err)
	if judged && !isContext(st) {
		return breach, "", mismatches
	}
	return result.Error, reasonOf(st, err), mismatches
}

// isContext tells whether a step only sets the scene.
func isContext(st *godog.Step) bool { return st.Type == messages.PickleStepType_CONTEXT }

func ours(err error) bool {
	_, isMistake := errors.AsType[*mistake](err)
	_, isUnknown := errors.AsType[*provision.UnknownMoveError](err) // of the RFC's own dialect
	return isMistake || isUnknown || errors.Is(err, godog.ErrUndefined) || errors.Is(err, godog.ErrAmbiguous) ||
		errors.Is(err, godog.ErrPending)
}

// isPanic tells whether godog has made an error of a panic. Its type is not exported.
func isPanic(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if fmt.Sprintf("%T", err) == "*godog.traceError" {
			return true
		}
	}
	return false
}

// breaches gives what the target did wrong, if the error says that it did. A
// connection dropped in the middle is the target's answer; one that could not be
// made, or that took too long, is no judgement.
func breaches(err error) ([]result.Mismatch, bool) {
	if v, ok := errors.AsType[*violation](err); ok {
		return v.mismatches, true
	}
	if scim.IsBroken(err) {
		return []result.Mismatch{{Path: "answer", Want: "a complete HTTP response", Got: err.Error()}}, true
	}
	return nil, false
}

// reasonOf leaves the step's text out, and what godog adds: equal causes make one
// group in a report.
func reasonOf(st *godog.Step, err error) string {
	if errors.Is(err, context.Canceled) || scim.KindOf(err) == scim.Interrupted {
		return "the run was interrupted"
	}
	reason := told(err)
	if isContext(st) {
		return "the scenario could not be set up: " + reason
	}
	return reason
}

// told is what an error says, without what godog puts in front.
func told(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "before scenario hook failed: "), "before step hook failed: ")
}

// breachOf says what it means to break a requirement: a SHOULD, and what an
// ambiguity softens, warns; strict makes a failure of both.
func breachOf(r features.Requirement, strict bool) result.Outcome {
	soft := r.Level == "SHOULD" || r.OnBreach == "warn"
	switch {
	case r.Level == "MAY":
		return result.Warn
	case soft && !strict:
		return result.Warn
	default:
		return result.Fail
	}
}

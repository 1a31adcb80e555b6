package steps

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	breach := &violation{[]result.Mismatch{{Path: "status", Want: "201", Got: "500"}}}
	cases := map[string]struct {
		step messages.PickleStepType
		err  error
		want result.Outcome
	}{
		"a broken Then is a failure":              {messages.PickleStepType_OUTCOME, breach, result.Fail},
		"a broken When is a failure":              {messages.PickleStepType_ACTION, breach, result.Fail},
		"a broken Given is an error":              {messages.PickleStepType_CONTEXT, breach, result.Error},
		"a wrapped violation is a failure":        {messages.PickleStepType_OUTCOME, fmt.Errorf("reading: %w", breach), result.Fail},
		"a dropped connection is an answer":       {messages.PickleStepType_ACTION, dropped(scim.Dropped), result.Fail},
		"a dropped connection in a Given":         {messages.PickleStepType_CONTEXT, dropped(scim.Dropped), result.Error},
		"an unreachable target is not judged":     {messages.PickleStepType_ACTION, dropped(scim.Unreachable), result.Error},
		"a time-out is not judged":                {messages.PickleStepType_OUTCOME, dropped(scim.TimedOut), result.Error},
		"an inconclusive attempt is not judged":   {messages.PickleStepType_OUTCOME, unjudgedf("inconclusive"), result.Error},
		"a skip is a skip":                        {messages.PickleStepType_CONTEXT, &skipped{reason: "no sort"}, result.Skip},
		"a wrapped skip is a skip":                {messages.PickleStepType_CONTEXT, fmt.Errorf("before: %w", &skipped{reason: "no sort"}), result.Skip},
		"an undefined step is our bug":            {messages.PickleStepType_ACTION, godog.ErrUndefined, result.Invalid},
		"an ambiguous step is our bug":            {messages.PickleStepType_ACTION, godog.ErrAmbiguous, result.Invalid},
		"a mistake in a scenario is our bug":      {messages.PickleStepType_CONTEXT, mistakef("who is Bob?"), result.Invalid},
		"an interrupted run judges nothing":       {messages.PickleStepType_OUTCOME, context.Canceled, result.Error},
		"what we did not foresee is not a breach": {messages.PickleStepType_OUTCOME, errors.New("disk full"), result.Error},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, reason, mismatches := classify(&godog.Step{Type: c.step, Text: "a step"}, c.err, result.Fail)
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got == result.Fail && len(mismatches) == 0 {
				t.Error("a failure without a mismatch")
			}
			if got != result.Fail && reason == "" {
				t.Errorf("%s without a reason", got)
			}
		})
	}
}

func dropped(kind scim.Kind) error {
	return &scim.TransportError{Kind: kind, Host: "example.com:443", Err: errors.New("EOF")}
}

func TestSkippedStopsTheScenario(t *testing.T) {
	t.Parallel()
	if !errors.Is(fmt.Errorf("gate: %w", &skipped{reason: "no sort"}), godog.ErrSkip) {
		t.Error("godog would not skip")
	}
}

func TestBreachOf(t *testing.T) {
	t.Parallel()
	cases := []struct {
		requirement features.Requirement
		lenient     result.Outcome
		strict      result.Outcome
	}{
		{features.Requirement{Level: "MUST"}, result.Fail, result.Fail},
		{features.Requirement{Level: "implied"}, result.Fail, result.Fail},
		{features.Requirement{Level: "SHOULD"}, result.Warn, result.Fail},
		{features.Requirement{Level: "MUST", OnBreach: "warn"}, result.Warn, result.Fail},
		{features.Requirement{Level: "MAY"}, result.Warn, result.Warn},
	}
	for _, c := range cases {
		if got := breachOf(c.requirement, false); got != c.lenient {
			t.Errorf("%+v: got %s, want %s", c.requirement, got, c.lenient)
		}
		if got := breachOf(c.requirement, true); got != c.strict {
			t.Errorf("%+v strict: got %s, want %s", c.requirement, got, c.strict)
		}
	}
}

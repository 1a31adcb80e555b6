package steps

import (
	"regexp"
	"testing"

	"github.com/scimproof/scimproof/features"
)

// Every step of the features is defined, and by one expression only.
func TestEveryStepHasOneDefinition(t *testing.T) {
	t.Parallel()
	listed, err := Steps()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := features.StepTexts()
	if err != nil {
		t.Fatal(err)
	}
	expressions := make([]*regexp.Regexp, len(listed))
	for i, step := range listed {
		expressions[i] = regexp.MustCompile("^" + step.ID + "$")
	}
	for _, text := range texts {
		var defined []string
		for i, expression := range expressions {
			if expression.MatchString(text) {
				defined = append(defined, listed[i].ID)
			}
		}
		if len(defined) != 1 {
			t.Errorf("%q is defined by %q", text, defined)
		}
	}
}

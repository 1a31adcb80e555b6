package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Status is the status probe of one scenario.
type Status struct {
	recipe StatusRecipe
	kit    Kit
}

// NewStatus returns the probe of a recipe.
func NewStatus(r StatusRecipe, k Kit) *Status { return &Status{r, k} }

// Of asks how a person is shown, and on what that rests. An error means that the
// recipe cannot be followed; an answer that is none of the declared ones, or none
// at all, is Unknown.
func (s *Status) Of(ctx context.Context, p Person) (State, Attempt, error) {
	vars, err := s.kit.all(ctx, s.recipe.Prepare, s.kit.Vars.With(p.vars("user")))
	if err != nil {
		return Unknown, Attempt{}, err
	}
	request := &s.recipe.Request
	answer, err := s.kit.send(ctx, request, vars)
	if errors.Is(err, errNoAnswer) {
		return Unknown, Attempt{Evidence: err.Error()}, nil
	}
	if err != nil {
		return Unknown, Attempt{}, err
	}
	state, why := s.read(answer)
	evidence := fmt.Sprintf("%s was answered with %d%s", request.label(), answer.Status, why)
	return state, Attempt{Verdict: verdictOf(state), Evidence: evidence, Status: answer.Status}, nil
}

// verdictOf lets a reader of attempts see whether the probe could tell.
func verdictOf(s State) Verdict {
	switch s {
	case Active:
		return Allowed
	case Disabled, Gone:
		return Denied
	default:
		return Inconclusive
	}
}

// read says how an answer shows the person, with the reason for a report.
func (s *Status) read(a Answer) (State, string) {
	if contains(s.recipe.Gone.Status, a.Status) {
		return Gone, ""
	}
	if !s.recipe.Request.expects(a.Status) {
		return Unknown, ", which the recipe does not declare"
	}
	value, err := a.shown(s.recipe.Value)
	if err != nil {
		return Unknown, " and " + err.Error()
	}
	why := fmt.Sprintf(" and %s is %q", s.recipe.Value, value)
	switch {
	case slices.Contains(s.recipe.Active, value):
		return Active, why
	case slices.Contains(s.recipe.Disabled, value):
		return Disabled, why
	case slices.Contains(s.recipe.Gone.Values, value):
		return Gone, why
	}
	return Unknown, why + ", which the recipe does not declare"
}

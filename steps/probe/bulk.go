package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/scimproof/scimproof/steps/template"
)

// bulk hands assets over in batches.
func (o *Ownership) bulk(ctx context.Context, t *TransferRecipe, vars template.Vars, assets []Asset) (HandOver, error) {
	size := t.Batch
	if size == 0 {
		size = max(1, len(assets))
	}
	var done HandOver
	for batch := range slices.Chunk(assets, size) {
		one, err := o.batch(ctx, t, vars.With(template.Vars{"assets": elements(batch)}), batch)
		if err != nil {
			return done, err
		}
		done.add(one)
	}
	return done, nil
}

// batch sends one request, and looks at what it was answered of each asset.
func (o *Ownership) batch(ctx context.Context, t *TransferRecipe, vars template.Vars, assets []Asset) (HandOver, error) {
	answer, attempt, err := o.kit.ask(ctx, &t.Request, refusals(t.Refused), vars)
	if err != nil || attempt.Verdict != Allowed || t.Results == nil {
		return outcome(attempt, assets...), err
	}
	statuses, err := t.Results.read(answer)
	if err != nil {
		return HandOver{}, o.kit.stepError(&t.Request, answer.Status, fmt.Errorf("results: %w", err))
	}
	done := HandOver{Attempt: attempt}
	for _, a := range assets {
		one := attempt
		status, found := statuses[a.ID]
		verdict, why := t.Results.judge(status, found)
		if one.Verdict = verdict; verdict != Allowed {
			one.Evidence += ", and of the " + a.Kind + " " + a.ID + ": " + why
		}
		done.add(outcome(one, a))
	}
	return done, nil
}

// read gives the status of each id of an answer. An id that comes twice keeps the status
// that is not done, if there is one.
func (r *ResultsRecipe) read(a Answer) (map[string]string, error) {
	items, err := a.list(r.Items)
	if err != nil {
		return nil, err
	}
	statuses := map[string]string{}
	for _, item := range items {
		id, err := one(item, r.ID)
		if err != nil {
			return nil, err
		}
		status, err := one(item, r.Status)
		if err != nil {
			return nil, err
		}
		if known, twice := statuses[id]; !twice || r.isDone(known) {
			statuses[id] = status
		}
	}
	return statuses, nil
}

// one gives the single value at a path.
func one(item any, path string) (string, error) {
	found, err := values(item, path)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d values at %s of an element, wanted one", len(found), path)
	}
	return scalar(found[0], path)
}

// judge says what one result means. What is not reported was not done.
func (r *ResultsRecipe) judge(status string, found bool) (Verdict, string) {
	number, err := strconv.Atoi(status)
	switch {
	case !found:
		return Denied, "it is missing from the results"
	case r.isDone(status):
		return Allowed, ""
	case err == nil && (number == http.StatusTooManyRequests || number >= http.StatusInternalServerError):
		return Inconclusive, status
	default:
		return Denied, status
	}
}

func (r *ResultsRecipe) isDone(status string) bool {
	if len(r.Done) > 0 {
		return slices.Contains(r.Done, status)
	}
	number, err := strconv.Atoi(status)
	return err == nil && number >= 200 && number <= 299
}

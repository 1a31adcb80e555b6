package steps

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
)

// purge takes out of the directory whom the scenario put there: else the connector would
// make them anew. What fails is left behind there.
func (d *delegate) purge(ctx context.Context) map[string]error {
	failed := map[string]error{}
	for _, key := range slices.Sorted(maps.Keys(d.groups)) {
		who := groupNamed(key)
		if err := d.unlessAbsent(who, d.purgeGroup(ctx, key, "the group is deleted: the scenario is over")); err != nil {
			failed[who] = err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.people)) {
		if err := d.takeOut(ctx, key); err != nil {
			failed[personNamed(key)] = err
		}
	}
	// Who floods or hangs is not told to begin again.
	if len(d.groups)+len(d.people) > 0 && d.w.run.sending.givenUp() == nil {
		if err := d.directory.Cycle(ctx); err != nil {
			failed["(the synchronisation after it was over)"] = err
		}
	}
	d.groups, d.people = nil, nil
	return failed
}

// errInterrupted is why nobody was asked to clean up by hand.
var errInterrupted = errors.New("the run was interrupted before it was taken out by hand")

// leaveAll gives up on all who are in the directory.
func (d *delegate) leaveAll(context.Context) map[string]error {
	left := map[string]error{}
	for key := range d.groups {
		left[groupNamed(key)] = errInterrupted
	}
	for key := range d.people {
		left[personNamed(key)] = errInterrupted
	}
	return left
}

// trackCreated has everything removed that the connector was told it created, whether the
// scenario knows of it or not.
func (d *delegate) trackCreated(ctx context.Context) {
	if d.w.run.sending.Concurrency > 1 {
		return // it may be another scenario's
	}
	for _, e := range d.exchanges(ctx) {
		if endpoint, id := createdBy(e); id != "" {
			d.w.trackResource(endpoint, id)
		}
	}
}

// createdBy is what a request of the connector created; "" for nothing.
func createdBy(e control.Exchange) (endpoint, id string) {
	endpoint, names := resourceEndpoint(e.Path)
	if e.Method != http.MethodPost || e.Status != http.StatusCreated || !names {
		return "", ""
	}
	body, err := oracle.Parse([]byte(e.ResponseBody))
	if err == nil {
		id, _ = oracle.FirstString(body, "id")
	}
	return endpoint, orElse(id, idAtEnd(e.ResponseHeader.Get("Location"), endpoint))
}

func (d *delegate) takeOut(ctx context.Context, key string) error {
	words := key + " is deleted for good: the scenario is over"
	switch {
	case d.w.run.sending.Drives("purge"):
		return d.unlessAbsent(personNamed(key), d.purgePerson(key)(ctx, words))
	case d.left[key]:
		return nil
	}
	return d.unlessAbsent(personNamed(key), d.directory.Leave(ctx, d.person(key, words)))
}

// personNamed and groupNamed are how somebody of the directory is named beside the other kind.
func personNamed(key string) string { return "person " + key }

func groupNamed(key string) string { return "group " + key }

// came notes that somebody, or a group, is in the directory from now on.
func (d *delegate) came(who string, err error) error {
	if err == nil {
		d.there[who] = true
		delete(d.gone, who)
	}
	return err
}

// goes deletes somebody, or a group, for good, unless that was done before: whether the target still
// has them is another matter.
func (d *delegate) goes(who string, purge func() error) error {
	if d.gone[who] {
		return nil
	}
	err := purge()
	if err == nil {
		d.gone[who] = true
		delete(d.there, who)
	}
	return err
}

// unlessAbsent forgives a hook that finds nobody where nobody need be: they have left already, or the
// run was interrupted while they came.
func (d *delegate) unlessAbsent(who string, err error) error {
	refused, ok := errors.AsType[*probe.StepError](err)
	if ok && gone(refused.Status) && !d.there[who] {
		return nil
	}
	return err
}

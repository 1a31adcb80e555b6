package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

// hook changes the connector's directory; words are what is wanted.
type hook func(ctx context.Context, words string) error

// look looks at the target once. seen is the answer that shows the effect, nil while it is
// not there; got says in a few words what is there instead.
type look func(ctx context.Context) (seen *answer, id, got string, err error)

// change is one change in the directory, and by what it is known to have reached the target.
type change struct {
	move provision.Move
	// words say what is wanted to who changes the directory.
	words string
	hook  hook
	// about and want are the effect in the words of a mismatch.
	about, want string
	look        look
	// refused is the path below the SCIM base at which a refused write ends the wait; "" for
	// none.
	refused string
}

// change changes the directory, lets the connector synchronise, and waits for the effect.
func (d *delegate) change(ctx context.Context, c change) (provision.Answer, error) {
	sending := d.w.run.sending
	if err := sending.givenUp(); err != nil {
		return provision.Answer{}, err
	}
	mark := sending.traffic.mark(ctx)
	err := sending.watched(ctx, mark, func(ctx context.Context) error {
		if err := c.hook(ctx, c.words); err != nil {
			return err
		}
		return d.directory.Cycle(ctx)
	})
	switch {
	case errors.Is(err, errFlood):
		return provision.Answer{}, d.flooded(c)
	case err != nil:
		return provision.Answer{}, d.hookFailed(ctx, c, err)
	}
	return d.await(ctx, c, mark)
}

// flooded gives up a connector that sends without end.
func (d *delegate) flooded(c change) error {
	d.late, d.vain = true, true
	return d.w.run.sending.giveUp(fmt.Sprintf("%v: more than %d requests after one change (%s)", errFlood, mostRequests, c.move))
}

// hookFailed is no judgement: the connector, or the file that drives it, is out of order.
func (d *delegate) hookFailed(ctx context.Context, c change, err error) error {
	if ctx.Err() != nil {
		return err
	}
	d.inVain("a hook of its file fails")
	return unjudgedf("asking the connector to %s: %v", c.move, err)
}

// inVain counts the scenario once.
func (d *delegate) inVain(reason string) {
	if !d.vain {
		d.vain = true
		d.w.run.sending.inVain(reason)
	}
}

// await looks until the effect is there, the connector was refused, or the deadline is over.
func (d *delegate) await(ctx context.Context, c change, mark int) (provision.Answer, error) {
	sending := d.w.run.sending
	patience := sending.patience(c.move)
	deadline := time.Now().Add(patience)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		seen, id, got, err := c.look(ctx)
		if seen != nil && err == nil {
			return d.arrived(c, seen, id), nil
		}
		if err != nil && !isUnjudged(err) {
			return provision.Answer{}, err
		}
		sent := sending.traffic.since(ctx, mark)
		over := !time.Now().Add(pause).Before(deadline) || d.w.trying && sending.Drives("cycle")
		if err := d.endsEarly(c, sent, over); err != nil {
			return provision.Answer{}, err
		}
		if over && err == nil {
			err = d.missed(c, patience, got, sent)
		}
		if over {
			return provision.Answer{}, err
		}
		if !wait(ctx, pause) {
			return provision.Answer{}, ctx.Err()
		}
	}
}

// endsEarly is why nothing is waited for any longer, whatever is seen: a flood, or a refusal that is the
// last word of a connector which has done its cycle.
func (d *delegate) endsEarly(c change, sent []control.Exchange, over bool) error {
	if len(sent) > mostRequests {
		return d.flooded(c)
	}
	if e, refused := refusedFor(sent, c.refused); refused && (over || d.w.run.sending.Drives("cycle")) {
		return d.wasRefused(c, e)
	}
	return nil
}

// arrived makes what was seen the scenario's last answer.
func (d *delegate) arrived(c change, seen *answer, id string) provision.Answer {
	d.w.run.sending.done(c.move)
	d.w.last = seen
	return provision.Answer{Status: seen.Status, Header: seen.Header, Body: seen.Body, ID: id}
}

// refusedFor is the last write of the connector to a path, if the target refused it for good:
// a connector may try in another way what it was refused in one.
func refusedFor(sent []control.Exchange, path string) (last control.Exchange, refused bool) {
	for _, e := range sent {
		if e.Path == path && isWrite(e) && !foreign(e) {
			last = e
		}
	}
	return last, last.Status >= 400 && last.Status < 500 && !slices.Contains(notFinal, last.Status)
}

// notFinal are refusals of something else than the change itself.
var notFinal = []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusPreconditionFailed, http.StatusTooManyRequests}

// wasRefused makes what the connector was answered the scenario's last answer.
func (d *delegate) wasRefused(c change, e control.Exchange) error {
	d.w.run.sending.hasCome([]control.Exchange{e})
	d.late = true
	d.w.last = d.w.answerTo(e)
	return &provision.RefusedError{Move: c.move, Status: e.Status, Accept: []int{http.StatusNoContent}}
}

// missed is what it means that the effect was not seen in time. A connector of which nothing
// was ever seen is not judged: it may not be running at all.
func (d *delegate) missed(c change, patience time.Duration, got string, sent []control.Exchange) error {
	d.late = true
	sending := d.w.run.sending
	sending.missing(c.move)
	awaited := fmt.Sprintf("the effect of %s (%s)", c.move, c.want) // without a name: equal causes have equal reasons
	switch {
	case len(sent) > 0 && !slices.ContainsFunc(sent, func(e control.Exchange) bool { return !foreign(e) }):
		d.inVain("it comes with credentials that are not this run's")
		return unjudgedf("the connector comes with credentials that are not this run's, and is refused (%s): waited %s for %s", asManyRequests(len(sent)), patience, awaited)
	case !sending.hasCome(sent):
		d.inVain("nothing of it is seen at the target")
		return unjudgedf("the connector did not come: waited %s for %s, and saw %s", patience, awaited, got)
	}
	if sending.traffic != nil {
		got += "; the connector sent " + sentBy(sent)
	}
	return d.w.judge(result.Mismatch{Path: c.about, Want: fmt.Sprintf("%s within %s", c.want, patience), Got: got})
}

// isFound wants one resource by its name.
func (d *delegate) isFound(endpoint, attribute, value string) look {
	return func(ctx context.Context) (*answer, string, string, error) {
		found, taken, err := d.w.whatHas(ctx, endpoint, attribute, value)
		switch {
		case err != nil:
			return nil, "", "", err
		case !taken:
			return nil, "", "", unfindable(attribute)
		case len(found) == 0:
			return nil, "", "nobody", nil
		case len(found) > 1:
			return nil, "", "", d.twice(endpoint, equals(attribute, value), found)
		}
		id, _ := found[0].(string)
		d.w.trackResource(endpoint, id)
		seen, err := d.w.look(ctx, endpoint+"/"+url.PathEscape(id))
		if err != nil || !seen.is(http.StatusOK) {
			return nil, "", "one that cannot be read", err
		}
		return seen, id, "", d.isAlone(ctx, endpoint, seen)
	}
}

// unfindable ends a scenario at a target at which nothing is found that somebody else made.
func unfindable(attribute string) error {
	return &skipped{reason: "the target takes no filter on " + attribute + ", so nobody whom the connector makes can be found"}
}

// isAlone wants no second account under the same externalId, which a connector makes that
// does not look before it creates.
func (d *delegate) isAlone(ctx context.Context, endpoint string, seen *answer) error {
	externalID, given := oracle.FirstString(seen.value, "externalId")
	if !given || endpoint != usersEndpoint {
		return nil
	}
	found, taken, err := d.w.whatHas(ctx, endpoint, "externalId", externalID)
	if err == nil && taken && len(found) > 1 {
		return d.twice(endpoint, equals("externalId", externalID), found)
	}
	return nil
}

// twice is a finding: it does not get better by waiting.
func (d *delegate) twice(endpoint, filter string, found []any) error {
	d.late = true
	for _, id := range texts(found) {
		d.w.trackResource(endpoint, id)
	}
	return d.w.judge(result.Mismatch{Path: filter, Want: "one account", Got: fmt.Sprintf("%d: %s", len(found), oracle.Text(found))})
}

// isFoundWith wants a group by its displayName, with exactly the members.
func (d *delegate) isFoundWith(displayName string, ids []string) look {
	find := d.isFound(groupsEndpoint, "displayName", displayName)
	return func(ctx context.Context) (*answer, string, string, error) {
		seen, id, got, err := find(ctx)
		if err != nil || seen == nil {
			return nil, "", got, err
		}
		members := texts(oracle.Lookup(seen.value, "members.value"))
		if !sameSet(members, ids) {
			return nil, id, "one with the members " + d.w.named(members), nil
		}
		return seen, id, "", nil
	}
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// shows wants something of one attribute of a resource.
func (d *delegate) shows(endpoint, id, path string, holds func([]any) bool) look {
	at := endpoint + "/" + url.PathEscape(id)
	return func(ctx context.Context) (*answer, string, string, error) {
		read, err := d.w.look(ctx, at)
		if err != nil {
			return nil, "", "", err
		}
		if !read.is(http.StatusOK) {
			return nil, "", read.statusMismatch(http.StatusOK)[0].Got, nil
		}
		got := oracle.Lookup(read.value, path)
		if !holds(got) {
			return nil, "", shown(got), nil
		}
		return read, id, "", nil
	}
}

// isGone wants a resource not to be found any more.
func (d *delegate) isGone(endpoint, id string) look {
	at := endpoint + "/" + url.PathEscape(id)
	return func(ctx context.Context) (*answer, string, string, error) {
		read, err := d.w.look(ctx, at)
		if err != nil {
			return nil, "", "", err
		}
		if !gone(read.Status) {
			return nil, "", fmt.Sprintf("still there (%d)", read.Status), nil
		}
		return read, id, "", nil
	}
}

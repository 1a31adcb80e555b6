package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
)

// takeControl takes the listener of the configuration, else that of the target's file.
func (r *run) takeControl(c Config) (err error) {
	r.control, r.lead = c.Control, c.Lead
	if said := c.Target.Control; r.control == nil && said != nil {
		if r.control, err = control.New(said.URL, said.Token); err != nil {
			return problem.Usage("the control listener of %s cannot be spoken to", orElse(c.Target.Source, c.Target.Name)).Because(err)
		}
	}
	if r.control != nil {
		r.redact.Add(r.control.Secrets()...)
	}
	return nil
}

// checkControl sees before the first request whether the listener knows us.
func (r *run) checkControl(ctx context.Context) error {
	if r.control == nil {
		return nil
	}
	err := r.control.Check(ctx)
	if refused, ok := errors.AsType[*control.RefusedError](err); ok && refused.Status == http.StatusUnauthorized {
		return problem.Usage("the control listener refuses the token").
			Hint("control.token in the target's file is that of the listener, which `scimproof serve --control` writes into its target's file")
	}
	if err != nil && ctx.Err() == nil {
		return problem.Unjudged("the control listener does not answer").Because(err).
			Hint("is `scimproof serve --control` running? `control: null` in the target's file does without")
	}
	return err
}

// arrangement is what a scenario has arranged at the server's side.
type arrangement struct {
	// rules are the ids of the rules in force; of holds, by the first name of who is held.
	rules []string
	holds map[string]string
	doors []string
	// back leads the client back from another door.
	back func(context.Context) error
	// traffic is what the observed client sends since the scenario began; nil where nothing
	// stands before the target.
	traffic *control.Follower
}

// followClient begins to follow the client, where the scenario asks for what it does.
func (w *World) followClient(ctx context.Context, needs []string) (err error) {
	if w.run.control == nil || !slices.Contains(needs, "control") {
		return nil
	}
	if w.arranged.traffic, err = w.run.control.Follow(ctx); err != nil {
		return unjudgedf("%v", err)
	}
	return nil
}

// controlled is the listener; a scenario that asks for one and finds none is skipped.
func (w *World) controlled() (*control.Client, error) {
	if w.run.control == nil {
		return nil, &skipped{reason: lackReason("control", ""), optional: true}
	}
	return w.run.control, nil
}

// arrange puts a rule in force until the scenario ends. A rule that may hit the requests of
// other scenarios wants this one to be alone.
func (w *World) arrange(ctx context.Context, r control.Rule) (id string, err error) {
	listener, err := w.controlled()
	if err != nil {
		return "", err
	}
	if len(r.Match.Any) == 0 && w.run.parallel && !w.scenario.hasTag("@exclusive") {
		return "", mistakef("a rule that is about nobody in particular wants the tag @exclusive")
	}
	if id, err = listener.Arrange(ctx, r); err != nil {
		if refused, ok := errors.AsType[*control.RefusedError](err); ok && refused.Status == http.StatusBadRequest {
			return "", mistakef("%v", err)
		}
		return "", unjudgedf("%v", err)
	}
	w.arranged.rules = append(w.arranged.rules, id)
	return id, nil
}

// dropRule takes one of the scenario's rules out of force.
func (w *World) dropRule(ctx context.Context, id string) error {
	if err := w.run.control.Drop(ctx, id); err != nil {
		return err
	}
	w.arranged.rules = slices.DeleteFunc(w.arranged.rules, func(one string) bool { return one == id })
	return nil
}

// disarrange lets the server answer as usual: before anything is removed, since what was
// arranged would hit that as well. What could not be taken back is left behind.
func (w *World) disarrange(ctx context.Context) []result.LeftBehind {
	var left []result.LeftBehind
	if back := w.arranged.back; back != nil {
		w.arranged.back = nil
		if err := back(ctx); err != nil {
			left = append(left, w.leftBehind("client", "at another door", err))
		}
	}
	for _, id := range slices.Clone(w.arranged.rules) {
		if err := w.dropRule(ctx, id); err != nil {
			left = append(left, w.leftBehind("rule", id, err))
		}
	}
	for _, id := range w.arranged.doors {
		if err := w.run.control.Close(ctx, id); err != nil {
			left = append(left, w.leftBehind("door", id, err))
		}
	}
	clear(w.arranged.holds)
	w.arranged.rules, w.arranged.doors = nil, nil
	return left
}

// openDoor opens another way to the server until the scenario ends.
func (w *World) openDoor(ctx context.Context, certificate string) (control.Door, error) {
	listener, err := w.controlled()
	if err != nil {
		return control.Door{}, err
	}
	door, err := listener.Open(ctx, control.Door{Certificate: certificate})
	if err != nil {
		return control.Door{}, unjudgedf("%v", err)
	}
	w.arranged.doors = append(w.arranged.doors, door.ID)
	return door, nil
}

// leadTo leads the observed client to a door, until the scenario ends.
func (w *World) leadTo(ctx context.Context, door control.Door) error {
	if w.run.lead == nil {
		return &skipped{reason: "nobody can be led to another door of the server: the run drives no connector", optional: true}
	}
	back, err := w.run.lead(ctx, door)
	w.arranged.back = joined(back, w.arranged.back)
	if err != nil {
		return fmt.Errorf("leading the client to another door: %w", err)
	}
	return nil
}

// joined does both, the later first; either may be nil.
func joined(later, earlier func(context.Context) error) func(context.Context) error {
	if later == nil || earlier == nil {
		if later == nil {
			return earlier
		}
		return later
	}
	return func(ctx context.Context) error { return errors.Join(later(ctx), earlier(ctx)) }
}

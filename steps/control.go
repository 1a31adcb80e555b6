package steps

import (
	"context"
	"sync"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// judgeControlListed makes sure that the way in which somebody was found missing
// finds those who are there: a filter that never matches proves nothing.
func (w *World) judgeControlListed(ctx context.Context, attribute string) error {
	control, err := w.run.bystander.of(ctx, w.run)
	if err != nil {
		return err
	}
	value, ok := oracle.FirstString(control.Sent, attribute)
	if !ok {
		return w.leaveUnseen("the control account has no " + attribute)
	}
	_, err = w.judgeWhoHas(ctx, attribute, value, func(found []any) error {
		return w.judgeMembership("Resources", found, control.ID, true, control.Name)
	})
	return err
}

// judgeWhoHas judges whom a filter finds once the target has settled. It tells whether the
// target takes the filter, which it need not.
func (w *World) judgeWhoHas(ctx context.Context, attribute, value string, judge func(found []any) error) (taken bool, err error) {
	err = w.eventually(ctx, func() error {
		found, took, err := w.whoHas(ctx, attribute, value)
		if taken = took; err != nil || !taken {
			return err
		}
		return judge(found)
	})
	if err != nil || taken {
		return taken, err
	}
	return false, w.leaveUnseen("the target does not take a filter on " + attribute)
}

// bystander is one account for the whole run that nothing ever happens to: somebody
// of the scenario may themselves be gone, renamed or disabled.
type bystander struct {
	once   sync.Once
	world  *World
	person *Person
	err    error
}

// bystanderName is nobody whom a scenario speaks of.
const bystanderName = "Margaret Hamilton"

func (b *bystander) of(ctx context.Context, r *run) (*Person, error) {
	b.once.Do(func() {
		b.world = newWorld(r, scenario{ID: "bystander", Scenario: features.Scenario{Tags: []string{"@needs:me"}}}, r.numbers.Add(1))
		if b.person, b.err = b.world.introduce(bystanderName); b.err == nil {
			b.err = b.world.provision(ctx, &b.person.resource, nil)
		}
	})
	if b.err != nil {
		return nil, unjudgedf("no control account could be created: %v", b.err)
	}
	return b.person, nil
}

// leave removes the bystander at the end of the run.
func (b *bystander) leave(ctx context.Context) []result.LeftBehind {
	if b.world == nil {
		return nil
	}
	left := b.world.cleanUp(ctx)
	b.world.run.requests.Add(int64(b.world.rec.Count()))
	return left
}

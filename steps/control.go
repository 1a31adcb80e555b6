package steps

import (
	"context"
	"slices"
	"sync"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// judgeControlListed makes sure that the way in which somebody was found missing
// finds those who are there: a filter that never matches proves nothing.
func (w *World) judgeControlListed(ctx context.Context, attribute string, gone *Person) error {
	control, err := w.control(ctx, gone)
	if err != nil {
		return err
	}
	value, _ := oracle.FirstString(control.Sent, attribute)
	list, err := w.query(ctx, "/Users", attribute+` eq "`+jsonEscape(value)+`"`)
	if err != nil {
		return err
	}
	found := ids(list.Resources)
	return w.judgeThat(slices.Contains(found, any(control.ID)), "Resources", "with "+control.Name, oracle.Text(found))
}

// control is somebody of the scenario who is still there.
func (w *World) control(ctx context.Context, gone *Person) (*Person, error) {
	for _, p := range w.roster {
		if p != gone && p.ID != "" {
			return p, nil
		}
	}
	return w.run.bystander.of(ctx, w.run)
}

// bystander is one account for the whole run that nothing ever happens to.
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
		b.world = newWorld(r, scenario{ID: "bystander"}, r.numbers.Add(1))
		if b.err = b.world.provision(ctx, bystanderName, nil); b.err == nil {
			b.person = b.world.people[firstName(bystanderName)]
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

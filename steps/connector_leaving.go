package steps

import (
	"context"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/oracle"
)

// registerConnectorLeaving registers what is said of how a connector deals with those who
// leave and come back.
func registerConnectorLeaving(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the connector disabled `+first+`$`), connectorDisabled)
	sc.Step(expression(`^the connector settled `+first+`'s state once$`), connectorSettledOnce)
	sc.Step(expression(`^the connector did not delete `+first+`$`), connectorDidNotDelete)
	sc.Step(expression(`^the connector disabled `+first+` before it deleted her$`), connectorDisabledFirst)
	sc.Step(expression(`^the connector held the deletion of `+first+`$`), connectorHeldDeletion)
	sc.Step(expression(`^the connector enabled the account that `+first+` had$`), connectorReactivated)
	sc.Step(expression(`^the connector made no second account for `+first+`$`), connectorMadeNoSecond)
	sc.Step(expression(`^the connector sent nothing about the account "([^"]+)"$`), connectorLeftAlone)
	sc.Step(expression(`^the connector disabled or deleted no more than (\d+) people$`), connectorStopped)
}

func byID(check func(*conduct.Log, string) conduct.Verdict) func(*conduct.Log, *Person) conduct.Verdict {
	return func(l *conduct.Log, p *Person) conduct.Verdict { return check(l, p.ID) }
}

func connectorDisabled(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "", func(l *conduct.Log, p *Person) conduct.Verdict {
		return conduct.Deprovisioned(l, p.ID, false)
	})
}

func connectorSettledOnce(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "", byID(conduct.OneFinalState))
}

func connectorDidNotDelete(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "", byID(conduct.NeverDeleted))
}

// connectorDisabledFirst looks at the whole scenario: the person may have been disabled by the
// step before.
func connectorDisabledFirst(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(conduct.DeactivatedBeforeDeleted(log, p.ID), "the connector deleted nobody")
	})
}

func connectorHeldDeletion(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "the connector was refused no deletion", byID(conduct.HeldDelete))
}

func connectorReactivated(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "", func(l *conduct.Log, p *Person) conduct.Verdict { return conduct.Reactivated(l, p.asPerson()) })
}

// connectorMadeNoSecond knows the names that the person had before the change as well.
func connectorMadeNoSecond(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "", func(l *conduct.Log, p *Person) conduct.Verdict {
		formerly, _ := oracle.FirstString(p.Before, "userName")
		if formerly == "" {
			return conduct.NeverCreated(l, p.asPerson())
		}
		return conduct.NeverCreated(l, p.asPerson(), formerly)
	})
}

func connectorLeftAlone(ctx context.Context, text string) error {
	w := worldOf(ctx)
	id, err := w.expand(text)
	if err != nil {
		return err
	}
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	return w.judgeConduct(conduct.NeverAddressed(log, "User", id), "")
}

func connectorStopped(ctx context.Context, most int) error {
	w := worldOf(ctx)
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	v := conduct.StopsAtThreshold(log, most)
	if v.Vacuous() {
		return w.judge() // it stopped before the first
	}
	return w.judgeConduct(v, "")
}

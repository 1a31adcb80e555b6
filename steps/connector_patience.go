package steps

import (
	"context"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/conduct"
)

const neverHit = "the connector sent no request that the server was to fail"

// registerConnectorPatience registers what is said of a connector when the server is slow,
// busy or broken, and when there is nothing to do.
func registerConnectorPatience(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the connector sent nothing before the time that the server had named$`), sinceChange(conduct.HonouredRetryAfter, neverHit))
	sc.Step(expression(`^the connector gave up after a bounded number of attempts$`), sinceChange(conduct.BoundedRetries, neverHit))
	sc.Step(expression(`^the connector waited longer from attempt to attempt$`), sinceChange(conduct.BackedOff, "the connector tried no more than twice"))
	sc.Step(expression(`^the connector stopped when its token was refused$`), sinceChange(conduct.StoppedOn401, ""))
	sc.Step(expression(`^the connector did not insist on `+first+`'s account$`), connectorDidNotInsist)
	sc.Step(expression(`^the connector read every list to its end$`), sinceChange(conduct.FollowedPages, "the connector reads no lists"))
	sc.Step(expression(`^the connector sent no more than (\d+) requests in a second$`), connectorKeptRate)
	sc.Step(expression(`^the connector wrote nothing$`), connectorWroteNothing)
}

// sinceChange is a step on what was sent since the last change was asked for.
func sinceChange(check func(*conduct.Log) conduct.Verdict, otherwise string) func(context.Context) error {
	return func(ctx context.Context) error {
		w := worldOf(ctx)
		log, err := w.lately(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(check(log), otherwise)
	}
}

func connectorDidNotInsist(ctx context.Context, name string) error {
	return latelyAbout(ctx, name, "the connector sent nothing about the account", func(l *conduct.Log, p *Person) conduct.Verdict {
		return conduct.NoStorm(l, "User", p.ID)
	})
}

func connectorKeptRate(ctx context.Context, perSecond int) error {
	return allRequests(func(l *conduct.Log) conduct.Verdict { return conduct.Below(l, perSecond) })(ctx)
}

// connectorWroteNothing counts silence as right: who has nothing to do need not ask.
func connectorWroteNothing(ctx context.Context) error {
	w := worldOf(ctx)
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	v := conduct.NoWrites(log)
	if v.Vacuous() {
		return w.judge()
	}
	return w.judgeConduct(v, "")
}

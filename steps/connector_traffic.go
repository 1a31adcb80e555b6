package steps

import (
	"context"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
)

// registerConnectorTraffic registers what is said of the requests of a connector: who it is,
// and how it finds people.
func registerConnectorTraffic(sc *godog.ScenarioContext) {
	sc.Step(expression(`^each request of the connector carried its token$`), allRequests(conduct.Authorized))
	sc.Step(expression(`^the connector sent no credential in a query$`), allRequests(conduct.NoTokenInQuery))
	sc.Step(expression(`^the connector sent SCIM and asked for SCIM$`), allRequests(conduct.MediaTypes))
	sc.Step(expression(`^the connector said who it is$`), allRequests(conduct.NamesItself))
	sc.Step(expression(`^the connector came by TLS 1\.2 or later$`), connectorCameByTLS)
	sc.Step(expression(`^the connector sent nothing through the other door$`), connectorRefused)
	sc.Step(expression(`^the connector sent no token to the other host$`), connectorTookNoTokenAlong)
	sc.Step(expression(`^the connector sent no password$`), connectorSentNoPassword)

	sc.Step(expression(`^the connector looked `+first+` up before it created an account$`), aboutPerson(conduct.MatchedBeforeCreated))
	sc.Step(expression(`^the connector looked `+first+` up under exactly that name$`), connectorLookedUpExactly)
	sc.Step(expression(`^the connector looked the group "([^"]+)" up under exactly that name$`), connectorLookedGroupUpExactly)
	sc.Step(expression(`^the connector's filters are well-formed$`), someRequest(conduct.FiltersWellFormed, "the connector looks nobody up by a filter"))
	sc.Step(expression(`^the connector looked `+first+` up again before it created another account$`), aboutPerson(conduct.RematchedBeforeRepeating))
	sc.Step(expression(`^the connector did not insist on creating `+first+`$`), aboutConflict(conduct.StoppedOnConflict))
	sc.Step(expression(`^the connector looked for `+first+` after the conflict$`), aboutConflict(conduct.AdoptedOnConflict))
	sc.Step(expression(`^the connector took no failed query for the answer that there is no `+first+`$`), connectorWasNotFooled)
	sc.Step(expression(`^the connector took nobody else for `+first+`$`), aboutPerson(conduct.TookNobodyElse))
	sc.Step(expression(`^the connector used the account that `+first+` had$`), connectorUsedTheAccount)
}

// allRequests is a step on what holds for every request; one has to have been sent.
func allRequests(check func(*conduct.Log) conduct.Verdict) func(context.Context) error {
	return someRequest(check, "")
}

// someRequest is a step on what holds for some requests; a connector that does without them is
// not judged by it.
func someRequest(check func(*conduct.Log) conduct.Verdict, otherwise string) func(context.Context) error {
	return func(ctx context.Context) error {
		w := worldOf(ctx)
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(check(log), otherwise)
	}
}

// aboutPerson is a step on what was sent about somebody, who may have no account at all.
func aboutPerson(check func(*conduct.Log, conduct.Person) conduct.Verdict) func(context.Context, string) error {
	return aboutSomebody(check, "")
}

func aboutConflict(check func(*conduct.Log, conduct.Person) conduct.Verdict) func(context.Context, string) error {
	return aboutSomebody(check, "the connector found the account before it came to a conflict")
}

func aboutSomebody(check func(*conduct.Log, conduct.Person) conduct.Verdict, otherwise string) func(context.Context, string) error {
	return func(ctx context.Context, name string) error {
		w := worldOf(ctx)
		p, err := w.person(name)
		if err != nil {
			return err
		}
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(check(log, p.asPerson()), otherwise)
	}
}

// otherDoor is under which name the door that a scenario opened is kept.
const otherDoor = "otherDoor"

func connectorRefused(ctx context.Context) error {
	w := worldOf(ctx)
	door, opened := w.kept[otherDoor]
	if !opened {
		return mistakef("the scenario opened no other door")
	}
	log, err := w.conduct(ctx)
	if err != nil {
		return err
	}
	if v := conduct.Refused(log, door); !v.Vacuous() {
		return w.judgeConduct(v, "")
	}
	if err := w.cameTo(ctx, door); err != nil {
		return err
	}
	return w.judge()
}

// connectorCameByTLS takes a connection on which nothing follows for one that was not agreed
// on: the door speaks TLS 1.2 and 1.3, and its certificate is trusted.
func connectorCameByTLS(ctx context.Context) error {
	w := worldOf(ctx)
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	v := conduct.Encrypted(log)
	if !v.Vacuous() {
		return w.judgeConduct(v, "")
	}
	if err := w.cameTo(ctx, w.kept[otherDoor]); err != nil {
		return err
	}
	return w.judgeThat(false, "version of TLS", "TLS 1.2 or TLS 1.3", "no request after the connection")
}

// doorkeeper knows who came to a door, also those who went away again without a request.
type doorkeeper interface {
	Doors(ctx context.Context) ([]control.Door, error)
}

// cameTo wants somebody to have come: nobody refuses what they have not seen.
func (w *World) cameTo(ctx context.Context, id string) error {
	keeper, able := w.run.observer.(doorkeeper)
	if !able {
		return unjudgedf("nobody can tell whether the connector came to the door")
	}
	doors, err := keeper.Doors(ctx)
	if err != nil {
		return unjudgedf("nobody can tell whether the connector came to the door: %v", err)
	}
	for _, door := range doors {
		if door.ID == id && door.Connections > 0 {
			return nil
		}
	}
	return unjudgedf("the connector did not come to the door")
}

func connectorTookNoTokenAlong(ctx context.Context) error {
	return someRequest(conduct.NoTokenElsewhere, "the connector was not redirected: it sent no such request")(ctx)
}

func connectorSentNoPassword(ctx context.Context) error {
	w := worldOf(ctx)
	if w.run.known.capability("connector-passwords").Value == present {
		return &skipped{reason: "the connector's file says that it sends passwords", optional: true}
	}
	return allRequests(conduct.NoPasswords)(ctx)
}

func connectorLookedUpExactly(ctx context.Context, name string) error {
	return aboutSomebody(conduct.LookedUpExactly, "the connector looks nobody up by a filter")(ctx, name)
}

func connectorLookedGroupUpExactly(ctx context.Context, name string) error {
	w := worldOf(ctx)
	g, err := w.group(name)
	if err != nil {
		return err
	}
	displayName, err := g.property("displayName")
	if err != nil {
		return err
	}
	log, err := w.conduct(ctx)
	if err != nil {
		return err
	}
	return w.judgeConduct(conduct.GroupLookedUpExactly(log, displayName), "the connector looks no group up by a filter")
}

func connectorWasNotFooled(ctx context.Context, name string) error {
	return aboutSomebody(conduct.NotFooled, "the connector did not come to look for anybody while the server failed")(ctx, name)
}

// connectorUsedTheAccount wants the account that was there to be the one that the directory's
// person has now.
func connectorUsedTheAccount(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		before, known := w.kept["foreignId"]
		if !known {
			return mistakef("%s had no account before", name)
		}
		if p.ID != before {
			return w.judgeThat(false, "id of "+p.first()+"'s account", quoted(before), quoted(p.ID))
		}
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		v := conduct.Adopted(log, p.asPerson())
		return w.judgeConduct(v, "")
	})
}

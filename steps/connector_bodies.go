package steps

import (
	"context"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/oracle"
)

const (
	noWhole = "the connector sent nobody as a whole"
	noPatch = "the connector sent no PATCH"
	byPut   = "the connector sends everything anew (PUT), and does not say what has changed"
)

// registerConnectorBodies registers what is said of what a connector sends: resources, changes
// and members.
func registerConnectorBodies(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the connector addressed everything by the id that the server gave$`), connectorKeptIDs)
	sc.Step(expression(`^the connector addressed `+first+` by exactly that id$`), connectorAddressedExactly)
	sc.Step(expression(`^the connector sent one externalId for `+first+`$`), connectorKeptExternalID)
	sc.Step(expression(`^the connector named every schema that it used$`), someRequest(conduct.CompleteSchemas, noWhole))
	sc.Step(expression(`^the connector sent only attributes that the server declares$`), allRequestsBy(conduct.DeclaredAttributes, ""))
	sc.Step(expression(`^the connector sent what the server requires$`), allRequestsBy(conduct.RequiredAttributes, noWhole))
	sc.Step(expression(`^the connector sent all that the directory has of `+first+`$`), connectorSentWhole)
	sc.Step(expression(`^the connector sent values of the right types$`), allRequestsBy(conduct.JSONTypes, ""))
	sc.Step(expression(`^the connector named no more than one value as the primary one$`), someRequest(conduct.OnePrimary, "the connector sends no attributes with several values"))

	sc.Step(expression(`^the connector's changes are well-formed$`), someRequest(conduct.PatchMessages, noPatch))
	sc.Step(expression(`^the connector named its operations in small letters$`), someRequest(conduct.PlainOps, noPatch))
	sc.Step(expression(`^the connector sent no change without an operation$`), someRequest(conduct.NoEmptyOperations, noPatch))
	sc.Step(expression(`^the connector changed nothing that only the server may change$`), allRequestsBy(conduct.NoReadOnly, noPatch))
	sc.Step(expression(`^the connector changed nothing about `+first+` but (\S+)$`), connectorChangedOnly)
	sc.Step(expression(`^the connector kept what it had read, but for (\S+)$`), connectorMerged)
	sc.Step(expression(`^the connector sent nothing twice$`), connectorSentNothingTwice)
	sc.Step(expression(`^the connector cleared `+first+`'s (\S+) plainly$`), connectorClearedPlainly)
	sc.Step(expression(`^everybody to whom the connector referred was there$`), connectorReferred)

	sc.Step(expression(`^the connector named nobody of "([^"]+)" but `+names+`$`), connectorNamedOnly)
	sc.Step(expression(`^the connector removed nobody from a group but by a filter$`), someRequest(conduct.RemovedByFilter, "the connector does not remove members by PATCH"))
	sc.Step(expression(`^the connector took `+first+` out of "([^"]+)"$`), connectorTookOut)
	sc.Step(expression(`^the connector sent no more than (\d+) members at a time$`), connectorChunked)
	sc.Step(expression(`^the connector put no group into a group$`), connectorNestedNoGroups)
}

// allRequestsBy is someRequest for what turns on the target's schemas.
func allRequestsBy(check func(*conduct.Log, *oracle.Schemas) conduct.Verdict, otherwise string) func(context.Context) error {
	return func(ctx context.Context) error {
		schemas := worldOf(ctx).run.known.schemas
		return someRequest(func(l *conduct.Log) conduct.Verdict { return check(l, schemas) }, otherwise)(ctx)
	}
}

func connectorKeptIDs(ctx context.Context) error {
	known := worldOf(ctx).knownIDs()
	return allRequests(func(l *conduct.Log) conduct.Verdict { return conduct.KeepsServerID(l, known...) })(ctx)
}

func connectorAddressedExactly(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(conduct.AddressesExactly(log, p.asPerson(), p.ID), "")
	})
}

func connectorKeptExternalID(ctx context.Context, name string) error {
	return aboutSomebody(conduct.StableExternalID, "the connector sends no externalId")(ctx, name)
}

func connectorSentWhole(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		log, err := w.conduct(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(conduct.SentWhole(log, w.run.known.schemas, p.asPerson(), p.Sent), "")
	})
}

// latelyAbout is a step on what was sent about somebody since the last change was asked for.
func latelyAbout(ctx context.Context, name, otherwise string, check func(*conduct.Log, *Person) conduct.Verdict) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		log, err := w.lately(ctx)
		if err != nil {
			return err
		}
		return w.judgeConduct(check(log, p), otherwise)
	})
}

func connectorChangedOnly(ctx context.Context, name, path string) error {
	return latelyAbout(ctx, name, byPut, func(l *conduct.Log, p *Person) conduct.Verdict {
		return conduct.ChangedOnly(l, "User", p.ID, path)
	})
}

func connectorMerged(ctx context.Context, path string) error {
	w := worldOf(ctx)
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	return w.judgeConduct(conduct.FullMerge(log, w.run.known.schemas, path), "the connector replaces nobody whom it has read (PUT)")
}

func connectorSentNothingTwice(ctx context.Context) error {
	return allRequests(conduct.NotRepeated)(ctx)
}

func connectorClearedPlainly(ctx context.Context, name, path string) error {
	return latelyAbout(ctx, name, "", func(l *conduct.Log, p *Person) conduct.Verdict {
		return conduct.ClearedPlainly(l, "User", p.ID, path)
	})
}

func connectorReferred(ctx context.Context) error {
	w := worldOf(ctx)
	log, err := w.conduct(ctx)
	if err != nil {
		return err
	}
	return w.judgeConduct(conduct.ReferencesExist(log, w.foreignIDs()...), "")
}

// foreignIDs are those that the connector did not come to know by a creation.
func (w *World) foreignIDs() []string {
	if id, known := w.kept["foreignId"]; known {
		return []string{id}
	}
	return nil
}

// latelyOf is a step on what was sent about a group since the last change was asked for.
func latelyOf(ctx context.Context, group, otherwise string, check func(*conduct.Log, string) conduct.Verdict) error {
	w := worldOf(ctx)
	g, err := w.group(group)
	if err != nil {
		return err
	}
	log, err := w.lately(ctx)
	if err != nil {
		return err
	}
	return w.judgeConduct(check(log, g.ID), otherwise)
}

func connectorNamedOnly(ctx context.Context, group, list string) error {
	people, err := worldOf(ctx).accounts(list)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return latelyOf(ctx, group, "", func(l *conduct.Log, id string) conduct.Verdict { return conduct.MembersOnly(l, id, ids...) })
}

func connectorTookOut(ctx context.Context, name, group string) error {
	return withAccount(ctx, name, func(_ *World, p *Person) error {
		return latelyOf(ctx, group, "", func(l *conduct.Log, id string) conduct.Verdict { return conduct.Removed(l, id, p.ID) })
	})
}

func connectorChunked(ctx context.Context, most int) error {
	check := func(l *conduct.Log) conduct.Verdict { return conduct.ChunkedBy(l, most) }
	return someRequest(check, "the connector sends the members of a group as a whole (PUT)")(ctx)
}

func connectorNestedNoGroups(ctx context.Context) error {
	ids := worldOf(ctx).groupIDs()
	return allRequests(func(l *conduct.Log) conduct.Verdict { return conduct.NoNestedGroups(l, ids...) })(ctx)
}

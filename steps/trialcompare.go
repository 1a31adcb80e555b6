package steps

import (
	"context"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
)

func registerComparisons(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client compares `+selecting+` by (gt|ge|lt|le) with (its value|less|more)$`), clientCompares)
}

// clientCompares looks for each resource by how an attribute of it compares with a bound.
func clientCompares(ctx context.Context, selection, operator, bound string) error {
	w := worldOf(ctx)
	var wanted []wantedSearch
	for _, s := range w.trial.specimens {
		state, err := w.readBefore(ctx, &s.resource)
		if err != nil {
			return err
		}
		for _, a := range s.kind.selected(selection) {
			text, ok := a.bound(state, bound)
			if ok {
				wanted = append(wanted, wantedSearch{s, a.path(), a.path() + " " + operator + " " + text + " and " + equals("id", s.ID)})
			}
		}
	}
	if len(wanted) == 0 {
		return w.none()
	}
	return w.searchAll(ctx, wanted)
}

// bound is what to compare the attribute with, as a filter writes it. Only what a client
// wrote is exact, and only one value is compared in one way.
func (a announcedAttribute) bound(state oracle.Object, which string) (string, bool) {
	values := a.valueIn(state)
	if len(values) != 1 || !a.filterable() || !a.writable() || a.MultiValued || a.ofSeveral() {
		return "", false
	}
	if which != "its value" {
		return besides(values[0], which == "more")
	}
	encoded, err := oracle.Marshal(values[0])
	return string(encoded), err == nil
}

// besides is a bound above or below a value that stands on its other side for who compares
// texts: "9" comes after "42", and an earlier moment after a later one in another zone.
func besides(value any, more bool) (string, bool) {
	switch value := value.(type) {
	case oracle.Number:
		if more {
			return "1000000", true
		}
		return map[bool]string{true: "-1", false: "9"}[len(whole(value)) < 2], true
	case string:
		at, err := time.Parse(time.RFC3339, value)
		step, zone := -time.Second, 12*time.Hour
		if more {
			step, zone = time.Second, -12*time.Hour
		}
		there := at.Add(step).In(time.FixedZone("", int(zone/time.Second)))
		return `"` + there.Format(time.RFC3339) + `"`, err == nil
	default:
		return "", false
	}
}

// whole is a number up to its point.
func whole(n oracle.Number) string {
	text, _, _ := strings.Cut(string(n), ".")
	return text
}

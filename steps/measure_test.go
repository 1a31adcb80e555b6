package steps

import (
	"math"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// drilled is a scene in which Ada has left an hour ago.
func drilled(t *testing.T, since result.Change, provisioned bool) (*World, *Person) {
	t.Helper()
	w := scene(t)
	w.rec = scim.NewRecorder(scim.NewRedactor(nil))
	w.run.target = &target.Target{Limits: target.Limits{Settle: time.Second, Drill: time.Minute}}
	w.provisioned = provisioned
	ada := w.people["Ada"]
	w.depart(ada, since)
	ada.departed.at = time.Now().Add(-time.Hour)
	return w, ada
}

var sessionEnds = result.Measurement{What: result.CredentialRefused, Credential: "session", Clock: result.Issued}

func TestTheFirstRefusalStopsTheClock(t *testing.T) {
	t.Parallel()
	w, ada := drilled(t, result.Deactivation, true)
	at := func(minutes int) time.Time { return ada.departed.at.Add(time.Duration(minutes) * time.Minute) }
	w.timed(ada, sessionEnds, at(10), result.StillOpen)
	w.timed(ada, sessionEnds, at(20), result.Inconclusive)
	w.timed(ada, sessionEnds, at(30), result.StillOpen)
	w.timed(ada, sessionEnds, at(59), result.Ended)
	first := w.measurements()
	w.timed(ada, sessionEnds, at(60), result.StillOpen)
	w.timed(ada, sessionEnds, at(61), result.Ended)
	all := w.measurements()
	if len(all) != 1 || all[0] != first[0] {
		t.Fatalf("got %+v, and before %+v", all, first)
	}
	m := all[0]
	// It was open half an hour ago, and the clock was stopped now.
	if m.Outcome != result.Ended || m.Person != "Ada Lovelace" || m.LimitMs != 1000 || m.Since != result.Deactivation || math.Round(m.Ms-m.GrainMs) != 30*60_000 {
		t.Errorf("got %+v", m)
	}
}

func TestWhatDoesNotEndIsStillOpen(t *testing.T) {
	t.Parallel()
	w, ada := drilled(t, result.InDirectory, false)
	w.timed(ada, sessionEnds, ada.departed.at.Add(time.Minute), result.StillOpen)
	w.timed(ada, sessionEnds, ada.departed.at.Add(2*time.Minute), result.Inconclusive)
	if m := w.measurements()[0]; m.Outcome != result.StillOpen || m.Ms != 60_000 || m.LimitMs != 0 || m.GrainMs != 0 {
		t.Errorf("got %+v", m)
	}
}

func TestADrillHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.scenario.Tags = []string{"@drill"}
	w.provisioned = true
	w.run.target.Limits = target.Limits{Settle: time.Second, Drill: time.Minute}
	w.depart(w.people["Ada"], result.InDirectory)
	w.depart(w.people["Ada"], result.Deletion)
	if d := w.people["Ada"].departed; d.limit != time.Minute || d.since != result.InDirectory {
		t.Errorf("got %+v", d)
	}
}

func TestWhoHasNotLeftIsNotMeasured(t *testing.T) {
	t.Parallel()
	w := scene(t)
	w.timed(w.people["Ada"], sessionEnds, time.Now(), result.Ended)
	if len(w.timings) != 0 {
		t.Errorf("got %+v", w.timings[0])
	}
}

func TestWhatAnAttemptShows(t *testing.T) {
	t.Parallel()
	for want, attempts := range map[result.Sighting][]probe.Attempt{
		result.Ended:        {{Verdict: probe.Denied}},
		result.StillOpen:    {{Verdict: probe.Allowed}, {Verdict: probe.Denied, Granted: true}, {Other: true}},
		result.Inconclusive: {{}},
	} {
		for _, attempt := range attempts {
			if got := sightOf(attempt); got != want {
				t.Errorf("%+v is %s", attempt, got)
			}
		}
	}
}

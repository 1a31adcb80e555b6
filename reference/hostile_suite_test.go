package reference_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// confused turns every value of a document into one of another type.
func confused(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			value[name] = confused(inner)
		}
		return value
	case []any:
		if len(value) == 0 {
			return "nothing"
		}
		return map[string]any{"0": confused(value[0])}
	case string:
		return []any{value}
	case bool:
		return strconv.FormatBool(value)
	default:
		return map[string]any{}
	}
}

func confusion(body []byte) []byte {
	var document any
	if json.Unmarshal(body, &document) != nil {
		return body
	}
	changed, err := json.Marshal(confused(document))
	if err != nil {
		panic(err)
	}
	return changed
}

// lacking drops a member wherever it stands.
func lacking(name string) func([]byte) []byte {
	var drop func(any)
	drop = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			delete(value, name)
			for _, inner := range value {
				drop(inner)
			}
		case []any:
			for _, inner := range value {
				drop(inner)
			}
		}
	}
	return func(body []byte) []byte {
		var document any
		if json.Unmarshal(body, &document) != nil {
			return body
		}
		drop(document)
		changed, err := json.Marshal(document)
		if err != nil {
			panic(err)
		}
		return changed
	}
}

// TestTheWholeSuiteSurvivesAHostileTarget wants an end, no panic, and no mistake of ours,
// whatever the target garbles. Who is told what is hostile elsewhere; here is counted how
// many of the scenarios cannot be judged for it, of which there are few.
func TestTheWholeSuiteSurvivesAHostileTarget(t *testing.T) {
	leftToUnraced(t)
	t.Parallel()
	everywhere, schemas := at("GET", "/"), at("GET", "/Schemas")
	for name, c := range map[string]struct {
		hostility
		mostErrors int
	}{
		"types confused":            {hostility{at: everywhere, answer: rewritten(confusion)}, 1000},
		"discovery confused":        {hostility{at: discovery, answer: rewritten(confusion)}, 10},
		"bodies cut off":            {hostility{at: everywhere, answer: rewritten(func(b []byte) []byte { return b[:len(b)/2] })}, 1000},
		"schemas without attribute": {hostility{at: schemas, answer: rewritten(lacking("attributes"))}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errors := 0
			run := survive(t, c.wrap, target.DefaultTimeout)
			for _, s := range run.Scenarios {
				if s.Outcome == result.Error {
					errors++
					t.Logf("%s: %s", s.ID, s.Reason)
				}
			}
			if errors > c.mostErrors || run.Verdict == result.Conformant {
				t.Errorf("%d scenarios were not judged, want at most %d; the verdict is %s", errors, c.mostErrors, run.Verdict)
			}
		})
	}
}

func discovery(r *http.Request) bool {
	return r.Method == http.MethodGet && (at("GET", "/Schemas")(r) || at("GET", "/ResourceTypes")(r) || at("GET", "/ServiceProviderConfig")(r))
}

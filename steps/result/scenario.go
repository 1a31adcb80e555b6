package result

import "time"

// Scenario is what became of one scenario in one dialect.
type Scenario struct {
	// ID is "<requirement>/<slug of the name>", unique in the suite; with
	// several dialects the pair of ID and Dialect is unique in the run.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Feature is the path inside the folder features, with Line of the
	// scenario or of its row of examples.
	Feature string   `json:"feature"`
	Line    int      `json:"line"`
	Dialect string   `json:"dialect"`
	Tags    []string `json:"tags"`
	// Requirement is the id in the catalogue; Level and Says are its strength
	// and wording there.
	Requirement string  `json:"requirement"`
	Level       Level   `json:"level"`
	Says        string  `json:"says,omitempty"`
	Outcome     Outcome `json:"outcome"`
	// Reason says why a scenario was skipped, waived, not judged or invalid.
	// Equal causes should have equal reasons: reports group by them.
	Reason string `json:"reason"`
	// Observed is what was seen where the outcome is [Observed]; nil elsewhere.
	Observed *Observation `json:"observed,omitempty"`
	// Optional marks a skip that does not lessen the verdict: the target
	// says that it lacks something that the standard leaves to its choice.
	Optional bool `json:"optional,omitempty"`
	// Refused is, of a skip, what the target refused that only the dialect's client asks, beyond
	// the RFCs: it may, and yet the dialect remains unproven.
	Refused string `json:"refused,omitempty"`
	// NeverSent marks a skip because the dialect's client does not do what the scenario is about.
	NeverSent bool `json:"neverSent,omitempty"`
	// Unsent is what that is, such as "delete" or "deactivate by PUT".
	Unsent string `json:"unsent,omitempty"`
	// Step is the text of the step at which the scenario ended early.
	Step       string     `json:"step,omitempty"`
	DurationMs float64    `json:"durationMs"`
	Mismatches []Mismatch `json:"mismatches"`
	Exchanges  []Exchange `json:"exchanges"`
	// Readings are the answers that the target gave where the standard leaves several
	// open.
	Readings []Reading `json:"readings,omitempty"`
	// Measurements say how long somebody who was put out could still get in, or was shown
	// as active, in the order of the first look.
	Measurements []Measurement `json:"measurements,omitempty"`
	// Hints say what may be the cause of the failure, or what to do.
	Hints []string `json:"hints,omitempty"`
}

// Observation is what would have become of a scenario, had it been judged: the outcome pass, warn, fail or error, and
// the reason of the last.
type Observation struct {
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"`
}

// Mismatch is one difference between what a requirement wants and what the
// target did. Want and Got are short JSON text, or words such as "absent".
type Mismatch struct {
	// Path is a SCIM path such as emails[type eq "work"].primary, or the
	// name of another part of the answer: "status", "header Location".
	Path string `json:"path"`
	Want string `json:"want"`
	Got  string `json:"got"`
	// Warn marks a difference that an ambiguity of the standard makes a
	// warning at most, whatever the level of the requirement.
	Warn bool `json:"warn,omitempty"`
}

// Reading is the answer of a target to something that the standard leaves open, or
// that can be read in more than one way: all of Accepted are right.
type Reading struct {
	// Question names what is open, in words without anything of one run, such as
	// "the status of PATCH /Users/{id}".
	Question string   `json:"question"`
	Accepted []string `json:"accepted"`
	Got      string   `json:"got"`
}

// Exchange is one HTTP request and its answer, redacted as it was recorded.
type Exchange struct {
	Method         string              `json:"method"`
	URL            string              `json:"url"`
	RequestHeader  map[string][]string `json:"requestHeader"`
	RequestBody    string              `json:"requestBody,omitempty"`
	Status         int                 `json:"status"`
	ResponseHeader map[string][]string `json:"responseHeader"`
	ResponseBody   string              `json:"responseBody,omitempty"`
	// Error says why there is no answer; Status is then 0.
	Error      string    `json:"error,omitempty"`
	StartedAt  time.Time `json:"startedAt"`
	DurationMs float64   `json:"durationMs"`
	// Step is the text of the step that sent the request.
	Step string `json:"step,omitempty"`
	// By is the connector that sent it; empty for the harness's own.
	By string `json:"by,omitempty"`
	// Number is the connector's own count of its requests in the run, by which mismatches name
	// them ("request 17"); 0 for the harness's own.
	Number int `json:"number,omitzero"`
	// Decisive marks the exchange that decided the outcome. Where none is
	// marked, reports take the last one.
	Decisive bool `json:"decisive,omitempty"`
}

// OnlyWarnings says that there are mismatches and that each of them is a
// warning at most.
func OnlyWarnings(mismatches []Mismatch) bool {
	for _, m := range mismatches {
		if !m.Warn {
			return false
		}
	}
	return len(mismatches) > 0
}

// DecisiveExchange returns the exchange that decided the outcome, or nil
// where the scenario sent none.
func (s *Scenario) DecisiveExchange() *Exchange {
	for i := len(s.Exchanges) - 1; i >= 0; i-- {
		if s.Exchanges[i].Decisive {
			return &s.Exchanges[i]
		}
	}
	if len(s.Exchanges) == 0 {
		return nil
	}
	return &s.Exchanges[len(s.Exchanges)-1]
}

// Absent is what a mismatch wants or got where there is no value.
const Absent = "absent"

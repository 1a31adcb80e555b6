package prove

import "time"

// SchemaVersion is the version of the matrix's shape as JSON.
const SchemaVersion = "1"

// Matrix is what the proof found; its JSON names are a public contract.
type Matrix struct {
	SchemaVersion string    `json:"schemaVersion"`
	Version       string    `json:"version"`
	StartedAt     time.Time `json:"startedAt"`
	DurationMs    float64   `json:"durationMs"`
	// Seed is that of the plan: with it the proof can be repeated.
	Seed int64 `json:"seed"`
	// Interrupted says that the proof was stopped before its end.
	Interrupted bool `json:"interrupted,omitempty"`
	// Scenarios is how many there are, and Passed how many pass without a fault.
	Scenarios int             `json:"scenarios"`
	Passed    int             `json:"passed"`
	Faults    []FaultResult   `json:"faults"`
	Variants  []VariantResult `json:"variants"`
	// Connectors are the honest ones.
	Connectors []ConnectorResult `json:"connectors"`
	Score      Score             `json:"score"`
}

// FaultResult is a row of the matrix.
type FaultResult struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Area        string   `json:"area"`
	Severity    string   `json:"severity"`
	Requirement string   `json:"requirement"`
	Also        []string `json:"also"`
	Evidence    string   `json:"evidence,omitempty"`
	// Connector is the honest connector with which one that has the fault is compared; empty
	// where it is a service provider that has it.
	Connector string `json:"connector,omitempty"`
	// Caught says that a scenario failed which passes without the fault; a warning
	// counts where a breach costs no more than that.
	Caught bool `json:"caught"`
	// By are the ids of those scenarios.
	By []string `json:"by"`
	// Named says that a scenario of each requirement that the fault breaks was among them.
	Named bool `json:"named"`
	// Collateral are those of By whose requirements the fault is not known to break.
	Collateral []string `json:"collateral"`
	// Blocked are the scenarios that could not be judged because of the fault.
	Blocked []string `json:"blocked"`
	// Tried is how many scenarios were run.
	Tried int `json:"tried"`
	// Error is why the fault could not be tried at all.
	Error string `json:"error,omitempty"`
}

// Proven says that the fault was found by the requirement that it breaks.
func (f FaultResult) Proven() bool { return f.Caught && f.Named && f.Error == "" }

// VariantResult is what the suite said to something permitted.
type VariantResult struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Combined bool   `json:"combined"`
	// Failures are the scenarios that did not accept it; each is a false alarm.
	Failures []Failure `json:"failures"`
	// Tried is how many scenarios were run; of them Passed passed, Skipped did not apply,
	// and Warned had something to say that is no alarm.
	Tried   int `json:"tried"`
	Passed  int `json:"passed"`
	Skipped int `json:"skipped"`
	Warned  int `json:"warned"`
	// Error is why the variant could not be tried at all.
	Error string `json:"error,omitempty"`
}

// Clean says that the suite accepted the variant.
func (v VariantResult) Clean() bool { return len(v.Failures) == 0 && v.Error == "" }

// ConnectorResult is what the suite said to an honest connector; its fields are those of
// [VariantResult].
type ConnectorResult struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Failures []Failure `json:"failures"`
	Tried    int       `json:"tried"`
	Passed   int       `json:"passed"`
	Skipped  int       `json:"skipped"`
	Warned   int       `json:"warned"`
	Error    string    `json:"error,omitempty"`
}

// Clean says that the suite accepted the connector.
func (c ConnectorResult) Clean() bool { return len(c.Failures) == 0 && c.Error == "" }

// Failure is a scenario that should have passed.
type Failure struct {
	Scenario string `json:"scenario"`
	Outcome  string `json:"outcome"`
	Why      string `json:"why"`
}

// Score sums the matrix up.
type Score struct {
	Part
	ByArea     []Part `json:"byArea"`
	BySeverity []Part `json:"bySeverity"`
	// Collateral is how many scenarios beside those of its requirements a fault turns
	// red, on the average.
	Collateral float64 `json:"collateral"`
	Variants   int     `json:"variants"`
	Connectors int     `json:"connectors"`
	// FalseAlarms is the number of variants and connectors that were not accepted.
	FalseAlarms int `json:"falseAlarms"`
}

// Part is the score of some of the faults.
type Part struct {
	Name   string `json:"name,omitempty"`
	Faults int    `json:"faults"`
	Caught int    `json:"caught"`
	// Named is how many were caught by every requirement that they break.
	Named int `json:"named"`
	// Percent is the share that was caught, from 0 to 100.
	Percent float64 `json:"percent"`
}

func (p *Part) add(f FaultResult) {
	p.Faults++
	if f.Caught {
		p.Caught++
	}
	if f.Proven() {
		p.Named++
	}
	p.Percent = 100 * float64(p.Caught) / float64(p.Faults)
}

// severities are the order in which severities are told.
var severities = []string{"critical", "high", "medium", "low"}

// score sums up what was found. Parts keep the order in which the faults came.
func (m *Matrix) score() {
	m.Score = Score{ByArea: []Part{}, BySeverity: []Part{}, Variants: len(m.Variants), Connectors: len(m.Connectors)}
	collateral := 0
	for _, severity := range severities {
		m.Score.BySeverity = append(m.Score.BySeverity, Part{Name: severity})
	}
	for _, f := range m.Faults {
		m.Score.add(f)
		m.Score.ByArea = addTo(m.Score.ByArea, f.Area, f)
		m.Score.BySeverity = addTo(m.Score.BySeverity, f.Severity, f)
		collateral += len(f.Collateral)
	}
	if len(m.Faults) > 0 {
		m.Score.Collateral = float64(collateral) / float64(len(m.Faults))
	}
	for _, v := range m.Variants {
		if !v.Clean() {
			m.Score.FalseAlarms++
		}
	}
	for _, c := range m.Connectors {
		if !c.Clean() {
			m.Score.FalseAlarms++
		}
	}
}

func addTo(parts []Part, name string, f FaultResult) []Part {
	for i := range parts {
		if parts[i].Name == name {
			parts[i].add(f)
			return parts
		}
	}
	part := Part{Name: name}
	part.add(f)
	return append(parts, part)
}

// ExitCode is 0 where every fault was found by the requirement that it breaks and no
// variant and no connector gave a false alarm, 130 where the proof was stopped, else 1.
func (m *Matrix) ExitCode() int {
	switch {
	case m.Interrupted:
		return 130
	case m.Score.Named < m.Score.Faults || m.Score.FalseAlarms > 0:
		return 1
	default:
		return 0
	}
}

// Package result holds what a run found out: the versioned report type whose
// JSON names are a public contract (report.schema.json), and the rules that
// turn outcomes of scenarios into verdicts and an exit code.
package result

import "time"

// SchemaVersion is the version of the report's shape. A new optional member
// leaves it as it is; a member renamed, removed or of another meaning raises
// it.
const SchemaVersion = "1"

// Level is the strength of a requirement: MUST, SHOULD, MAY or implied.
type Level string

// The levels of requirements. Implied is a rule that the standard's text
// needs without using a keyword of RFC 2119.
const (
	Must    Level = "MUST"
	Should  Level = "SHOULD"
	May     Level = "MAY"
	Implied Level = "implied"
)

// Outcome is what became of one scenario.
type Outcome string

// The outcomes of scenarios.
const (
	// Pass: the requirement holds.
	Pass Outcome = "pass"
	// Fail: a MUST is broken.
	Fail Outcome = "fail"
	// Warn: a SHOULD is broken, or a rule that an ambiguity has softened.
	Warn Outcome = "warn"
	// Skip: not run, for a reason.
	Skip Outcome = "skip"
	// Waived: broken, known and explained in the target's file, or foretold by the profile of its product.
	Waived Outcome = "waived"
	// Observed: looked at and told, but not judged, because nobody promises it.
	Observed Outcome = "observed"
	// Error: not judged, because what had to come first did not work.
	Error Outcome = "error"
	// Invalid: our own bug, such as an undefined step or a scenario that
	// asserts nothing.
	Invalid Outcome = "invalid"
)

// Run is one run of the suite against one target: the report.
type Run struct {
	// SchemaVersion is [SchemaVersion]; [Run.Finish] fills it in.
	SchemaVersion string `json:"schemaVersion"`
	Tool          Tool   `json:"tool"`
	Target        Target `json:"target"`
	// Provisioner names who sent the life-cycle changes: "direct" or a
	// connector.
	Provisioner string `json:"provisioner"`
	// Connector is the connector of that name; nil where the harness itself sent.
	Connector *Connector `json:"connector,omitempty"`
	Dialects  []string   `json:"dialects"`
	// DialectVerdicts say what the target makes of each of Dialects; [Run.Finish] counts.
	DialectVerdicts []DialectVerdict `json:"dialectVerdicts,omitempty"`
	// Selection is the part of the suite that was asked for, in the user's
	// words; empty for all of it.
	Selection  string    `json:"selection,omitempty"`
	StartedAt  time.Time `json:"startedAt"`
	DurationMs float64   `json:"durationMs"`
	// Interrupted says that the run was stopped before its end.
	Interrupted bool    `json:"interrupted,omitempty"`
	Verdict     Verdict `json:"verdict"`
	// RuleSets, Summary and Verdict are computed by [Run.Finish].
	RuleSets     []RuleSet    `json:"ruleSets"`
	Summary      Summary      `json:"summary"`
	Capabilities []Capability `json:"capabilities"`
	Scenarios    []Scenario   `json:"scenarios"`
	// Readings are those of the scenarios, each once by requirement; [Run.Finish]
	// gathers them.
	Readings []Readings `json:"readings,omitempty"`
	Waivers  []Waiver   `json:"waivers,omitempty"`
	// Removed is how many things the run created on the target and removed again.
	Removed    int          `json:"removed,omitzero"`
	LeftBehind []LeftBehind `json:"leftBehind,omitempty"`
	// Notes are remarks on the run as a whole, such as a target that
	// announces no filter and yet answers one with everybody.
	Notes []string `json:"notes,omitempty"`
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Target is the service provider under test. URL holds no credentials.
type Target struct {
	Name    string `json:"name"`
	URL     string `json:"url"`
	Profile string `json:"profile"`
}

// Capability is one thing that the target can or cannot do, and where the
// harness learnt it: the target's file, its profile, or its answers.
type Capability struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Readings is one answer of the target under one requirement, and where it gave it.
type Readings struct {
	Requirement string `json:"requirement"`
	Reading
	// Scenarios are the ids of those in which it was given, sorted.
	Scenarios []string `json:"scenarios"`
}

// Waiver is a known failure of the target, named in its file.
type Waiver struct {
	Requirement string `json:"requirement"`
	// Scenario narrows the waiver to one scenario; empty for all of the
	// requirement's.
	Scenario string `json:"scenario,omitempty"`
	// Dialect narrows the waiver to what was told in one dialect; empty for all.
	Dialect string `json:"dialect,omitempty"`
	Reason  string `json:"reason"`
	// Until is the last day on which the waiver holds, YYYY-MM-DD; empty for
	// ever.
	Until string `json:"until,omitempty"`
	// Stale says that every scenario under the waiver now passes, so that
	// the waiver has to go; [Run.Finish] computes it.
	Stale bool `json:"stale,omitempty"`
}

// LeftBehind is something that the run made on the target and could not
// remove.
type LeftBehind struct {
	// Kind is the resource type, such as "User", or the kind of asset.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	URL  string `json:"url,omitempty"`
	// Scenario is the id of the scenario that made it; may be empty.
	Scenario string `json:"scenario,omitempty"`
	Reason   string `json:"reason"`
}

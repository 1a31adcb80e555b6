package probe

// Verdict is what an attempt showed.
type Verdict int

// The three verdicts. Inconclusive is the zero value: an outage, a throttled or
// odd answer is never taken for a denial.
const (
	Inconclusive Verdict = iota
	Allowed
	Denied
)

// String is the verdict as a reader sees it.
func (v Verdict) String() string {
	switch v {
	case Allowed:
		return "allowed"
	case Denied:
		return "denied"
	default:
		return "inconclusive"
	}
}

// Attempt is a verdict with what it rests on.
type Attempt struct {
	Verdict Verdict
	// Evidence is one line for a report: the step and what it was answered. It
	// holds no secret.
	Evidence string
	// Place is "file:line" of the step that it rests on; "" where Evidence names it.
	Place string
	// Status is that of the last answer; 0 where there was none.
	Status int
	// Granted says that a session or a token was handed out on the way, whatever
	// became of it: who is to be refused must not get that far.
	Granted bool
	// Other says that the attempt went well but for the person: it let in somebody else.
	Other bool
}

// Line is the attempt for a message about the recipe: where the step stands, and what came
// of it.
func (a Attempt) Line() string {
	if a.Place == "" {
		return a.Evidence
	}
	return a.Place + ": " + a.Evidence
}

// State is how a person is shown by the target's own administration.
type State string

// The states of a person. Unknown means that the probe could not tell.
const (
	Active   State = "active"
	Disabled State = "disabled"
	Gone     State = "gone"
	Unknown  State = "unknown"
)

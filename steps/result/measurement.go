package result

// Measurement says how long something of a person's stayed open after they were put
// out: the time from the moment at which the change was acknowledged until the first
// answer that showed the effect.
type Measurement struct {
	What Effect `json:"what"`
	// Person is the name of the person in the scenario.
	Person string `json:"person"`
	// Credential is the way in, as the target's file calls it; empty where the effect is
	// not one on a login.
	Credential string `json:"credential,omitempty"`
	Clock      Clock  `json:"clock"`
	Since      Change `json:"since"`
	// Ms are the milliseconds until the effect was first seen; where it was not, until the
	// last look began.
	Ms float64 `json:"ms"`
	// LimitMs is how long it was looked for, in milliseconds; 0 where no limit applies,
	// because nothing is expected to end.
	LimitMs float64 `json:"limitMs,omitzero"`
	// GrainMs is how fine the measurement is: the effect came within the last GrainMs of
	// Ms, between the look that did not see it yet and the one that did. 0 where it was
	// not seen.
	GrainMs float64  `json:"grainMs,omitzero"`
	Outcome Sighting `json:"outcome"`
}

// Effect is what was waited for.
type Effect string

// The effects of being put out.
const (
	ShownAsDisabled   Effect = "shown as disabled"
	LoginRefused      Effect = "login refused"
	CredentialRefused Effect = "credential refused"
)

// Clock says whose time runs: new logins and credentials that were issued before end by
// different mechanisms, and often at different times.
type Clock string

// The clocks.
const (
	NewLogins Clock = "new"
	Issued    Clock = "issued"
	Status    Clock = "status"
)

// Change is what put the person out, and started the clocks.
type Change string

// The changes.
const (
	InDirectory  Change = "directory"
	Deactivation Change = "deactivation"
	Deletion     Change = "deletion"
)

// Sighting is how a measurement ended.
type Sighting string

// The sightings.
const (
	Ended        Sighting = "ended"
	StillOpen    Sighting = "still open"
	Inconclusive Sighting = "inconclusive"
)

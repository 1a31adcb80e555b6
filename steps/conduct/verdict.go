package conduct

import (
	"fmt"

	"github.com/scimproof/scimproof/steps/result"
)

// Finding is something that the client did wrong, or left out.
type Finding struct {
	// Mismatch has Warn set where the dialect that the client speaks does the same.
	result.Mismatch
	// Seq is the number of the exchange that decides; 0 where one is missing.
	Seq int
}

// Verdict is what a check found.
type Verdict struct {
	// Seen are the numbers of the exchanges that were looked at, in their order.
	Seen     []int
	Findings []Finding
}

// Vacuous says that there was nothing to look at, so that the verdict says nothing.
func (v Verdict) Vacuous() bool { return len(v.Seen) == 0 && len(v.Findings) == 0 }

// Mismatches are the findings as a report shows them.
func (v Verdict) Mismatches() []result.Mismatch {
	mismatches := make([]result.Mismatch, 0, len(v.Findings))
	for _, f := range v.Findings {
		mismatches = append(mismatches, f.Mismatch)
	}
	return mismatches
}

// see notes that an exchange was looked at; the requests of one bulk job count once.
func (v *Verdict) see(c call) {
	if n := len(v.Seen); n == 0 || v.Seen[n-1] != c.Seq {
		v.Seen = append(v.Seen, c.Seq)
	}
}

// find notes what is wrong with a request; what names the part of it.
func (v *Verdict) find(c call, what, want, got string) {
	v.Findings = append(v.Findings, Finding{result.Mismatch{Path: c.place(what), Want: want, Got: got}, c.Seq})
}

// deviate is find for what a dialect may do as well: then it only warns.
func (v *Verdict) deviate(c call, done habit, what, want, got string) {
	v.find(c, what, want, got)
	if c.manner.Has(done.trait, done.value) {
		last := &v.Findings[len(v.Findings)-1]
		last.Warn = true
		last.Got += ", as the dialect has it"
	}
}

// miss notes a request that should have been there.
func (v *Verdict) miss(what, want, got string) {
	v.Findings = append(v.Findings, Finding{Mismatch: result.Mismatch{Path: what, Want: want, Got: got}})
}

// place is where a mismatch is: the request, and the part of it.
func (c call) place(what string) string {
	at := fmt.Sprintf("request %d, %s %s", c.Seq, c.Method, c.Path)
	if what == "" {
		return at
	}
	return at + ": " + what
}

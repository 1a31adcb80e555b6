package features

import "fmt"

// Check is something that other tools check, and what accounts for it here: exactly
// one of CoveredBy, Wrong and NotWire.
type Check struct {
	// ID is CHECK- and a number from 001.
	ID string `yaml:"id" json:"id"`
	// What is checked, in our own words.
	What string `yaml:"what" json:"what"`
	// CoveredBy are the ids of the requirements whose scenarios check it.
	CoveredBy []string `yaml:"covered-by" json:"coveredBy,omitempty"`
	// Wrong says what of it the RFCs do not demand.
	Wrong string `yaml:"wrong" json:"wrong,omitempty"`
	// NotWire says why a service provider cannot be judged by it over the wire.
	NotWire string `yaml:"not-wire" json:"notWire,omitempty"`
}

func (c *Catalogue) addCheck(check Check) error {
	if want := fmt.Sprintf("CHECK-%03d", len(c.checks)+1); check.ID != want {
		return fmt.Errorf("the check %s stands where %s is expected", check.ID, want)
	}
	c.checks = append(c.checks, check)
	return nil
}

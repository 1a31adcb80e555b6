package result

import (
	"cmp"
	"slices"
)

// gatherReadings groups the readings of the scenarios by requirement and answer, so
// that a target is asked for its choices once and not hundreds of times.
func (r *Run) gatherReadings() {
	r.Readings = nil
	for i := range r.Scenarios {
		for _, reading := range r.Scenarios[i].Readings {
			r.addReading(&r.Scenarios[i], reading)
		}
	}
	for i := range r.Readings {
		slices.Sort(r.Readings[i].Scenarios)
		r.Readings[i].Scenarios = slices.Compact(r.Readings[i].Scenarios)
	}
	slices.SortStableFunc(r.Readings, func(a, b Readings) int {
		return cmp.Or(
			cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(a.Question, b.Question),
			slices.Compare(a.Accepted, b.Accepted), cmp.Compare(a.Got, b.Got),
		)
	})
}

func (r *Run) addReading(s *Scenario, reading Reading) {
	i := slices.IndexFunc(r.Readings, func(known Readings) bool {
		return known.Requirement == s.Requirement && known.same(reading)
	})
	if i < 0 {
		r.Readings = append(r.Readings, Readings{Requirement: s.Requirement, Reading: reading})
		i = len(r.Readings) - 1
	}
	r.Readings[i].Scenarios = append(r.Readings[i].Scenarios, s.ID)
}

func (r Reading) same(other Reading) bool {
	return r.Question == other.Question && r.Got == other.Got && slices.Equal(r.Accepted, other.Accepted)
}

package result

// Comparison is what has become of the scenarios from one run to another. Each changed
// scenario is in one of the lists, in the order of the later run.
type Comparison struct {
	// Broke did not fail before, and does now, or passed and warns now; Blocked held before,
	// and cannot be judged now.
	Broke   []Changed `json:"broke"`
	Blocked []Changed `json:"blocked"`
	// Fixed failed or was not judged before, and holds now.
	Fixed []Changed `json:"fixed"`
	// Other changed without being better or worse, such as what is skipped now.
	Other []Changed `json:"other"`
	// Added and Missing are only in one of them.
	Added   []Changed `json:"added"`
	Missing []Changed `json:"missing"`
	// Same is how many have the same outcome.
	Same int `json:"same"`
}

// Changed is a scenario whose outcome changed; "" where it was not in the run.
type Changed struct {
	ID      string  `json:"id"`
	Dialect string  `json:"dialect"`
	Name    string  `json:"name"`
	Before  Outcome `json:"before"`
	After   Outcome `json:"after"`
}

// Worse reports whether something broke, or can no longer be judged.
func (c *Comparison) Worse() bool { return len(c.Broke)+len(c.Blocked) > 0 }

// Compare says what changed from one run to another. Scenarios are known by id and
// dialect; a new one that fails has broken nothing.
func Compare(before, after *Run) *Comparison {
	c := &Comparison{Broke: []Changed{}, Blocked: []Changed{}, Fixed: []Changed{}, Other: []Changed{}, Added: []Changed{}, Missing: []Changed{}}
	was := map[[2]string]Outcome{}
	for i := range before.Scenarios {
		was[before.Scenarios[i].key()] = before.Scenarios[i].Outcome
	}
	is := map[[2]string]bool{}
	for i := range after.Scenarios {
		s := &after.Scenarios[i]
		is[s.key()] = true
		c.add(Changed{s.ID, s.Dialect, s.Name, was[s.key()], s.Outcome})
	}
	for i := range before.Scenarios {
		if s := &before.Scenarios[i]; !is[s.key()] {
			c.Missing = append(c.Missing, Changed{s.ID, s.Dialect, s.Name, s.Outcome, ""})
		}
	}
	return c
}

func (s *Scenario) key() [2]string { return [2]string{s.ID, s.Dialect} }

func (c *Comparison) add(s Changed) {
	switch {
	case s.Before == s.After:
		c.Same++
	case s.Before == "":
		c.Added = append(c.Added, s)
	case s.After == Fail:
		c.Broke = append(c.Broke, s)
	case s.Before == Pass && s.After == Warn:
		c.Broke = append(c.Broke, s)
	case unjudged(s.After) && (s.Before == Pass || s.Before == Warn):
		c.Blocked = append(c.Blocked, s)
	case (s.Before == Fail || s.Before == Waived || unjudged(s.Before)) && (s.After == Pass || s.After == Warn),
		s.Before == Warn && s.After == Pass:
		c.Fixed = append(c.Fixed, s)
	default:
		c.Other = append(c.Other, s)
	}
}

func unjudged(o Outcome) bool { return o == Error || o == Invalid }

package result

// Connector is somebody else's SCIM client, which sent in the harness's place.
type Connector struct {
	Name string `json:"name"`
	// Speaks is the dialect by whose rules its requests are judged.
	Speaks string `json:"speaks"`
	// File is where the connector is described.
	File string `json:"file"`
	// Likeness says how far it speaks as each dialect does, the most alike first; empty where too
	// little was seen of it.
	Likeness []Likeness `json:"likeness,omitempty"`
}

// Likeness is how far a connector speaks as one dialect does.
type Likeness struct {
	Dialect string `json:"dialect"`
	// Score is the part of the connector's traits that the dialect shares, from 0 to 1.
	Score       float64      `json:"score"`
	Differences []Difference `json:"differences"`
}

// Difference is one trait in which a connector and a dialect differ.
type Difference struct {
	// Trait is in words, such as "match of a User".
	Trait string `json:"trait"`
	// Connector is what was seen of the connector.
	Connector []string `json:"connector"`
	// Dialect is what the dialect has; empty where it does no such thing.
	Dialect []string `json:"dialect"`
}

// LikenessTo finds the likeness to a dialect.
func (c *Connector) LikenessTo(dialect string) (Likeness, bool) {
	for _, l := range c.Likeness {
		if l.Dialect == dialect {
			return l, true
		}
	}
	return Likeness{}, false
}

// fillEmpty makes empty lists of nil ones, which the contract promises.
func (c *Connector) fillEmpty() {
	if c == nil {
		return
	}
	for i := range c.Likeness {
		l := &c.Likeness[i]
		l.Differences = orEmpty(l.Differences)
		for j := range l.Differences {
			d := &l.Differences[j]
			d.Connector, d.Dialect = orEmpty(d.Connector), orEmpty(d.Dialect)
		}
	}
}

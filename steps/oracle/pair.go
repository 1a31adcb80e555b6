package oracle

// identities are the attributes that say which element it is, the surest
// first. Type alone comes late: it says which one only where no other element
// has it.
var identities = [][]string{{"type", "value"}, {"value"}, {"$ref"}, {"id"}, {"name"}, {"schema"}, {"userName"}, {"type"}, {"display"}}

// memberIdentities is the same for lists of resources: a resource of the same
// type, or of the same name, is not the same resource.
var memberIdentities = [][]string{{"value"}, {"$ref"}}

// definitionIdentities is the same for the definitions in a Schema.
var definitionIdentities = [][]string{{"name"}}

func identitiesOf(attribute string) [][]string {
	switch fold(attribute) {
	case "members", "groups":
		return memberIdentities
	case "attributes", "subattributes":
		return definitionIdentities
	default:
		return identities
	}
}

// pairing is the state of pairing up the elements of two arrays.
type pairing struct {
	want, got []any
	// partner[i] is the index in got of want[i]'s partner, -1 without one.
	partner []int
	taken   []bool
}

// pair returns the slots of two arrays: elements that are equal, else (for a
// subset) elements that hold all that is wanted, else elements of the same
// identity; and then the elements that have no partner.
func pair(attribute string, want, got []any, subset bool) []slot {
	p := &pairing{want: want, got: got, partner: make([]int, len(want)), taken: make([]bool, len(got))}
	for i := range p.partner {
		p.partner[i] = -1
	}
	p.equal()
	keys := identitiesOf(attribute)
	if subset {
		for _, key := range keys {
			p.identical(key, covers)
		}
		p.covering()
	}
	for _, key := range keys {
		p.identical(key, nil)
	}
	return p.slots()
}

func (p *pairing) join(i, j int) {
	p.partner[i], p.taken[j] = j, true
}

// equal pairs elements that say the same.
func (p *pairing) equal() {
	at := map[string][]int{}
	for j, element := range p.got {
		text := canonical(element)
		at[text] = append(at[text], j)
	}
	for i, element := range p.want {
		text := canonical(element)
		if rest := at[text]; len(rest) > 0 {
			p.join(i, rest[0])
			at[text] = rest[1:]
		}
	}
}

// identical pairs elements with an identity that no other element on either
// side has, where accept, if given, agrees.
func (p *pairing) identical(key []string, accept func(want, got any) bool) {
	wanted, there := identityIndex(p.want, key), identityIndex(p.got, key)
	for text, is := range wanted {
		js := there[text]
		if len(is) != 1 || len(js) != 1 || p.partner[is[0]] >= 0 || p.taken[js[0]] {
			continue
		}
		if accept == nil || accept(p.want[is[0]], p.got[js[0]]) {
			p.join(is[0], js[0])
		}
	}
}

// identityIndex maps the identities of elements to the elements' indexes.
func identityIndex(elements []any, key []string) map[string][]int {
	out := map[string][]int{}
	for i, element := range elements {
		if text := identity(element, key); text != "" {
			out[text] = append(out[text], i)
		}
	}
	return out
}

// identity returns the values of the key attributes as one text, "" where the
// element lacks one of them.
func identity(element any, key []string) string {
	object, ok := element.(Object)
	if !ok {
		return ""
	}
	text := ""
	for _, name := range key {
		value, _, found := member(object, name)
		if !found {
			return ""
		}
		if s, isString := value.(string); isString && name == "type" {
			value = fold(s)
		}
		text += canonical(value) + "\x00"
	}
	return text
}

// slots lists the pairs and the elements left alone.
func (p *pairing) slots() []slot {
	var out []slot
	for i, j := range p.partner {
		if j >= 0 {
			out = append(out, slot{p.want[i], p.got[j]})
		} else {
			out = append(out, slot{want: p.want[i]})
		}
	}
	for j, element := range p.got {
		if !p.taken[j] {
			out = append(out, slot{got: element})
		}
	}
	return out
}

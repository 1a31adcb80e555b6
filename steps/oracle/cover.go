package oracle

// covers says that got has all that is wanted: Subset without the account.
func covers(want, got any) bool {
	switch want := want.(type) {
	case gone:
		return got == nil
	case Object:
		object, ok := got.(Object)
		if !ok {
			return got == nil && onlyGone(want)
		}
		for name, wanted := range want {
			value, _, _ := member(object, name)
			if !covers(wanted, value) {
				return false
			}
		}
		return true
	case []any:
		array, ok := got.([]any)
		return ok && coversArray(want, array)
	default:
		return got != nil && canonical(want) == canonical(got)
	}
}

func coversArray(want, got []any) bool {
	if simple(want) && simple(got) {
		return canonical(want) == canonical(got)
	}
	if len(want) != len(got) {
		return false
	}
	p := &pairing{want: want, got: got, partner: make([]int, len(want)), taken: make([]bool, len(got))}
	for i := range p.partner {
		p.partner[i] = -1
	}
	p.covering()
	for _, j := range p.partner {
		if j < 0 {
			return false
		}
	}
	return true
}

// mostMatched bounds the elements that are matched by trying, since that
// takes the square of their number; what has an identity is paired before.
const mostMatched = 200

// covering pairs the elements that are left, each wanted one with one that
// covers it, so that as many as possible find a partner (augmenting paths:
// the first fit could take from a choosier element its only partner).
func (p *pairing) covering() {
	var left, free []int
	for i, j := range p.partner {
		if j < 0 {
			left = append(left, i)
		}
	}
	for j, taken := range p.taken {
		if !taken {
			free = append(free, j)
		}
	}
	if len(left) > mostMatched || len(free) > mostMatched {
		return
	}
	owner := map[int]int{}
	for _, i := range left {
		p.augment(i, free, owner, map[int]bool{})
	}
	for j, i := range owner {
		p.join(i, j)
	}
}

// augment finds a partner for want[i], moving others to another where it must.
func (p *pairing) augment(i int, free []int, owner map[int]int, tried map[int]bool) bool {
	for _, j := range free {
		if tried[j] || !covers(p.want[i], p.got[j]) {
			continue
		}
		tried[j] = true
		if other, owned := owner[j]; !owned || p.augment(other, free, owner, tried) {
			owner[j] = i
			return true
		}
	}
	return false
}

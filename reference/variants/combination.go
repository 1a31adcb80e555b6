package variants

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference"
)

// The least and the most variants of a combination that Combinations draws.
const (
	fewest = 2
	most   = 6
)

// Combined are several variants at once, of which no two touch the same.
type Combined struct {
	// ID is the ids of the variants, joined by a plus.
	ID       string
	Variants []Variant
}

// Compatible tells whether two variants may be combined: whether they touch
// different things.
func Compatible(a, b Variant) bool {
	return a.ID != b.ID && !slices.ContainsFunc(a.Touches, func(touched string) bool { return slices.Contains(b.Touches, touched) })
}

// AreCompatible tells whether that holds for every two of several.
func AreCompatible(chosen ...Variant) bool {
	for i, v := range chosen {
		if slices.ContainsFunc(chosen[:i], func(other Variant) bool { return !Compatible(v, other) }) {
			return false
		}
	}
	return true
}

// Combine makes one of several variants, which must be compatible. They are put around
// a tenant in the order of All, whatever order they are given in.
func Combine(chosen ...Variant) Combined {
	var sorted []Variant
	var ids []string
	for _, v := range All() {
		if slices.ContainsFunc(chosen, func(c Variant) bool { return c.ID == v.ID }) {
			sorted, ids = append(sorted, v), append(ids, v.ID)
		}
	}
	return Combined{strings.Join(ids, "+"), sorted}
}

// Combinations draws n combinations of compatible variants. A seed always draws the
// same ones from the same registry.
func Combinations(seed int64, n int) []Combined {
	dice := rand.New(rand.NewPCG(uint64(seed), 0)) //nolint:gosec // a draw that can be repeated, not a secret
	all := All()
	drawn := make([]Combined, n)
	for i := range drawn {
		drawn[i] = draw(dice, all)
	}
	return drawn
}

func draw(dice *rand.Rand, all []Variant) Combined {
	size := fewest + dice.IntN(most-fewest+1)
	var chosen []Variant
	for _, i := range dice.Perm(len(all)) {
		fits := !slices.ContainsFunc(chosen, func(c Variant) bool { return !Compatible(c, all[i]) })
		if fits && len(chosen) < size {
			chosen = append(chosen, all[i])
		}
	}
	return Combine(chosen...)
}

// Wrap puts the variants in front of the whole handler of a tenant.
func (c Combined) Wrap(tenant http.Handler) http.Handler {
	for _, v := range c.Variants {
		tenant = v.Wrap(tenant)
	}
	return tenant
}

// Adjust changes the options of the reference as the variants need it.
func (c Combined) Adjust(options *reference.Options) {
	for _, v := range c.Variants {
		if v.Adjust != nil {
			v.Adjust(options)
		}
	}
}

// Prefix is the path below which the whole tenant is served; empty for the root.
func (c Combined) Prefix() string {
	for _, v := range c.Variants {
		if v.Prefix != "" {
			return v.Prefix
		}
	}
	return ""
}

// HTTP2 tells whether the tenant is to be served over TLS and HTTP/2.
func (c Combined) HTTP2() bool {
	return slices.ContainsFunc(c.Variants, func(v Variant) bool { return v.HTTP2 })
}

// Caution says why the suite may warn; empty where not even a warning is right.
func (c Combined) Caution() string {
	var reasons []string
	for _, v := range c.Variants {
		if v.Caution != "" {
			reasons = append(reasons, v.ID+": "+v.Caution)
		}
	}
	return strings.Join(reasons, "; ")
}

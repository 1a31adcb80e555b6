package oracle

import (
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

// Subset returns how got differs from what a scenario wants of it: every
// attribute of want has to be in got with that value. Attributes that want
// does not name may have any value. A multi-valued attribute is compared as a
// whole, without order: missing and additional elements are mismatches, while
// additional sub-attributes of an element are not. null, [] and {} in want
// demand that the attribute is unassigned.
//
// A text that differs in letter case only, or a telephone number in its
// punctuation only, is a warning, since a service provider may canonicalise
// what it stores (RFC 7644 section 3.3); identifiers, references and
// passwords excepted.
func Subset(want, got any) []result.Mismatch {
	w := wanted(want)
	if object, isObject := tree(want).(Object); isObject && len(object) == 0 {
		w = object // an empty account of a resource demands nothing of it
	}
	c := comparison{subset: true}
	return c.run(w, normal(got))
}

// Diff returns how after differs from before, both ways, without what lies at
// or below the SCIM paths to ignore.
func Diff(before, after any, ignore ...string) []result.Mismatch {
	a, b := normal(before), normal(after)
	for _, path := range ignore {
		a, b = without(a, path), without(b, path)
	}
	c := comparison{}
	return c.run(normal(a), normal(b))
}

// Equal says that two values say the same: order and unassigned attributes
// aside.
func Equal(a, b any) bool { return canonical(normal(a)) == canonical(normal(b)) }

// Under returns the mismatches with a path put in front of theirs: for the
// comparison of a part of a resource.
func Under(path string, mismatches []result.Mismatch) []result.Mismatch {
	out := slices.Clone(mismatches)
	for i := range out {
		key := out[i].Path
		if key != "" && key[0] != '[' {
			key = "." + key
		}
		out[i].Path = join(path, key)
	}
	return out
}

// comparison compares two trees in two moves: align pairs up what belongs
// together, so that both sides have the same keys for the same things; then
// cmp walks the aligned trees and reports each leaf that differs.
type comparison struct {
	subset bool
	found  []result.Mismatch
	path   cmp.Path
}

// branch is an inner node of an aligned tree. Its keys are path segments: "."
// and a name, or what picks an element out of a multi-valued attribute.
type branch map[string]any

// leaf is a value that is compared as a whole.
type leaf struct{ Value any }

// Equal is what cmp asks.
func (l leaf) Equal(other leaf) bool { return canonical(l.Value) == canonical(other.Value) }

func (c *comparison) run(want, got any) []result.Mismatch {
	a, b := c.align("", orEmpty(want, got), orEmpty(got, want))
	cmp.Equal(branch{"": a}, branch{"": b}, cmp.Reporter(c))
	slices.SortStableFunc(c.found, func(x, y result.Mismatch) int { return strings.Compare(x.Path, y.Path) })
	return c.found
}

// orEmpty makes an empty resource of none, where the other side is a
// resource: so that what it lacks is named one by one.
func orEmpty(v, other any) any {
	if _, isObject := other.(Object); v == nil && isObject {
		return Object{}
	}
	return v
}

// PushStep, PopStep and Report make the comparison a reporter for cmp.
func (c *comparison) PushStep(step cmp.PathStep) { c.path = append(c.path, step) }

// PopStep goes back up.
func (c *comparison) PopStep() { c.path = c.path[:len(c.path)-1] }

// Report notes a leaf that differs.
func (c *comparison) Report(r cmp.Result) {
	if r.Equal() {
		return
	}
	vx, vy := c.path.Last().Values()
	var want, got any
	if vx.IsValid() && vx.CanInterface() {
		want = valueOf(vx.Interface())
	}
	if vy.IsValid() && vy.CanInterface() {
		got = valueOf(vy.Interface())
	}
	m := result.Mismatch{Path: c.where()}
	m.Want, m.Got = texts(want, got)
	m.Warn = c.subset && canonicalised(m.Path, want, got)
	c.found = append(c.found, m)
}

func valueOf(node any) any {
	if l, ok := node.(leaf); ok {
		return l.Value
	}
	return nil
}

// where renders cmp's path as a SCIM path.
func (c *comparison) where() string {
	path, inContainer := "", false
	for _, step := range c.path {
		index, ok := step.(cmp.MapIndex)
		if !ok || index.Key().Len() == 0 {
			continue
		}
		key := index.Key().String()
		if inContainer && key[0] == '.' {
			key = ":" + key[1:]
		}
		inContainer = path == "" && strings.Contains(key, ":") && key[0] == '.'
		path = join(path, key)
	}
	return path
}

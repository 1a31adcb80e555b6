package scim

import (
	"cmp"
	"slices"
)

// units parts the operations into those to run together, in the order to run
// them: each alone, after those that it refers to, and else in the order of the
// request. Operations that refer to each other in a circle are one unit.
func (j *bulkJob) units() [][]*bulkOperation {
	s := sorter{needs: j.needs, places: map[*bulkOperation]*standing{}}
	for i, o := range j.operations {
		s.places[o] = &standing{index: i}
	}
	for _, o := range j.operations {
		if s.places[o].number == 0 {
			s.visit(o)
		}
	}
	return s.units
}

// sorter finds the strongly connected components of what refers to what, each
// after those that it refers to (Tarjan's algorithm).
type sorter struct {
	needs  func(*bulkOperation) []*bulkOperation
	places map[*bulkOperation]*standing
	count  int
	path   []*bulkOperation
	units  [][]*bulkOperation
}

// standing is what the sorter knows of an operation.
type standing struct {
	index       int // in the request
	number, low int // in the order of visits, from 1
	onPath      bool
}

func (s *sorter) visit(o *bulkOperation) {
	s.count++
	place := s.places[o]
	place.number, place.low, place.onPath = s.count, s.count, true
	s.path = append(s.path, o)
	for _, needed := range s.needs(o) {
		other := s.places[needed]
		if other.number == 0 {
			s.visit(needed)
			place.low = min(place.low, other.low)
		} else if other.onPath {
			place.low = min(place.low, other.number)
		}
	}
	if place.low == place.number {
		s.cut(o)
	}
}

// cut takes a unit, which ends with o, off the path.
func (s *sorter) cut(o *bulkOperation) {
	start := slices.Index(s.path, o)
	unit := slices.Clone(s.path[start:])
	s.path = s.path[:start]
	for _, member := range unit {
		s.places[member].onPath = false
	}
	slices.SortFunc(unit, func(a, b *bulkOperation) int { return cmp.Compare(s.places[a].index, s.places[b].index) })
	s.units = append(s.units, unit)
}

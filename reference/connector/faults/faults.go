// Package faults holds what connectors get wrong, to be switched on: each decorates an honest connector, and breaks one
// thing that a check of connectors looks for. They prove that the check can fail.
package faults

import (
	"slices"

	"github.com/scimproof/scimproof/reference/connector"
)

// Fault is one mistake of a connector. It is a value without state of its own.
type Fault struct {
	// ID is public: never changed, never given to another.
	ID string
	// Title says in one sentence what goes wrong.
	Title string
	// Area is the topic, one file of this package each.
	Area string
	// Check is the number of the check of connectors that it fails, C01 to C59.
	Check string
	// Requirement is the id, in the catalogue, of what it breaks.
	Requirement string
	// Also are further requirements that the very same misconduct breaks.
	Also []string
	// Severity is what it costs whoever runs into it: low, medium, high or critical.
	Severity string
	// Evidence is the address of a public thread where a connector did it; empty where none is known.
	Evidence string
	// Variant is the id of what a service provider does otherwise where the fault is to be seen,
	// one of package variants; empty where any shows it.
	Variant string
	// Adjust makes an honest connector's options those of one that has the fault. Each call begins anew.
	Adjust func(*connector.Options)
}

// The severities.
const (
	low      = "low"
	medium   = "medium"
	high     = "high"
	critical = "critical"
)

// All gives every fault, by area.
func All() []Fault {
	return slices.Concat(
		area("reaching", reaching),
		area("matching", matching),
		area("describing", describing),
		area("changing", changing),
		area("grouping", grouping),
		area("leaving", leaving),
		area("patience", impatient),
		area("reading", reading),
	)
}

// ByID gives the fault with an id.
func ByID(id string) (Fault, bool) {
	all := All()
	i := slices.IndexFunc(all, func(f Fault) bool { return f.ID == id })
	if i < 0 {
		return Fault{}, false
	}
	return all[i], true
}

// row is a fault as the tables have it.
type row struct {
	check, id, title string
	severity         string
	evidence         string
	adjust           adjustment
}

func area(name string, table []row) []Fault {
	var all []Fault
	for _, r := range table {
		f := Fault{
			ID: r.id, Title: r.title, Area: name, Check: r.check,
			Severity: r.severity, Evidence: r.evidence, Variant: under[r.id], Adjust: r.adjust,
		}
		f.Requirement, f.Also = requirementsOf(r)
		all = append(all, f)
	}
	return all
}

// requirementsOf are the requirements that a fault breaks: those of its check.
func requirementsOf(r row) (first string, others []string) {
	ids := requirements[r.id]
	if ids == nil {
		ids = requirements[r.check]
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], ids[1:]
}

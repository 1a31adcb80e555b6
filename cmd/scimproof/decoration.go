package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/faults"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps/problem"
)

// decoration is what --fault and --variant put around the reference.
type decoration struct {
	variants.Combined
	faults []faults.Fault
}

func (f *serveFlags) decoration() (decoration, error) {
	named, err := faultsNamed(f.faults)
	if err != nil {
		return decoration{}, err
	}
	combined, err := variantsNamed(f.variants)
	if err != nil {
		return decoration{}, err
	}
	if combined.HTTP2() {
		return decoration{}, problem.Usage("HTTP/2 needs TLS, which serve leaves to a proxy").
			Hint("scimproof prove --variant %s tries it", strings.Join(f.variants, " --variant "))
	}
	return decoration{combined, named}, nil
}

// Wrap puts the faults in front of the tenant, and the variants in front of these: a
// mistake is made in the service provider, and a manner is how it is told.
func (d decoration) Wrap(honest http.Handler) http.Handler {
	for _, fault := range d.faults {
		honest = fault.Wrap(honest)
	}
	return d.Combined.Wrap(honest)
}

// departures say how what is served differs from the usual reference.
func (d decoration) departures() string {
	var out strings.Builder
	for _, fault := range d.faults {
		fmt.Fprintf(&out, "  fault %s: %s\n", fault.ID, fault.Title)
	}
	for _, v := range d.Variants {
		fmt.Fprintf(&out, "  variant %s: %s\n", v.ID, v.Title)
	}
	if out.Len() > 0 {
		out.WriteString("\n")
	}
	return out.String()
}

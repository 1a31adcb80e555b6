package faults

import (
	"net/http"
	"slices"
	"strings"
)

// Fault is one violation. It is a value without state of its own.
type Fault struct {
	// ID is public: never changed, never given to another.
	ID string
	// Title says in one sentence what goes wrong.
	Title string
	// Area is the topic, one file of this package each.
	Area string
	// Requirement is the id, in the catalogue, of what it breaks.
	Requirement string
	// Also are further requirements that the very same misconduct breaks.
	Also []string
	// Severity is what it costs whoever runs into it: low, medium, high or critical.
	Severity string
	// Evidence is the address of a public thread where a server did it; empty where
	// none is known.
	Evidence string
	// Tolerant says that it shows only on a tenant that takes what goes beyond the RFCs.
	Tolerant bool
	// Wrap puts the fault in front of the whole handler of a tenant. Each call begins
	// anew: what one handler remembers no other one knows.
	Wrap func(http.Handler) http.Handler
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
		area("authentication", authenticating),
		area("discovery", configuring, lackingConfig(), listingTypes, lackingTypes(), readingSchemas, announcing, lackingParts(), misconfigured(), simpleWithParts(), misdefined(), commonListed(), definedAnew(), incomplete()),
		area("schemas", defining),
		area("create", creating, accepting, conflicting),
		area("read", readingOne, readingLists, listingEverybody),
		area("representation", showing, lackingMeta(), showingPasswords, storing, losingAttributes(), describing, belonging, lackingCommon()),
		area("filter", filtering, operating, orderingBooleans(), valuing, comparing, lingering, overlookedInFilters),
		area("sort", sorting, ordering),
		area("paging", paging),
		area("projection", projecting, projectingChanges, selecting),
		area("replace", replacing, overlookedInResources),
		area("patch", adding, removing, swappingValues, swappingNames, refusing, sequencing, overlookedInPatches),
		area("delete", deleting),
		area("groups", grouping, groupsToo),
		area("versions", versioning, stamping),
		area("errors", failing, answering, bodies),
		area("media", typing),
		area("joining", joining),
		area("moving", moving),
		area("leaving", leavingOnEveryRoad, leaving()),
		area("login", entering(), revoking, changingPasswords),
		area("ownership", losing, handingOver, owning(), mixingUp),
		area("returning", returning),
		area("directory", provisioning, signingOnWrongly),
		area("bulk", bulkProcessing, bulkStopping, bulkAnnouncing, bulkResults, bulkReferring, bulkLimits, batching),
		area("search", searching, searchingAll),
		area("cursors", pagingByCursor, announcingPages),
		area("me", beingOneself),
		area("messages", versionsOfTheProtocol, preparing, messaging, reaching),
		area("limits", deep),
		area("attributes", fixed, lies(), misbehaving(), behaving),
		area("entra", provisionedByEntra),
		area("governing", governing, overlookedInLives),
		area("values", misshown(), mistaken(), contacting),
		area("tenancy", sharingTenants),
		area("tokens", unlocking),
		area("concurrency", racing),
		area("takeover", takingOver, inheriting()),
		area("injection", injecting),
		area("nuances", nuances),
		area("meanwhile", meanwhile),
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
	id, title string
	// breaks are requirements: the one that the fault is named for, then the others.
	breaks    breaks
	severity  string
	evidence  string
	violation violation
}

type breaks []string

func area(name string, tables ...[]row) []Fault {
	var faults []Fault
	for _, r := range slices.Concat(tables...) {
		faults = append(faults, Fault{
			ID: r.id, Title: r.title, Area: name, Requirement: r.breaks[0], Also: r.breaks[1:],
			Severity: r.severity, Evidence: r.evidence, Tolerant: slices.ContainsFunc(r.breaks, beyondRFC), Wrap: wrapper(r.violation),
		})
	}
	return faults
}

// beyondRFC tells whether only a tolerant tenant meets the requirement.
func beyondRFC(requirement string) bool { return strings.HasPrefix(requirement, "LIFECYCLE-ENTRA-") }

func wrapper(v violation) func(http.Handler) http.Handler {
	return func(honest http.Handler) http.Handler { return v.wrap(honest) }
}

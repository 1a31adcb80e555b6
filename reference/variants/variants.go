package variants

import (
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/reference"
)

// Variant is one way of doing it that the RFCs permit. It is a value without state of
// its own.
type Variant struct {
	// ID is public: never changed, never given to another.
	ID string
	// Title says in one sentence what is done.
	Title string
	// Area is the topic.
	Area string
	// Source is what permits it: a section of an RFC, with its words where they decide.
	Source string
	// Touches are the kinds of things that it changes. Two variants that touch the
	// same may contradict each other, and are not combined.
	Touches []string
	// Caution says why the suite may warn of it: permitted, and yet many a client is
	// known to stumble. Empty where not even a warning is right.
	Caution string
	// Prefix is the path below which the whole tenant is served; empty for the root of
	// its origin. The SCIM base is then Prefix + reference.SCIMPath.
	Prefix string
	// HTTP2 says that the variant shows only over TLS and HTTP/2, which is for whoever
	// starts the server: Wrap changes nothing.
	HTTP2 bool
	// Adjust changes the options of the reference where no decorator can do it; nil
	// for none.
	Adjust func(*reference.Options)
	// Wrap puts the variant in front of the whole handler of a tenant. Each call
	// begins anew: what one handler remembers no other one knows.
	Wrap func(http.Handler) http.Handler
}

// All gives every variant, in the order in which they are put around a tenant, the
// innermost first: what a resource is before how it is written down.
func All() []Variant {
	return slices.Concat(
		area("reference", adjusting),
		area("writes", replacing, patching, choosing, restricting),
		area("capabilities", lackingFeatures, lackingTypes),
		area("limits", limiting),
		area("queries", querying, filtering, projecting),
		area("lists", listing, turning),
		area("representation", showing, referring, ordering),
		area("discovery", describing),
		area("statuses", refusing, explaining),
		area("versions", versioning),
		area("ids", identifying()),
		area("locations", locating),
		area("names", spelling),
		area("json", writing),
		area("http", transporting),
	)
}

// ByID gives the variant with an id.
func ByID(id string) (Variant, bool) {
	all := All()
	i := slices.IndexFunc(all, func(v Variant) bool { return v.ID == id })
	if i < 0 {
		return Variant{}, false
	}
	return all[i], true
}

// row is a variant as the tables have it.
type row struct {
	id, title string
	// permittedBy is the Source of the variant.
	permittedBy string
	touches     touches
	// make makes the variation for one handler.
	make func() variation
	// The others are as in Variant.
	caution string
	prefix  string
	http2   bool
	adjust  func(*reference.Options)
}

type touches []string

// always is a variation that remembers nothing.
func always(v variation) func() variation { return func() variation { return v } }

func area(name string, tables ...[]row) []Variant {
	var variants []Variant
	for _, r := range slices.Concat(tables...) {
		variants = append(variants, Variant{
			ID: r.id, Title: r.title, Area: name, Source: r.permittedBy, Touches: r.touches,
			Caution: r.caution, Prefix: r.prefix, HTTP2: r.http2, Adjust: r.adjust, Wrap: wrapper(r.make),
		})
	}
	return variants
}

func wrapper(variation func() variation) func(http.Handler) http.Handler {
	return func(tenant http.Handler) http.Handler {
		if variation == nil {
			return tenant
		}
		return variation().wrap(tenant)
	}
}

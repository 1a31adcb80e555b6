package variants

import (
	"net/http"
	"regexp"
	"strings"
)

// pageCap is the most resources that a capped page shows.
const pageCap = 3

// limiting are about how much is taken and given at once.
var limiting = []row{
	{
		id: "pages-capped", title: "A page has three resources at most, whatever is asked for",
		permittedBy: "RFC 7644 §3.4.2.4: the service provider \"MAY return fewer\"; RFC 7643 §5: filter.maxResults; RFC 9865 §4: maxPageSize",
		touches:     touches{"page size"},
		make:        always(variation{ask: capPage, say: announce(announceCap)}),
	},
	{
		id: "pages-by-default-small", title: "A page has three resources where no count is asked for",
		permittedBy: "RFC 7644 §3.4.2.4 Table 6: without count \"the maximum is set by the service provider\"; RFC 9865 §4: defaultPageSize",
		touches:     touches{"page size"},
		make: always(variation{ask: func(r *request) {
			if r.isQuery() && r.asked("count") == "" {
				r.asks("count", pageCap)
			}
		}, say: announce(func(provider object) {
			if pages := objectAt(provider, "pagination"); pages != nil {
				pages["defaultPageSize"] = pageCap
			}
		})}),
	},
	{
		id: "lists-too-many", title: "A list of everything is refused with tooMany",
		permittedBy: "RFC 7644 §3.12 Table 9 (tooMany): \"more results than the server is willing to calculate or process\"",
		touches:     touches{"page size", "lists"},
		make: always(variation{instead: refuse(func(r *request) bool {
			return r.isQuery() && r.asked("filter") == ""
		}, http.StatusBadRequest, "tooMany", "ask for less")}),
	},
	{
		id: "bulk-small", title: "A job has ten operations and 64 KiB at most",
		permittedBy: "RFC 7643 §5: bulk.maxOperations and maxPayloadSize; RFC 7644 §3.7.4: more is refused with 413",
		touches:     touches{"bulk"},
		make: always(variation{instead: refuseLargeJob, say: announce(func(provider object) {
			of := objectAt(provider, "bulk")
			of["maxOperations"], of["maxPayloadSize"] = maxOperations, maxPayload
		})}),
	},
}

const (
	maxOperations = 10
	maxPayload    = 64 << 10
)

func capPage(r *request) {
	if !r.isQuery() || r.query().Has("cursor") || r.object()["cursor"] != nil {
		return
	}
	asked := r.asked("count")
	if asked == "" || len(asked) > 1 && asked[0] != '-' || asked > "3" && asked <= "9" {
		r.asks("count", pageCap)
	}
}

func announceCap(provider object) {
	objectAt(provider, "filter")["maxResults"] = pageCap
	if pages := objectAt(provider, "pagination"); pages != nil {
		pages["maxPageSize"] = pageCap
	}
}

func refuseLargeJob(r *request) *response {
	if !r.isBulk() || !r.authorized() {
		return nil
	}
	switch operations := objectsAt(r.object(), "Operations"); {
	case len(operations) > maxOperations:
		return failed(http.StatusRequestEntityTooLarge, "", "the request has more operations than the maxOperations of 10")
	case len(r.body) > maxPayload:
		return failed(http.StatusRequestEntityTooLarge, "", "the request is larger than the maxPayloadSize of 65536 bytes")
	}
	return nil
}

// querying are about parameters on which the RFC says little.
var querying = []row{
	{
		id: "discovery-filter-ignored", title: "A filter on discovery is ignored",
		permittedBy: "RFC 7644 §4: query parameters \"SHALL be ignored\"; against \"SHOULD respond with 403\" in the same paragraph",
		touches:     touches{"discovery filter"},
		make: always(variation{ask: func(r *request) {
			if r.below(config, types, schemas) {
				r.unask("filter")
			}
		}}),
	},
	{
		id: "sensitive-filters-403", title: "A filter by userName in a URL is refused with 403 sensitive",
		permittedBy: "RFC 7644 §7.5.2: \"SHOULD respond with HTTP status code 403\"",
		touches:     touches{"filter", "search"},
		make: always(variation{instead: refuse(func(r *request) bool {
			return r.Method == http.MethodGet && r.isQuery() && strings.Contains(strings.ToLower(r.asked("filter")), "username")
		}, http.StatusForbidden, "sensitive", "send this filter by POST")}),
	},
}

const unsupportedOperator = "RFC 7644 §3.4.2.2: an operation that is not supported MUST be refused with 400 invalidFilter"

// filtering are filters that not every service provider takes.
var filtering = []row{
	refusedFilter("filter-eq-and", "Filters know eq and and, no more", unsupportedOperator, func(filter string) bool {
		return !equalities.MatchString(filter)
	}),
	refusedFilter("filter-no-brackets", "Filters know no brackets around the conditions on one value",
		"RFC 7644 §3.4.2.2 Table 5: \"MAY support complex filters\"", func(filter string) bool {
			return strings.Contains(outsideTexts(filter), "[")
		}),
	refusedFilter("filter-no-not", "Filters know no not", unsupportedOperator, func(filter string) bool {
		return strings.Contains(outsideTexts(filter), "not")
	}),
	{
		id: "filter-unknown-attribute-empty", title: "A filter by an attribute that there is not matches nobody",
		permittedBy: "RFC 7644 §3.4.2.1: such a filter evaluates to false where types are queried at once; of one type nothing is said",
		touches:     touches{"filter"},
		make: always(variation{say: func(r *request, a *response) {
			if r.isQuery() && a.status == http.StatusBadRequest && unknownAttribute.MatchString(r.asked("filter")) &&
				strings.Contains(textAt(a.object(), "detail"), "attribute") {
				*a = *answer(http.StatusOK, object{"schemas": []any{listURN}, "totalResults": 0, "Resources": []any{}})
			}
		}}),
	},
}

var (
	equalities       = regexp.MustCompile(`^(?i)[\w.:$-]+ eq ("([^"\\]|\\.)*"|[\w.+-]+)( and [\w.:$-]+ eq ("([^"\\]|\\.)*"|[\w.+-]+))*$`)
	unknownAttribute = regexp.MustCompile(`^(?i)[a-z]\w* (eq|ne|co|sw|ew) "[^"]*"$`)
)

func outsideTexts(filter string) string {
	var outside strings.Builder
	for i, part := range strings.Split(filter, `"`) {
		if i%2 == 0 {
			outside.WriteString(part)
		}
	}
	return outside.String()
}

func refusedFilter(id, title, source string, bad func(filter string) bool) row {
	return row{
		id: id, title: title, permittedBy: source, touches: touches{"filter"},
		make: always(variation{instead: refuse(func(r *request) bool {
			filter := r.asked("filter")
			return r.isQuery() && filter != "" && bad(filter)
		}, http.StatusBadRequest, "invalidFilter", "this filter is not supported")}),
	}
}

package variants

import (
	"net/http"
	"slices"
	"strings"
)

const optional = "RFC 7643 §5: whether it is supported is announced; RFC 7644 §3.12 Table 8 (501), §3.2 Table 1"

// lackingFeatures do without something, and say so in ServiceProviderConfig.
var lackingFeatures = slices.Concat(
	lacking("patch-unsupported", "PATCH", optional, "patch", func(r *request) bool { return r.Method == http.MethodPatch && r.scim }, 501, 405),
	lacking("bulk-unsupported", "Bulk", optional, "bulk", func(r *request) bool { return r.below(bulk) }, 501, 404),
	lacking("filter-unsupported", "Filtering", optional, "filter", func(r *request) bool { return r.isQuery() && r.asked("filter") != "" }, 501, 403, 400),
	lacking("sort-unsupported", "Sorting", optional, "sort", func(r *request) bool { return r.isQuery() && r.asked("sortBy") != "" }, 501, 400),
	[]row{
		{
			id: "sort-ignored", title: "Sorting is not supported, and is ignored",
			permittedBy: "RFC 7644 §3.4.2: parameters that are not recognized \"SHOULD\" be ignored; §3.4.2.3 is OPTIONAL",
			touches:     touches{"sort"},
			make: always(variation{ask: func(r *request) {
				if r.isQuery() {
					r.unask("sortBy", "sortOrder")
				}
			}, say: unsupported("sort")}),
		},
		{
			id: "versions-unsupported", title: "There are no versions: no ETag, no meta.version, and conditions are ignored",
			permittedBy: "RFC 7644 §3.14: \"MAY support\"; RFC 7643 §3.1: support for version is optional",
			touches:     touches{"versions"},
			make:        always(variation{ask: ignoreConditions, say: all(unsupported("etag"), hideVersions)}),
		},
		{
			id: "versions-unannounced", title: "There are versions, and ServiceProviderConfig says that there are none",
			permittedBy: "RFC 7232 §2.3: an ETag may be sent with any representation, whatever is announced",
			touches:     touches{"versions"},
			make:        always(variation{say: unsupported("etag")}),
		},
		{
			id: "passwords-unchangeable", title: "A password is set once, when somebody is created",
			permittedBy: "RFC 7643 §5: changePassword.supported",
			touches:     touches{"password"},
			make:        always(variation{ask: keepPassword, say: unsupported("changePassword")}),
		},
		{
			id: "discovery-needs-credentials", title: "ServiceProviderConfig is shown to those who are let in",
			permittedBy: "RFC 7644 §4 forbids no authentication; RFC 7643 §5: public access is a SHOULD",
			caution:     "RFC 7643 §5: the authentication schemes \"SHOULD\" be public",
			touches:     touches{"challenges"},
			make: always(variation{instead: func(r *request) *response {
				if !r.below(config) || r.Header.Get("Authorization") != "" {
					return nil
				}
				return r.also(http.MethodGet, types, nil) // which the tenant refuses in its own manner
			}}),
		},
		{
			id: "cursors-unsupported", title: "Pages follow each other by index only, and a cursor is ignored",
			permittedBy: "RFC 9865 §2: \"MAY\"; RFC 7644 §3.4.2: parameters that are not recognized are ignored",
			touches:     touches{"cursors"},
			make: always(variation{ask: func(r *request) {
				if r.isQuery() && r.asked("cursor") != "" || r.query().Has("cursor") {
					r.unask("cursor")
				}
			}, say: announce(func(provider object) { delete(provider, "pagination") })}),
		},
	},
	answering("me-unsupported", "/Me is not supported", "RFC 7644 §3.11: \"SHOULD respond with 501\"", "me",
		func(r *request) bool { return r.below(me) }, 501),
	with("RFC 7644 §3.4.3 lets every client query by POST, and says of no service provider that it may lack it",
		answering("search-unsupported", "Queries by POST are not supported", "RFC 7644 §3.4.3: \"Clients MAY\"; no word makes a service provider support it", "search",
			func(r *request) bool { return r.Method == http.MethodPost && strings.HasSuffix(r.path, "/.search") }, 501, 404, 405)),
	answering("root-queries-unsupported", "Resources of all types cannot be queried at once", "RFC 7644 §3.4.2.1: \"MAY\" be performed against the root", "root queries",
		func(r *request) bool { return r.isQuery() && !r.below(users, groups, devices) }, 501, 404, 403),
)

// lacking are variants, one for each status, of not supporting a feature.
func lacking(id, what, source, feature string, concerned func(*request) bool, statuses ...int) []row {
	rows := answering(id, what+" is not supported", source, feature, concerned, statuses...)
	for i := range rows {
		refusal := rows[i].make().instead
		switch {
		case feature == "patch":
			rows[i].caution = "RFC 7644 §3.5: service providers \"SHOULD\" support it"
		case feature == "bulk" && statuses[i] != http.StatusNotImplemented:
			rows[i].caution = "RFC 7644 §3.12 Table 8 has 501 for it"
		}
		rows[i].make = always(variation{instead: func(r *request) *response {
			if a := refusal(r); a != nil || feature != "patch" {
				return a
			}
			return unlessBulk(func(operation object) bool { return operation["method"] == http.MethodPatch }, statuses[i], "")(r)
		}, say: unsupported(feature)})
	}
	return rows
}

// answering are variants, one for each status, of refusing a request.
func answering(id, title, source, touched string, concerned func(*request) bool, statuses ...int) []row {
	var rows []row
	for _, status := range statuses {
		suffix := ""
		if len(statuses) > 1 {
			suffix = "-" + http.StatusText(status)
		}
		rows = append(rows, row{
			id: id + strings.ToLower(strings.ReplaceAll(suffix, " ", "-")), title: title + ": " + http.StatusText(status),
			permittedBy: source, touches: touches{touched},
			make: always(variation{instead: refuse(concerned, status, "", "this is not supported here")}),
		})
	}
	return rows
}

// with gives rows a caution.
func with(caution string, rows []row) []row {
	for i := range rows {
		rows[i].caution = caution
	}
	return rows
}

func ignoreConditions(r *request) {
	r.Header.Del("If-Match")
	r.Header.Del("If-None-Match")
	if !r.isBulk() {
		return
	}
	r.edit(func(job object) (changed bool) {
		for _, operation := range objectsAt(job, "Operations") {
			changed = changed || operation["version"] != nil
			delete(operation, "version")
		}
		return changed
	})
}

func hideVersions(r *request, a *response) {
	a.header.Del("ETag")
	if !r.scim {
		return
	}
	a.edit(func(document object) {
		for _, one := range append(resourcesOf(document), objectsAt(document, "Operations")...) {
			delete(one, "version")
			delete(objectAt(one, "meta"), "version")
		}
	})
}

// keepPassword leaves the password out of what changes a person.
func keepPassword(r *request) {
	document := r.object()
	if !r.toOne() || !r.below(users) || document == nil || !strings.Contains(string(r.body), "password") {
		return
	}
	delete(document, "password")
	if list, ok := document["Operations"].([]any); ok {
		document["Operations"] = without(list, func(element any) bool {
			operation, _ := element.(object)
			delete(objectAt(operation, "value"), "password")
			return textAt(operation, "path") == "password"
		})
	}
	r.put(document)
}

const ownTypes = "RFC 7643 §4 and RFC 7644 §4: which resource types and extensions there are is announced by /ResourceTypes"

// lackingTypes serve fewer resource types, extensions and attributes.
var lackingTypes = []row{
	{
		id: "groups-unsupported", title: "There are people, and no groups",
		permittedBy: ownTypes, touches: touches{"groups"},
		make: always(withoutType("Group", groups, coreGroup)),
	},
	{
		id: "devices-unsupported", title: "There are people and groups, and nothing of the tenant's own",
		permittedBy: ownTypes, touches: touches{"devices"},
		make: always(withoutType("Device", devices, "urn:example:scimproof:schemas:2.0:Device")),
	},
	{
		id: "enterprise-unsupported", title: "People have no enterprise extension",
		permittedBy: ownTypes, touches: touches{"enterprise", "attributes"},
		make: always(withoutExtension(enterprise)),
	},
	{
		id: "extensions-own-unsupported", title: "People have no extension of the tenant's own",
		permittedBy: ownTypes, touches: touches{"workplace"},
		make: always(withoutExtension("urn:example:scimproof:schemas:extension:workplace:2.0:User")),
	},
	{
		id: "people-plain", title: "People have no more attributes than most products know",
		permittedBy: "RFC 7643 §4.1: all attributes but userName are optional; §7: the schema announces which there are",
		touches:     touches{"attributes"},
		make: always(withoutAttributes("nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone",
			"ims", "photos", "addresses", "entitlements", "roles", "x509Certificates", "phoneNumbers")),
	},
}

package variants

import (
	"net/http"
	"slices"
	"strings"
)

const unnamed = "RFC 7644 §3.2 Table 1 and §3.12 Table 8: which status a method gets that is not for this endpoint is not said"

// refusing are about the status where several are right.
var refusing = []row{
	otherStatus("methods-404", "A method that is not for an endpoint is answered with 404", unnamed, http.StatusMethodNotAllowed, http.StatusNotFound),
	otherStatus("methods-501", "A method that is not for an endpoint is answered with 501", unnamed, http.StatusMethodNotAllowed, http.StatusNotImplemented),
	otherStatus("methods-403", "A method that is not for an endpoint is answered with 403", unnamed, http.StatusMethodNotAllowed, http.StatusForbidden),
	{
		id: "challenges-several", title: "401 offers several ways to authenticate, in headers of their own",
		permittedBy: "RFC 7235 §4.1: more than one challenge, in one field or in several",
		touches:     touches{"challenges"},
		make: always(variation{say: challenge(func(header http.Header) {
			header.Add("WWW-Authenticate", `Basic realm="scim", charset="UTF-8"`)
			header.Add("WWW-Authenticate", `DPoP algs="ES256 PS256"`)
		})}),
	},
	{
		id: "challenges-listed", title: "401 offers several ways to authenticate, in one header",
		permittedBy: "RFC 7235 §4.1: more than one challenge, in one field or in several",
		touches:     touches{"challenges"},
		make: always(variation{say: challenge(func(header http.Header) {
			header.Set("WWW-Authenticate", `Basic realm="a, b", charset="UTF-8", `+header.Get("WWW-Authenticate"))
		})}),
	},
	{
		id: "version-mismatch-409", title: "A write to another version is refused with 409",
		permittedBy: "RFC 7644 §3.12 Table 8: 409 where \"the specified version number does not match\"; 412 as well",
		caution:     "RFC 7232 §3.1 wants 412",
		touches:     touches{"versions"},
		make: always(variation{say: func(r *request, a *response) {
			if r.scim && a.status == http.StatusPreconditionFailed {
				*a = *failed(http.StatusConflict, "", "the version does not match")
			}
		}}),
	},
	{
		id: "unmodified-200", title: "Who has the current version is sent it again",
		permittedBy: "RFC 7644 §3.14: conditional retrieval is for the client to use; RFC 7232 §3.2 SHOULD",
		caution:     "RFC 7644 §3.14: the service provider \"simply returns\" 304",
		touches:     touches{"versions"},
		make: always(variation{ask: func(r *request) {
			if r.Method == http.MethodGet {
				r.Header.Del("If-None-Match")
			}
		}}),
	},
	{
		id: "busy-429", title: "Every so often the client is asked to try again",
		permittedBy: "RFC 6585 §4: 429 with Retry-After; RFC 7644 §3.12: all statuses of HTTP may be used",
		touches:     touches{"busy"},
		make:        busy,
	},
}

func otherStatus(id, title, source string, from, to int) row {
	return row{
		id: id, title: title, permittedBy: source, touches: touches{"methods"},
		make: always(variation{say: func(r *request, a *response) {
			if r.scim && a.status == from {
				*a = *failed(to, "", "this endpoint has no such method")
			}
		}}),
	}
}

func challenge(change func(http.Header)) func(*request, *response) {
	return func(r *request, a *response) {
		if r.scim && a.status == http.StatusUnauthorized {
			change(a.header)
		}
	}
}

// explaining are about the body of a refusal.
var explaining = []row{
	{
		id: "errors-terse", title: "A refusal has no detail unless the text demands one",
		permittedBy: "RFC 7644 §3.12: detail is OPTIONAL; §3.4.2.2, §3.7.3 and §3.7.4 demand one",
		touches:     touches{"detail"},
		make: always(variation{say: func(r *request, a *response) {
			demanded := r.isBulk() || a.status == http.StatusRequestEntityTooLarge || textAt(a.object(), "scimType") == "invalidFilter"
			if !demanded {
				refusals(func(problem object) { delete(problem, "detail") })(r, a)
			}
		}}),
	},
	{
		id: "errors-talkative", title: "A refusal has members that the RFC does not know",
		permittedBy: "RFC 7644 §3.12 forbids none; RFC 7807 §3.2 has them by design",
		touches:     touches{"error extras"},
		make: always(variation{say: refusals(func(problem object) {
			problem["type"], problem["traceId"], problem["errors"] = "about:blank", "00-4bf92f35", []any{object{"code": "E-17"}}
		})}),
	},
	{
		id: "errors-invalid-value", title: "What is not JSON as expected is refused as invalidValue, not invalidSyntax",
		permittedBy: "RFC 7644 §3.12 Table 9: both descriptions fit a message that does not conform to the schema",
		touches:     touches{"scimType"},
		make: always(variation{say: refusals(func(problem object) {
			if problem["scimType"] == "invalidSyntax" && !strings.Contains(textAt(problem, "detail"), "JSON") {
				problem["scimType"] = "invalidValue"
			}
		})}),
	},
	{
		id: "errors-untyped", title: "A refusal has no scimType unless the text demands a certain one",
		permittedBy: "RFC 7644 §3.12: scimType is OPTIONAL",
		caution:     "the sections name the scimType for most refusals",
		touches:     touches{"scimType"},
		make: always(variation{say: refusals(func(problem object) {
			if slices.Contains([]string{"invalidSyntax", "invalidValue"}, textAt(problem, "scimType")) {
				delete(problem, "scimType")
			}
		})}),
	},
}

// refusals changes SCIM Errors, those of the operations of a job as well.
func refusals(change func(object)) func(*request, *response) {
	return func(r *request, a *response) {
		if !r.scim {
			return
		}
		a.edit(func(document object) {
			if slices.Contains(schemasOf(document), errorURN) {
				change(document)
			}
			for _, result := range objectsAt(document, "Operations") {
				if problem := objectAt(result, "response"); slices.Contains(schemasOf(problem), errorURN) {
					change(problem)
				}
			}
		})
	}
}

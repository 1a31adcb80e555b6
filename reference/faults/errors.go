package faults

import "net/http"

// anyError concerns every answer that is an error.
var anyError = on("", everywhere).provided(func(_ *request, a *response) bool { return a.status >= http.StatusBadRequest })

var failing = []row{
	{
		"error-body-proprietary-object", "An error is told in the manner of a framework",
		breaks{"RFC7644-3.12-01", "RFC7644-3.12-i01", "RFC7644-3.2-06"},
		medium, "https://github.com/PennState/SCIMple-Identity/issues/72",
		anyError.say(func(_ *request, a *response) {
			a.put(object{"status": object{"code": a.status}, "errorMessage": []any{a.object()["detail"]}})
		}),
	},
	{
		"error-body-nested", "A SCIM Error is wrapped into another object",
		breaks{"RFC7644-3.12-01"},
		low, "https://github.com/simpleidserver/SimpleIdServer/issues/227",
		anyError.say(func(_ *request, a *response) { a.put(object{"status": a.object()["status"], "response": a.object()}) }),
	},
	{
		"error-without-body", "An error has no body",
		breaks{"RFC7644-3.12-01", "RFC7644-3.2-06", "RFC7644-3.5.2-19"},
		low, "", anyError.say(says("")),
	},
	{
		"error-conflict-without-body", "A conflict has no body",
		breaks{"RFC7644-3.12-01", "RFC7644-3.3-10"},
		low, "", anyError.answered(http.StatusConflict).say(says("")),
	},
	{
		"error-schemas-is-string", "The schemas of an error are a text",
		breaks{"RFC7644-3.12-i01", "RFC7644-3.12-01"},
		low, "https://github.com/wso2/product-is/issues/4362",
		anyError.say(document(set("schemas", errorURN))),
	},
	{
		"error-names-resource-schema", "An error names the schema of the resource as well",
		breaks{"RFC7644-3.12-i01"},
		low, "",
		anyError.say(document(set("schemas", []any{errorURN, coreUser}))),
	},
	{
		"error-status-number", "The status in an error is a number",
		breaks{"RFC7644-3.12-02"},
		low, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/834",
		anyError.say(func(_ *request, a *response) { document(set("status", a.status))(nil, a) }),
	},
	{
		"error-answered-200", "An error is told in the body of a 200",
		breaks{"RFC7644-3.2-05", "RFC7644-3.4.1-i02"},
		high, "",
		anyError.say(status(http.StatusOK)),
	},
}

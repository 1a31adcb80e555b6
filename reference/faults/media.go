package faults

import (
	"net/http"
	"strings"
)

func sentAs(media string) func(*request) bool {
	return func(r *request) bool { return strings.HasPrefix(r.Header.Get("Content-Type"), media) }
}

var typing = []row{
	{
		"answer-as-xml", "Who asks for application/scim+json is given XML",
		breaks{"RFC7644-3.8-06"},
		medium, "",
		on(http.MethodGet, user).when(func(r *request) bool { return r.Header.Get("Accept") == "application/scim+json" }).
			say(header("Content-Type", "application/xml")),
	},
	{
		"request-application-json-406", "Who asks for application/json is refused",
		breaks{"RFC7644-3.8-07"},
		low, "https://github.com/Captain-P-Goldfish/SCIM-SDK/pull/636",
		on("", everywhere).when(func(r *request) bool { return r.Header.Get("Accept") == "application/json" }).
			do(refuse(http.StatusNotAcceptable, "", "application/scim+json only")),
	},
	{
		"content-type-application-json", "Everything is sent as application/json",
		breaks{"RFC7644-3.8-i01", "RFC7644-8.1-01"},
		low, "https://github.com/jelhub/scimgateway/issues/89",
		on("", everywhere).provided(func(_ *request, a *response) bool { return len(a.body) > 0 }).say(header("Content-Type", "application/json")),
	},
	{
		"request-application-json-415", "Who sends application/json is refused",
		breaks{"RFC7644-3.8-01"},
		low, "https://github.com/Captain-P-Goldfish/SCIM-SDK/pull/636",
		on("POST PUT PATCH", everywhere).when(sentAs("application/json")).do(refuse(http.StatusUnsupportedMediaType, "", "application/scim+json only")),
	},
	{
		"request-charset-415", "A content type with a charset is refused",
		breaks{"RFC7644-3.8-01"},
		low, "",
		on("POST PUT PATCH", everywhere).when(sentAs("application/scim+json;")).do(refuse(http.StatusUnsupportedMediaType, "", "no parameters")),
	},
}

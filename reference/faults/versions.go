package faults

import (
	"net/http"
	"strings"
)

func carries(name string) func(*request) bool {
	return func(r *request) bool { return r.Header.Get(name) != "" }
}

var versioning = []row{
	{
		"etag-missing", "A person is read without an ETag",
		breaks{"RFC7644-3.14-02"},
		low, "",
		userReads.say(header("ETag", "")),
	},
	{
		"etag-without-quotes", "An ETag has no quotation marks",
		breaks{"RFC7643-3.1-18"},
		low, "",
		userReads.say(func(_ *request, a *response) { a.header.Set("ETag", strings.Trim(a.header.Get("ETag"), `W/"`)) }),
	},
	{
		"version-missing", "A resource has no meta.version",
		breaks{"RFC7644-3.14-03"},
		low, "",
		shows(resources, drop("meta/version")),
	},
	{
		"version-other-than-etag", "meta.version is another one than the ETag",
		breaks{"RFC7643-3.1-i07"},
		low, "",
		shows(resources, set("meta/version", `W/"0"`)),
	},
	{
		"etag-none-match-ignored", "Who has the current version is sent it again",
		breaks{"RFC7644-3.14-i02"},
		low, "",
		userReads.ask(withoutHeader("If-None-Match")),
	},
	{
		"etag-none-match-always-304", "Who has an old version is told that it is current",
		breaks{"RFC7644-3.14-i02"},
		high, "",
		userReads.when(carries("If-None-Match")).do(func(*request) *response {
			return &response{status: http.StatusNotModified, header: http.Header{}}
		}),
	},
	{
		"etag-match-ignored-on-put", "If-Match is ignored by PUT",
		breaks{"RFC7644-3.14-i03", "RFC7644-3.12-i08"},
		high, "",
		on(http.MethodPut, user).ask(withoutHeader("If-Match")),
	},
	{
		"etag-match-ignored-on-patch", "If-Match is ignored by PATCH",
		breaks{"RFC7644-3.14-i03"},
		high, "",
		on(http.MethodPatch, user).ask(withoutHeader("If-Match")),
	},
	{
		"etag-match-ignored-on-delete", "If-Match is ignored by DELETE",
		breaks{"RFC7644-3.14-i03"},
		high, "",
		on(http.MethodDelete, user).ask(withoutHeader("If-Match")),
	},
	{
		"etag-checked-after-write", "If-Match is checked after the write",
		breaks{"RFC7644-3.14-i03"},
		high, "",
		on("PUT PATCH DELETE", user).when(carries("If-Match")).answered(http.StatusPreconditionFailed).say(func(r *request, _ *response) {
			r.Header.Del("If-Match")
			r.forward()
		}),
	},
	{
		"etag-valid-if-match-412-on-patch", "A PATCH of the current version is answered 412",
		breaks{"RFC7644-3.14-i03"},
		medium, "https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/746",
		on(http.MethodPatch, user).when(carries("If-Match")).do(refuse(http.StatusPreconditionFailed, "", "the version has changed")),
	},
	{
		"etag-mismatch-409", "A change to an old version is answered 409",
		breaks{"RFC7644-3.12-i08"},
		low, "",
		on("PUT PATCH DELETE", user).answered(http.StatusPreconditionFailed).say(refusal(http.StatusConflict, "", "the version has changed")),
	},
	{
		"etag-constant", "The ETag never changes",
		breaks{"RFC7644-3.14-i04"},
		high, "",
		on("", user).say(header("ETag", `W/"1"`)),
	},
	{
		"etag-changes-with-each-read", "The ETag is another one at each read",
		breaks{"RFC7644-3.14-i04"},
		low, "",
		userReads.say(func(_ *request, a *response) { a.header.Set("ETag", `W/"`+newToken()+`"`) }),
	},
}

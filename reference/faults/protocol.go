package faults

import (
	"net/http"
	"strings"
)

// besideVersion gives a path below another version of the service, or below none, and
// the path that it stands for. Faults of versions do not speak of the tenant's own.
func besideVersion(r *request) (version, path string, beside bool) {
	rest, below := strings.CutPrefix(r.path, "/scim/")
	if r.scim || !below {
		return "", "", false
	}
	if version, rest, isVersion := strings.Cut(rest, "/"); isVersion && strings.HasPrefix(version, "v") {
		return version, "/" + rest, true
	}
	return "", "/" + rest, true
}

// unknownVersion are requests to a version that there is not, for one of the paths.
func unknownVersion(path string) rule {
	return rule{}.when(func(r *request) bool {
		version, asked, beside := besideVersion(r)
		return beside && version != "" && strings.HasPrefix(asked, path)
	})
}

// withoutVersion are requests that name none.
var withoutVersion = rule{}.when(func(r *request) bool {
	version, _, beside := besideVersion(r)
	return beside && version == ""
})

// latest serves a request as one to the tenant's own version.
func latest(r *request) *response {
	_, path, _ := besideVersion(r)
	return r.elsewhere(r.Method, base+path)
}

var versionsOfTheProtocol = []row{
	{
		"version-ignored", "People are shown under whatever version the client names",
		breaks{"RFC7644-3.13-03"},
		medium, "", unknownVersion(users).do(latest),
	},
	{
		"version-redirected-in-silence", "A version that there is not shows a list of everybody of the latest one",
		breaks{"RFC7644-3.13-03"},
		medium, "", unknownVersion(users).do(func(r *request) *response { return r.also(http.MethodGet, users, nil) }),
	},
	{
		"version-unknown-500", "A version that there is not is answered 500",
		breaks{"RFC7644-3.12-i19"},
		low, "", unknownVersion("/").do(refuse(http.StatusInternalServerError, "", "no such version")),
	},
	{
		"version-unknown-configured", "A version that there is not has a configuration",
		breaks{"RFC7644-3.12-i19"},
		low, "", unknownVersion(config).do(latest),
	},
	{
		"version-absent-is-the-first", "Who names no version gets that of SCIM 1.1",
		breaks{"RFC7644-3.13-04"},
		medium, "", withoutVersion.do(latest).say(resource(set("schemas", []any{"urn:scim:schemas:core:1.0"}))),
	},
	{
		"etag-announced-in-vain", "ETags are announced, and people have none",
		breaks{"RFC7644-3.14-i01", "RFC7644-3.14-02", "RFC7644-3.14-03"},
		medium, "",
		together{userReads.say(header("ETag", "")), shows(userPaths, drop("meta/version"))},
	},
	{
		"etag-only-in-body", "ETags are announced, and stand in the body alone",
		breaks{"RFC7644-3.14-i01", "RFC7644-3.14-02"},
		low, "", userReads.say(header("ETag", "")),
	},
}

// accent is an acute accent that follows its letter, grave one that looks like it.
const (
	accent = "\u0301"
	grave  = "\u0300"
)

var preparing = []row{
	{
		"username-composition-matters", "Two people may have one userName whose accents are written in two ways",
		breaks{"RFC7644-5-01"},
		medium, "", on(http.MethodPost, users).when(func(r *request) bool {
			return strings.Contains(textAt(r.object(), "userName"), accent)
		}).
			ask(body(text("userName", func(name string) string { return strings.ReplaceAll(name, accent, grave) }))).
			say(document(text("userName", func(name string) string { return strings.ReplaceAll(name, "è", "e"+accent) }))),
	},
	{
		"username-composition-refused", "A userName whose accents are written in another way is answered 500",
		breaks{"RFC7644-5-01"},
		low, "", on(http.MethodPost, users).answered(http.StatusConflict).when(func(r *request) bool {
			return strings.Contains(textAt(r.object(), "userName"), accent)
		}).say(refusal(http.StatusInternalServerError, "", "duplicate key value violates unique constraint")),
	},
	{
		"filter-composition-matters", "Nobody is found by a userName whose accents are written in another way",
		breaks{"RFC7644-7.8-01"},
		medium, "", notFound(accent + `|\\u0301`),
	},
}

package faults

import (
	"net/http"
	"strings"
)

var authenticating = []row{
	{
		"auth-scheme-case-exact", "The name of the authentication scheme is compared letter by letter",
		breaks{"RFC7644-2-i01"},
		low, "", on("", everywhere).when(func(r *request) bool {
			scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			return scheme != "Bearer" && strings.EqualFold(scheme, "Bearer")
		}).do(unauthorized),
	},
	{
		"auth-anonymous-read", "A person can be read without credentials",
		breaks{"RFC7644-2-07"},
		critical, "", opened(http.MethodGet, user, ""),
	},
	{
		"auth-any-bearer-accepted", "Any bearer token opens the door",
		breaks{"RFC7644-2-07", "RFC7644-3.12-i04"},
		critical, "https://github.com/better-auth/better-auth/pull/6639",
		opened("", everywhere, "bearer x"),
	},
	{
		"auth-empty-bearer-accepted", "An empty bearer token is accepted, as the configured one is empty",
		breaks{"RFC7644-2-07"},
		critical, "https://github.com/ToolJet/ToolJet/issues/16217",
		opened("", everywhere, "bearer"),
	},
	{
		"auth-null-bearer-accepted", `The bearer token "null" is accepted`,
		breaks{"RFC7644-2-07"},
		critical, "https://github.com/ToolJet/ToolJet/issues/16217",
		opened("", everywhere, "bearer null"),
	},
	{
		"auth-any-basic-accepted", "Any basic authentication is accepted",
		breaks{"RFC7644-2-07"},
		critical, "", opened("", everywhere, "basic"),
	},
	{
		"auth-unknown-scheme-accepted", "Whatever is no bearer token passes unchecked",
		breaks{"RFC7644-2-07"},
		critical, "", opened("", everywhere, "other"),
	},
	{
		"auth-anonymous-list", "People can be listed without credentials",
		breaks{"RFC7644-2-07"},
		critical, "", opened(http.MethodGet, users, ""),
	},
	{
		"auth-anonymous-create", "Anybody may create people",
		breaks{"RFC7644-2-07"},
		critical, "", opened(http.MethodPost, users, ""),
	},
	{
		"auth-anonymous-delete", "Anybody may delete people",
		breaks{"RFC7644-2-07"},
		critical, "",
		opened(http.MethodDelete, user, ""),
	},
	{
		"auth-checked-after-create", "A creation without credentials is answered 401, after it was done",
		breaks{"RFC7644-2-07"},
		critical, "", shutTooLate(http.MethodPost, users),
	},
	{
		"auth-checked-after-delete", "A deletion without credentials is answered 401, after it was done",
		breaks{"RFC7644-2-07"},
		critical, "", shutTooLate(http.MethodDelete, user),
	},
	{
		"auth-401-shows-resource", "The 401 names the person who must not be seen",
		breaks{"RFC7644-2-07"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, user).answered(http.StatusUnauthorized).say(func(r *request, a *response) {
				document(set("detail", m.account(r.id()).userName+" may not be seen"))(r, a)
			})
		}),
	},
	{
		"auth-401-without-www-authenticate", "A 401 without WWW-Authenticate",
		breaks{"RFC7644-2-06"},
		low, "https://github.com/thunder-id/thunderid/pull/5110",
		on("", everywhere).answered(http.StatusUnauthorized).say(header("WWW-Authenticate", "")),
	},
	{
		"auth-missing-answered-400", "A request without credentials is answered 400",
		breaks{"RFC7644-3.12-i04"},
		low, "",
		on("", everywhere).when((*request).anonymous).answered(http.StatusUnauthorized).say(status(http.StatusBadRequest)),
	},
	{
		"auth-unknown-answered-403", "A token that nobody issued is answered 403",
		breaks{"RFC7644-3.12-i04"},
		low, "",
		on("", everywhere).when(not((*request).anonymous)).answered(http.StatusUnauthorized).say(status(http.StatusForbidden)),
	},
	{
		"error-401-html-page", "A 401 is an HTML page",
		breaks{"RFC7644-3.2-06"},
		low, "https://github.com/wso2/product-is/issues/12830",
		on("", everywhere).answered(http.StatusUnauthorized).
			say(header("Content-Type", "text/html"), says("<!doctype html><title>401</title>")),
	},
	{
		"config-behind-the-door", "The authentication schemes cannot be read without credentials",
		breaks{"RFC7643-5-17"},
		low, "",
		on(http.MethodGet, config).when((*request).anonymous).do(refuse(http.StatusUnauthorized, "", "log in first")),
	},
}

// opened lets in whoever shows credentials of that kind, in the name of a client
// that has been let in before.
func opened(methods, paths, kind string) violation {
	return remembering(func(m *memory) violation {
		return on(methods, paths).ask(func(r *request) {
			known, shown := m.authorization(), r.Header.Get("Authorization")
			if known != "" && shown != known && kindOfCredentials(shown) == kind {
				r.Header.Set("Authorization", known)
			}
		})
	})
}

// kindOfCredentials sorts what an Authorization header shows.
func kindOfCredentials(authorization string) string {
	scheme, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(authorization)), " ")
	switch {
	case scheme == "", scheme == "basic":
		return scheme
	case scheme != "bearer":
		return "other"
	case value == "" || value == "null":
		return strings.TrimSpace("bearer " + value)
	default:
		return "bearer x"
	}
}

// shutTooLate does what an anonymous client asks for, and then refuses it.
func shutTooLate(method, paths string) violation {
	return remembering(func(m *memory) violation {
		return on(method, paths).when((*request).anonymous).do(func(r *request) *response {
			refused := r.forward()
			r.Header.Set("Authorization", m.authorization())
			r.forward()
			return refused
		})
	})
}

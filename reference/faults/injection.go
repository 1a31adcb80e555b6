package faults

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

var injecting = []row{
	{
		"filter-value-breaks-out", "A value in a filter is a piece of the query",
		breaks{"SECURITY-INJECTION-01"},
		critical, "https://github.com/wso2/carbon-kernel/pull/306",
		filters(func(filter string) string {
			if metacharacters.MatchString(filter) {
				return "userName pr"
			}
			return filter
		}),
	},
	{
		"filter-value-null-cuts", "A value in a filter ends at a null",
		breaks{"SECURITY-INJECTION-01"},
		high, "",
		filters(func(filter string) string { return strings.ReplaceAll(filter, `\u0000`, "") }),
	},
	{
		"id-decoded-twice", "An id is taken for a path, for a pattern, and ends at a null",
		breaks{"SECURITY-INJECTION-02"},
		high, "",
		rule{}.when(hasTrickyID).do(func(r *request) *response {
			id := strings.TrimPrefix(r.path, users+"/")
			if i := strings.LastIndexAny(id, `/\`); i >= 0 {
				return r.also(http.MethodGet, users+"/"+id[i+1:], nil)
			}
			if first := idCut.FindString(id); first != "" {
				return r.also(http.MethodGet, users+"/"+first, nil)
			}
			return r.also(http.MethodGet, users, nil)
		}),
	},
	{
		"attribute-name-500", "The name of an attribute that is none is an internal error",
		breaks{"SECURITY-INJECTION-03"},
		medium, "",
		on(http.MethodGet, users).when(func(r *request) bool {
			query, _ := url.QueryUnescape(r.URL.RawQuery)
			return strings.ContainsAny(query, ";") || strings.Contains(query, "__proto__") || strings.Contains(query, "1 eq 1")
		}).do(refuse(http.StatusInternalServerError, "", "syntax error at or near")),
	},
	{
		"prototype-polluted", "A change to the prototype is one to everybody",
		breaks{"SECURITY-INJECTION-03"},
		critical, "",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodPatch, user).when(func(r *request) bool { return strings.Contains(string(r.body), "__proto__") }).
					do(func(r *request) *response {
						m.mark("polluted", "")
						return r.also(http.MethodGet, r.path, nil)
					}),
				userReads.when(func(*request) bool { return m.marked("polluted", "") }).say(resource(set("department", "Board"))),
			}
		}),
	},
	{
		"robust-size-crash", "A filter or a body that is deep or long is an internal error",
		breaks{"SECURITY-INJECTION-04"},
		high, "https://github.com/keycloak/keycloak/issues/50472",
		on("", "/Users /Users/.search").when(func(r *request) bool {
			text := r.filter() + string(r.body)
			return strings.Count(text, "(") > 10 || strings.Count(text, " or ") > 50 || strings.Count(text, "[") > 1000 || strings.Count(text, "{") > 1000
		}).do(refuse(http.StatusInternalServerError, "", "stack overflow")),
	},
	{
		"value-sanitised", "What looks like markup, a header or a formula is taken out of a name",
		breaks{"SECURITY-INJECTION-05"},
		low, "",
		userWrites.ask(body(text("nickName", func(name string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune("<>=$\r\n\"", r) {
					return -1
				}
				return r
			}, name)
		}))),
	},
	{
		"operator-in-body-accepted", "An operator of the database in a body is carried out",
		breaks{"SECURITY-INJECTION-06"},
		critical, "",
		together{
			on(http.MethodPost, users).when(func(r *request) bool { return isObject(r.object()["userName"]) }).
				ask(body(change("userName", func(any) any { return newToken() }))),
			on(http.MethodPost, "/Users/.search").when(func(r *request) bool { return isObject(r.object()["filter"]) }).
				ask(body(change("filter", func(any) any { return "userName pr" }))),
		},
	},
	{
		"host-header-poisons-location", "Locations are at the host that a header names",
		breaks{"SECURITY-INJECTION-07"},
		medium, "https://github.com/NorthlandPositronics/Cogtrix/pull/360",
		on("", userPaths).say(func(r *request, a *response) {
			host := strangeHost(r)
			if host == "" {
				return
			}
			resource(text("meta/location", func(location string) string { return movedTo(host, location) }))(r, a)
			if location := a.header.Get("Location"); location != "" {
				a.header.Set("Location", movedTo(host, location))
			}
		}),
	},
}

var (
	metacharacters = regexp.MustCompile(`eq ".*([*%]|'|\$ne|\\"|\\\\|\.\*).*"$`)
	// idCut is the beginning of an id that tricks follow.
	idCut    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f-]{27}`)
	ordinary = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)
)

// hasTrickyID tells whether a person is asked for by what no id is made of.
func hasTrickyID(r *request) bool {
	id, ok := strings.CutPrefix(r.path, users+"/")
	return ok && r.scim && !ordinary.MatchString(id)
}

func isObject(value any) bool {
	_, is := value.(object)
	return is
}

// strangeHost is the host that the headers of proxies name.
func strangeHost(r *request) string {
	for _, name := range []string{"X-Forwarded-Host", "X-Host", "X-Original-Host"} {
		if host := r.Header.Get(name); host != "" {
			return host
		}
	}
	_, host, _ := strings.Cut(r.Header.Get("Forwarded"), "host=")
	return host
}

// movedTo is a location at another host.
func movedTo(host, location string) string {
	moved, err := url.Parse(location)
	if err != nil {
		return location
	}
	moved.Host = host
	return moved.String()
}

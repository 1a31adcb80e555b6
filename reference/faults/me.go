package faults

import "net/http"

// me is the alias of whoever is authenticated.
const me = "/Me"

// myself are the requests to it.
var myself = on("", me)

// direct are the answers about oneself that are no redirections.
var direct = myself.answered(http.StatusOK)

var beingOneself = []row{
	{
		"me-not-found", "/Me is not found",
		breaks{"RFC7644-3.11-03"},
		low, "", myself.do(refuse(http.StatusNotFound, "", "no such endpoint")),
	},
	{
		"me-500", "/Me is answered 500",
		breaks{"RFC7644-3.11-03"},
		low, "", myself.do(refuse(http.StatusInternalServerError, "", "no subject")),
	},
	{
		"me-redirected-by-302", "/Me is redirected for this once",
		breaks{"RFC7644-3.11-03"},
		low, "", direct.say(status(http.StatusFound), says("")),
	},
	{
		"me-without-location", "An answer about oneself has no Location",
		breaks{"RFC7644-3.11-07"},
		low, "", direct.say(header("Location", "")),
	},
	{
		"me-redirected-nowhere", "/Me is redirected without a Location",
		breaks{"RFC7644-3.11-07"},
		medium, "", direct.say(status(http.StatusPermanentRedirect), header("Location", ""), says("")),
	},
	{
		"me-location-is-me", "The Location of oneself is /Me",
		breaks{"RFC7644-3.11-07"},
		medium, "", direct.say(header("Location", base+"/Me"), resource(set("meta/location", base+"/Me"))),
	},
	{
		"me-location-leads-nowhere", "The Location of oneself leads nowhere",
		breaks{"RFC7644-3.11-07"},
		medium, "", direct.say(func(_ *request, a *response) { a.header.Set("Location", a.header.Get("Location")+"0") }),
	},
	{
		"me-location-of-the-type", "The Location of oneself is that of all people",
		breaks{"RFC7644-3.11-07"},
		medium, "", direct.say(header("Location", base+users)),
	},
	{
		"me-shows-another-location", "Oneself has /Me as meta.location, and another Location",
		breaks{"RFC7644-3.11-07"},
		low, "", direct.say(resource(set("meta/location", base+"/Me"))),
	},
	{
		"me-attributes-param-ignored", "The parameter attributes is ignored at /Me",
		breaks{"RFC7644-3.9-03"},
		low, "", myself.ask(withoutQuery("attributes")),
	},
	{
		"me-location-of-another", "The Location of /Me is that of whoever asked first",
		breaks{"RFC7644-3.11-07"},
		high, "", remembering(func(m *memory) violation {
			return myself.answered(http.StatusOK).say(func(r *request, a *response) {
				a.header.Set("Location", m.first(r.client(), a.header.Get("Location")))
			})
		}),
	},
	{
		"me-shows-another", "/Me is cached, and shows whoever asked first",
		breaks{"RFC7644-3.11-i02"},
		critical, "", remembering(func(m *memory) violation {
			return myself.answered(http.StatusOK).say(func(r *request, a *response) {
				a.body = []byte(m.first(r.client(), string(a.body)))
			})
		}),
	},
	{
		"me-open-after-leaving", "A token that lets nobody in any more still opens /Me",
		breaks{"LIFECYCLE-LOGIN-03"},
		critical, "", remembering(func(m *memory) violation {
			return myself.say(func(r *request, a *response) {
				if a.body = []byte(m.first(r.Header.Get("Authorization"), string(a.body))); a.status == http.StatusUnauthorized {
					a.status = http.StatusOK
				}
			})
		}),
	},
	{
		"me-unknown-403", "/Me is answered 403 where there is none",
		breaks{"RFC7644-3.11-03"},
		low, "", myself.answered(http.StatusNotImplemented).say(refusal(http.StatusForbidden, "", "not for you")),
	},
}

// first gives what was remembered first under a name.
func (m *memory) first(name, value string) string {
	if known, ok := m.recall("first " + name).(string); ok {
		return known
	}
	m.keep("first "+name, value)
	return value
}

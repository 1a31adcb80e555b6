package faults

import (
	"net/http"
	"strings"
)

const me = "/Me"

var myself = []row{
	{
		"me-location-missing", "An answer of /Me has no Location",
		breaks{"RFC7644-3.11-07"},
		medium, "", on(http.MethodGet, me).answered(http.StatusOK).say(header("Location", "")),
	},
	{
		"me-location-is-the-alias", "The Location of /Me is /Me",
		breaks{"RFC7644-3.11-07"},
		medium, "",
		on(http.MethodGet, me).answered(http.StatusOK).say(func(_ *request, a *response) {
			place := a.header.Get("Location")
			a.header.Set("Location", place[:strings.Index(place, base)+len(base)]+me)
		}),
	},
	{
		"me-location-of-another", "The Location of /Me is that of whoever asked first",
		breaks{"RFC7644-3.11-07"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, me).answered(http.StatusOK).say(func(r *request, a *response) {
				a.header.Set("Location", m.first(r.client(), a.header.Get("Location")))
			})
		}),
	},
	{
		"me-shows-another", "/Me is cached, and shows whoever asked first",
		breaks{"RFC7644-3.11-i02"},
		critical, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, me).answered(http.StatusOK).say(func(r *request, a *response) {
				a.body = []byte(m.first(r.client(), string(a.body)))
			})
		}),
	},
	{
		"me-open-after-leaving", "A token that lets nobody in any more still opens /Me",
		breaks{"LIFECYCLE-LOGIN-03"},
		critical, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, me).say(func(r *request, a *response) {
				if a.body = []byte(m.first(r.Header.Get("Authorization"), string(a.body))); a.status == http.StatusUnauthorized {
					a.status = http.StatusOK
				}
			})
		}),
	},
	{
		"me-unknown-403", "/Me is answered 403 where there is none",
		breaks{"RFC7644-3.11-03"},
		low, "", on(http.MethodGet, me).answered(http.StatusNotImplemented).say(refusal(http.StatusForbidden, "", "not for you")),
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

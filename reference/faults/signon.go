package faults

import "net/http"

// The road of a login by the identity provider.
const (
	signOnForm     = "/idp/oidc/*/login"
	signOnCallback = "/login/oidc/callback"
	directoryEntry = "/idp/v1/connections/*/people/*"
)

// signOns knows who has given a password at the identity provider, by the browser that did, and lets them in as ghosts.
type signOns struct{ *ghosts }

// signingOn is a violation of what the tenant makes of a login that the identity provider has let pass.
func signingOn(violate func(s *signOns) rule) violation {
	return remembering(func(m *memory) violation {
		s := &signOns{&ghosts{memory: m}}
		return together{
			violate(s),
			on("", whoami).answered(http.StatusUnauthorized).say(s.shown),
			on(http.MethodPost, signOnForm).answered(http.StatusSeeOther).say(func(r *request, _ *response) {
				m.keep("signs on "+browserOf(r), formOf(r).Get("username"))
			}),
		}
	})
}

func browserOf(r *request) string {
	cookie, err := r.Cookie("idp_browser")
	if err != nil {
		return ""
	}
	return cookie.Value
}

// shown answers for who was given a session by let, and for nobody else.
func (s *signOns) shown(r *request, a *response) {
	if id, _ := s.recall("risen " + credentialOf(r)).(string); id != "" {
		*a = *answer(http.StatusOK, object{"id": id, "userName": s.account(id).userName, "via": "session"})
	}
}

// name is the userName of who signs on by this browser.
func (s *signOns) name(r *request) string {
	name, _ := s.recall("signs on " + browserOf(r)).(string)
	return name
}

// who is the account, even a deleted one, of who signs on.
func (s *signOns) who(r *request) account {
	name := s.name(r)
	return s.find(func(a account) bool { return a.userName == name && name != "" })
}

// let opens a session of an account.
func (s *signOns) let(a *response, id string) {
	if id == "" {
		return
	}
	*a = response{status: http.StatusSeeOther, header: http.Header{
		"Location":   {whoami},
		"Set-Cookie": {session + "=" + s.rise(id) + "; Path=/; HttpOnly"},
	}}
}

var signingOnWrongly = []row{
	{
		"sso-lets-disabled-in", "A login by the identity provider does not look whether the account is disabled or deleted",
		breaks{"LIFECYCLE-NOPROVISIONING-07"},
		critical, "",
		signingOn(func(s *signOns) rule {
			return on(http.MethodGet, signOnCallback).answered(http.StatusForbidden).say(func(r *request, a *response) {
				s.let(a, s.who(r).id)
			})
		}),
	},
	{
		"sso-enables-leaver", "A login by the identity provider enables the account of who was disabled",
		breaks{"LIFECYCLE-NOPROVISIONING-08", "LIFECYCLE-NOPROVISIONING-07"},
		critical, "",
		signingOn(func(s *signOns) rule {
			return on(http.MethodGet, signOnCallback).answered(http.StatusForbidden).say(func(r *request, a *response) {
				if who := s.who(r); who.id != "" && !who.deleted {
					s.asService(r, http.MethodPatch, users+"/"+who.id, patchOf(replace("active", true)))
					s.let(a, who.id)
				}
			})
		}),
	},
	{
		"sso-recreates-leaver", "A login by the identity provider makes the account of a leaver anew",
		breaks{"LIFECYCLE-NOPROVISIONING-10", "LIFECYCLE-NOPROVISIONING-07"},
		high, "",
		signingOn(func(s *signOns) rule {
			return on(http.MethodGet, signOnCallback).answered(http.StatusForbidden).say(func(r *request, a *response) {
				if who := s.who(r); who.deleted {
					s.asService(r, http.MethodPost, users, object{"schemas": []any{coreUser}, "userName": who.userName})
					s.let(a, who.id)
				}
			})
		}),
	},
	{
		"sso-links-by-email", "A login by the identity provider opens the oldest account with the same e-mail address",
		breaks{"LIFECYCLE-NOPROVISIONING-09"},
		critical, "",
		signingOn(func(s *signOns) rule {
			return on(http.MethodGet, signOnCallback).answered(http.StatusSeeOther).say(func(r *request, a *response) {
				who := s.who(r)
				s.let(a, s.find(func(other account) bool {
					return other.id != who.id && textAt(firstEmail(other.made), "value") != "" &&
						textAt(firstEmail(other.made), "value") == textAt(firstEmail(who.made), "value")
				}).id)
			})
		}),
	},
	{
		"directory-keeps-login", "Who is removed at the identity provider can still log in there",
		breaks{"LIFECYCLE-NOPROVISIONING-06"},
		critical, "",
		on(http.MethodDelete, directoryEntry).do(noContent),
	},
}

func firstEmail(document object) object {
	emails, _ := document["emails"].([]any)
	for _, one := range objects(emails) {
		return one
	}
	return nil
}

// asService asks the tenant over SCIM as the run does, though a person's browser is what came.
func (s *signOns) asService(r *request, method, path string, document any) {
	another := *r
	another.Request = r.Clone(r.Context())
	another.Header.Set("Authorization", s.authorization())
	another.also(method, path, document)
}

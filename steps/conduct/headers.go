package conduct

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// eachSent goes over the requests as they came over the wire: a bulk job is one.
func (l *Log) eachSent(do func(call)) {
	seq := 0
	for _, c := range l.calls {
		if c.Seq != seq {
			do(c)
		}
		seq = c.Seq
	}
}

// discovery are the endpoints that may be asked without credentials (RFC 7644 section 4).
var discovery = []string{"serviceproviderconfig", "resourcetypes", "schemas"}

func (c call) discovers() bool {
	endpoint, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(c.Path), "/"), "/")
	return c.Method == http.MethodGet && slices.Contains(discovery, endpoint)
}

// Authorized wants the credential of the server in every request (RFC 7644 section 2);
// discovery may be without.
func Authorized(l *Log) (v Verdict) {
	l.eachSent(func(c call) {
		v.see(c)
		if c.Credential != "ours" && (c.Credential != "none" || !c.discovers()) {
			v.find(c, "header Authorization", "the token that the client was given", c.Credential)
		}
	})
	return v
}

// secretParameters are the names under which tokens travel in a query.
var secretParameters = []string{"access_token", "token", "api_key", "apikey", "authorization", "bearer", "auth", "key", "secret"}

// NoTokenInQuery wants no credential in a URI, which ends up in logs (RFC 6750 section 5.3).
func NoTokenInQuery(l *Log) (v Verdict) {
	l.eachSent(func(c call) {
		v.see(c)
		for name, values := range c.params {
			if slices.Contains(secretParameters, strings.ToLower(name)) || slices.Contains(values, control.Withheld) {
				v.find(c, "query parameter "+name, "no credential in the query", "there is one")
			}
		}
	})
	return v
}

// MediaTypes wants bodies sent as application/scim+json, and answers asked for as that (RFC
// 7644 sections 3.1 and 3.8). Service providers should take application/json as well, so
// that only warns.
func MediaTypes(l *Log) (v Verdict) {
	l.eachSent(func(c call) {
		v.see(c)
		if c.Body != "" {
			v.mediaType(c, "header Content-Type", c.Header.Get("Content-Type"))
		}
		v.accepted(c)
	})
	return v
}

func (v *Verdict) mediaType(c call, header, text string) {
	media, _, err := mime.ParseMediaType(text)
	if err == nil && media == "application/scim+json" {
		return
	}
	v.find(c, header, "application/scim+json", quoted(text))
	v.Findings[len(v.Findings)-1].Warn = err == nil && media == "application/json"
}

// accepted wants SCIM to be among what the client takes.
func (v *Verdict) accepted(c call) {
	if c.Method == http.MethodDelete {
		return // it has no body to ask for
	}
	var ranges []string
	for _, one := range strings.Split(strings.Join(c.Header.Values("Accept"), ","), ",") {
		if media, _, err := mime.ParseMediaType(one); err == nil {
			ranges = append(ranges, media)
		}
	}
	if slices.Contains(ranges, "application/scim+json") {
		return
	}
	v.find(c, "header Accept", "application/scim+json", quoted(c.Header.Get("Accept")))
	takes := func(media string) bool { return slices.Contains(ranges, media) }
	v.Findings[len(v.Findings)-1].Warn = takes("application/json") || takes("*/*") || takes("application/*")
}

// NamesItself wants a User-Agent (RFC 9110 section 10.1.5), without which some servers refuse.
func NamesItself(l *Log) (v Verdict) {
	l.eachSent(func(c call) {
		v.see(c)
		if strings.TrimSpace(c.Header.Get("User-Agent")) == "" {
			v.find(c, "header User-Agent", "the name of the client", "absent")
		}
	})
	return v
}

// Encrypted wants TLS 1.2 or later where a request came by TLS (RFC 7644 section 7.1); those
// in the clear are for [Refused] to judge.
func Encrypted(l *Log) (v Verdict) {
	l.eachSent(func(c call) {
		if c.TLS == "" {
			return
		}
		v.see(c)
		if c.TLS != "TLS 1.2" && c.TLS != "TLS 1.3" {
			v.find(c, "version of TLS", "TLS 1.2 or TLS 1.3", c.TLS)
		}
	})
	return v
}

// Refused wants no request through a door that the client has reason not to trust.
func Refused(l *Log, door string) (v Verdict) {
	l.eachSent(func(c call) {
		if c.Door != door {
			return
		}
		v.see(c)
		v.find(c, "", "no request through this door", "a request with the credential "+c.Credential)
	})
	return v
}

// NoTokenElsewhere wants no credential to follow a redirect to another host.
func NoTokenElsewhere(l *Log) (v Verdict) {
	redirected := false
	l.eachSent(func(c call) {
		if location := c.ResponseHeader.Get("Location"); c.Status >= 300 && c.Status < 400 && isElsewhere(location) {
			redirected = true
			v.see(c)
			return
		}
		if redirected && c.Door != "" && c.Credential != "none" {
			v.find(c, "header Authorization", "absent after a redirect to another host", c.Credential)
		}
	})
	return v
}

func isElsewhere(location string) bool {
	u, err := url.Parse(location)
	return err == nil && u.Host != ""
}

// NoPasswords wants no password of a person, which a client sends only if it says so.
func NoPasswords(l *Log) (v Verdict) {
	for _, c := range l.calls {
		if c.kind != "User" || !c.writes() || c.object() == nil {
			continue
		}
		v.see(c)
		if _, sent := memberOf(c.object(), "password"); sent {
			v.find(c, "password", "absent", control.Withheld)
		}
		for _, t := range c.touches() {
			if strings.EqualFold(t.attribute, "password") {
				v.find(c, "password", "absent", control.Withheld)
			}
		}
	}
	return v
}

func quoted(text string) string {
	if text == "" {
		return "absent"
	}
	return oracle.Text(text)
}

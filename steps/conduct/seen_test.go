package conduct_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// seen is an exchange as the tests write it: well-behaved, unless they say otherwise.
type seen control.Exchange

func asked(method, path, body string) seen {
	path, query, _ := strings.Cut(path, "?")
	e := seen{
		Method: method, Path: path, Query: query, Body: body, Credential: "ours", TLS: "TLS 1.3",
		Header: http.Header{"Accept": {"application/scim+json"}, "User-Agent": {"acme-sync/1.0"}},
	}
	if body != "" {
		e.Header.Set("Content-Type", "application/scim+json; charset=utf-8")
	}
	return e
}

func get(path string) seen         { return asked("GET", path, "").says(200, "{}") }
func post(path, body string) seen  { return asked("POST", path, body) }
func put(path, body string) seen   { return asked("PUT", path, body).says(200, body) }
func remove(path string) seen      { return asked("DELETE", path, "").says(204, "") }
func patch(path, body string) seen { return asked("PATCH", path, body).says(204, "") }
func ops(path, list string) seen {
	return patch(path, `{"schemas":["`+patchOp+`"],"Operations":[`+list+`]}`)
}
func find(filter string) seen      { return get("/Users?filter=" + url.QueryEscape(filter)) }
func findGroup(filter string) seen { return get("/Groups?filter=" + url.QueryEscape(filter)) }
func (e seen) nobody() seen {
	return e.says(200, `{"schemas":["`+oracle.ListURN+`"],"totalResults":0}`)
}

func (e seen) at(ms int) seen       { e.StartedAt = dawn.Add(time.Duration(ms) * time.Millisecond); return e }
func (e seen) lasting(ms int) seen  { e.DurationMs = float64(ms); return e }
func (e seen) cut(when string) seen { e.Cut = when; return e }
func (e seen) through(d string) seen {
	e.Door = d
	return e
}

func (e seen) says(status int, body string) seen {
	e.Status, e.ResponseBody = status, body
	return e
}

func (e seen) shows(resources ...string) seen {
	return e.says(200, `{"totalResults":`+oracle.Text(len(resources))+`,"Resources":[`+strings.Join(resources, ",")+`]}`)
}

func (e seen) with(name, value string) seen {
	e.Header = e.Header.Clone()
	e.Header.Set(name, value)
	if value == "" {
		e.Header.Del(name)
	}
	return e
}

func (e seen) answering(name, value string) seen {
	e.ResponseHeader = http.Header{}
	e.ResponseHeader.Set(name, value)
	return e
}

const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

var dawn = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

// exchanges numbers what was seen, in that order, a tenth of a second apart where the tests do
// not say when.
func exchanges(all ...seen) []control.Exchange {
	var numbered []control.Exchange
	for i, e := range all {
		e.Seq = i + 1
		if e.StartedAt.IsZero() {
			e.StartedAt = dawn.Add(time.Duration(i) * 100 * time.Millisecond)
		}
		numbered = append(numbered, control.Exchange(e))
	}
	return numbered
}

func logOf(all ...seen) *conduct.Log { return conduct.Read(exchanges(all...)) }

const (
	adaAsUser    = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@example.com","externalId":"e1","active":true,"emails":[{"value":"ada@example.com","type":"work","primary":true}]}`
	adaAsShown   = `{"id":"u1","userName":"ada@example.com","active":true,"name":{"givenName":"Ada","middleName":"King"},"nickName":"Enchantress","groups":[]}`
	graceAsShown = `{"id":"u2","userName":"grace@example.com","active":true}`
	graceAsUser  = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace@example.com","active":true}`
	analysts     = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Analysts"}`
)

var (
	ada      = conduct.Person{ID: "u1", UserName: "ada@example.com", ExternalID: "e1", Emails: []string{"ada@example.com"}}
	joined   = post("/Users", adaAsUser).says(201, adaAsShown)
	looked   = find(`userName eq "ada@example.com"`).nobody()
	disabled = ops("/Users/u1", `{"op":"replace","path":"active","value":false}`)
	enabled  = ops("/Users/u1", `{"op":"replace","path":"active","value":true}`)
)

func schemas(t testing.TB) *oracle.Schemas {
	t.Helper()
	s, err := oracle.Standard()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

package probe

import (
	"maps"
	"net/http"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// The names under which kinds keep what they were given.
const (
	savedToken   = "accessToken"
	savedRefresh = "refreshToken"
	savedAPI     = "apiToken"
	savedCookies = "cookies"
	savedSession = "session"
)

// client is an OAuth 2.0 client and how it authenticates (RFC 6749 §2.3.1).
type client struct {
	ID     string `yaml:"id"`
	Secret string `yaml:"secret"`
	// Auth is post, basic, or none; by default none for a client without a secret, and
	// else basic.
	Auth string `yaml:"auth"`
}

// FromYAML reads the client.
func (c *client) FromYAML(n *yamlfile.Node) error {
	type plain client
	if err := n.Decode((*plain)(c)); err != nil {
		return err
	}
	switch {
	case n.IsNull():
		return nil
	case c.ID == "":
		return n.Errorf("id is missing here")
	case c.Auth == "" && c.Secret == "":
		c.Auth = "none"
	case c.Auth == "":
		c.Auth = "basic"
	}
	switch c.Auth {
	case "post", "basic":
		if c.Secret == "" {
			return n.Errorf("a client that authenticates by %s has a secret", c.Auth)
		}
	case "none":
	default:
		return n.Get("auth").Errorf("a client authenticates by post, basic or none, not by %q", c.Auth)
	}
	return nil
}

// on puts the client on a request to the token endpoint.
func (c *client) on(s *Step) {
	switch c.Auth {
	case "basic":
		// Each is encoded first (RFC 6749 §2.3.1).
		s.Basic = &Basic{formEncoded(c.ID), formEncoded(c.Secret)}
	case "post":
		s.Form["client_id"], s.Form["client_secret"] = c.ID, c.Secret
	case "none":
		s.Form["client_id"] = c.ID
	}
}

// endpoint are the keys of a request for a token.
type endpoint struct {
	URL    string `yaml:"url"`
	Client client `yaml:"client"`
	Scope  string `yaml:"scope"`
	// Form are further fields; they win.
	Form map[string]string `yaml:"form"`
	// Token is where the answer has the token; $.access_token by default.
	Token  string `yaml:"token"`
	WhoAmI whoAmI `yaml:"whoami"`
}

// request asks for a token by a grant.
func (e *endpoint) request(n *yamlfile.Node, form map[string]string, more act) ([]Step, error) {
	if err := want(n, "url"); err != nil {
		return nil, err
	}
	if e.Scope != "" {
		form["scope"] = e.Scope
	}
	s := Step{
		Method: http.MethodPost, URL: e.URL, Form: form, Expect: []int{http.StatusOK}, Grants: true,
		Save: map[string]string{savedToken: or(e.Token, "$.access_token")},
	}
	e.Client.on(&s)
	maps.Copy(s.Form, e.Form)
	s.act = more
	s.grant = true
	return oneStep(n, s)
}

func or(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}

func (e *endpoint) proof(n *yamlfile.Node) ([]Step, error) {
	return e.WhoAmI.step(n, savedToken, byBearer(savedToken))
}

// passwordGrant is the resource owner's password at a token endpoint (RFC 6749 §4.3).
type passwordGrant struct {
	wayKeys
	endpoint
	// Username is {{user.userName}} by default.
	Username string `yaml:"username"`
}

func (p *passwordGrant) entry(n *yamlfile.Node) ([]Step, error) {
	return p.request(n, map[string]string{
		"grant_type": "password", "username": or(p.Username, "{{user.userName}}"), "password": "{{user.password}}",
	}, act{})
}

// jwtBearer is an assertion as a grant (RFC 7523 §2.1).
type jwtBearer struct {
	wayKeys
	endpoint
	JWT *JWT `yaml:"jwt"`
}

func (j *jwtBearer) entry(n *yamlfile.Node) ([]Step, error) {
	if err := want(n, "jwt"); err != nil {
		return nil, err
	}
	return j.request(n, map[string]string{
		"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "{{" + mintedAs + "}}",
	}, act{mint: j.JWT})
}

// tokenExchange trades a token that stands for the person for another one (RFC 8693).
type tokenExchange struct {
	wayKeys
	endpoint
	// Subject is the token of the person: one that the harness signs (JWT), one that the
	// steps of Login save, or a text.
	Subject string `yaml:"subject"`
	// SubjectType is the type of that token; by default that of a JWT or an access token.
	SubjectType string `yaml:"subjectType"`
	JWT         *JWT   `yaml:"jwt"`
	Login       []Step `yaml:"login"`
	// Actor is the token of who acts for the person (§4.1 of the RFC), and its type.
	Actor     string `yaml:"actor"`
	ActorType string `yaml:"actorType"`
	Audience  string `yaml:"audience"`
	Resource  string `yaml:"resource"`
	Requested string `yaml:"requested"`
}

const tokenType = "urn:ietf:params:oauth:token-type:"

func (t *tokenExchange) entry(n *yamlfile.Node) ([]Step, error) {
	kind := tokenType + "access_token"
	if t.JWT != nil {
		kind, t.Subject = tokenType+"jwt", or(t.Subject, "{{"+mintedAs+"}}")
	}
	if t.Subject == "" {
		return nil, n.Errorf("subject is missing here: the token that stands for the person").
			Hint("write `jwt: {...}`, or login steps that save one and `subject: \"{{its name}}\"`")
	}
	form := map[string]string{
		"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": t.Subject, "subject_token_type": or(t.SubjectType, kind),
	}
	for name, text := range map[string]string{
		"actor_token": t.Actor, "audience": t.Audience, "resource": t.Resource, "requested_token_type": t.Requested,
	} {
		if text != "" {
			form[name] = text
		}
	}
	if t.Actor != "" {
		form["actor_token_type"] = or(t.ActorType, tokenType+"access_token")
	}
	steps, err := t.request(n, form, act{mint: t.JWT})
	return append(t.Login, steps...), err
}

// impersonation is a service that is given a token of a person, in a way of the product's
// own.
type impersonation struct {
	wayKeys
	Token requestStep `yaml:"token"`
	// AccessToken is where the answer has the token; $.access_token by default.
	AccessToken string `yaml:"accessToken"`
	WhoAmI      whoAmI `yaml:"whoami"`
}

func (i *impersonation) entry(n *yamlfile.Node) ([]Step, error) {
	if err := want(n, "token"); err != nil {
		return nil, err
	}
	s := i.Token.saving(savedToken, or(i.AccessToken, "$.access_token"))
	s.Grants, s.grant = true, true
	return oneStep(n.Get("token"), s)
}

func (i *impersonation) proof(n *yamlfile.Node) ([]Step, error) {
	return i.WhoAmI.step(n, savedToken, byBearer(savedToken))
}

// jwtSession is an assertion that buys a session.
type jwtSession struct {
	wayKeys
	URL     string            `yaml:"url"`
	Method  string            `yaml:"method"`
	JWT     *JWT              `yaml:"jwt"`
	Headers map[string]string `yaml:"headers"`
	Expect  []int             `yaml:"expect"`
	WhoAmI  whoAmI            `yaml:"whoami"`
}

func (j *jwtSession) entry(n *yamlfile.Node) ([]Step, error) {
	if err := want(n, "url", "jwt"); err != nil {
		return nil, err
	}
	s := Step{
		Method: or(j.Method, http.MethodPost), URL: j.URL, Headers: j.Headers, Expect: j.Expect, Grants: true,
		Save: map[string]string{savedCookies: allCookies},
	}
	s.mint = j.JWT
	carried := false
	for _, text := range j.Headers {
		carried = carried || names(text, mintedAs)
	}
	if !carried {
		s.Bearer = "{{" + mintedAs + "}}"
	}
	return oneStep(n, s)
}

func (j *jwtSession) proof(n *yamlfile.Node) ([]Step, error) {
	return j.WhoAmI.step(n, savedCookies, byCookies)
}

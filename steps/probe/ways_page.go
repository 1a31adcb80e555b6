package probe

import (
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/probe/browser"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// pages are the keys of a login by pages.
type pages struct {
	// Start is the URL at which the login begins.
	Start string `yaml:"start"`
	// Fields are what is typed, by the names of the fields. Without them, the user name and
	// the password are typed where the page asks for them.
	Fields map[string]string `yaml:"fields"`
	// Hosts are origins beside the target's to which the login may lead.
	Hosts  []string `yaml:"hosts"`
	WhoAmI whoAmI   `yaml:"whoami"`
}

// check looks at the keys, and gives the names that the pages are filled in with.
func (p *pages) check(n *yamlfile.Node) ([]string, error) {
	if err := want(n, "start"); err != nil {
		return nil, err
	}
	if err := p.checkHosts(n.Get("hosts")); err != nil {
		return nil, err
	}
	texts := append(slices.Collect(maps.Values(p.Fields)), p.Start)
	if len(p.Fields) == 0 {
		texts = append(texts, "{{user.userName}}{{user.password}}")
	}
	var all []string
	for _, text := range texts {
		found, err := template.Names(text)
		if err != nil {
			return nil, n.Errorf("%v", err)
		}
		all = append(all, found...)
	}
	return append(all, "origin"), nil
}

func (p *pages) checkHosts(n *yamlfile.Node) error {
	for i, host := range p.Hosts {
		u, err := url.Parse(host)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return n.Items[i].Errorf("want an origin such as https://login.example.com here")
		}
	}
	return nil
}

func (p *pages) proof(n *yamlfile.Node) ([]Step, error) {
	return p.WhoAmI.step(n, savedCookies, byCookies)
}

// through is the step that goes through the pages by a door.
func (p *pages) through(n *yamlfile.Node, open func() door) ([]Step, error) {
	asks, err := p.check(n)
	if err != nil {
		return nil, err
	}
	s := Step{URL: p.Start, Save: map[string]string{savedCookies: allCookies}}
	s.asks, s.door = asks, open()
	return oneStep(n, s)
}

// formLogin is a form with a user name and a password, and whatever it hides.
type formLogin struct {
	wayKeys
	pages
	Hops int `yaml:"hops"`
}

func (f *formLogin) entry(n *yamlfile.Node) ([]Step, error) {
	return f.through(n, func() door {
		return &pageWalk{start: f.Start, fields: f.Fields, hosts: f.Hosts, hops: hops(f.Hops)}
	})
}

func hops(n int) int {
	if n <= 0 {
		return defaultHops
	}
	return n
}

// codeFlow is the authorization code flow of OpenID Connect, begun by the target itself.
type codeFlow struct {
	wayKeys
	pages
	Hops int `yaml:"hops"`
}

func (c *codeFlow) entry(n *yamlfile.Node) ([]Step, error) {
	return c.through(n, func() door {
		return &pageWalk{start: c.Start, fields: c.Fields, hosts: c.Hosts, hops: hops(c.Hops), code: true}
	})
}

// browserLogin is a login by pages that need a real browser.
type browserLogin struct {
	wayKeys
	pages
	// Submit is a CSS selector of what is clicked; by default the form is sent by Enter.
	Submit string `yaml:"submit"`
	// In is a CSS selector of what is seen by who is in, and Out, by who is refused; by
	// default that there is no password to type, and that there is still one.
	In  string `yaml:"in"`
	Out string `yaml:"out"`
	// Timeout is how long the whole visit may take.
	Timeout time.Duration `yaml:"timeout"`
	// Program is the browser; by default the Chromium or Chrome that is on PATH.
	Program string `yaml:"program"`
}

func (b *browserLogin) entry(n *yamlfile.Node) ([]Step, error) {
	return b.through(n, func() door {
		return &visit{start: b.Start, fields: b.Fields, recipe: browser.Recipe{
			Hosts: b.Hosts, Submit: b.Submit, In: b.In, Out: b.Out, Timeout: b.Timeout, Program: b.Program,
		}}
	})
}

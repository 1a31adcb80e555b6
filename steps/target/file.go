package target

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// file is what a target's file and a profile may say.
type file struct {
	About        about                     `yaml:"about"`
	Name         string                    `yaml:"name"`
	Profile      string                    `yaml:"profile"`
	SCIM         scim                      `yaml:"scim"`
	Origin       baseURL                   `yaml:"origin"`
	OtherTenant  *otherTenant              `yaml:"otherTenant"`
	TLS          tls                       `yaml:"tls"`
	AllowWrites  *bool                     `yaml:"allow_writes"`
	Limits       limits                    `yaml:"limits"`
	Person       person                    `yaml:"person"`
	Capabilities capabilities              `yaml:"capabilities"`
	Credentials  map[string]probe.Identity `yaml:"credentials"`
	Probes       Probes                    `yaml:"probes"`
	Control      *listener                 `yaml:"control"`
	Directory    *probe.DirectoryRecipe    `yaml:"directory"`
	Dialects     dialects                  `yaml:"dialects"`
	Waivers      Waivers                   `yaml:"waivers"`
	Observed     []observation             `yaml:"observed"`
	Deviations   []deviation               `yaml:"deviations"`
}

func (f file) target() *Target {
	t := &Target{
		Name: f.Name, Profile: f.Profile, SCIM: SCIM{URL: string(f.SCIM.URL), Auth: Auth(f.SCIM.Auth)},
		TLS: TLS(f.TLS), AllowWrites: f.AllowWrites, Limits: f.Limits.orDefault(),
		Person: f.Person.JSON, Capabilities: f.Capabilities, Credentials: f.Credentials,
		Probes: f.Probes, Directory: f.Directory, Dialects: f.Dialects, Elsewhere: string(f.Origin), Waivers: f.Waivers,
	}
	if f.OtherTenant != nil {
		t.OtherTenant = &SCIM{URL: string(f.OtherTenant.SCIM.URL), Auth: Auth(f.OtherTenant.SCIM.Auth)}
	}
	if f.Control != nil {
		t.Control = &Control{URL: f.Control.URL, Token: f.Control.Token}
	}
	for _, o := range f.Observed {
		t.Observed = append(t.Observed, Observation(o))
	}
	for _, d := range f.Deviations {
		t.Deviations = append(t.Deviations, Deviation(d))
	}
	return t
}

type scim struct {
	URL  baseURL `yaml:"url"`
	Auth auth    `yaml:"auth"`
}

// otherTenant is a second tenant of the same product, and how to be let in there.
type otherTenant struct {
	SCIM scim `yaml:"scim"`
}

// FromYAML wants credentials: without any, nobody could tell one tenant from another.
func (o *otherTenant) FromYAML(n *yamlfile.Node) error {
	type plain otherTenant
	if err := n.Decode((*plain)(o)); err != nil {
		return err
	}
	if Auth(o.SCIM.Auth).isNobody() {
		return n.Errorf("the other tenant has no credentials").
			Hint("write `otherTenant: {scim: {auth: {bearer: \"${SCIM_TOKEN_OTHER}\"}}}`")
	}
	return nil
}

// listener is a control listener, and the token of its API.
type listener struct {
	URL   string `yaml:"url"`
	Token string `yaml:"token"`
}

// FromYAML wants a listener on this machine.
func (l *listener) FromYAML(n *yamlfile.Node) error {
	type plain listener
	if err := n.Decode((*plain)(l)); err != nil {
		return err
	}
	if err := control.CheckURL(l.URL); err != nil {
		return n.Errorf("%v", err).Hint("`scimproof serve --control 127.0.0.1:0` writes the right lines into its target's file")
	}
	if l.Token == "" {
		return n.Errorf("the control listener wants a token").Hint("write `control: {url: \"%s\", token: \"${SCIMPROOF_CONTROL_TOKEN}\"}`", l.URL)
	}
	return nil
}

type baseURL string

// FromYAML wants an absolute URL.
func (b *baseURL) FromYAML(n *yamlfile.Node) error {
	base, complaint := checkURL(n.Text)
	if complaint != nil {
		return at(n, complaint)
	}
	*b = baseURL(base)
	return nil
}

// at puts a node's place before a complaint.
func at(n *yamlfile.Node, complaint *problem.Error) error {
	placed := n.Errorf("%s", complaint.Summary)
	for _, hint := range complaint.Hints {
		placed = placed.Hint("%s", hint)
	}
	return placed
}

type auth Auth

// FromYAML wants at most one way to authenticate.
func (a *auth) FromYAML(n *yamlfile.Node) error {
	type plain auth
	if err := n.Decode((*plain)(a)); err != nil {
		return err
	}
	if a.Bearer != "" && a.Basic != nil {
		return n.Errorf("auth has both bearer and basic: a request carries one of them")
	}
	return nil
}

type tls struct {
	CA string `yaml:"ca"`
}

type limits struct {
	Concurrency *int           `yaml:"concurrency"`
	Rate        rate           `yaml:"rate"`
	Timeout     *time.Duration `yaml:"timeout"`
	Settle      *time.Duration `yaml:"settle"`
	Drill       *time.Duration `yaml:"drill"`
}

// FromYAML wants limits that let something through.
func (l *limits) FromYAML(n *yamlfile.Node) error {
	type plain limits
	if err := n.Decode((*plain)(l)); err != nil {
		return err
	}
	if l.Concurrency != nil && *l.Concurrency < 1 {
		return n.Get("concurrency").Errorf("concurrency has to be 1 or more")
	}
	if l.Timeout != nil && *l.Timeout == 0 {
		return n.Get("timeout").Errorf("a timeout of zero lets no request through")
	}
	return nil
}

func (l limits) orDefault() Limits {
	return Limits{
		Concurrency: or(l.Concurrency, DefaultConcurrency), Rate: float64(l.Rate),
		Timeout: or(l.Timeout, DefaultTimeout), Settle: or(l.Settle, DefaultSettle),
		Drill: or(l.Drill, DefaultDrill),
	}
}

func or[T any](value *T, standard T) T {
	if value == nil {
		return standard
	}
	return *value
}

// rate is a number of requests a second.
type rate float64

// FromYAML reads "10/s" or "600/m".
func (r *rate) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	value, err := ParseRate(n.Text)
	if err != nil {
		complaint := n.Errorf("want a rate such as 10/s or 600/m here")
		if n.Type == "int" {
			return complaint.Hint("did you mean `%s`?", strings.Replace(n.Line(), n.Text, n.Text+"/s", 1))
		}
		return complaint
	}
	*r = rate(value)
	return nil
}

// ParseRate reads a rate such as "10/s", "600/m" or "0.5/s", and gives it as
// requests a second.
func ParseRate(text string) (float64, error) {
	number, unit, _ := strings.Cut(text, "/")
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !(value > 0) || value > 1e6 {
		return 0, errRate(text)
	}
	switch strings.TrimSpace(unit) {
	case "s", "sec", "second":
		return value, nil
	case "m", "min", "minute":
		return value / 60, nil
	}
	return 0, errRate(text)
}

func errRate(text string) error {
	return problem.Usage("the rate %q is not understood", text).Hint("write a rate such as 10/s or 600/m")
}

// person are the attributes that a tenant demands.
type person struct{ template.JSON }

// names are what the templates of a person may ask for.
var names = []string{"alias", "run", "givenName", "fullName"}

// FromYAML wants a mapping whose placeholders are known.
func (p *person) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	if n.Kind != yamlfile.Mapping {
		return n.Errorf("want the attributes of a person here, such as {userName: \"{{alias}}.{{run}}@example.com\"}")
	}
	if err := p.JSON.FromYAML(n); err != nil {
		return err
	}
	for _, name := range p.Names() {
		if !slices.Contains(names, name) {
			return n.Errorf("nothing is known here under the name {{%s}}", name).
				Hint("a person knows %s", strings.Join(names, ", "))
		}
	}
	return nil
}

// capabilities are true for present, false for absent.
type capabilities map[string]bool

// known are the capabilities that features ask for, beside attributes.
var known = []string{
	"bearer", "bulk", "changePassword", "control", "cursor", "directory", "enterprise", "entra", "etag", "filter", "groups", "local-accounts", "local-accounts-apart", "login-probe", "me",
	"other-tenant", "own-credential", "ownership-probe", "parallel", "patch", "root-search", "search", "sort", "status-probe", "switch-probe", "users",
}

// FromYAML wants known names, present or absent.
func (c *capabilities) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	var words map[string]string
	if err := n.Decode(&words); err != nil {
		return err
	}
	*c = capabilities{}
	for _, m := range n.Members {
		name, word := m.Key.Text, words[m.Key.Text]
		if !slices.Contains(known, name) && !strings.HasPrefix(name, "attribute:") {
			return unknownCapability(m.Key)
		}
		if word != "present" && word != "absent" {
			return m.Value.Errorf("a capability is present or absent").Hint("write `%s: absent`", name)
		}
		(*c)[name] = word == "present"
	}
	return nil
}

func unknownCapability(n *yamlfile.Node) error {
	err := n.Errorf("unknown capability %q", n.Text)
	if meant := yamlfile.Closest(n.Text, known); meant != "" {
		return err.Hint("did you mean %q?", meant)
	}
	return err.Hint("the capabilities are %s, and attributes such as attribute:User.title", strings.Join(known, ", "))
}

// dialects are names of bundled dialects, or the one word all.
type dialects []string

// FromYAML wants names that there are: which files of their own somebody has is the business
// of the command line.
func (d *dialects) FromYAML(n *yamlfile.Node) error {
	var names []string
	if err := n.Decode(&names); err != nil {
		return err
	}
	known := append(provision.Names(), provision.All)
	for i, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		err := n.Items[i].Errorf("there is no dialect %q", name)
		if meant := yamlfile.Closest(name, known); meant != "" {
			return err.Hint("did you mean %q?", meant)
		}
		return err.Hint("the dialects are %s", strings.Join(known, ", "))
	}
	*d = names
	return nil
}

// Waivers are those of a file, be it a target's or a connector's.
type Waivers []Waiver

// FromYAML reads a list of them.
func (w *Waivers) FromYAML(n *yamlfile.Node) error {
	var all []waiver
	if err := n.Decode(&all); err != nil {
		return err
	}
	for _, one := range all {
		*w = append(*w, Waiver{one.Requirement, one.Scenario, one.Dialect, one.Reason, time.Time(one.Until)})
	}
	return nil
}

type waiver struct {
	Requirement string `yaml:"requirement"`
	Scenario    string `yaml:"scenario"`
	Dialect     string `yaml:"dialect"`
	Reason      string `yaml:"reason"`
	Until       date   `yaml:"until"`
}

// FromYAML wants a requirement and a reason: an unexplained waiver hides a fault.
func (w *waiver) FromYAML(n *yamlfile.Node) error {
	type plain waiver
	if err := n.Decode((*plain)(w)); err != nil {
		return err
	}
	if w.Requirement == "" {
		return n.Errorf("the waiver names no requirement").Hint("write `requirement: RFC7644-3.4.2.4-03`, or another ID of the report")
	}
	if strings.TrimSpace(w.Reason) == "" {
		return n.Errorf("the waiver of %s gives no reason", w.Requirement).Hint("add `reason: \"why it is known, and who deals with it\"`")
	}
	return nil
}

type date time.Time

// FromYAML reads a day such as 2027-03-01.
func (d *date) FromYAML(n *yamlfile.Node) error {
	if n.IsNull() {
		return nil
	}
	day, err := time.Parse(time.DateOnly, n.Text)
	if err != nil {
		return n.Errorf("want a day such as 2027-03-01 here")
	}
	*d = date(day)
	return nil
}

package connector

import (
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// file is what a connector's file may say.
type file struct {
	Name        string                    `yaml:"name"`
	Speaks      dialect                   `yaml:"speaks"`
	Target      string                    `yaml:"target"`
	Listen      address                   `yaml:"listen"`
	URL         baseURL                   `yaml:"url"`
	Deadline    deadline                  `yaml:"deadline"`
	Concurrency atLeastOne                `yaml:"concurrency"`
	Declares    declares                  `yaml:"declares"`
	Credentials map[string]probe.Identity `yaml:"credentials"`
	Hooks       hooks                     `yaml:"hooks"`
	Waivers     target.Waivers            `yaml:"waivers"`
}

// dialect is the name of a bundled one.
type dialect string

// FromYAML wants a dialect that there is.
func (d *dialect) FromYAML(n *yamlfile.Node) error {
	var name string
	if err := n.Decode(&name); err != nil || n.IsNull() {
		return err
	}
	known := provision.Names()
	if !slices.Contains(known, name) {
		return oneOf(n, "there is no dialect %q", name, known)
	}
	*d = dialect(name)
	return nil
}

// oneOf complains about a word that is none of those known.
func oneOf(n *yamlfile.Node, complaint, word string, known []string) error {
	err := n.Errorf(complaint, word)
	if meant := yamlfile.Closest(word, known); meant != "" {
		return err.Hint("did you mean %q?", meant)
	}
	return err.Hint("write one of %s", strings.Join(known, ", "))
}

// address is where to listen.
type address string

// FromYAML wants a host and a port.
func (a *address) FromYAML(n *yamlfile.Node) error {
	var text string
	if err := n.Decode(&text); err != nil || n.IsNull() {
		return err
	}
	if _, port, err := net.SplitHostPort(text); err != nil || port == "" {
		return n.Errorf("want an address of this machine and a port here").Hint("write `listen: 127.0.0.1:8099`")
	}
	*a = address(text)
	return nil
}

// baseURL is a SCIM base.
type baseURL string

// FromYAML wants an absolute URL without credentials, a query or a fragment.
func (b *baseURL) FromYAML(n *yamlfile.Node) error {
	var text string
	if err := n.Decode(&text); err != nil || n.IsNull() {
		return err
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return n.Errorf("want the SCIM base here by which the connector reaches the target").
			Hint("write `url: https://tunnel.example.com/scim/v2`")
	}
	*b = baseURL(strings.TrimRight(text, "/"))
	return nil
}

type deadline time.Duration

// FromYAML wants some time.
func (d *deadline) FromYAML(n *yamlfile.Node) error {
	var length time.Duration
	if err := n.Decode(&length); err != nil || n.IsNull() {
		return err
	}
	if length == 0 {
		return n.Errorf("a deadline of zero leaves no time for any effect").Hint("write `deadline: 60s`")
	}
	*d = deadline(length)
	return nil
}

type atLeastOne int

// FromYAML wants a number from 1.
func (a *atLeastOne) FromYAML(n *yamlfile.Node) error {
	var number int
	if err := n.Decode(&number); err != nil || n.IsNull() {
		return err
	}
	if number < 1 {
		return n.Errorf("concurrency has to be 1 or more")
	}
	*a = atLeastOne(number)
	return nil
}

// declares is what the connector says that it does; what it does not speak of is the usual.
type declares struct{ Declarations }

// usual is a connector that keeps people and groups as they are to be, without passwords; more is asked
// only of one that says so.
var usual = Declarations{
	Deprovision: Disables, Deletes: DeletesAtOnce, Groups: true, Returns: true, Inactive: true, Renames: true, Managers: true, Clears: true, Matches: true,
}

// words are the texts that an enumeration takes.
func words[T ~string](values ...T) []string {
	var all []string
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

// FromYAML reads over the usual.
func (d *declares) FromYAML(n *yamlfile.Node) error {
	d.Declarations = usual
	if err := n.Decode(&d.Declarations); err != nil {
		return err
	}
	for _, one := range []struct {
		key, said string
		known     []string
	}{
		{"deprovision", string(d.Deprovision), words(Disables, Deletes, Ignores)},
		{"deletes", string(d.Deletes), words(DeletesAtOnce, AfterGrace, NeverDeletes)},
		{"road", d.Road, append([]string{""}, roads...)},
	} {
		if !slices.Contains(one.known, one.said) {
			return oneOf(n.Get(one.key), "no connector is known that does %q here", one.said, one.known)
		}
	}
	return nil
}

// roads are the ways to disable somebody that the features name.
var roads = []string{provision.RoadPatchPath, provision.RoadPatchNoPath, provision.RoadPut}

// hooks are the changes that can be asked for.
type hooks struct {
	Start      []probe.Hook `yaml:"start"`
	Stop       []probe.Hook `yaml:"stop"`
	Cycle      []probe.Hook `yaml:"cycle"`
	Person     []probe.Hook `yaml:"person"`
	Leave      []probe.Hook `yaml:"leave"`
	Return     []probe.Hook `yaml:"return"`
	Purge      []probe.Hook `yaml:"purge"`
	Group      []probe.Hook `yaml:"group"`
	GroupPurge []probe.Hook `yaml:"group-purge"`
}

func (h *hooks) named(name string) []probe.Hook {
	return map[string][]probe.Hook{
		"start": h.Start, "stop": h.Stop, "cycle": h.Cycle, "person": h.Person, "leave": h.Leave, "return": h.Return,
		"purge": h.Purge, "group": h.Group, "group-purge": h.GroupPurge,
	}[name]
}

func (h *hooks) all() []probe.Hook {
	return slices.Concat(h.Start, h.Stop, h.Cycle, h.Person, h.Leave, h.Return, h.Purge, h.Group, h.GroupPurge)
}

// need is a hook that a connector cannot do without, unless it declares that it does no
// such thing.
type need struct{ hook, what, unless string }

func (d Declarations) needs() []need {
	all := []need{{"person", "how somebody joins or changes", ""}, {"leave", "how somebody leaves", ""}}
	if d.Returns {
		all = append(all, need{"return", "how somebody comes back", "returns: false"})
	}
	if d.Deletes == DeletesAtOnce {
		all = append(all, need{"purge", "how somebody is deleted for good", "deletes: false"})
	}
	if d.Groups {
		all = append(all, need{"group", "how a group comes to be, or changes", "groups: false"},
			need{"group-purge", "how a group is deleted", "groups: false"})
	}
	return all
}

// checkNeeds wants the hooks without which what is declared cannot be asked for.
func (f *file) checkNeeds(top *yamlfile.Node) error {
	at := top
	if hooks := top.Get("hooks"); !hooks.IsNull() {
		at = hooks
	}
	for _, n := range f.Declares.needs() {
		if len(f.Hooks.named(n.hook)) > 0 {
			continue
		}
		err := at.Errorf("the hook %s is missing: %s", n.hook, n.what).
			Hint("write `%s: [{method: PUT, url: \"${CONNECTOR_URL}/...\"}]`, or a `command: [...]`, or a `prompt: \"...\"`", n.hook)
		if n.unless != "" {
			err = err.Hint("or say that the connector does no such thing: `declares: {%s}`", n.unless)
		}
		return err
	}
	return nil
}

// What each hook knows beside what start has saved.
var (
	everywhere = []string{"scim", "scim.tokenFile", "run"}
	atStart    = []string{"scim.token", "scim.ca"}
)

// checkNames follows the hooks and complains about the first name that nobody gives. Those
// about somebody who is there know what their person hook saved.
func (f *file) checkNames() error {
	known, err := probe.CheckHooks(f.Credentials, slices.Concat(everywhere, atStart), f.Hooks.Start)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(name string) bool { return slices.Contains(atStart, name) })
	person, group := slices.Collect(maps.Keys(Person{}.vars())), slices.Collect(maps.Keys(Group{}.vars()))
	joined, err := probe.CheckHooks(f.Credentials, append(person, known...), f.Hooks.Person)
	if err != nil {
		return err
	}
	grouped, err := probe.CheckHooks(f.Credentials, append(group, known...), f.Hooks.Group)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		known []string
		hooks []probe.Hook
	}{
		{known, f.Hooks.Cycle},
		{known, f.Hooks.Stop},
		{joined, f.Hooks.Leave},
		{joined, f.Hooks.Return},
		{joined, f.Hooks.Purge},
		{grouped, f.Hooks.GroupPurge},
	} {
		if _, err := probe.CheckHooks(f.Credentials, c.known, c.hooks); err != nil {
			return err
		}
	}
	return nil
}

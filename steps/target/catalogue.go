package target

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Profile is what a bundled profile says of itself.
type Profile struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Variables have to be set. One in scim.url or scim.auth need not, where the URL or a token is given otherwise.
	Variables []string `json:"variables"`
	// Optional are those of the second tenant, which is left out without them.
	Optional []string `json:"optional"`
	// Probes are what the profile looks with beside SCIM, such as "status" and "login".
	Probes []string `json:"probes"`
	// Deviations is how many of them are known, and Observed how much there is that nobody promises.
	Deviations int      `json:"deviations"`
	Observed   int      `json:"observed"`
	Sources    []string `json:"sources"`
}

// Catalogue describes the bundled profiles with these names, or all where none is named, sorted by id. An unknown name is a
// problem.Error with exit code 2.
func Catalogue(names ...string) ([]Profile, error) {
	all := make([]Profile, 0, len(Profiles()))
	for _, name := range names {
		if !slices.Contains(Profiles(), name) {
			return nil, unknownProfile(name)
		}
	}
	for _, name := range Profiles() {
		if len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		p, err := describe(name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func unknownProfile(name string) error {
	err := problem.Usage("there is no profile %q", name)
	if meant := yamlfile.Closest(name, Profiles()); meant != "" {
		return err.Hint("did you mean `scimproof list targets %s`?", meant)
	}
	return err.Hint("the profiles are %s", strings.Join(Profiles(), ", "))
}

func describe(name string) (Profile, error) {
	top, err := loadProfile(name, problem.Usage("there is no profile %q", name))
	if err != nil {
		return Profile{}, err
	}
	var said about
	if top.Get("about").IsNull() {
		return Profile{}, top.Errorf("the profile does not say what it is about").Hint("%s", aboutHint)
	}
	if err := top.Get("about").Decode(&said); err != nil {
		return Profile{}, err
	}
	p := Profile{ID: name, Title: said.Title, Sources: said.Sources, Probes: probesOf(top)}
	p.Deviations, p.Observed = lengthOf(top.Get("deviations")), lengthOf(top.Get("observed"))
	p.Variables, p.Optional, err = variablesOf(top)
	return p, err
}

// variablesOf are the names of the variables, each once and sorted: those that have to be set, and those that need not.
func variablesOf(top *yamlfile.Node) (needed, optional []string, err error) {
	_, found, err := top.Expand(func(string) (string, bool) { return "set", true })
	needed, optional = []string{}, []string{}
	for _, v := range found {
		if v.Path[0] == "otherTenant" {
			optional = append(optional, v.Name)
		} else {
			needed = append(needed, v.Name)
		}
	}
	slices.Sort(needed)
	slices.Sort(optional)
	return slices.Compact(needed), slices.Compact(optional), err
}

func probesOf(top *yamlfile.Node) []string {
	probes := []string{}
	for _, name := range []string{"status", "login", "ownership", "switch", "local"} {
		if !top.Get("probes").Get(name).IsNull() {
			probes = append(probes, name)
		}
	}
	if !top.Get("directory").IsNull() {
		probes = append(probes, "directory")
	}
	return probes
}

func lengthOf(list *yamlfile.Node) int {
	if list == nil {
		return 0
	}
	return len(list.Items)
}

// about is what a profile says of itself.
type about struct {
	Title   string   `yaml:"title"`
	Sources []string `yaml:"sources"`
}

const aboutHint = "write `about: {title: \"Acme Cloud\", sources: [\"https://docs.example.com/scim\"]}`"

// FromYAML wants a title, and where the facts were learnt.
func (a *about) FromYAML(n *yamlfile.Node) error {
	type plain about
	if err := n.Decode((*plain)(a)); err != nil || n.IsNull() {
		return err
	}
	if strings.TrimSpace(a.Title) == "" || len(a.Sources) == 0 {
		return n.Errorf("a profile says what it is about, and where that was learnt").
			Hint("%s", aboutHint)
	}
	return nil
}

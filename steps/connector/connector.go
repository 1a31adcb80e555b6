package connector

import (
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/target"
)

// DefaultDeadline is by when an effect has to be seen where the file does not say.
const DefaultDeadline = time.Minute

// DefaultSpeaks is the dialect by whose rules a connector is judged that names none.
const DefaultSpeaks = "rfc"

// Connector is somebody else's SCIM client: what it is, what it says that it does, and how
// it is driven.
type Connector struct {
	// Name is the file's own name for it, else the file's.
	Name string
	// Source is the file that it was loaded from.
	Source string
	// Speaks is the dialect by whose rules its requests are judged.
	Speaks string
	// Target is a target's file, as an absolute path or relative to the working directory;
	// "" for the bundled reference.
	Target string
	// Listen is the address at which it is awaited: by the bundled reference, where "" is a free port, or
	// by what records it on its way to another target, where "" is nothing.
	Listen string
	// URL is the SCIM base by which the connector reaches the target, where that is another
	// than it seems from here, as through a tunnel; "" for none.
	URL string
	// Deadline is how long an effect is waited for, once the hooks are done.
	Deadline time.Duration
	// Concurrency is the most scenarios at a time.
	Concurrency int
	// Declares is what it says that it does.
	Declares Declarations
	// Credentials are the identities that hooks act as.
	Credentials map[string]probe.Identity
	// Waivers are known findings about it, each with its reason, as a target's file has them.
	Waivers []target.Waiver
	// Settings are what its start hooks are told; whoever starts the target knows them.
	Settings Settings

	hooks     hooks
	variables []string
}

// Settings are what a connector has to know of its target.
type Settings struct {
	// URL is the SCIM base.
	URL string
	// Token is the bearer token, and TokenFile a file that holds it and nothing else.
	Token, TokenFile string
	// CA is what is to be trusted beside the system's certificates, in PEM; "" for nothing.
	CA string
}

// Deprovision is what a connector does to the account of somebody who leaves.
type Deprovision string

// The ways to deprovision.
const (
	Disables Deprovision = "disable"
	Deletes  Deprovision = "delete"
	Ignores  Deprovision = "nothing"
)

// Deletion is what a connector does to the account of somebody who is gone for good.
type Deletion string

// What becomes of those who are gone for good. AfterGrace is later than any run waits.
const (
	DeletesAtOnce Deletion = "true"
	AfterGrace    Deletion = "after-grace"
	NeverDeletes  Deletion = "false"
)

// Declarations are what a connector says that it does. What it does not do is no fault of
// its, and is not asked of it.
type Declarations struct {
	Deprovision Deprovision `yaml:"deprovision"`
	Deletes     Deletion    `yaml:"deletes"`
	// Road is the way in which it disables, such as "PUT"; "" where the file does not say.
	Road string `yaml:"road"`
	// Passwords are sent. Without, people get theirs from the target's administration.
	Passwords bool `yaml:"passwords"`
	// Groups are sent, with their members.
	Groups bool `yaml:"groups"`
	// Returns: who left and comes back is enabled again.
	Returns bool `yaml:"returns"`
	// Inactive: somebody who is not active yet gets an account that is disabled.
	Inactive bool `yaml:"inactive"`
	// Renames, Managers and Clears: a changed userName, a manager, and an attribute without
	// a value are passed on.
	Renames  bool `yaml:"renames"`
	Managers bool `yaml:"managers"`
	Clears   bool `yaml:"clears"`
	// Matches: somebody is looked up before they are created.
	Matches bool `yaml:"matches"`
	// Recreates: who is gone from the target without its doing is created again.
	Recreates bool `yaml:"recreates"`
	// Lists: it reads who is at the target, page by page.
	Lists bool `yaml:"lists"`
	// Chunks: a large group's members are sent in several requests.
	Chunks bool `yaml:"chunks"`
	// Threshold: it holds back when many people leave at once.
	Threshold bool `yaml:"threshold"`
	// Rate: it sends no more requests in a second than service providers commonly stand.
	Rate bool `yaml:"rate"`
	// CA: it can be told which certificate authority to trust.
	CA bool `yaml:"ca"`
}

// Does are the declarations that are true or false: what the connector does, by their key.
func (d Declarations) Does() map[string]bool {
	return map[string]bool{
		"passwords": d.Passwords, "groups": d.Groups, "returns": d.Returns, "inactive": d.Inactive, "renames": d.Renames,
		"managers": d.Managers, "clears": d.Clears, "matches": d.Matches, "recreates": d.Recreates, "lists": d.Lists,
		"chunks": d.Chunks, "threshold": d.Threshold, "rate": d.Rate, "ca": d.CA,
	}
}

// ByHand is "file:line" of the first hook that somebody at the terminal does, "" where
// none needs anybody.
func (c *Connector) ByHand() string { return probe.ByHand(c.hooks.all()) }

// Drives reports whether there are hooks of that name, such as "cycle".
func (c *Connector) Drives(name string) bool { return len(c.hooks.named(name)) > 0 }

// Secrets lists every value of the file that must appear in no output.
func (c *Connector) Secrets() []string {
	all := slices.Clone(c.variables)
	for _, identity := range c.Credentials {
		all = append(all, identity.Secrets()...)
	}
	all = append(all, c.Settings.Token)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

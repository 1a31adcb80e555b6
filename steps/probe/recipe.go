package probe

import (
	"net/http"
	"time"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Identity is a named account of the target that recipes act as (`as: admin`).
type Identity struct {
	Bearer  string            `yaml:"bearer"`
	Basic   *Basic            `yaml:"basic"`
	Headers map[string]string `yaml:"headers"`
}

// Basic is a user name and a password for HTTP basic authentication.
type Basic struct {
	Username string `yaml:"username"`
	Password string `yaml:"password"`
}

// StatusRecipe asks the target's administration how a person is shown.
type StatusRecipe struct {
	// Prepare runs first; what it saves is known to Request.
	Prepare []Step `yaml:"prepare"`
	Request Step   `yaml:"request"`
	// Value is the JSONPath of the shown state, or where it stands on a page of HTML: see markup.go.
	Value    string   `yaml:"value"`
	Active   []string `yaml:"active"`
	Disabled []string `yaml:"disabled"`
	Gone     GoneRule `yaml:"gone"`
}

// GoneRule says by which answers a person is gone.
type GoneRule struct {
	Status []int    `yaml:"status"`
	Values []string `yaml:"values"`
}

// LoginRecipe is the ways in that a target has.
type LoginRecipe struct {
	Attempts []AttemptRecipe `yaml:"attempts"`
	// Deadline is how long it may take until new logins are refused, and Grace, until
	// what was issued before is; nil stands for the target's settle time, and for Deadline.
	Deadline *time.Duration `yaml:"deadline"`
	Grace    *time.Duration `yaml:"grace"`
	// Absent are credentials of which the product has none, so that nothing is missed where
	// a feature asks for one.
	Absent []string `yaml:"absent"`
	// SCIM lends a person's own credential to the SCIM endpoint; nil where none of
	// them opens it.
	SCIM *OwnRecipe `yaml:"scim"`
}

// OwnRecipe says which credential of a person opens the SCIM endpoint, and how a
// request carries it. It knows the person, and what the attempt's obtain saved.
type OwnRecipe struct {
	// Attempt is the name of the attempt that takes the credential.
	Attempt string `yaml:"attempt"`
	// At most one of Bearer and Basic; Cookie and Headers beside either, or alone.
	Bearer  string            `yaml:"bearer"`
	Basic   *Basic            `yaml:"basic"`
	Cookie  map[string]string `yaml:"cookie"`
	Headers map[string]string `yaml:"headers"`

	node *yamlfile.Node
}

// AttemptRecipe is one credential: how it is got, and how it is used.
type AttemptRecipe struct {
	// Name is the credential as features call it: "password", "session", "access
	// token", "refresh token", "API token".
	Name string `yaml:"name"`
	// Kind is the ready-made kind from whose own keys Obtain and Use follow; "" for none.
	Kind string `yaml:"kind"`
	// Obtain takes the credential; empty for one that is not issued (a password).
	Obtain []Step `yaml:"obtain"`
	// Use proves that the credential lets its person in.
	Use    []Step `yaml:"use"`
	Denied Denial `yaml:"denied"`
	// Deadline overrules the recipe's own clocks for this credential.
	Deadline *time.Duration `yaml:"deadline"`

	node *yamlfile.Node
	// from is what the attempt takes up where another one ends; nil for most.
	from *from
}

// Denial says which answers are a denial, of any step of an attempt.
type Denial struct {
	// Status defaults to 400, 401 and 403.
	Status []int `yaml:"status"`
	// Redirect are prefixes of the path that a redirect to a login page has.
	Redirect []string `yaml:"redirect"`
	// Form says that a page which asks for a password is one, whatever its status.
	Form bool `yaml:"form"`
}

// OwnershipRecipe is what a target's people own, and how it changes hands.
type OwnershipRecipe struct {
	// Login names the attempt by which an owner creates what they own; what it
	// saves is known to the create steps.
	Login       string          `yaml:"login"`
	Kinds       []KindRecipe    `yaml:"kinds"`
	TransferAll *TransferRecipe `yaml:"transferAll"`
	Deletion    Deletion        `yaml:"deletion"`
	// Delete deletes a person where SCIM DELETE does not; nil for SCIM DELETE.
	Delete *DeleteRecipe `yaml:"delete"`
	// Recovery is set where a hand-over is possible after the deletion as well.
	Recovery *RecoveryRecipe `yaml:"recovery"`
	// None is why nobody owns anything there; Kinds is then empty.
	None string `yaml:"none"`

	node *yamlfile.Node
}

// KindRecipe is one kind of asset.
type KindRecipe struct {
	Name string `yaml:"name"`
	// Create must save "id". It knows asset.name, asset.content and
	// asset.sharedWith (a list of ids).
	Create Step       `yaml:"create"`
	List   ListRecipe `yaml:"list"`
	// Owner, Sharing and Content are read of one asset (asset.id).
	Owner    ValueRecipe    `yaml:"owner"`
	Sharing  *ValueRecipe   `yaml:"sharing"`
	Content  *ContentRecipe `yaml:"content"`
	Transfer TransferRecipe `yaml:"transfer"`
	// Open opens one asset as somebody; nil where the target's file does not say how.
	Open *TryRecipe `yaml:"open"`
	// Run does what the target's scheduler does when the asset's time has come; nil for
	// what does not run by itself.
	Run *TryRecipe `yaml:"run"`
	// SharesWithGroups says that asset.sharedWith may hold the ids of groups.
	SharesWithGroups bool `yaml:"sharesWithGroups"`
	// Apart keeps the kind out of "assets of every kind": its owner cannot be disabled.
	Apart  bool  `yaml:"apart"`
	Remove *Step `yaml:"remove"`
}

// ListRecipe lists what a person owns, page by page.
type ListRecipe struct {
	Request Step `yaml:"request"`
	// Items and ID are JSONPaths: the elements, and the id in an element.
	Items    string   `yaml:"items"`
	ID       string   `yaml:"id"`
	Paginate Paginate `yaml:"paginate"`
}

// ValueRecipe reads one value: by JSONPath, or the whole body where Value is "".
type ValueRecipe struct {
	Request Step   `yaml:"request"`
	Value   string `yaml:"value"`
}

// ContentRecipe reads the content of an asset. Where the step that creates it sends
// asset.content, that must be in it.
type ContentRecipe struct {
	Request Step   `yaml:"request"`
	Value   string `yaml:"value"`
	// Opaque says that what is read only goes by the content, such as a checksum: it is
	// compared with itself, and not with what was sent.
	Opaque bool `yaml:"opaque"`
}

// Policy is what a target does when a person who owns something is deleted.
type Policy string

// The deletion policies. "" means that the target's file does not say.
const (
	RefuseWhileOwning Policy = "refuse-while-owning"
	TransferTo        Policy = "transfer-to"
	Orphan            Policy = "orphan"
	Cascade           Policy = "cascade"
)

// policies are those that a file may declare.
var policies = []Policy{RefuseWhileOwning, TransferTo, Orphan, Cascade}

// Deletion is the declared policy, with what it needs.
type Deletion struct {
	Policy Policy `yaml:"policy"`
	// Refused are the statuses by which a deletion is refused; default 409.
	Refused []int `yaml:"refused"`
	// Heir is the id of the one who inherits under TransferTo.
	Heir string `yaml:"heir"`
}

// DirectoryRecipe drives an identity provider that may provision the target.
type DirectoryRecipe struct {
	// Connect knows connection.name, connection.provisioning and connection.justInTime (true or false). What it saves
	// as connection is known to the attempts of the login, too.
	Connect []Hook `yaml:"connect"`
	// Add knows the person; what it saves is known to Remove.
	Add    []Hook `yaml:"add"`
	Remove []Hook `yaml:"remove"`
	// Switch turns provisioning on or off (connection.provisioning); optional.
	Switch     []Hook `yaml:"switch"`
	Cycle      []Hook `yaml:"cycle"`
	Disconnect []Hook `yaml:"disconnect"`
}

// Refusals are the statuses by which a deletion is refused.
func (d Deletion) Refusals() []int { return orDefault(d.Refused, http.StatusConflict) }

func (d Denial) statuses() []int {
	return orDefault(d.Status, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden)
}

func orDefault(statuses []int, standard ...int) []int {
	if len(statuses) == 0 {
		return standard
	}
	return statuses
}

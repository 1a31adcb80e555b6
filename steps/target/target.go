// Package target knows who is judged: a target's file, the profile of its product
// under it, and what follows from both. It sends nothing.
package target

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/template"
)

// Target is who is judged, and what is known of it.
type Target struct {
	// Name is the file's own name for it, else the file's name, or the URL's host.
	Name string
	// Profile names what is known of the product; "" for none.
	Profile string
	// Source is the file it was loaded from, or "".
	Source string
	SCIM   SCIM
	// Elsewhere is where the product's other roads begin, "" where SCIM.URL says it; see Origin.
	Elsewhere string
	// OtherTenant is a second tenant of the same product, with credentials of its
	// own; nil where none is known. See Other.
	OtherTenant *SCIM
	TLS         TLS
	// AllowWrites is nil where the file does not say.
	AllowWrites *bool
	Limits      Limits
	// Person are attributes that this tenant demands; see Attributes.
	Person template.JSON
	// Capabilities overrule ServiceProviderConfig and the announced schemas: true
	// for present, false for absent.
	Capabilities map[string]bool
	// Credentials are the identities that recipes act as.
	Credentials map[string]probe.Identity
	Probes      Probes
	// Control is the listener that stands before the target; nil for none.
	Control *Control
	// Directory is the target's identity provider; nil for none.
	Directory *probe.DirectoryRecipe
	// Dialects are the clients that provision the target, by the names of their dialects; none
	// where the file does not say.
	Dialects []string
	Waivers  []Waiver
	// Observed is what nobody promises of the product.
	Observed []Observation
	// Deviations are what the product is known to do otherwise than the rules; a profile's only.
	Deviations []Deviation

	variables []string
}

// SCIM is the service provider and how to be let in.
type SCIM struct {
	// URL is the base, absolute, without a trailing slash.
	URL  string
	Auth Auth
}

// Auth is how the harness authenticates; at most one of Bearer and Basic. The zero
// value is nobody.
type Auth struct {
	Bearer  string            `yaml:"bearer"`
	Basic   *probe.Basic      `yaml:"basic"`
	Headers map[string]string `yaml:"headers"`
}

func (a Auth) isNobody() bool { return a.Bearer == "" && a.Basic == nil && len(a.Headers) == 0 }

// Other is the second tenant, at the URL of the target where it has none of its own;
// false where there is no second tenant.
func (t *Target) Other() (SCIM, bool) {
	if t.OtherTenant == nil {
		return SCIM{}, false
	}
	other := *t.OtherTenant
	other.URL = cmp.Or(other.URL, t.SCIM.URL)
	return other, true
}

// Control is a control listener: what records and arranges what a client of the target gets.
type Control struct {
	// URL is on this machine: the token opens what everybody sends.
	URL   string
	Token string
}

// TLS is how the target proves itself.
type TLS struct {
	// CA is a file of PEM certificates to trust beside the system's, as an absolute
	// path or relative to the working directory; "" for none.
	CA string
}

// Limits are the manners towards the target.
type Limits struct {
	// Concurrency is the most scenarios at a time.
	Concurrency int
	// Rate is the most requests a second; 0 means no bound.
	Rate float64
	// Timeout bounds one request with its answer.
	Timeout time.Duration
	// Settle is how long an eventual effect is waited for.
	Settle time.Duration
	// Drill is how long it may take until somebody who is removed in the directory is out.
	Drill time.Duration
}

// The limits of a target that says nothing else.
const (
	DefaultConcurrency = 8
	DefaultTimeout     = 20 * time.Second
	DefaultSettle      = 10 * time.Second
	// DefaultDrill is the time within which OpenID IPSIE (SCIM AL1) wants a deactivation
	// to be passed on, and access to be revoked.
	DefaultDrill = 5 * time.Minute
)

// Probes are the eyes that this target has; nil for those it has not.
type Probes struct {
	Status    *probe.StatusRecipe    `yaml:"status"`
	Login     *probe.LoginRecipe     `yaml:"login"`
	Ownership *probe.OwnershipRecipe `yaml:"ownership"`
	Switch    *probe.SwitchRecipe    `yaml:"switch"`
	Local     *probe.LocalRecipe     `yaml:"local"`
	Native    *probe.NativeRecipe    `yaml:"native"`
}

// Waiver is a known and explained finding.
type Waiver struct {
	Requirement string
	// Scenario is the id of the only scenario meant; "" for all of the requirement.
	Scenario string
	// Dialect is the only dialect meant; "" for all.
	Dialect string
	Reason  string
	// Until is the last day (in UTC) on which it holds; zero means for good.
	Until time.Time
}

// Expired reports whether the waiver's last day is over.
func (w Waiver) Expired(now time.Time) bool {
	return !w.Until.IsZero() && !now.UTC().Before(w.Until.AddDate(0, 0, 1))
}

// SetBearer lets token take the place of whatever authentication the file has.
func (t *Target) SetBearer(token string) {
	t.SCIM.Auth = Auth{Bearer: token}
}

// Identities are those that recipes act as: the credentials of the file, and "scim", which is how the harness itself is let
// in at the SCIM endpoint, unless the file has its own idea of that name.
func (t *Target) Identities() map[string]probe.Identity {
	all := map[string]probe.Identity{"scim": t.SCIM.Auth.identity()}
	maps.Copy(all, t.Credentials)
	return all
}

// Lends reports whether people are lent their own credential at the SCIM endpoint.
func (t *Target) Lends() bool { return t.Probes.Login != nil && t.Probes.Login.SCIM != nil }

// CheckWrites is nil where a run may write to the target: writing is allowed, or
// the target is on this machine and nothing is said. Else it is a problem.Error
// with exit code 2.
func (t *Target) CheckWrites() error {
	switch {
	case t.AllowWrites != nil && *t.AllowWrites, t.AllowWrites == nil && t.Loopback():
		return nil
	case t.AllowWrites != nil:
		return problem.Usage("%s says allow_writes: false, and a run creates and deletes people", t.sourceOr("the target's file")).
			Hint("give --allow-writes if that is what you want, or choose another target")
	}
	err := problem.Usage("writing to %s is not allowed: it is not on this machine, and a run creates and deletes people", t.remoteHost())
	if t.Source != "" {
		return err.Hint("add `allow_writes: true` to %s, or give --allow-writes", t.Source)
	}
	return err.Hint("give --allow-writes if that is what you want")
}

func (t *Target) sourceOr(other string) string {
	if t.Source == "" {
		return other
	}
	return t.Source
}

// host is the name or address in the SCIM URL, "" if that is none.
func (t *Target) host() string { return hostOf(t.SCIM.URL) }

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Loopback reports whether the target is on this machine, with its other roads and the
// second tenant, if there is one: a run writes to all of them.
func (t *Target) Loopback() bool {
	other, second := t.Other()
	return isLoopback(t.host()) && (!second || isLoopback(hostOf(other.URL))) && isLoopback(hostOf(t.Origin()))
}

// remoteHost is the first of the hosts that is not on this machine.
func (t *Target) remoteHost() string {
	switch other, ok := t.Other(); {
	case !isLoopback(t.host()):
		return t.host()
	case ok && !isLoopback(hostOf(other.URL)):
		return hostOf(other.URL)
	}
	return hostOf(t.Origin())
}

func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}

// Origin is scheme and host of the SCIM URL, with what stands in its path before
// "/scim": the place where a product's other roads begin, unless the file says that they begin elsewhere.
func (t *Target) Origin() string {
	if t.Elsewhere != "" {
		return t.Elsewhere
	}
	u, err := url.Parse(t.SCIM.URL)
	if err != nil {
		return ""
	}
	path := u.EscapedPath()
	prefix := ""
	if i := strings.Index(path+"/", "/scim/"); i >= 0 {
		prefix = path[:i]
	}
	return u.Scheme + "://" + u.Host + prefix
}

// Vars are the variables that every recipe of the target knows: origin and scim.
func (t *Target) Vars() template.Vars {
	return template.Vars{"origin": t.Origin(), "scim": t.SCIM.URL}
}

// Attributes are the person's attributes that this tenant demands, filled in with
// vars (alias, run, givenName, fullName): they overrule the fixture's, and null
// drops one. nil means that the tenant demands nothing.
func (t *Target) Attributes(vars template.Vars) (map[string]any, error) {
	if t.Person.IsZero() {
		return nil, nil
	}
	text, err := t.Person.Render(vars)
	if err != nil {
		return nil, fmt.Errorf("filling in the target's person: %w", err)
	}
	var attributes map[string]any
	if err := json.Unmarshal(text, &attributes); err != nil {
		return nil, fmt.Errorf("filling in the target's person: %w", err)
	}
	return attributes, nil
}

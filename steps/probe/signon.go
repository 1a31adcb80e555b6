package probe

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// connectionName is under what a recipe's connect saves which connection it has made, for a login by it.
const connectionName = "connection"

// Possible reports whether an attempt has what it asks for: a login by an identity provider asks for its connection, which
// there is only in a scenario that has one.
func (l *Login) Possible(name string) bool {
	a, err := l.attempt(name)
	if err != nil {
		return false
	}
	lacks := func(name string) bool {
		_, given := l.kit.Vars[name]
		return !given && (name == connectionName || strings.HasPrefix(name, connectionName+"."))
	}
	return !slices.ContainsFunc(slices.Concat(a.Obtain, a.Use), func(s Step) bool { return slices.ContainsFunc(s.names(), lacks) })
}

// Vars are what is known of a connected directory, with what its steps saved: what a login by it may ask for.
func (d *Directory) Vars() template.Vars { return d.vars }

// MakeAccounts lets the connection that Connect will make have accounts made by a first login.
func (d *Directory) MakeAccounts() { d.justInTime = true }

// MakesAccounts reports whether the recipe can connect a directory whose logins make accounts: it asks for
// connection.justInTime.
func (r DirectoryRecipe) MakesAccounts() bool {
	return slices.ContainsFunc(r.Connect, func(h Hook) bool { return slices.Contains(h.names(), "connection.justInTime") })
}

// connectionNames are what a connected directory gives to the attempts of the login.
func (r Recipes) connectionNames() []string {
	if r.Directory == nil {
		return nil
	}
	names := []string{"connection.name", "connection.provisioning", "connection.justInTime"}
	for _, h := range r.Directory.Connect {
		if slices.Contains(h.saved(), connectionName) {
			names = append(names, connectionName)
		}
	}
	return names
}

package target

import (
	"cmp"
	"slices"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Secrets lists every value that must appear in no output, longest first: tokens,
// passwords, credentials as basic authentication sends them, headers, and what
// variables of the environment put into a recipe.
func (t *Target) Secrets() []string {
	all := slices.Clone(t.variables)
	all = append(all, t.SCIM.Auth.identity().Secrets()...)
	if other, ok := t.Other(); ok {
		all = append(all, other.Auth.identity().Secrets()...)
	}
	if t.Control != nil {
		all = append(all, t.Control.Token)
	}
	for _, identity := range t.Credentials {
		all = append(all, identity.Secrets()...)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return slices.Compact(all)
}

func (a Auth) identity() probe.Identity {
	return probe.Identity{Bearer: a.Bearer, Basic: a.Basic, Headers: a.Headers}
}

// secretVariables picks the variables that were filled in where secrets belong.
func secretVariables(found []yamlfile.Variable) []string {
	var values []string
	for _, v := range found {
		if len(v.Path) == 0 {
			continue
		}
		switch v.Path[0] {
		case "credentials", "probes", "directory", "otherTenant":
			values = append(values, v.Value)
		case "scim":
			if len(v.Path) > 1 && v.Path[1] == "auth" {
				values = append(values, v.Value)
			}
		}
	}
	return values
}

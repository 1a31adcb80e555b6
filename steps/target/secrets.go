package target

import (
	"cmp"
	"encoding/base64"
	"slices"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Secrets lists every value that must appear in no output, longest first: tokens,
// passwords, credentials as basic authentication sends them, headers, and what
// variables of the environment put into a recipe.
func (t *Target) Secrets() []string {
	all := slices.Clone(t.variables)
	all = append(all, secretsOf(t.SCIM.Auth.identity())...)
	if other, ok := t.Other(); ok {
		all = append(all, secretsOf(other.Auth.identity())...)
	}
	for _, identity := range t.Credentials {
		all = append(all, secretsOf(identity)...)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return slices.Compact(all)
}

// shortestHeader is the least length of a header's value that is taken for a secret
// though it stands in the file itself: a tenant's number is none, and to redact it
// everywhere would spoil a report.
const shortestHeader = 8

func (a Auth) identity() probe.Identity {
	return probe.Identity{Bearer: a.Bearer, Basic: a.Basic, Headers: a.Headers}
}

func secretsOf(i probe.Identity) []string {
	all := []string{i.Bearer}
	if i.Basic != nil {
		pair := i.Basic.Username + ":" + i.Basic.Password
		all = append(all, i.Basic.Password, base64.StdEncoding.EncodeToString([]byte(pair)))
	}
	for _, value := range i.Headers {
		if len(value) >= shortestHeader {
			all = append(all, value)
		}
	}
	return all
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

package probe

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// The FromYAML methods here look at everything that can be wrong with a recipe
// before there are values; Check, at what its parts say of each other.

// FromYAML reads the recipe.
func (r *StatusRecipe) FromYAML(n *yamlfile.Node) error {
	type plain StatusRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "request", "value", "active", "disabled"); err != nil {
		return err
	}
	if err := checkShown(r.Value); err != nil {
		return n.Get("value").Errorf("%v", err)
	}
	return checkStatuses(n, r.Gone.Status, true)
}

// FromYAML wants credentials of some kind.
func (i *Identity) FromYAML(n *yamlfile.Node) error {
	type plain Identity
	if err := n.Decode((*plain)(i)); err != nil {
		return err
	}
	if count(i.Bearer != "", i.Basic != nil) > 1 {
		return n.Errorf("the credentials have both bearer and basic: a request carries one of them")
	}
	if i.Bearer == "" && i.Basic == nil && len(i.Headers) == 0 {
		return n.Errorf("the credentials are empty").Hint("write `{bearer: \"${TOKEN}\"}`, or basic, or headers")
	}
	return nil
}

// want complains about the first member that a mapping lacks.
func want(n *yamlfile.Node, names ...string) error {
	for _, name := range names {
		if n.Get(name).IsNull() {
			return n.Errorf("%s is missing here", name)
		}
	}
	return nil
}

// credentials are the names that the features use.
var credentials = []string{"password", "session", "access token", "refresh token", "API token"}

// FromYAML reads the recipe.
func (r *LoginRecipe) FromYAML(n *yamlfile.Node) error {
	type plain LoginRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, a := range r.Attempts {
		at := n.Get("attempts").Items[i]
		if seen[a.Name] {
			return at.Errorf("there are two attempts by the name %q", a.Name)
		}
		seen[a.Name] = true
		meant := yamlfile.Closest(a.Name, credentials)
		if meant != "" && !slices.Contains(credentials, a.Name) {
			return at.Errorf("no feature asks for the credential %q", a.Name).Hint("did you mean `name: %s`?", meant)
		}
	}
	for i, name := range r.Absent {
		if seen[name] {
			return n.Get("absent").Items[i].Errorf("%q is said to be absent, and is among the attempts", name)
		}
	}
	return r.resolve(n.Get("attempts"))
}

// FromYAML wants an attempt, and one way at least to put what it took on a request.
func (r *OwnRecipe) FromYAML(n *yamlfile.Node) error {
	type plain OwnRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	r.node = n
	if err := want(n, "attempt"); err != nil {
		return err
	}
	switch {
	case count(r.Bearer != "", r.Basic != nil) > 1:
		return n.Errorf("scim has both bearer and basic: a request carries one of them")
	case count(r.Bearer != "", r.Basic != nil, len(r.Cookie) > 0, len(r.Headers) > 0) == 0:
		return n.Errorf("scim does not say how a request carries the credential").
			Hint("write `scim: {attempt: %s, bearer: \"{{token}}\"}`, with the name under which obtain saves it", r.Attempt)
	}
	for _, text := range r.step().texts() {
		if err := template.Check(text); err != nil {
			return n.Errorf("%v", err)
		}
	}
	return nil
}

// FromYAML reads the recipe: what is switched off has to be switched on again.
func (r *SwitchRecipe) FromYAML(n *yamlfile.Node) error {
	type plain SwitchRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	return want(n, "off", "on")
}

// FromYAML reads the recipe.
func (r *ListRecipe) FromYAML(n *yamlfile.Node) error {
	type plain ListRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "request", "items", "id"); err != nil {
		return err
	}
	for _, name := range []string{"items", "id"} {
		if at := n.Get(name); checkPath(at.Text) != nil {
			return at.Errorf("%v", checkPath(at.Text))
		}
	}
	return nil
}

// FromYAML reads the recipe.
func (v *ValueRecipe) FromYAML(n *yamlfile.Node) error {
	type plain ValueRecipe
	if err := n.Decode((*plain)(v)); err != nil {
		return err
	}
	return checkValue(n, v.Value)
}

// FromYAML reads the recipe.
func (c *ContentRecipe) FromYAML(n *yamlfile.Node) error {
	type plain ContentRecipe
	if err := n.Decode((*plain)(c)); err != nil {
		return err
	}
	return checkValue(n, c.Value)
}

// checkValue checks what is read of one answer.
func checkValue(n *yamlfile.Node, path string) error {
	if err := want(n, "request"); err != nil {
		return err
	}
	if path != "" && checkPath(path) != nil {
		return n.Get("value").Errorf("%v", checkPath(path))
	}
	return nil
}

// FromYAML reads the policy.
func (d *Deletion) FromYAML(n *yamlfile.Node) error {
	type plain Deletion
	if err := n.Decode((*plain)(d)); err != nil {
		return err
	}
	if d.Policy != "" && !slices.Contains(policies, d.Policy) {
		return d.unknown(n.Get("policy"))
	}
	return checkStatuses(n, d.Refused, true)
}

func (d *Deletion) unknown(n *yamlfile.Node) error {
	var names []string
	for _, p := range policies {
		names = append(names, string(p))
	}
	err := n.Errorf("unknown deletion policy %q", string(d.Policy))
	if meant := yamlfile.Closest(string(d.Policy), names); meant != "" {
		return err.Hint("did you mean `policy: %s`?", meant)
	}
	return err.Hint("the policies are %s", strings.Join(names, ", "))
}

// FromYAML reads the recipe.
func (r *LocalRecipe) FromYAML(n *yamlfile.Node) error {
	type plain LocalRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "create", "read", "userName", "email", "remove"); err != nil {
		return err
	}
	for _, name := range []string{"userName", "email"} {
		if at := n.Get(name); checkPath(at.Text) != nil {
			return at.Errorf("%v", checkPath(at.Text))
		}
	}
	if !slices.ContainsFunc(r.Create, func(s Step) bool { return s.Save["id"] != "" }) {
		return n.Get("create").Errorf("create does not save the id of the account").Hint("write `save: {id: $.id}`")
	}
	return nil
}

// FromYAML reads the hooks.
func (r *DirectoryRecipe) FromYAML(n *yamlfile.Node) error {
	type plain DirectoryRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	return want(n, "connect", "add", "remove", "cycle", "disconnect")
}

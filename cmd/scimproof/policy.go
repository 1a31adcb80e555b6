package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// policyNames are what --deletion-policy takes.
func policyNames() []string {
	var names []string
	for _, policy := range assets.Policies() {
		names = append(names, policyName(policy))
	}
	return names
}

func policyName(policy assets.Policy) string {
	if policy == assets.TransferTo {
		return string(policy) + "=USERNAME"
	}
	return string(policy)
}

// deletionPolicy is the value of --deletion-policy.
type deletionPolicy struct {
	policy assets.Policy
	// heir is the userName of who inherits under transfer-to.
	heir string
}

func (p *deletionPolicy) Type() string { return "POLICY" }

func (p *deletionPolicy) String() string {
	if p.heir != "" {
		return string(p.policy) + "=" + p.heir
	}
	return string(p.policy)
}

func (p *deletionPolicy) Set(text string) error {
	name, heir, _ := strings.Cut(text, "=")
	policy := assets.Policy(name)
	if slices.Contains(assets.Policies(), policy) && (policy == assets.TransferTo) == (heir != "") {
		*p = deletionPolicy{policy, heir}
		return nil
	}
	return errors.New("wants " + strings.Join(policyNames(), ", ") + meant(name))
}

// meant suggests the policy that a slip comes closest to.
func meant(name string) string {
	var all []string
	for _, policy := range assets.Policies() {
		all = append(all, string(policy))
	}
	if near := yamlfile.Closest(name, all); near != "" {
		return "; did you mean " + policyName(assets.Policy(near)) + "?"
	}
	return ""
}

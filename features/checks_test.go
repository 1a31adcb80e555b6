package features

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

// update writes the page of the checks anew: go test ./features -run ChecksPage -update.
var update = flag.Bool("update", false, "write CHECKS.md anew")

// knownChecks is how many checks of other tools there are to account for.
const knownChecks = 295

func TestEveryCheckIsAccountedFor(t *testing.T) {
	checks := catalogue(t).Checks()
	if len(checks) != knownChecks {
		t.Errorf("%d checks are accounted for, want %d", len(checks), knownChecks)
	}
	for _, check := range checks {
		accounts := 0
		for _, account := range []string{strings.Join(check.CoveredBy, " "), check.Wrong, check.NotWire} {
			if account != "" {
				accounts++
			}
		}
		if accounts != 1 || check.What == "" {
			t.Errorf("%s %q is accounted for %d times, want once", check.ID, check.What, accounts)
		}
	}
}

func TestCoverageOfChecks(t *testing.T) {
	c, bound := catalogue(t), boundIDs(t)
	missing := map[string][]string{}
	for _, check := range c.Checks() {
		for _, id := range check.CoveredBy {
			if _, known := c.Requirement(id); !known {
				t.Errorf("%s is covered by %s, which nobody knows", check.ID, id)
			} else if !bound[id] {
				missing[id] = append(missing[id], check.ID)
			}
		}
	}
	for _, r := range c.All() {
		if checks, ok := missing[r.ID]; ok {
			t.Errorf("%s has no scenario, and %s count on it", r.ID, strings.Join(checks, ", "))
		}
	}
}

func TestChecksPageIsThatOfTheData(t *testing.T) {
	const path = "CHECKS.md"
	want := checksPage(catalogue(t).Checks())
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("CHECKS.md is not what catalogue/checks.yaml says (%v): go test ./features -run ChecksPage -update", err)
	}
}

func checksPage(checks []Check) string {
	var rows, text strings.Builder
	counts := map[string]int{}
	for _, check := range checks {
		kind, account := accountOf(check)
		counts[kind]++
		fmt.Fprintf(&rows, "| %s | %s | %s |\n", strings.TrimPrefix(check.ID, "CHECK-"), check.What, account)
	}
	fmt.Fprintf(&text, `# What other tools check

%d checks that eighteen other tools make of a SCIM implementation, merged by subject and told in our own words,
and what accounts for each here. The data is in `+"`catalogue/checks.yaml`; `scimproof list checks`"+` shows it with the
scenarios; this page is written from it by `+"`go test ./features -run ChecksPage -update`"+`.

| | |
|---|---|
| covered by scenarios of the requirements named | %d |
| not demanded by the RFCs, or against them | %d |
| nothing that a service provider shows over the wire | %d |

| check | what | accounted for by |
|---|---|---|
`, len(checks), counts["covered"], counts["wrong"], counts["not-wire"])
	return text.String() + rows.String()
}

func accountOf(c Check) (kind, account string) {
	switch {
	case c.Wrong != "":
		return "wrong", "wrong: " + c.Wrong
	case c.NotWire != "":
		return "not-wire", "not over the wire: " + c.NotWire
	default:
		return "covered", strings.Join(c.CoveredBy, ", ")
	}
}

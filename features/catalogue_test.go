package features

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// capabilities are the names that needs may have, beside "attribute:...".
var capabilities = []string{
	"patch", "bulk", "filter", "sort", "etag", "changePassword", "users", "groups", "enterprise", "me", "search", "root-search", "cursor", "own-credential",
	"status-probe", "login-probe", "ownership-probe", "switch-probe", "directory", "entra",
	"other-tenant", "bearer", "parallel", "local-accounts", "local-accounts-apart",
	"control", "connector-ca", "connector-chunks", "connector-clears", "connector-cycle", "connector-deletes", "connector-disables", "connector-groups",
	"connector-inactive", "connector-lists", "connector-managers", "connector-matches", "connector-rate", "connector-recreates", "connector-renames",
	"connector-returns", "connector-threshold",
}

var (
	rfcID      = regexp.MustCompile(`^(RFC7643|RFC7644|RFC9865)-(\d+(?:\.\d+)*)-(i?)\d{2}$`)
	practiceID = regexp.MustCompile(`^(LIFECYCLE|SECURITY|CONNECTOR)-[A-Z]+-\d{2}$`)
	attribute  = regexp.MustCompile(`^attribute:(User|Group)(\.\$?[A-Za-z][A-Za-z0-9]*)+$`)
)

func catalogue(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.All()) == 0 {
		t.Fatal("the catalogue is empty")
	}
	return c
}

func TestEveryRequirementIsWellFormed(t *testing.T) {
	for _, r := range catalogue(t).All() {
		for _, fault := range slices.Concat(faultsOfID(r), faultsOfText(r), faultsOfBreach(r), faultsOfNeeds(r.Needs)) {
			t.Errorf("%s: %s", r.ID, fault)
		}
	}
}

func faultsOfID(r Requirement) []string {
	if practiceID.MatchString(r.ID) {
		if len(r.Sources) == 0 {
			return []string{"a rule that is not an RFC's names its sources"}
		}
		return nil
	}
	parts := rfcID.FindStringSubmatch(r.ID)
	switch {
	case parts == nil:
		return []string{"the id is neither an RFC's, nor one of the life cycle, of security or of connectors"}
	case parts[2] != r.Section:
		return []string{"the section " + r.Section + " is not that of the id"}
	case (parts[3] == "i") != (r.Level == "implied"):
		return []string{"the level " + r.Level + " does not go with the id"}
	}
	return nil
}

func faultsOfText(r Requirement) []string {
	var faults []string
	if !slices.Contains([]string{"MUST", "SHOULD", "MAY", "implied"}, r.Level) {
		faults = append(faults, "the level is "+r.Level)
	}
	if r.Section == "" {
		faults = append(faults, "there is no section")
	}
	if !strings.HasSuffix(r.Says, ".") || strings.Contains(r.Says, "\n") || len(r.Says) > 180 {
		faults = append(faults, "says is one short sentence with a full stop")
	}
	actors := []string{"service-provider", "both"}
	if strings.HasPrefix(r.ID, "CONNECTOR-") {
		actors = []string{"client"}
	}
	if !slices.Contains(actors, r.Actor) {
		faults = append(faults, "the actor is "+r.Actor)
	}
	if r.Decided != "" && (!strings.HasSuffix(r.Decided, ".") || strings.Contains(r.Decided, "\n")) {
		faults = append(faults, "decided is sentences with full stops, on one line")
	}
	if !slices.Contains([]string{"over-the-wire", "needs-out-of-band", "not-observable"}, r.Observable) {
		faults = append(faults, "observable is "+r.Observable)
	}
	return faults
}

func faultsOfBreach(r Requirement) []string {
	switch {
	case r.OnBreach != "" && r.OnBreach != "warn":
		return []string{"onBreach is " + r.OnBreach}
	case r.OnBreach == "warn" && r.Level == "SHOULD":
		return []string{"a SHOULD only warns anyway"}
	case r.OnBreach == "warn" && r.Reason == "":
		return []string{"what is softened has a reason"}
	}
	return nil
}

func faultsOfNeeds(needs []string) []string {
	var faults []string
	for _, need := range needs {
		if !slices.Contains(capabilities, need) && !attribute.MatchString(need) {
			faults = append(faults, "nobody knows the capability "+need)
		}
	}
	return faults
}

func TestLoadRefusesWhatIsWrong(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key": "- {id: RFC7644-3.6-02, level: MUST, colour: red}",
		"no id":       "- {level: MUST}",
		"id twice":    "- {id: RFC7644-3.6-02}\n- {id: RFC7644-3.6-02}",
		"no list":     "id: RFC7644-3.6-02",
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"catalogue/x.yaml": {Data: []byte(text)}}
			if _, err := loadFrom(fsys); err == nil || !strings.Contains(err.Error(), "catalogue/x.yaml") {
				t.Errorf("want an error that names the file, got %v", err)
			}
		})
	}
}

func TestLoadRefusesWhatIsWrongBesideTheRequirements(t *testing.T) {
	for name, file := range map[string][2]string{
		"not ours, without a reason": {notOursFile, "- {ids: [RFC7643-3.1-08]}"},
		"not ours, twice":            {notOursFile, "- {reason: R, ids: [RFC7643-3.1-08, RFC7643-3.1-08]}"},
		"not ours, unknown key":      {notOursFile, "- {reason: R, id: RFC7643-3.1-08}"},
		"a check out of its order":   {checksFile, "- {id: CHECK-002, what: w, wrong: l}"},
		"a check twice":              {checksFile, "- {id: CHECK-001, what: w, wrong: l}\n- {id: CHECK-001, what: w, wrong: l}"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{file[0]: {Data: []byte(file[1])}}
			if _, err := loadFrom(fsys); err == nil || !strings.Contains(err.Error(), file[0]) {
				t.Errorf("want an error that names the file, got %v", err)
			}
		})
	}
}

func TestWhatIsNotOursHasAReason(t *testing.T) {
	c := catalogue(t)
	if reason, ok := c.NotOurs("RFC7643-3.1-08"); !ok || reason == "" {
		t.Errorf("got %q, %v", reason, ok)
	}
	if _, ok := c.NotOurs("RFC7644-3.6-06"); ok {
		t.Error("a requirement of the service provider is listed as not ours")
	}
}

func TestRequirementIsFoundByID(t *testing.T) {
	c := catalogue(t)
	r, ok := c.Requirement("RFC7644-3.6-06")
	if !ok || r.Level != "MUST" || r.Section != "3.6" || r.Actor != "service-provider" || r.Observable != "over-the-wire" {
		t.Errorf("got %+v, %v", r, ok)
	}
	if _, ok := c.Requirement("RFC7644-3.6-99"); ok {
		t.Error("a requirement that does not exist was found")
	}
}

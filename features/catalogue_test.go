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
	"patch", "bulk", "filter", "sort", "etag", "changePassword", "users", "groups", "enterprise", "me", "search",
	"status-probe", "login-probe", "ownership-probe", "directory",
}

var (
	rfcID       = regexp.MustCompile(`^(RFC764[34])-(\d+(?:\.\d+)*)-(i?)\d{2}$`)
	lifecycleID = regexp.MustCompile(`^LIFECYCLE-[A-Z]+-\d{2}$`)
	attribute   = regexp.MustCompile(`^attribute:(User|Group)(\.\$?[A-Za-z][A-Za-z0-9]*)+$`)
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
	if lifecycleID.MatchString(r.ID) {
		if len(r.Sources) == 0 {
			return []string{"a rule of the life cycle names its sources"}
		}
		return nil
	}
	parts := rfcID.FindStringSubmatch(r.ID)
	switch {
	case parts == nil:
		return []string{"the id is neither an RFC's nor one of the life cycle"}
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
	if !slices.Contains([]string{"service-provider", "client", "both"}, r.Actor) {
		faults = append(faults, "the actor is "+r.Actor)
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

package features

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// accounted are the numbers of the checks of a connector.
var accounted = [][2]int{{1, 7}, {10, 19}, {20, 26}, {30, 36}, {40, 47}, {50, 59}}

var checkRow = regexp.MustCompile(`(?m)^\| (C\d\d) \|.*\| ([^|]+) \|$`)

// The page and the catalogue say the same of each number.
func TestEveryCheckOfAConnectorIsAccountedFor(t *testing.T) {
	page, err := os.ReadFile("connector/README.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{}
	for _, row := range checkRow.FindAllStringSubmatch(string(page), -1) {
		told[row[1]] = regexp.MustCompile(`CONNECTOR-[A-Z]+-\d\d`).FindAllString(strings.Split(row[2], ":")[0], -1)
	}
	bound := map[string][]string{}
	for _, r := range catalogue(t).All() {
		for _, check := range r.Checks {
			bound[check] = append(bound[check], r.ID)
		}
	}
	for _, span := range accounted {
		for n := span[0]; n <= span[1]; n++ {
			check := "C" + string(rune('0'+n/10)) + string(rune('0'+n%10))
			if slices.Sort(bound[check]); len(bound[check]) == 0 || !slices.Equal(told[check], bound[check]) {
				t.Errorf("%s is %v by the page, and %v by the catalogue", check, told[check], bound[check])
			}
			delete(told, check)
			delete(bound, check)
		}
	}
	if len(told)+len(bound) > 0 {
		t.Errorf("numbers that were never given: %v by the page, %v by the catalogue", told, bound)
	}
}

// Every rule about connectors that can be seen has a scenario.
func TestCoverageOfConnectors(t *testing.T) {
	ids := boundIDs(t)
	for _, r := range catalogue(t).All() {
		if strings.HasPrefix(r.ID, "CONNECTOR-") && r.Observable == "over-the-wire" && !ids[r.ID] {
			t.Errorf("%s has no scenario", r.ID)
		}
	}
}

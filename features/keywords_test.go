package features

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rfcFolder is the variable that names a folder with rfc7643.txt, rfc7644.txt and
// rfc9865.txt as the RFC Editor publishes them. The texts are not ours to carry.
const rfcFolder = "SCIMPROOF_RFC_DIR"

// indexed are the RFCs of which every key word is accounted for.
var indexed = []string{"7643", "7644", "9865"}

// boilerplate stands in the index for a key word that is only mentioned.
const boilerplate = "boilerplate"

// occurrence is one key word of an RFC.
type occurrence struct {
	rfc     string
	line    int
	keyword string
}

// entry is a line of the index: an occurrence, and the requirement that it belongs to.
type entry struct {
	occurrence
	requirement string
}

func keywords(t *testing.T) []entry {
	t.Helper()
	text, err := os.ReadFile("catalogue/keywords.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(rows[0], []string{"rfc", "line", "keyword", "entry"}) {
		t.Fatalf("the index has the columns %v", rows[0])
	}
	var entries []entry
	for _, row := range rows[1:] {
		line, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{occurrence{row[0], line, row[2]}, row[3]})
	}
	return entries
}

func TestEveryKeywordIsCataloguedOrNotOurs(t *testing.T) {
	c := catalogue(t)
	for _, e := range keywords(t) {
		if e.requirement == boilerplate {
			continue
		}
		_, ours := c.Requirement(e.requirement)
		_, others := c.NotOurs(e.requirement)
		if ours == others {
			t.Errorf("RFC %s line %d, %s: %q is in the catalogue: %v, in the list of what is not ours: %v",
				e.rfc, e.line, e.keyword, e.requirement, ours, others)
		}
		if !strings.HasPrefix(e.requirement, "RFC"+e.rfc+"-") {
			t.Errorf("RFC %s line %d belongs to %s of another RFC", e.rfc, e.line, e.requirement)
		}
	}
}

// levelOf is the level that a key word gives.
func levelOf(keyword string) string {
	if strings.Contains(keyword, "SHOULD") || strings.Contains(keyword, "RECOMMENDED") {
		return "SHOULD"
	}
	return "MUST"
}

// The printed schemas repeat some rules with another key word: one occurrence at
// least must have the level.
func TestEveryLevelIsThatOfAKeyword(t *testing.T) {
	levels := map[string][]string{}
	for _, e := range keywords(t) {
		levels[e.requirement] = append(levels[e.requirement], levelOf(e.keyword))
	}
	for _, r := range catalogue(t).All() {
		if !rfcID.MatchString(r.ID) || r.Level == "MAY" || r.Level == "implied" {
			continue
		}
		if !slices.Contains(levels[r.ID], r.Level) {
			t.Errorf("%s is a %s, and its key words in the RFC are %v", r.ID, r.Level, levels[r.ID])
		}
	}
}

func TestNothingIsBothOursAndNot(t *testing.T) {
	c := catalogue(t)
	for id := range c.others {
		if _, ours := c.Requirement(id); ours || !rfcID.MatchString(id) {
			t.Errorf("%s is listed as not ours: in the catalogue %v", id, ours)
		}
	}
}

func TestTheIndexHasEveryKeywordOfTheTexts(t *testing.T) {
	folder := os.Getenv(rfcFolder)
	if folder == "" {
		t.Skip("the variable " + rfcFolder + " names no folder with the texts of the RFCs")
	}
	left := map[occurrence]int{}
	for _, e := range keywords(t) {
		left[e.occurrence]++
	}
	for _, rfc := range indexed {
		text, err := os.ReadFile(filepath.Join(folder, "rfc"+rfc+".txt"))
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the folder has no rfc%s.txt", rfc)
		}
		for _, o := range occurrencesIn(rfc, string(text)) {
			if left[o]--; left[o] < 0 {
				t.Errorf("the index lacks RFC %s line %d: %s", o.rfc, o.line, o.keyword)
			}
		}
	}
	for o, count := range left {
		if count > 0 {
			t.Errorf("RFC %s line %d has no %s", o.rfc, o.line, o.keyword)
		}
	}
}

var (
	keyword  = regexp.MustCompile(`\b(?:MUST NOT|MUST|SHALL NOT|SHALL|SHOULD NOT|SHOULD|NOT RECOMMENDED|RECOMMENDED|REQUIRED)\b`)
	pageEdge = regexp.MustCompile(`^(?:\f|RFC \d+ |\S+.*\[Page \d+\]$|\s*$)`)
)

// occurrencesIn finds the key words of a text, also where the line breaks before NOT.
func occurrencesIn(rfc, text string) []occurrence {
	var found []occurrence
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for _, at := range keyword.FindAllStringIndex(line, -1) {
			word := line[at[0]:at[1]]
			broken := strings.TrimSpace(line[at[1]:]) == "" && !strings.HasSuffix(word, "NOT") && startsWithNot(lines[i+1:])
			if broken && slices.Contains([]string{"MUST", "SHALL", "SHOULD"}, word) {
				word += " NOT"
			}
			found = append(found, occurrence{rfc, i + 1, word})
		}
	}
	return found
}

// startsWithNot tells whether the text goes on with NOT, the edges of pages aside.
func startsWithNot(lines []string) bool {
	for _, line := range lines {
		if !pageEdge.MatchString(line) {
			return strings.HasPrefix(strings.TrimSpace(line), "NOT ")
		}
	}
	return false
}

func TestOccurrencesAreFoundAcrossLines(t *testing.T) {
	text := "A server MUST answer and SHALL NOT sleep; a client SHOULD\n\nHunt, et al. Standards Track [Page 3]\n\fRFC 7643 x\n\n   NOT wait.  MUSTARD is not required."
	want := []occurrence{{"7643", 1, "MUST"}, {"7643", 1, "SHALL NOT"}, {"7643", 1, "SHOULD NOT"}}
	if got := occurrencesIn("7643", text); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

package report

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/steps/result"
)

// poison is what a hostile target may answer, and a hostile file of a report may hold.
const poison = "x\"'><script>alert(1)</script><img src=x onerror=alert(1)></pre></style>\n```\n</details>[x](javascript:alert(1)) @octocat | <!-- `y``` {{.}}"

// poisoned puts it into every text of a value, but keeps what has a meaning.
func poisoned(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poisoned(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poisoned(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			poisoned(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string][]string{poison: {poison}}))
	case reflect.String:
		switch v.Interface().(type) {
		case result.Outcome, result.Sighting, result.Clock, result.Effect:
		default:
			v.SetString(poison)
		}
	}
}

func hostileRun() *result.Run {
	run := synthetic()
	poisoned(reflect.ValueOf(run))
	return run
}

var (
	elements   = regexp.MustCompile(`<([a-zA-Z!/][a-zA-Z0-9]*)`)
	attributes = regexp.MustCompile(`\s([a-zA-Z][a-zA-Z0-9:-]*)="`)
)

func setOf(what *regexp.Regexp, text string) []string {
	found := map[string]bool{}
	for _, m := range what.FindAllStringSubmatch(text, -1) {
		found[m[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func written(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestAHostileTargetAddsNothingToThePage compares the elements and attributes of the page
// with those that an innocent run has.
func TestAHostileTargetAddsNothingToThePage(t *testing.T) {
	innocent := written(t, func(out *bytes.Buffer) error { return HTML(out, synthetic()) })
	hostile := written(t, func(out *bytes.Buffer) error { return HTML(out, hostileRun()) })
	for what, which := range map[string]*regexp.Regexp{"elements": elements, "attributes": attributes} {
		if more := slices.DeleteFunc(setOf(which, hostile), func(e string) bool { return slices.Contains(setOf(which, innocent), e) }); len(more) > 0 {
			t.Errorf("the page has other %s: %v", what, more)
		}
	}
	for _, raw := range []string{"<script", "<img", "onerror=alert(1)>", "</style>\n```"} {
		if strings.Contains(hostile, raw) {
			t.Errorf("the page has %q", raw)
		}
	}
	if strings.Count(hostile, "</style>") != 1 {
		t.Error("the style sheet is left early")
	}
}

// TestThePageLoadsNothing looks for what a browser would fetch.
func TestThePageLoadsNothing(t *testing.T) {
	page := written(t, func(out *bytes.Buffer) error { return HTML(out, synthetic()) })
	for _, fetched := range []string{" src=", "<link", "@import", "url(http", "<script", "<iframe", "<object"} {
		if strings.Contains(page, fetched) {
			t.Errorf("the page has %s", fetched)
		}
	}
}

// withoutSpans takes out the code spans of a line, by the rule of CommonMark: as many back
// quotes end one as have begun it.
func withoutSpans(line string) string {
	var out strings.Builder
	for line != "" {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		if ticks == "" {
			width := 1
			if line[0] == '\\' && len(line) > 1 {
				width = 2
			}
			out.WriteString(line[:width])
			line = line[width:]
			continue
		}
		line = line[len(ticks):]
		if end := endOfSpan(line, len(ticks)); end >= 0 {
			line = line[end:]
		} else {
			out.WriteString(ticks)
		}
	}
	return out.String()
}

// endOfSpan is where the span ends that so many back quotes have begun, -1 if it does not.
func endOfSpan(line string, ticks int) int {
	run := 0
	for i, r := range line + " " {
		if r == '`' {
			run++
			continue
		}
		if run == ticks {
			return i
		}
		run = 0
	}
	return -1
}

// outsideCode is the Markdown without its code, as a code host would delimit it.
func outsideCode(t *testing.T, text string) string {
	t.Helper()
	var rest []string
	fence := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && len(ticks) >= len(fence) && ticks == line:
			fence = ""
		case fence == "":
			rest = append(rest, line)
		}
	}
	if fence != "" {
		t.Error("a code block has no end")
	}
	return strings.Join(rest, "\n")
}

func TestAHostileTargetAddsNothingToTheMarkdown(t *testing.T) {
	text, balance := outsideCode(t, written(t, func(out *bytes.Buffer) error { return Markdown(out, hostileRun()) })), 0
	for line := range strings.Lines(text) {
		plain := withoutSpans(line)
		for _, raw := range []string{"<script", "<img", "@octocat", "[x](", "<!-- \\"} {
			if strings.Contains(strings.ReplaceAll(plain, "\\]", "\\ ]"), raw) {
				t.Errorf("%q is in %q", raw, plain)
			}
		}
		balance += strings.Count(plain, "<details>") - strings.Count(plain, "</details>")
	}
	if balance != 0 {
		t.Error("the folded parts are not balanced")
	}
}

func TestCodeSpans(t *testing.T) {
	for text, want := range map[string]string{
		"a":    "`a`",
		"a`b":  "``a`b``",
		"`a``": "``` `a`` ```",
		"a|b":  "`a|b`",
		" ":    "",
	} {
		if got := code(text, false); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := code("a|b", true); got != "`a\\|b`" {
		t.Error(got)
	}
}

// TestTheMarkdownStaysBelowItsLimit has thousands of findings, and half a page of room.
func TestTheMarkdownStaysBelowItsLimit(t *testing.T) {
	run := synthetic()
	for i := range 3000 {
		s := run.Scenarios[1]
		s.ID, s.Outcome, s.Requirement = fmt.Sprintf("RFC7644-3.3-05/%d", i), result.Fail, fmt.Sprintf("RFC7644-3.3-%d", i%100)
		run.Scenarios = append(run.Scenarios, s)
	}
	run.Finish()
	text := written(t, func(out *bytes.Buffer) error { return Markdown(out, run) })
	if len(text) > 1<<20 {
		t.Errorf("%d bytes", len(text))
	}
	if !strings.Contains(text, "left out here, because the report would be too large") {
		t.Error("it does not say that something is missing")
	}
	rest := outsideCode(t, text)
	if strings.Count(rest, "<details>") != strings.Count(rest, "</details>") {
		t.Error("the folded parts are not balanced")
	}
}

func TestMeasurementsAreGathered(t *testing.T) {
	var got []string
	for _, m := range measurements(synthetic()) {
		got = append(got, m.label()+": "+m.howLong()+", "+m.found())
	}
	want := []string{
		"API token issued before, removed in the directory: over 4 min 59 s, still open at the deadline",
		"session issued before, removed in the directory: over 12 ms, still open; nothing told the target",
		"refresh | <token> issued before, removed in the directory: not known, inconclusive",
		"shown as disabled, removed in the directory: 41.0 s, shown",
		"new login by password, removed in the directory: 41.3 s, refused",
		"new login by single sign-on, removed in the directory: 0.4 ms, refused",
		"session issued before, removed in the directory: 1 min 35 s, refused",
		"session issued before, deactivated: 31 ms (slowest of 2), refused",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheTimelineFits holds what is drawn within the picture, whatever was measured.
func TestTheTimelineFits(t *testing.T) {
	for _, ms := range []float64{0, 0.01, 1, 999, 300_000, 1e9, 1e12} {
		m := measured{result.Measurement{What: result.LoginRefused, Ms: ms, LimitMs: 300_000, Outcome: result.Ended}, 1}
		p := pictureOf([]measured{m})
		if row := p.Rows[0]; row.End < p.Left || row.End > p.Right || row.Limit > p.Right || row.Length < 0 {
			t.Errorf("%v ms: %+v", ms, row)
		}
		if bar := []rune(textBar(scaleOf([]measured{m}), m)); len(bar) != textWidth {
			t.Errorf("%v ms: %q", ms, string(bar))
		}
	}
}

package report

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/result"
)

// The parts of a body that an account shows; the JSON report has all of it.
const (
	bodyLines = 16
	lineWidth = 160
)

// body returns the lines of a body: JSON in one line where it fits, else
// indented.
func body(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	lines := cleanLines(layOut(text))
	if more := len(lines) - bodyLines; more > 1 {
		lines = append(lines[:bodyLines], fmt.Sprintf("… %d more lines", more))
	}
	for i, line := range lines {
		if runes := []rune(line); len(runes) > lineWidth {
			lines[i] = string(runes[:lineWidth]) + "…"
		}
	}
	return lines
}

func layOut(text string) string {
	compact, indented := jsontext.Value(text), jsontext.Value(text)
	if compact.Compact() != nil || indented.Indent(jsontext.WithIndent("  ")) != nil {
		return text
	}
	if len(compact) <= lineWidth {
		return string(compact)
	}
	return string(indented)
}

// beside reports whether it was no HTTP request: a bind, a browser or a program, which
// nobody repeats with curl.
func beside(e *result.Exchange) bool { return e.Status == 0 && e.Error == "" }

// answered returns the status line of an answer, or why there is none.
func answered(e *result.Exchange) string {
	if e.Error != "" && e.Status == 0 {
		return "no answer: " + clean(e.Error)
	}
	line := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	return fmt.Sprintf("%s, after %s", line, milliseconds(e.DurationMs))
}

// redacted is what the recorder leaves in the place of a secret.
const redacted = "[redacted]"

// ownHeaders are the headers that curl sets itself, or that say nothing.
var ownHeaders = []string{"Accept-Encoding", "Connection", "Content-Length", "Host", "User-Agent"}

// longestData is the longest body that a curl line carries.
const longestData = 1500

// curl returns a command that repeats the request, with $SCIM_TOKEN in the
// place of the secret. A password in the body stays redacted: whoever repeats
// the request has to choose one.
func curl(e *result.Exchange) string {
	words := []string{"curl", "-sS", "-i"}
	if e.Method != http.MethodGet {
		words = append(words, "-X", clean(e.Method))
	}
	if strings.ContainsAny(e.URL, "[]{}") {
		words = append(words, "-g")
	}
	words = append(words, quote(e.URL, "$SCIM_TOKEN"))
	for _, name := range slices.Sorted(maps.Keys(e.RequestHeader)) {
		if slices.Contains(ownHeaders, http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, value := range e.RequestHeader[name] {
			words = append(words, "-H", quote(name+": "+value, variable(name)))
		}
	}
	switch {
	case len(e.RequestBody) > longestData:
		words = append(words, "--data-binary", "@body.json")
	case e.RequestBody != "":
		words = append(words, "--data-binary", quote(e.RequestBody, ""))
	}
	return strings.Join(words, " ")
}

// variable names the environment variable to put a header's secret into.
func variable(header string) string {
	if http.CanonicalHeaderKey(header) == "Cookie" {
		return "$COOKIE"
	}
	return "$SCIM_TOKEN"
}

// quote quotes a word for a POSIX shell. Where a secret stood, the shell puts
// the value of the variable, if one is given.
func quote(word, variable string) string {
	word = clean(word)
	if variable == "" || !strings.Contains(word, redacted) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	word = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`", redacted, variable).Replace(word)
	return `"` + word + `"`
}

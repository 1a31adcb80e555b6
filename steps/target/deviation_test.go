package target

import (
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// A profile is checked like any file: what its author forgot is told with the line.
func TestADeviationIsComplete(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{reason: a, source: b}":                                           "p.yaml:1: nothing is named that deviates",
		"{requirements: [\"\"], reason: a, source: b}":                     "p.yaml:1: nothing is named that deviates",
		"{requirements: [RFC7643], source: b}":                             "p.yaml:1: there is no reason why RFC7643 deviates",
		"{requirements: [RFC7643], reason: a, source: \" \"}":              "p.yaml:1: there is no source for the deviation of RFC7643",
		"{requirements: [RFC7643], reason: a, source: b, until: tomorrow}": "unknown key \"until\"",
		"{requirements: [RFC7643], reason: a, source: b}":                  "",
	} {
		node, err := yamlfile.Parse("p.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		node.Bundle()
		var d deviation
		err = node.Decode(&d)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(problem.Format(err), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestAProfileSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	for text, complete := range map[string]bool{
		"{title: Acme, sources: [a]}": true, "{title: Acme}": false, "{sources: [a]}": false, "{title: Acme, sources: []}": false,
	} {
		node, err := yamlfile.Parse("p.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var said about
		if err := node.Decode(&said); (err == nil) != complete {
			t.Errorf("%s: %v", text, err)
		}
	}
}

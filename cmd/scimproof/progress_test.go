package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/scimproof/scimproof/steps"
)

func narrow(out *bytes.Buffer) *progress { return &progress{out: out, width: func() int { return 30 }} }

func TestProgress(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	line := narrow(&out)
	line.update(steps.Progress{Done: 2, Total: 2, Failed: 1, Scenario: "A person who leaves is refused everywhere"})
	const drawn = eraseLine + "2 of 2, 1 failed: A person w…"
	if got := out.String(); got != drawn {
		t.Errorf("drew %q, want %q", got, drawn)
	}
	line.say("interrupted")
	line.erase()
	if got, want := out.String(), drawn+eraseLine+"interrupted\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

// Scenarios end far faster than anybody reads, and in parallel.
func TestProgressIsNotDrawnForEachScenario(t *testing.T) {
	t.Parallel()
	const total = 10_000
	var out bytes.Buffer
	line := narrow(&out)
	var all sync.WaitGroup
	for done := range total {
		all.Go(func() { line.update(steps.Progress{Done: done, Total: total}) })
	}
	all.Wait()
	if drawn := strings.Count(out.String(), eraseLine); drawn == 0 || drawn > total/10 {
		t.Errorf("drew the line %d times for %d scenarios", drawn, total)
	}
}

func TestProgressOnNoTerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	line := newProgress(&out, func(string) (string, bool) { return "", false })
	line.update(steps.Progress{Done: 1, Total: 1})
	line.erase()
	if out.Len() > 0 {
		t.Errorf("wrote %q where nobody watches", out.String())
	}
}

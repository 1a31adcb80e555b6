package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/prove"
	"github.com/scimproof/scimproof/steps/provision"
)

const (
	// redraw is how often the line changes: what is faster nobody reads.
	redraw = 50 * time.Millisecond
	// defaultWidth is that of a terminal which does not tell its own.
	defaultWidth = 80
	eraseLine    = "\r\x1b[K"
)

// progress is the live line of a run on a terminal. It is safe for parallel use.
type progress struct {
	out io.Writer
	// width tells how many columns the terminal has now; nil where there is none,
	// and then the line is never shown.
	width func() int

	mu    sync.Mutex
	drawn time.Time
	shown bool
}

// newProgress shows nothing where standard error is no terminal, or in CI.
func newProgress(stderr io.Writer, lookup func(string) (string, bool)) *progress {
	p := &progress{out: stderr}
	ci, _ := lookup("CI")
	if file, ok := terminalOf(stderr); ok && ci == "" {
		p.width = func() int {
			if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
				return width
			}
			return defaultWidth
		}
	}
	return p
}

// update shows how far the run has come.
func (p *progress) update(now steps.Progress) {
	p.draw(now.Done == now.Total, lineOf(now.Done, now.Total, now.Failed, "failed", scenarioOf(now)))
}

// scenarioOf names the dialect where it is not that of every scenario.
func scenarioOf(now steps.Progress) string {
	if now.Dialect == "" || now.Dialect == provision.RFC {
		return now.Scenario
	}
	return now.Scenario + " [" + now.Dialect + "]"
}

// proven shows how far the proof has come.
func (p *progress) proven(now prove.Progress) {
	p.draw(now.Done == now.Total, lineOf(now.Done, now.Total, now.Bad, "not as it should be", now.ID))
}

// draw shows a line, unless it did so a moment ago; the last one always.
func (p *progress) draw(last bool, line string) {
	if p.width == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !last && time.Since(p.drawn) < redraw {
		return
	}
	p.drawn, p.shown = time.Now(), true
	p.write(eraseLine + cut(line, p.width()-1))
}

func lineOf(done, total, bad int, badly, name string) string {
	failed := ""
	if bad > 0 {
		failed = fmt.Sprintf(", %d %s", bad, badly)
	}
	return fmt.Sprintf("%d of %d%s: %s", done, total, failed, name)
}

// cut keeps a line from wrapping: only one line can be erased.
func cut(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return string(runes[:max(0, width-1)]) + "…"
}

// say writes a line for good, where the live one was.
func (p *progress) say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.write(text + "\n")
}

// erase removes the live line at the end.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *progress) clear() {
	if p.shown {
		p.write(eraseLine)
		p.shown = false
	}
}

// write leaves an error alone: the run matters, not that nobody watches it.
func (p *progress) write(text string) { _, _ = io.WriteString(p.out, text) }

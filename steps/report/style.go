package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Options say how the console's account looks.
type Options struct {
	// Colour turns on ANSI colours. Whether the terminal wants them (NO_COLOR,
	// no terminal at all) is for the caller to know.
	Colour bool
	// Verbose names every scenario of a group, and those that passed.
	Verbose bool
	// Readings lists what the target chose where the standard leaves a choice, as
	// Verbose does too.
	Readings bool
}

type colour string

const (
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
	bold   colour = "1"
	dim    colour = "2"
)

// printer writes lines and keeps the first error.
type printer struct {
	out  *bufio.Writer
	opts Options
}

func newPrinter(w io.Writer, opts Options) *printer {
	return &printer{out: bufio.NewWriter(w), opts: opts}
}

func (p *printer) line(format string, args ...any) {
	// The writer keeps its first error, and Flush returns it.
	_, _ = p.out.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func (p *printer) paint(c colour, text string) string {
	if !p.opts.Colour || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// labelWidth is the width of the column of labels in an account.
const labelWidth = 9

// field writes a label and the lines that belong to it, one under the other.
func (p *printer) field(label string, lines ...string) {
	for i, text := range lines {
		if i > 0 {
			label = ""
		}
		// The label is padded before it is painted: colours have no width.
		p.line("  %s%s", p.paint(dim, fmt.Sprintf("%-*s", labelWidth, label)), text)
	}
}

// clean removes what could paint on the reader's terminal, and what XML cannot
// hold: a target's answer is a stranger's text. Line breaks become spaces.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\uFFFE' || r == '\uFFFF':
			return unicode.ReplacementChar
		default:
			return r
		}
	}, text)
}

// cleanLines is clean for a text of several lines.
func cleanLines(text string) []string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	for i, line := range lines {
		lines[i] = clean(strings.ReplaceAll(line, "\t", "  "))
	}
	return lines
}

// plural returns a count with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", thousands(n), many)
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

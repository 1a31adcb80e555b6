// Package problem holds the errors that a person at the keyboard reads: one
// lower-case sentence, hints that say what to do about it, and the exit code
// of the process.
package problem

import (
	"errors"
	"fmt"
	"strings"
)

// The exit codes that an error may carry. The codes of a finished run (0, 1
// and 130) are decided by its result, not by an error.
const (
	// ExitUsage says that the command line or a configuration file is wrong.
	ExitUsage = 2
	// ExitUnjudged says that the target could not be judged.
	ExitUnjudged = 3
)

// Error is an error meant for the user. It never contains a secret by
// itself, but whoever prints it must still redact: an address or an answer
// of the target may have found its way into Summary.
type Error struct {
	// Summary is one lower-case sentence without a final full stop.
	Summary string
	// Hints say what to do, each on a line of its own, best with the
	// corrected command.
	Hints []string
	// Exit is the exit code of the process.
	Exit int
	// Err is the cause; may be nil. Its text follows the summary.
	Err error
}

// Error returns the summary and the cause on one line, without the hints.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Summary
	}
	return e.Summary + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Because returns a copy of the error with the cause err.
func (e *Error) Because(err error) *Error {
	out := *e
	out.Err = err
	return &out
}

// Hint returns a copy of the error with one more hint.
func (e *Error) Hint(format string, args ...any) *Error {
	out := *e
	out.Hints = append(append([]string(nil), e.Hints...), fmt.Sprintf(format, args...))
	return &out
}

// Usage returns an error of the command line or of a configuration file
// (exit code 2). Add hints with [Error.Hint] and a cause with [Error.Because].
func Usage(format string, args ...any) *Error {
	return &Error{Summary: fmt.Sprintf(format, args...), Exit: ExitUsage}
}

// Unjudged returns an error that says why the target could not be judged
// (exit code 3).
func Unjudged(format string, args ...any) *Error {
	return &Error{Summary: fmt.Sprintf(format, args...), Exit: ExitUnjudged}
}

// ExitCode returns the exit code for err: 0 for nil, that of the outermost
// *Error in its chain, and 3 for any other error, since what we did not
// foresee leaves the target unjudged.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	var known *Error
	if errors.As(err, &known) && known.Exit != 0 {
		return known.Exit
	}
	return ExitUnjudged
}

// Format returns the text to print for err: "error: " and the sentence on one
// line, then a "hint: " line for each hint, with a final newline. It returns
// "" for nil.
func Format(err error) string {
	if err == nil {
		return ""
	}
	var out strings.Builder
	out.WriteString("error: " + sentence(err.Error()) + "\n")
	for _, hint := range hints(err) {
		out.WriteString("hint: " + oneLine(hint) + "\n")
	}
	return out.String()
}

package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// terminalOf is the file behind w, if it is a terminal.
func terminalOf(w io.Writer) (*os.File, bool) {
	file, ok := w.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// coloured decides for --color: auto follows the terminal, and NO_COLOR.
func (s *session) coloured(when string) bool {
	if when != "auto" {
		return when == "always"
	}
	noColor, _ := s.lookup("NO_COLOR")
	kind, _ := s.lookup("TERM")
	_, terminal := terminalOf(s.stdout)
	return terminal && noColor == "" && kind != "dumb"
}

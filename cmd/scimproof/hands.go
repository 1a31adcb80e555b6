package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// hands asks the person at the terminal to do something by hand.
type hands struct {
	in    io.Reader
	say   func(string)
	start sync.Once
	lines chan struct{}
}

// newHands is nil where standard input is no terminal.
func newHands(in *os.File, say func(string)) *hands {
	if !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return &hands{in: in, say: say, lines: make(chan struct{}, 1)}
}

var errNoMoreInput = errors.New("the terminal was closed before anybody answered")

// ask says what is to be done, and waits for Enter.
func (h *hands) ask(ctx context.Context, what string) error {
	h.start.Do(func() { go h.read() })
	h.forget()
	h.say("by hand: " + what + ", then press Enter")
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case _, more := <-h.lines:
		if !more {
			return errNoMoreInput
		}
		return nil
	}
}

// forget drops a line from before the question: it answers another.
func (h *hands) forget() {
	select {
	case <-h.lines:
	default:
	}
}

// read hands on each line to whoever waits for one.
func (h *hands) read() {
	defer close(h.lines)
	for scanner := bufio.NewScanner(h.in); scanner.Scan(); {
		select {
		case h.lines <- struct{}{}:
		default:
		}
	}
}

// asker is what a run calls; nil where nobody is there.
func (h *hands) asker() func(context.Context, string) error {
	if h == nil {
		return nil
	}
	return h.ask
}

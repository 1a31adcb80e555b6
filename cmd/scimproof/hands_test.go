package main

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
)

func TestHandsWaitForEnter(t *testing.T) {
	out, in := io.Pipe()
	var said []string
	h := &hands{in: out, lines: make(chan struct{}, 1)}
	h.say = func(text string) {
		said = append(said, text)
		go func() { _, _ = io.WriteString(in, "\n") }()
	}
	for _, what := range []string{"remove Ada in your directory", "add Grace"} {
		if err := h.ask(t.Context(), what); err != nil {
			t.Fatal(err)
		}
	}
	if len(said) != 2 || said[0] != "by hand: remove Ada in your directory, then press Enter" {
		t.Errorf("%q", said)
	}
}

func TestHandsWaitNoLongerThanAsked(t *testing.T) {
	out, in := io.Pipe()
	h := &hands{in: out, say: func(string) {}, lines: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancelCause(t.Context())
	late := errors.New("too late")
	cancel(late)
	if err := h.ask(ctx, "remove Ada"); !errors.Is(err, late) {
		t.Error(err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.ask(t.Context(), "remove Ada"); !errors.Is(err, errNoMoreInput) {
		t.Error(err)
	}
}

func TestWhereThereIsNoTerminalNobodyIsAsked(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	if newHands(null, nil).asker() != nil {
		t.Error("somebody would be asked")
	}
}

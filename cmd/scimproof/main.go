// Command scimproof proves, from the outside, that SCIM provisioning works.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(start()) }

// start runs the command line with a context that the first Ctrl-C or SIGTERM
// ends; the second finds no handler any more, and ends the process at once.
func start() int {
	// net/http logs what an unruly server sends, secrets and all.
	slog.SetDefault(slog.New(slog.DiscardHandler))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

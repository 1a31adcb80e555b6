package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/steps/problem"
)

const (
	healthURL = "http://" + defaultListen + "/healthz"
	// healthTimeout is below Docker's default of 30 seconds for a health check.
	healthTimeout = 5 * time.Second
	exitUnhealthy = 1
)

func newHealthcheck() *cobra.Command {
	address := healthURL
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask a served reference whether it is well",
		Long: `Asks a reference that scimproof serves whether it is well. It needs neither a shell nor curl,
so that an image with nothing but scimproof in it can be watched.

Exit codes: 0 healthy, 1 not healthy, 2 the command line is wrong.`,
		Example: `  scimproof healthcheck
  scimproof healthcheck --url http://127.0.0.1:9090/healthz`,
		Args: withoutArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return healthy(cmd.Context(), address) },
	}
	cmd.Flags().StringVar(&address, "url", healthURL, "the `URL` to ask")
	return cmd
}

// healthy is nil where the URL answers with a status from 200 to 299.
func healthy(ctx context.Context, address string) error {
	if u, err := url.Parse(address); err != nil || !isURL(address) || u.Host == "" {
		return problem.Usage("--url wants a URL that begins with http:// or https://").Hint("scimproof healthcheck --url %s", healthURL)
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return problem.Usage("--url cannot be asked").Because(err).Hint("scimproof healthcheck --url %s", healthURL)
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		return unhealthy("no answer from %s: %s", request.URL.Redacted(), reason(err)).
			Hint("is the reference running? start it with `scimproof serve`, or name its address with --url")
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.CopyN(io.Discard, response.Body, 4<<10)
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return unhealthy("%s answered %s", request.URL.Redacted(), response.Status).
			Hint("the path of the reference's health check is /healthz")
	}
	return nil
}

func unhealthy(format string, args ...any) *problem.Error {
	err := problem.Usage(format, args...)
	err.Exit = exitUnhealthy
	return err
}

// reason is the part of a network error that a person reads.
func reason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "it took longer than " + healthTimeout.String()
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "connection refused"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err.Error()
	}
	return err.Error()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/reference/connector"
	"github.com/scimproof/scimproof/reference/connector/faults"
	"github.com/scimproof/scimproof/steps/problem"
)

const connectorListen = "127.0.0.1:8099"

// connectorFlags are the flags of the command connector.
type connectorFlags struct {
	listen, urlFile, file string
	style                 choice
	faults                []string
	grace, timeout        time.Duration
}

func newConnector(s *session) *cobra.Command {
	f := &connectorFlags{style: choice{value: string(connector.RFC), words: styleNames()}}
	cmd := &cobra.Command{
		Use:        "connector",
		SuggestFor: []string{"client", "agent"},
		Short:      "Serve a small, honest connector, to try a check of connectors with",
		Long: `Serves a small SCIM client with a directory of its own. By its hooks, which are plain HTTP, people
join, change, leave and come back, and a cycle tells a SCIM service provider of it. It is what a
check of connectors has to pass; with --fault it is what such a check has to find.

The hooks ask for no password: whoever reaches the address may do everything. Ctrl-C or SIGTERM
stops it.`,
		Example: `  scimproof connector --file connector.yaml

  # in another terminal
  scimproof run --provisioner connector.yaml CONNECTOR-MATCH

  # as it is with a mistake
  scimproof connector --fault client-remove-member-with-value-array

  # by hand, in another terminal
  curl -X PUT localhost:8099/settings -d '{"scim": "https://tenant.example.com/scim/v2", "token": "..."}'
  curl -X PUT localhost:8099/people/7 -d '{"userName": "ada@example.com"}'
  curl -X POST localhost:8099/cycle`,
		Args: withoutArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.connector(cmd.Context(), f) },
	}
	f.register(cmd)
	return cmd
}

func (f *connectorFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", connectorListen, "listen on `ADDRESS`; port 0 takes a free one")
	flags.Var(&f.style, "style", "how it puts changes on the wire, a `STYLE`: "+strings.Join(styleNames(), ", "))
	flags.StringSliceVar(&f.faults, "fault", nil, "give it the fault `ID` (see `scimproof list faults client-`); may be repeated")
	flags.DurationVar(&f.grace, "grace", 0, "delete who is gone for good `HOW LONG` after they left, and not before")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "wait `HOW LONG` for one answer of the service provider")
	flags.StringVar(&f.file, "file", "", "write a connector's file, as run --provisioner wants one, to this new `FILE`")
	flags.StringVar(&f.urlFile, "url-file", "", "write the URL of the hooks to this `FILE`, once it listens")
}

func styleNames() []string {
	var names []string
	for _, style := range connector.Styles() {
		names = append(names, string(style))
	}
	return names
}

// connector is the command connector.
func (s *session) connector(ctx context.Context, f *connectorFlags) (err error) {
	named, err := connectorFaultsNamed(f.faults)
	if err != nil {
		return err
	}
	options := connector.Options{Style: connector.Style(f.style.value), Grace: f.grace, Timeout: f.timeout}
	for _, fault := range named {
		fault.Adjust(&options)
	}
	starting := context.WithoutCancel(ctx)
	listener, err := listen(starting, f.listen)
	if err != nil {
		return err
	}
	made, err := connector.Open(ctx, options)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, made.Close()) }()
	remove, err := s.announceConnector(f, originOf("", listener.Addr()), named)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, remove()) }()
	return serveUntil(ctx, connectorServer(made.Handler(), slog.New(slog.NewTextHandler(s.stderr, nil))), listener)
}

// connectorServer answers as late as it takes: a cycle ends when the service provider has been told.
func connectorServer(handler http.Handler, log *slog.Logger) *http.Server {
	server := newServer(handler, log)
	server.WriteTimeout = 0
	return server
}

// announceConnector says where the hooks are and how to check the connector; remove takes away what it wrote.
func (s *session) announceConnector(f *connectorFlags, origin string, named []faults.Fault) (remove func() error, err error) {
	remove = func() error { return nil }
	if f.urlFile != "" {
		if err := replaceFile(f.urlFile, origin+"\n"); err != nil {
			return nil, problem.Usage("cannot write the file %s", f.urlFile).Because(causeOf(err)).
				Hint("--url-file names a file in a folder that exists and may be written to")
		}
		remove = func() error { return os.Remove(f.urlFile) }
	}
	if err := f.writeFile(origin); err != nil {
		return nil, errors.Join(err, remove())
	}
	if _, err := s.stdout.Write([]byte(connectorWelcome(origin, f.file, named))); err != nil {
		return nil, errors.Join(fmt.Errorf("saying where the connector is: %w", err), remove())
	}
	return remove, nil
}

// writeFile writes the example of a connector's file, with where this one is. One that is there already
// may be somebody's work.
func (f *connectorFlags) writeFile(origin string) error {
	if f.file == "" {
		return nil
	}
	example, err := fs.ReadFile(fixtures.Connectors(), "scripted.yaml")
	if err != nil {
		return fmt.Errorf("reading the example of a connector's file: %w", err)
	}
	file, err := os.OpenFile(f.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return problem.Usage("there is a file %s already", f.file).
			Hint("leave --file out, if it is the one of before; or name a new one")
	case err == nil:
		_, err = file.WriteString(f.filled(string(example), origin))
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return problem.Usage("cannot write the file %s", f.file).Because(causeOf(err)).
			Hint("--file names a new file in a folder that exists and may be written to")
	}
	return nil
}

// filled is the example with the connector's own address, and the dialect that it speaks.
func (f *connectorFlags) filled(example, origin string) string {
	return strings.NewReplacer("${CONNECTOR_URL}", origin, "speaks: rfc", "speaks: "+spokenIn[connector.Style(f.style.value)]).Replace(example)
}

// spokenIn are the dialects to which the styles are as close as can be.
var spokenIn = map[connector.Style]string{connector.RFC: "rfc", connector.Put: "okta-aiw", connector.Entra: "entra"}

func connectorWelcome(origin, file string, named []faults.Fault) string {
	var out strings.Builder
	fmt.Fprintf(&out, "the connector is listening on %s\n\n", origin)
	for _, fault := range named {
		fmt.Fprintf(&out, "  fault %s: %s\n\n", fault.ID, fault.Title)
	}
	for _, hook := range []struct{ request, what string }{
		{"PUT    /settings", "the service provider: scim, token, ca"},
		{"PUT    /people/KEY", "a person joins, changes or comes back: a SCIM user"},
		{"DELETE /people/KEY", "a person leaves; with ?purge=true for good"},
		{"PUT    /groups/KEY", "a group: displayName, members"},
		{"DELETE /groups/KEY", "a group is gone"},
		{"POST   /cycle", "tell the service provider; ?full=true, ?override=true"},
		{"GET    /healthz", "is it up"},
	} {
		fmt.Fprintf(&out, "  %-20s%s\n", hook.request, hook.what)
	}
	fmt.Fprintf(&out, "\ncheck it, as any connector is checked:\n\n")
	if file != "" {
		fmt.Fprintf(&out, "  scimproof run --provisioner %s\n", file)
		return out.String()
	}
	fmt.Fprintf(&out, "  CONNECTOR_URL=%s scimproof run --provisioner fixtures/connectors/scripted.yaml\n\n(--file connector.yaml writes that file)\n", origin)
	return out.String()
}

func connectorFaultsNamed(ids []string) ([]faults.Fault, error) {
	var named []faults.Fault
	for _, id := range ids {
		fault, ok := faults.ByID(id)
		if !ok {
			return nil, unknown("fault", id, connectorFaultIDs())
		}
		named = append(named, fault)
	}
	return named, nil
}

func connectorFaultIDs() []string {
	var ids []string
	for _, fault := range faults.All() {
		ids = append(ids, fault.ID)
	}
	return ids
}

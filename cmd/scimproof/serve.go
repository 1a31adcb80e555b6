package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/steps/problem"
)

const defaultListen = "127.0.0.1:8080"

// serveFlags are the flags of the command serve.
type serveFlags struct {
	listen, publicURL       string
	tokenEnv, adminTokenEnv string
	store, targetFile       string
	policy                  deletionPolicy
	mode                    choice
	idp                     bool
	cycle                   time.Duration
	faults, variants        []string
	control                 string
	face                    choice
	emulation               *emulation  // what face stands for, once it is made
	controlled              *controlled // what control stands for, likewise
}

func newServe(s *session) *cobra.Command {
	f := &serveFlags{
		policy: deletionPolicy{policy: assets.RefuseWhileOwning},
		mode:   choice{value: "lenient", words: []string{"strict", "lenient"}},
		face:   choice{value: noFace, words: []string{noFace, qlikCloud}},
	}
	cmd := &cobra.Command{
		Use:        "serve",
		SuggestFor: []string{"start", "server", "listen"},
		Short:      "Serve the reference on a port",
		Long: `Serves the reference: a small tenant with SCIM, login, assets and an administration API. It says
where everything is, and how to run the scenarios against it. Ctrl-C or SIGTERM stops it.

Its tokens come from the environment, or are made up. No token is ever printed: where one was
made up, a target's file that holds it is written, readable by you alone, and removed again at
the end.

A second tenant stands behind the same origin, so that a run can see whether tenants are kept
apart. The token of its SCIM clients is ` + otherVariable + `, or made up.

With --control, everything that clients send is recorded, and a run may arrange what they get:
that of the control listener is ` + controlVariable + `, or made up.

Each flag has a variable: SCIMPROOF_LISTEN stands for --listen, SCIMPROOF_PUBLIC_URL for
--public-url.`,
		Example: `  scimproof serve

  # on a free port, with an identity provider, keeping its people
  scimproof serve --listen 127.0.0.1:0 --idp --store tenant.db

  # behind a proxy, with tokens of your own
  export SCIMPROOF_TOKEN=... SCIMPROOF_ADMIN_TOKEN=...
  scimproof serve --listen 0.0.0.0:8080 --public-url https://tenant.example.com

  # what becomes of a deleted person's assets
  scimproof serve --deletion-policy transfer-to=grace@example.com

  # with the public interface of another product, to try its profile
  scimproof serve --face qlik-cloud

  # with a control listener, to see what a client sends and to arrange what it gets
  scimproof serve --control 127.0.0.1:0

  # with a mistake, to see what it looks like
  scimproof serve --fault deprov-session-survives-put`,
		Args:    withoutArguments,
		PreRunE: s.fromEnvironment,
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.serve(cmd.Context(), f) },
	}
	f.register(cmd)
	return cmd
}

func (f *serveFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", defaultListen, "listen on `ADDRESS`; port 0 takes a free one")
	flags.StringVar(&f.publicURL, "public-url", "", "the `URL` by which clients reach it, if that is another")
	flags.StringVar(&f.tokenEnv, "token-env", "", "take the SCIM token from the variable `NAME` (default: "+tokenVariable+", else made up)")
	flags.StringVar(&f.adminTokenEnv, "admin-token-env", "",
		"take the administrator's token from the variable `NAME` (default: "+adminVariable+", else made up)")
	flags.StringVar(&f.store, "store", "", "keep everything in `FILE` (default: in memory)")
	flags.Var(&f.policy, "deletion-policy", "`POLICY` for the assets of a deleted person: "+strings.Join(policyNames(), ", "))
	flags.Var(&f.mode, "mode", "`MODE` towards clients that deviate from the RFCs: strict or lenient")
	flags.BoolVar(&f.idp, "idp", false, "serve an identity provider with logins and a provisioning agent as well")
	flags.DurationVar(&f.cycle, "provisioning-cycle", time.Minute, "`HOW OFTEN` its agents tell again what the tenant has not taken; 0 for never")
	flags.StringSliceVar(&f.faults, "fault", nil, "serve it with the fault `ID` (see `scimproof list faults`); may be repeated")
	flags.StringSliceVar(&f.variants, "variant", nil, "serve it as the RFCs also permit, by the variant `ID` (see `scimproof list variants`); may be repeated")
	flags.Var(&f.face, "face", "show it as another `PRODUCT`, for its profile: none or qlik-cloud")
	flags.StringVar(&f.control, "control", "", "record and arrange what clients get, over a control listener on the loopback `ADDRESS`")
	flags.StringVar(&f.targetFile, "target-file", "", "write a target's file for `scimproof run` to this `FILE`")
}

// serve is the command serve. Nothing is printed before it really listens; a ctx that
// ends before that still lets it start, and stop in order.
func (s *session) serve(ctx context.Context, f *serveFlags) (err error) {
	starting := context.WithoutCancel(ctx)
	public, err := publicURL(f.publicURL)
	if err != nil {
		return err
	}
	decorated, err := f.decoration()
	if err != nil {
		return err
	}
	tokens, err := s.serveTokens(f)
	if err != nil {
		return err
	}
	if f.emulation, err = s.face(f); err != nil {
		return err
	}
	listener, err := listen(starting, f.listen)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.stderr, nil))
	if f.controlled, err = s.control(starting, f, tokens, log); err != nil {
		return errors.Join(err, listener.Close())
	}
	options, err := f.emulation.wear(f.options(public, tokens, log))
	if err != nil {
		return errors.Join(err, listener.Close(), f.controlled.close())
	}
	decorated.Adjust(&options)
	house, err := reference.OpenHouse(starting, options, f.neighbour(public, tokens, log))
	if err != nil {
		return errors.Join(f.notOpened(err), listener.Close(), f.controlled.close())
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	remove, err := s.announce(f, originOf(public, listener.Addr())+decorated.Prefix(), tokens)
	if err != nil {
		return errors.Join(err, listener.Close(), f.controlled.close())
	}
	defer func() { err = errors.Join(err, remove()) }()
	handler := f.controlled.wrap(decorated.Prefix()+f.scimPath(), decorated.Wrap(house.Handler()))
	return serveWith(ctx, f.controlled, newServer(handler, log), listener)
}

// scimPath is where SCIM begins.
func (f *serveFlags) scimPath() string {
	if f.emulation != nil {
		return f.emulation.scimPath
	}
	return reference.SCIMPath
}

func (f *serveFlags) options(public string, t tokens, log *slog.Logger) reference.Options {
	return reference.Options{
		Store: f.store, PublicURL: public, SCIMToken: t.scim.value, AdminToken: t.admin.value,
		DeletionPolicy: f.policy.policy, Heir: f.policy.heir,
		Strict: f.mode.value == "strict", IdentityProvider: f.idp, ProvisioningCycle: f.cycle, Log: log,
	}
}

// neighbour is the second tenant, which keeps its people beside those of the first.
func (f *serveFlags) neighbour(public string, t tokens, log *slog.Logger) reference.Options {
	options := reference.Options{PublicURL: public, SCIMToken: t.other.value, Strict: f.mode.value == "strict", Log: log}
	if f.store != "" {
		options.Store = f.store + "-neighbour"
	}
	return options
}

func (f *serveFlags) notOpened(err error) error {
	if f.store == "" {
		return err
	}
	return problem.Usage("cannot keep the tenant in %s", f.store).Because(err).
		Hint("--store names a file of the reference's own, in a folder that exists and may be written to")
}

// publicURL checks what clients are told to go to, and returns it without a
// trailing slash.
func publicURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || !isURL(text) || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", problem.Usage("--public-url wants http:// or https:// with a host, and no user, query or fragment").
			Hint("scimproof serve --public-url https://tenant.example.com")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	return listenFor(ctx, "listen", address)
}

// listenFor listens on the address that a flag gives.
func listenFor(ctx context.Context, flag, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, problem.Usage("%s is taken by another program", address).
			Hint("scimproof serve --%s 127.0.0.1:0 takes a free port, and says which", flag)
	default:
		return nil, problem.Usage("cannot listen on %q", address).Because(listenCause(err)).
			Hint("--%s wants an address of this machine and a port, such as %s", flag, defaultListen)
	}
}

// listenCause drops the address, which the sentence has already.
func listenCause(err error) error {
	if wrong, ok := errors.AsType[*net.AddrError](err); ok {
		return errors.New(wrong.Err)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err
	}
	return err
}

// originOf is the URL by which clients reach the reference. One that listens on
// every address is reached on loopback at least.
func originOf(public string, address net.Addr) string {
	if public != "" {
		return public
	}
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return "http://" + address.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return fmt.Sprintf("http://%s", net.JoinHostPort(host, port))
}

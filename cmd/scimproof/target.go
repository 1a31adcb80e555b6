package main

import (
	"context"
	"strings"

	"github.com/spf13/pflag"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/target"
)

// targetFlags say who is judged.
type targetFlags struct {
	target, profile, tokenEnv, tokenFile string
	allowWrites                          bool
	// mode is that of the bundled reference; "" for what suits the dialects.
	mode choice
}

func (f *targetFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.target, "target", "", "judge this target: a `FILE|URL` (default: the bundled reference)")
	flags.StringVar(&f.profile, "profile", "", "the profile `NAME` of the product, where --target is a URL")
	flags.StringVar(&f.tokenEnv, "token-env", "", "take the bearer token from the environment variable `NAME`")
	flags.StringVar(&f.tokenFile, "token-file", "", "take the bearer token from `FILE`")
	flags.Var(&f.mode, "mode", "`MODE` of the bundled reference towards clients that deviate from the RFCs: strict or lenient")
	flags.BoolVar(&f.allowWrites, "allow-writes", false, "write to a target that is not on this machine")
}

// open finds the target that the flags name, or starts the bundled one; release
// stops what was started.
func (s *session) open(ctx context.Context, f targetFlags, mode string) (under *target.Target, release func(), err error) {
	if err := f.modeIsBundled(); err != nil {
		return nil, nil, err
	}
	if f.target == "" {
		if err := f.bundledTakesNone(); err != nil {
			return nil, nil, err
		}
		return s.openBundled(ctx, mode == modeStrict)
	}
	if under, err = s.named(f); err != nil {
		return nil, nil, err
	}
	s.secrets.Add(under.Secrets()...)
	if err := under.CheckWrites(); err != nil {
		return nil, nil, err
	}
	return under, func() {}, nil
}

func (f targetFlags) bundledTakesNone() error {
	for _, flag := range []struct{ name, value string }{
		{"profile", f.profile}, {"token-env", f.tokenEnv}, {"token-file", f.tokenFile},
	} {
		if flag.value != "" {
			return problem.Usage("--%s goes with --target", flag.name).
				Hint("scimproof run --target https://tenant.example.com/scim/v2 --token-env SCIM_TOKEN")
		}
	}
	return nil
}

// named is the target of --target, with the other flags laid over it.
func (s *session) named(f targetFlags) (*target.Target, error) {
	token, err := s.token(f)
	if err != nil {
		return nil, err
	}
	under, err := s.load(f, token)
	if err != nil {
		return nil, err
	}
	if f.allowWrites {
		under.AllowWrites = &f.allowWrites
	}
	return under, nil
}

func (s *session) load(f targetFlags, token string) (*target.Target, error) {
	switch {
	case !isURL(f.target) && f.profile != "":
		return nil, problem.Usage("--profile goes with a URL, not with a target's file").
			Hint("the file names its profile itself: `profile: %s`", f.profile)
	case !isURL(f.target):
		return target.Load(f.target, token, s.lookup)
	}
	under, err := target.FromURL(f.target, f.profile, s.lookup)
	if err == nil && token != "" {
		under.SetBearer(token)
	}
	return under, err
}

func isURL(text string) bool {
	scheme, _, found := strings.Cut(text, "://")
	return found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

func isYAML(text string) bool {
	return strings.HasSuffix(text, ".yaml") || strings.HasSuffix(text, ".yml")
}

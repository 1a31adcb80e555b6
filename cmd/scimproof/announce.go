package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/steps/problem"
)

// token is a secret of the served reference.
type token struct {
	value string
	// variable is where it came from; "" for one that was made up.
	variable string
}

// inFile is how a target's file says it: by its variable, or as it is.
func (t token) inFile() string {
	if t.variable != "" {
		return "${" + t.variable + "}"
	}
	return t.value
}

// tokens are those of SCIM clients, of the administrator, and of the SCIM clients of
// the second tenant.
type tokens struct{ scim, admin, other token }

// serveTokens takes the tokens from the environment or makes them up.
func (s *session) serveTokens(f *serveFlags) (tokens, error) {
	scim, err := s.serveToken("token-env", f.tokenEnv, tokenVariable)
	if err != nil {
		return tokens{}, err
	}
	admin, err := s.serveToken("admin-token-env", f.adminTokenEnv, adminVariable)
	if err != nil {
		return tokens{}, err
	}
	other, err := s.serveToken("", "", otherVariable)
	if err != nil {
		return tokens{}, err
	}
	if scim.value == other.value {
		return tokens{}, problem.Usage("the SCIM tokens of both tenants are the same").
			Hint("the token tells the tenants apart: give %s and %s values of their own", tokenVariable, otherVariable)
	}
	if scim.value == admin.value {
		return tokens{}, problem.Usage("the SCIM token and the administrator's token are the same").
			Hint("who may provision is no administrator: give %s and %s values of their own", tokenVariable, adminVariable)
	}
	s.secrets.Add(scim.value, admin.value, other.value)
	return tokens{scim, admin, other}, nil
}

func (s *session) serveToken(flag, named, usual string) (token, error) {
	if value, _ := s.lookup(usual); named == "" && value == "" {
		return token{value: rand.Text()}, nil
	}
	name := named
	if name == "" {
		name = usual
	}
	value, err := s.tokenOfVariable(flag, name)
	return token{value, name}, err
}

// madeUp tells whether a token is known from nowhere but a target's file.
func (t tokens) madeUp() bool { return t.scim.variable == "" || t.admin.variable == "" }

// announce says where everything is and how to run against it, and writes the
// target's file that this needs; remove takes that away again.
func (s *session) announce(f *serveFlags, origin string, t tokens) (remove func() error, err error) {
	if f.emulation != nil {
		return s.announceFace(f, origin, t)
	}
	remove = func() error { return nil }
	command, written := environmentLine(origin, t), ""
	if f.targetFile != "" || t.madeUp() || f.controlled != nil {
		path, removal, err := writeTargetFile(f, origin, t)
		if err != nil {
			return nil, err
		}
		remove, command, written = removal, "scimproof run --target "+shellWord(path), path
	}
	greeting := welcome(f, origin, command, t.admin.whereabouts(written)) + f.controlled.announcement(written)
	if _, err := s.stdout.Write([]byte(greeting)); err != nil {
		return nil, errors.Join(fmt.Errorf("saying where the reference is: %w", err), remove())
	}
	return remove, nil
}

// environmentLine runs with tokens that the reader's environment holds.
func environmentLine(origin string, t tokens) string {
	line := fmt.Sprintf("scimproof run --target %s%s --profile reference --token-env %s --allow-writes", origin, reference.SCIMPath, t.scim.variable)
	if t.admin.variable != adminVariable {
		// The profile knows the administrator's token by this name.
		line = fmt.Sprintf("%s=\"$%s\" %s", adminVariable, t.admin.variable, line)
	}
	return line
}

// whereabouts says where an administrator finds the token that lets them into the
// console; never the token itself.
func (t token) whereabouts(targetFile string) string {
	if t.variable != "" {
		return "the value of " + t.variable
	}
	return "credentials.admin.bearer in " + targetFile
}

func welcome(f *serveFlags, origin, command, token string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "the reference is listening on %s\n\n", origin)
	decorated, _ := f.decoration() // checked before anything was started
	out.WriteString(decorated.departures())
	for _, row := range []struct{ what, path string }{
		{"console", "/console"},
		{"app", "/app"},
		{"SCIM", reference.SCIMPath},
		{"login", "/login"},
		{"token endpoint", "/oauth/token"},
		{"who am I", "/api/v1/whoami"},
		{"assets", "/api/v1/assets"},
		{"administration", "/api/v1/users"},
		{"audit trail", "/api/v1/audit"},
		{"identity provider", idp.PagePath},
		{"health", "/healthz"},
	} {
		if f.idp || row.what != "identity provider" {
			fmt.Fprintf(&out, "  %-19s%s%s\n", row.what, origin, row.path)
		}
	}
	fmt.Fprintf(&out, "\nthe console's login wants the administrator's token: %s\n", token)
	fmt.Fprintf(&out, "\nrun the scenarios against it:\n\n  %s\n", command)
	return out.String()
}

// writeTargetFile writes a target's file that only its owner may read, and
// returns its path and how to remove it.
func writeTargetFile(f *serveFlags, origin string, t tokens) (path string, remove func() error, err error) {
	path, removeFolder := f.targetFile, func() error { return nil }
	if path == "" {
		folder, err := os.MkdirTemp("", "scimproof-")
		if err != nil {
			return "", nil, problem.Usage("cannot write the target's file").Because(err).
				Hint("name a place for it: --target-file reference.yaml").
				Hint("or set %s and %s: then no file is needed", tokenVariable, adminVariable)
		}
		path, removeFolder = filepath.Join(folder, "reference.yaml"), func() error { return os.Remove(folder) }
	}
	if err := replaceFile(path, targetFile(f, origin, t)); err != nil {
		return "", nil, errors.Join(problem.Usage("cannot write the target's file %s", path).Because(causeOf(err)).
			Hint("--target-file names a file in a folder that exists and may be written to"), removeFolder())
	}
	return path, func() error { return errors.Join(os.Remove(path), removeFolder()) }, nil
}

// replaceFile puts a whole file in its place at once: whoever waits for it never
// reads half of it. Temporary files are their owner's alone.
func replaceFile(path, content string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".scimproof-*")
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// targetFile is the served reference as a target: its tokens, and where its flags
// make it another than its profile says.
func targetFile(f *serveFlags, origin string, t tokens) string {
	if f.emulation != nil {
		return f.emulation.targetFile(origin, t) + f.controlled.inFile()
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# A reference that scimproof serves. It holds tokens: keep it to yourself.\n")
	fmt.Fprintf(&out, "name: reference\nprofile: reference\n")
	fmt.Fprintf(&out, "scim: {url: %q, auth: {bearer: %q}}\n", origin+reference.SCIMPath, t.scim.inFile())
	fmt.Fprintf(&out, "credentials: {admin: {bearer: %q}}\n", t.admin.inFile())
	fmt.Fprintf(&out, "otherTenant: {scim: {auth: {bearer: %q}}}\n", t.other.inFile())
	fmt.Fprintf(&out, "allow_writes: true\n")
	if absent := f.absent(); len(absent) > 0 {
		fmt.Fprintf(&out, "capabilities: {%s}\n", strings.Join(absent, ", "))
	}
	if policy := f.policy.policy; policy != assets.RefuseWhileOwning {
		fmt.Fprintf(&out, "probes: {ownership: {deletion: {policy: %q}}}\n", declared(policy))
	}
	out.WriteString(f.controlled.inFile())
	return out.String()
}

// absent are the capabilities that the profile has and the flags take away.
func (f *serveFlags) absent() (absent []string) {
	if !f.idp {
		absent = append(absent, "directory: absent")
	}
	if f.mode.value == modeStrict {
		absent = append(absent, "entra: absent") // it refuses what Entra ID sends beyond the RFC
	}
	return absent
}

// declared is the policy as a target's file may state it: the id of an heir is not
// known before the heir exists, and then it suffices that somebody owns everything.
func declared(policy assets.Policy) assets.Policy {
	if policy == assets.TransferTo {
		return ""
	}
	return policy
}

// shellWord quotes a path for a shell, where that is needed.
func shellWord(path string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./"
	if path != "" && strings.Trim(path, plain) == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

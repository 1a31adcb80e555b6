package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/qlik"
	"github.com/scimproof/scimproof/steps/problem"
)

// The faces that serve can put on the reference: their names are those of the profiles that go with them.
const (
	noFace    = "none"
	qlikCloud = "qlik-cloud"
)

// emulation is a face, with what its profile needs to know.
type emulation struct {
	profile  string
	options  qlik.Options
	scimPath string
	// variables are those of the profile but for the URLs and the SCIM and the administrator's token. They are secrets.
	variables map[string]string
}

// face makes the face that is asked for; nil for none. Its secrets are made up.
func (s *session) face(f *serveFlags) (*emulation, error) {
	if f.face.value == noFace {
		return nil, nil
	}
	if err := f.mustSuitFace(); err != nil {
		return nil, err
	}
	private, public, err := keyPair()
	if err != nil {
		return nil, err
	}
	o := qlik.Options{
		ClientID: "scimproof-" + strings.ToLower(rand.Text()), ClientSecret: rand.Text(),
		Issuer: "scimproof.invalid", KeyID: "scimproof-key", PublicKey: public,
	}
	e := &emulation{profile: f.face.value, options: o, scimPath: qlik.SCIMPath, variables: map[string]string{
		"QLIK_CLIENT_ID": o.ClientID, "QLIK_CLIENT_SECRET": o.ClientSecret,
		"QLIK_JWT_KEY": string(private), "QLIK_JWT_KEY_ID": o.KeyID, "QLIK_JWT_ISSUER": o.Issuer,
	}}
	s.secrets.Add(o.ClientSecret, string(private))
	return e, nil
}

// mustSuitFace complains about flags that are about the reference's own interface, or that the product decides.
func (f *serveFlags) mustSuitFace() error {
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"--idp", f.idp},
		{"--fault", len(f.faults) > 0},
		{"--variant", len(f.variants) > 0},
		{"--deletion-policy", f.policy.policy != assets.RefuseWhileOwning},
	} {
		if flag.given {
			return problem.Usage("%s does not go with --face %s", flag.name, f.face.value).
				Hint("a face has the manners of its product: leave %s out", flag.name)
		}
	}
	return nil
}

// keyPair makes the key of an identity provider, both halves as PEM.
func keyPair() (private, public []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("making a key: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("encoding a key: %w", err)
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, nil, fmt.Errorf("encoding a key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}),
		pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}), nil
}

// wear puts the face on a tenant.
func (e *emulation) wear(tenant reference.Options) (reference.Options, error) {
	if e == nil {
		return tenant, nil
	}
	return qlik.As(tenant, e.options)
}

// announceFace is announce for a face: its secrets are made up, so that there always is a target's file.
func (s *session) announceFace(f *serveFlags, origin string, t tokens) (remove func() error, err error) {
	path, remove, err := writeTargetFile(f, origin, t)
	if err != nil {
		return nil, err
	}
	greeting := f.emulation.welcome(origin, "scimproof run --target "+shellWord(path), t) + f.controlled.announcement(path)
	if _, err := s.stdout.Write([]byte(greeting)); err != nil {
		return nil, errors.Join(fmt.Errorf("saying where the reference is: %w", err), remove())
	}
	return remove, nil
}

// values are all variables of the profile.
func (e *emulation) values(origin string, t tokens) map[string]string {
	all := maps.Clone(e.variables)
	all["QLIK_TENANT_URL"], all["QLIK_SCIM_BASE_URL"] = origin, origin+e.scimPath
	all["QLIK_SCIM_TOKEN"], all["QLIK_ADMIN_TOKEN"] = t.scim.value, t.admin.value
	return all
}

// welcome says where what is, and by which variables the profile knows it. Their values are in the target's file alone.
func (e *emulation) welcome(origin, command string, t tokens) string {
	var out strings.Builder
	fmt.Fprintf(&out, "the reference shows itself as %s on %s\n\n", e.profile, origin)
	for _, row := range []struct{ what, path string }{
		{"SCIM", e.scimPath}, {"users", "/api/v1/users"}, {"token endpoint", "/oauth/token"}, {"session", "/login/jwt-session"}, {"health", "/healthz"},
	} {
		fmt.Fprintf(&out, "  %-19s%s%s\n", row.what, origin, row.path)
	}
	out.WriteString("\nthe profile needs these variables, which the target's file holds:\n\n")
	for _, name := range slices.Sorted(maps.Keys(e.values(origin, t))) {
		fmt.Fprintf(&out, "  %s\n", name)
	}
	fmt.Fprintf(&out, "\nrun the life cycle against it:\n\n  %s --tags @lifecycle\n", command)
	return out.String()
}

// targetFile is the face as a target, complete in itself.
func (e *emulation) targetFile(origin string, t tokens) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# A reference that scimproof serves as %s. It holds secrets: keep it to yourself.\n", e.profile)
	fmt.Fprintf(&out, "name: %s emulated\nprofile: %s\nallow_writes: true\nlimits: {concurrency: 8, rate: null, settle: 5s}\nvariables:\n", e.profile, e.profile)
	values := e.values(origin, t)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&out, "  %s: %q\n", name, values[name])
	}
	return out.String()
}

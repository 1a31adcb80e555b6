package probe

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// JWT is a signed assertion about a person (RFC 7519), made anew for each request.
type JWT struct {
	// Key is a private key in PEM (PKCS #8, PKCS #1 or SEC 1); Secret, in its place, the
	// key of an HMAC. Line ends of a key may be written as \n.
	Key    string `yaml:"key"`
	Secret string `yaml:"secret"`
	// Algorithm is RS256, ES256, HS256 and so on; by default the usual one of the key.
	Algorithm string `yaml:"alg"`
	// KeyID is the header's kid.
	KeyID string `yaml:"kid"`
	// Issuer, Subject and Audience are templates; Subject is {{user.userName}} by default.
	Issuer   string `yaml:"issuer"`
	Subject  string `yaml:"subject"`
	Audience string `yaml:"audience"`
	// Lifetime is 5 minutes by default.
	Lifetime time.Duration `yaml:"lifetime"`
	// Claims are laid over iss, sub, aud, iat, nbf, exp and jti; null takes one away.
	Claims *template.JSON `yaml:"claims"`

	node *yamlfile.Node
	key  any
	alg  jose.SignatureAlgorithm
}

const defaultLifetime = 5 * time.Minute

// skew is how much earlier an assertion says that it was made, for clocks that are behind.
const skew = 10 * time.Second

// FromYAML reads the assertion, and its key.
func (j *JWT) FromYAML(n *yamlfile.Node) error {
	type plain JWT
	if err := n.Decode((*plain)(j)); err != nil {
		return err
	}
	j.node = n
	if count(j.Key != "", j.Secret != "") != 1 {
		return n.Errorf("a jwt has either key or secret").Hint("write `key: \"${JWT_KEY}\"`, a private key in PEM")
	}
	if j.Subject == "" {
		j.Subject = "{{user.userName}}"
	}
	if j.Lifetime == 0 {
		j.Lifetime = defaultLifetime
	}
	for _, text := range []string{j.Issuer, j.Subject, j.Audience} {
		if err := template.Check(text); err != nil {
			return n.Errorf("%v", err)
		}
	}
	return j.readKey(n)
}

func (j *JWT) readKey(n *yamlfile.Node) error {
	key, algorithms, err := []byte(j.Secret), hmacs, error(nil)
	if j.Secret == "" {
		j.key, algorithms, err = parseKey(j.Key)
	} else {
		j.key = key
	}
	if err != nil {
		return n.Errorf("key: %v", err).Hint("a private key in PEM begins with -----BEGIN PRIVATE KEY-----")
	}
	j.alg = jose.SignatureAlgorithm(j.Algorithm)
	if j.alg == "" {
		j.alg = algorithms[0]
	}
	if !slices.Contains(algorithms, j.alg) {
		return n.Errorf("alg: the key cannot sign by %q", j.Algorithm).Hint("it signs by %s", joined(algorithms))
	}
	return nil
}

func joined(algorithms []jose.SignatureAlgorithm) string {
	var names []string
	for _, a := range algorithms {
		names = append(names, string(a))
	}
	return strings.Join(names, ", ")
}

var (
	hmacs = []jose.SignatureAlgorithm{jose.HS256, jose.HS384, jose.HS512}
	rsas  = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512}
)

// errNoKey does not show what stands there.
var errNoKey = errors.New("it is no private key in PEM")

func parseKey(text string) (any, []jose.SignatureAlgorithm, error) {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if block == nil {
		return nil, nil, errNoKey
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		key, err = olderKey(block.Bytes)
	}
	if err != nil {
		return nil, nil, errNoKey
	}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return k, rsas, nil
	case ed25519.PrivateKey:
		return k, []jose.SignatureAlgorithm{jose.EdDSA}, nil
	case *ecdsa.PrivateKey:
		if alg, known := curves[k.Curve]; known {
			return k, []jose.SignatureAlgorithm{alg}, nil
		}
	}
	return nil, nil, fmt.Errorf("a key of type %T signs no assertion", key)
}

func olderKey(der []byte) (any, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	return x509.ParseECPrivateKey(der)
}

var curves = map[elliptic.Curve]jose.SignatureAlgorithm{
	elliptic.P256(): jose.ES256, elliptic.P384(): jose.ES384, elliptic.P521(): jose.ES512,
}

// names are those that the assertion is filled in with.
func (j *JWT) names() []string {
	var all []string
	for _, text := range []string{j.Issuer, j.Subject, j.Audience} {
		found, _ := template.Names(text) // the form was checked when it was read
		all = append(all, found...)
	}
	if j.Claims != nil {
		all = append(all, j.Claims.Names()...)
	}
	return all
}

// sign makes the assertion; a forged one is signed by a key that nobody has.
func (j *JWT) sign(vars template.Vars, forge bool) (string, error) {
	claims, err := j.claims(vars)
	if err != nil {
		return "", fmt.Errorf("jwt: %w", err)
	}
	key := j.key
	if forge {
		if key, err = another(key); err != nil {
			return "", fmt.Errorf("jwt: making another key: %w", err)
		}
	}
	options := (&jose.SignerOptions{}).WithType("JWT")
	if j.KeyID != "" {
		options = options.WithHeader("kid", j.KeyID)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: j.alg, Key: key}, options)
	if err != nil {
		return "", fmt.Errorf("jwt: %w", err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		return "", fmt.Errorf("jwt: signing: %w", err)
	}
	return signed.CompactSerialize()
}

func (j *JWT) claims(vars template.Vars) ([]byte, error) {
	now := time.Now()
	claims := map[string]any{
		"iat": now.Add(-skew).Unix(), "nbf": now.Add(-skew).Unix(), "exp": now.Add(j.Lifetime).Unix(), "jti": rand.Text(),
	}
	for name, text := range map[string]string{"iss": j.Issuer, "sub": j.Subject, "aud": j.Audience} {
		value, err := template.Text(text, vars)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if value != "" {
			claims[name] = value
		}
	}
	if err := j.overlay(claims, vars); err != nil {
		return nil, err
	}
	return json.Marshal(claims, json.Deterministic(true))
}

func (j *JWT) overlay(claims map[string]any, vars template.Vars) error {
	if j.Claims == nil {
		return nil
	}
	text, err := j.Claims.Render(vars)
	if err != nil {
		return err
	}
	var own map[string]any
	if err := json.Unmarshal(text, &own); err != nil {
		return fmt.Errorf("claims: want a mapping")
	}
	maps.Copy(claims, own)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	return nil
}

// another is a fresh key of the same kind.
func another(key any) (crypto.PrivateKey, error) {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return rsa.GenerateKey(rand.Reader, max(k.N.BitLen(), 2048))
	case *ecdsa.PrivateKey:
		return ecdsa.GenerateKey(k.Curve, rand.Reader)
	case ed25519.PrivateKey:
		_, fresh, err := ed25519.GenerateKey(rand.Reader)
		return fresh, err
	default:
		return []byte(rand.Text() + rand.Text() + rand.Text()), nil
	}
}

package scim

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Redacted stands in every output where a secret stood.
const Redacted = "[redacted]"

// shortest is the length below which a value is too common a word to be
// replaced wherever it occurs; such secrets are still removed by their name.
const shortest = 6

// secretMember finds the JSON members and form fields whose very name says that
// the value is a secret, so that a secret nobody registered is removed as well. A
// text that was cut may lack the closing quote.
var secretMember = regexp.MustCompile(
	`(?i)("(?:password|access_token|refresh_token|id_token|client_secret|token|secret|assertion)"\s*:\s*)"(?:[^"\\]|\\.)*"?`)

var secretField = regexp.MustCompile(
	`(?i)((?:^|[?&])(?:password|access_token|refresh_token|id_token|client_secret|token|secret|assertion|client_assertion|subject_token|actor_token|code|code_verifier)=)[^&\s#]*`)

// secretHeaders are never kept, whatever their value.
var secretHeaders = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"}

// Redactor removes secrets from text. The zero value knows no secret by value
// and still removes those that a name gives away. It is safe for parallel use.
type Redactor struct {
	parent *Redactor

	mu       sync.RWMutex
	secrets  []string
	replacer *strings.Replacer
}

// NewRedactor returns a redactor of the given secrets; parent, if any, removes
// its own first.
func NewRedactor(parent *Redactor, secrets ...string) *Redactor {
	r := &Redactor{parent: parent}
	r.Add(secrets...)
	return r
}

// Add registers secrets in each form in which they travel: as they are, in a
// form or query, and as a JSON string.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		for _, form := range forms(secret) {
			if !slices.Contains(r.secrets, form) {
				r.secrets = append(r.secrets, form)
			}
		}
	}
	r.replacer = replacerOf(r.secrets)
}

func forms(secret string) []string {
	if len(secret) < shortest {
		return nil
	}
	quoted, err := jsontext.AppendQuote(nil, secret)
	if err != nil {
		return []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	}
	return []string{secret, url.QueryEscape(secret), url.PathEscape(secret), string(quoted[1 : len(quoted)-1])}
}

// replacerOf puts longer secrets first, so that one which contains another is
// removed whole.
func replacerOf(secrets []string) *strings.Replacer {
	ordered := slices.Clone(secrets)
	slices.SortFunc(ordered, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(ordered))
	for _, secret := range ordered {
		pairs = append(pairs, secret, Redacted)
	}
	return strings.NewReplacer(pairs...)
}

// Text returns s without any secret.
func (r *Redactor) Text(s string) string {
	s = r.known(s)
	if !namesSecret(s) {
		return s
	}
	s = secretMember.ReplaceAllString(s, `${1}"`+Redacted+`"`)
	return secretField.ReplaceAllString(s, `${1}`+Redacted)
}

// secretWords is one of which every name in secretMember and secretField has. A code is
// one only in a form or a query: postalCode is none.
var secretWords = []string{"password", "token", "secret", "assertion", "code=", "code_verifier="}

// namesSecret spares the text without such a word, which is nearly all of it, two
// searches by expression.
func namesSecret(s string) bool {
	for i := range len(s) {
		switch s[i] | 0x20 {
		case 'p', 't', 's', 'a', 'c':
			if slices.ContainsFunc(secretWords, func(word string) bool { return beginsWith(s[i:], word) }) {
				return true
			}
		}
	}
	return false
}

func beginsWith(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[:len(word)], word)
}

func (r *Redactor) known(s string) string {
	if r == nil {
		return s
	}
	s = r.parent.known(s)
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.replacer == nil {
		return s
	}
	return r.replacer.Replace(s)
}

// Header returns a copy of h without any secret.
func (r *Redactor) Header(h http.Header) map[string][]string {
	clean := make(map[string][]string, len(h))
	for name, values := range h {
		for _, value := range values {
			clean[name] = append(clean[name], r.headerValue(name, value))
		}
	}
	return clean
}

func (r *Redactor) headerValue(name, value string) string {
	if !slices.Contains(secretHeaders, http.CanonicalHeaderKey(name)) {
		return r.Text(value)
	}
	if scheme, _, found := strings.Cut(value, " "); found && strings.HasSuffix(name, "uthorization") {
		return scheme + " " + Redacted
	}
	return Redacted
}

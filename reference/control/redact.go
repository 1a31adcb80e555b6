package control

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/reference/api"
)

// shortest is the length below which a secret is too common a text to be looked for.
const shortest = 6

// cleaner knows which credentials are meant for the target.
type cleaner struct{ ours []string }

func newCleaner(ours []string) *cleaner {
	return &cleaner{slices.DeleteFunc(slices.Clone(ours), func(token string) bool { return token == "" })}
}

// credential says whose credential a request carries: "ours", "other" or "none".
func (c *cleaner) credential(header http.Header) string {
	shown := presented(header)
	for _, token := range shown {
		if slices.ContainsFunc(c.ours, func(own string) bool { return api.SameSecret(own, token) }) {
			return "ours"
		}
	}
	if len(shown) == 0 {
		return "none"
	}
	return "other"
}

// presented are the credentials of a request, without their scheme.
func presented(header http.Header) []string {
	var shown []string
	for name, values := range header {
		for _, value := range values {
			if value = strings.TrimSpace(value); value == "" || !isSecret(name) {
				continue
			}
			if scheme, token, found := strings.Cut(value, " "); found && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic")) {
				value = strings.TrimSpace(token)
			}
			shown = append(shown, value)
		}
	}
	return shown
}

// dropped are the headers that are not shown at all.
var dropped = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}

var secretHeader = regexp.MustCompile(`(?i)authorization|cookie|token|secret|password|api-?key|signature`)

func isSecret(name string) bool { return secretHeader.MatchString(name) }

// secrets are what must not be shown of one exchange.
type secrets struct {
	replacer *strings.Replacer
	longest  int
}

func (c *cleaner) secretsOf(header http.Header) *secrets {
	var all []string
	for _, secret := range slices.Concat(c.ours, presented(header)) {
		if len(secret) >= shortest {
			all = append(all, secret, url.QueryEscape(secret), url.PathEscape(secret), strings.ReplaceAll(secret, "/", `\/`))
		}
	}
	// One that holds another is taken out whole.
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	s, pairs := &secrets{}, make([]string, 0, 2*len(all))
	for _, secret := range all {
		pairs, s.longest = append(pairs, secret, Withheld), max(s.longest, len(secret))
	}
	s.replacer = strings.NewReplacer(pairs...)
	return s
}

// text is without the secrets that are known.
func (s *secrets) text(text string) string {
	return strings.ToValidUTF8(s.replacer.Replace(text), "\uFFFD")
}

func (s *secrets) header(header http.Header) http.Header {
	clean := http.Header{}
	for name, values := range header {
		for _, value := range values {
			switch {
			case slices.Contains(dropped, http.CanonicalHeaderKey(name)):
			case isSecret(name):
				clean[name] = append(clean[name], Withheld)
			default:
				address, query, found := strings.Cut(value, "?")
				if found {
					address += "?" + s.query(query)
				}
				clean[name] = append(clean[name], s.text(address))
			}
		}
	}
	return clean
}

// secretNames are the JSON members and parameters whose very name says that the value is a secret.
var secretNames = []string{
	"password", "access_token", "refresh_token", "id_token", "client_secret", "token", "secret", "assertion", "api_key", "apikey",
}

func isSecretName(name string) bool {
	name = strings.TrimSpace(name)
	if at := strings.LastIndexByte(name, ':'); at >= 0 {
		name = name[at+1:]
	}
	return slices.ContainsFunc(secretNames, func(one string) bool { return strings.EqualFold(one, name) })
}

// comparesPassword finds a filter on the password, which holds what it is compared with.
var comparesPassword = regexp.MustCompile(`(?i)password\s+\w{2}\s`)

// query is a query without secrets, and otherwise as it came.
func (s *secrets) query(query string) string {
	parts := strings.Split(query, "&")
	for i, part := range parts {
		key, value, _ := strings.Cut(part, "=")
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		if value != "" && (isSecretName(keyOf(part)) || comparesPassword.MatchString(plain)) {
			parts[i] = key + "=" + Withheld
		}
	}
	return s.text(strings.Join(parts, "&"))
}

// body is a body without secrets, and its length where that is more than was kept.
func (s *secrets) body(kept []byte, length int64) (text string, bytes int64) {
	text = s.replacer.Replace(string(withoutSecrets(kept)))
	if length > int64(len(kept)) {
		// A secret that was cut in two is not recognised.
		text, bytes = text[:max(0, len(text)-s.longest)], length
		for !utf8.ValidString(text[max(0, len(text)-utf8.UTFMax):]) && len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
			text = text[:len(text)-1]
		}
	}
	return strings.ToValidUTF8(text, "\uFFFD"), bytes
}

// span is a part of a body.
type span struct{ from, to int }

// withoutSecrets puts Withheld in the place of the values that are secrets by their name, or by that of the operation's
// path. All else stays as it was sent. What is no JSON is left out where it speaks of a secret.
func withoutSecrets(body []byte) []byte {
	find := &finder{body: body, decoder: lenient(body)}
	understood := 0
	for err := error(nil); err == nil; {
		if err = find.value(); err == nil {
			understood = int(find.decoder.InputOffset())
		}
	}
	understood = max(understood, int(find.decoder.InputOffset()))
	spans := find.found
	if rest := body[understood:]; len(strings.TrimSpace(string(rest))) > 0 && speaksOfSecret(body) {
		spans = append(spans, span{understood, len(body)})
	}
	return replaced(body, spans)
}

var secretWord = regexp.MustCompile(`(?i)password|token|secret|assertion|\\u00`)

func speaksOfSecret(body []byte) bool { return secretWord.Match(body) }

func replaced(body []byte, spans []span) []byte {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, s := range spans {
		if s.from < at {
			continue
		}
		out = append(append(out, body[at:s.from]...), `"`+Withheld+`"`...)
		at = s.to
	}
	return append(out, body[at:]...)
}

// finder finds the secrets of a JSON text.
type finder struct {
	body    []byte
	decoder *jsontext.Decoder
	found   []span
}

// value reads one value with all that is in it.
func (f *finder) value() error {
	switch f.decoder.PeekKind() {
	case '{':
		return f.object()
	case '[':
		return f.array()
	default:
		_, err := f.decoder.ReadToken()
		return err
	}
}

func (f *finder) array() error {
	if _, err := f.decoder.ReadToken(); err != nil {
		return err
	}
	for f.decoder.PeekKind() != ']' {
		if err := f.value(); err != nil {
			return err
		}
	}
	_, err := f.decoder.ReadToken()
	return err
}

// object reads an object. In an operation of a PATCH, the path says what the value is.
func (f *finder) object() error {
	if _, err := f.decoder.ReadToken(); err != nil {
		return err
	}
	var values []span
	secret := false
	for f.decoder.PeekKind() != '}' {
		token, err := f.decoder.ReadToken()
		if err != nil {
			return err
		}
		name := token.String() // the token is void after the next call
		at, named, err := f.member(name)
		if err != nil {
			return err
		}
		secret = secret || named
		if strings.EqualFold(name, "value") {
			values = append(values, at)
		}
	}
	if secret {
		f.withhold(values...)
	}
	_, err := f.decoder.ReadToken()
	return err
}

// member reads the value of a member, and tells whether it is a path to a secret. A path and a filter may hold what a
// password is compared with.
func (f *finder) member(name string) (at span, named bool, err error) {
	expression := f.decoder.PeekKind() == '"' && (strings.EqualFold(name, "path") || strings.EqualFold(name, "filter"))
	if isSecretName(name) || expression {
		value, err := f.decoder.ReadValue()
		if err != nil {
			return span{}, false, err
		}
		end := int(f.decoder.InputOffset())
		at = span{end - len(value), end}
		text, _ := jsontext.AppendUnquote(nil, value) // of what is no text, nothing
		if isSecretName(name) || comparesPassword.Match(text) {
			f.withhold(at)
		}
		return at, strings.EqualFold(name, "path") && isSecretName(string(text)), nil
	}
	from := int(f.decoder.InputOffset())
	if err := f.value(); err != nil {
		return span{}, false, err
	}
	to := int(f.decoder.InputOffset())
	for from < to && strings.IndexByte(" \t\r\n:", f.body[from]) >= 0 {
		from++
	}
	return span{from, to}, false, nil
}

// withhold takes values for secrets, unless there is nothing in them.
func (f *finder) withhold(values ...span) {
	for _, at := range values {
		if text := string(f.body[at.from:at.to]); text != "null" && text != `""` {
			f.found = append(f.found, at)
		}
	}
}

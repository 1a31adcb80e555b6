package steps

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/cucumber/godog"
)

// registerTokens registers requests whose credentials are not quite those of the run, or
// are a person's own.
func registerTokens(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the next request carries the token `+tokenChange+`$`), nextRequestCarriesToken)
	sc.Step(expression(`^the next request carries `+first+`'s (session|access token|API token)$`), nextRequestCarriesCredential)
}

const tokenChange = `(cut in half|altered in the middle|altered near the end|with more behind it|under the scheme \w+|` +
	`without a scheme|as a basic password|in the query alone)`

// nextRequestCarriesToken sends something that was made of the run's own bearer token. It
// is as secret as the token.
func nextRequestCarriesToken(ctx context.Context, change string) error {
	w := worldOf(ctx)
	token := w.run.target.SCIM.Auth.Bearer
	if len(token) < shortestToken {
		return &skipped{reason: lackReason("bearer", ""), optional: true}
	}
	w.next.anonymous = true
	if change == "in the query alone" {
		w.next.query = merged(w.next.query, url.Values{"access_token": {token}})
		return nil
	}
	value := changedToken(token, change)
	w.rec.Add(value)
	w.next.header = http.Header(merged(url.Values(w.next.header), url.Values{"Authorization": {value}}))
	return nil
}

// shortestToken is the length from which on a part of a token is no token.
const shortestToken = 8

// changedToken is the Authorization header for a token that was changed. What is altered
// is never the very end: there, base64 may have bits that mean nothing.
func changedToken(token, change string) string {
	switch change {
	case "cut in half":
		return "Bearer " + token[:len(token)/2]
	case "altered in the middle":
		return "Bearer " + altered(token, len(token)/2)
	case "altered near the end":
		return "Bearer " + altered(token, len(token)-5)
	case "with more behind it":
		return "Bearer " + token + "continued"
	case "without a scheme":
		return token
	case "as a basic password":
		return "Basic " + base64.StdEncoding.EncodeToString([]byte("scim:"+token))
	}
	return change[len("under the scheme "):] + " " + token
}

// altered changes the one letter at that place, or the nearest before it.
func altered(token string, at int) string {
	for at > 0 && !isLetter(token[at]) {
		at--
	}
	other := byte('A')
	if token[at]|0x20 == 'a' {
		other = 'Q'
	}
	return token[:at] + string(other) + token[at+1:]
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// nextRequestCarriesCredential shows to SCIM what a person holds, as the login probe
// shows it elsewhere.
func nextRequestCarriesCredential(ctx context.Context, name, kind string) error {
	w := worldOf(ctx)
	login, err := w.login(kind)
	if err != nil {
		return err
	}
	p, err := w.holder(ctx, login, name, kind)
	if err != nil {
		return err
	}
	shown, err := login.Header(ctx, p.Credentials[kind].Credential)
	if err != nil {
		return unjudgedf("the %s of %s cannot be shown to SCIM: %v", kind, p.Name, err)
	}
	w.next.anonymous = true
	w.next.header = http.Header(merged(url.Values(w.next.header), url.Values(shown)))
	return nil
}

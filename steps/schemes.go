package steps

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

func registerSchemes(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the answer's header "WWW-Authenticate" names every scheme that is announced$`), challengeNamesSchemes)
}

// schemes are the HTTP authentication schemes behind the types of RFC 7643 §5 that have just one.
var schemes = map[string]string{"oauthbearertoken": "Bearer", "httpbasic": "Basic", "httpdigest": "Digest"}

// challengeNamesSchemes holds what ServiceProviderConfig announces against what a 401
// offers: the service provider SHALL indicate there which schemes it supports (RFC 7644 §2).
func challengeNamesSchemes(ctx context.Context) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		offered := offeredSchemes(a.Header)
		var mismatches []result.Mismatch
		for _, kind := range texts(oracle.Lookup(w.run.known.config, "authenticationSchemes.type")) {
			scheme, known := schemes[strings.ToLower(kind)]
			if known && !slices.Contains(offered, strings.ToLower(scheme)) {
				mismatches = append(mismatches, result.Mismatch{
					Path: "header WWW-Authenticate", Want: scheme + ", for " + kind + " is announced",
					Got: orElse(strings.Join(a.Header.Values("WWW-Authenticate"), ", "), absent),
				})
			}
		}
		return w.judge(mismatches...)
	})
}

// offeredSchemes are the first words of the challenges in WWW-Authenticate, in lower case;
// with them come the parameters behind commas, which no scheme is named like.
func offeredSchemes(header http.Header) []string {
	var offered []string
	for _, value := range header.Values("WWW-Authenticate") {
		for challenge := range strings.SplitSeq(value, ",") {
			scheme, _, _ := strings.Cut(strings.TrimSpace(challenge), " ")
			offered = append(offered, strings.ToLower(scheme))
		}
	}
	return offered
}

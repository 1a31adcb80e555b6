package steps

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/scim"
)

// preflight makes one request before anything is created, so that a wrong URL or
// token is one sentence and not three hundred findings; then it reads discovery.
func (r *run) preflight(ctx context.Context) error {
	if err := r.checkControl(ctx); err != nil {
		return err
	}
	resp, err := r.client.Do(ctx, r.rec, scim.Request{Method: http.MethodGet, Path: "/ServiceProviderConfig"})
	if err != nil {
		return r.unreachable(err)
	}
	if resp.Status == http.StatusNotFound {
		// ServiceProviderConfig may be missing where Users is not: then the scenarios
		// on discovery say so.
		if resp, err = r.client.Do(ctx, r.rec, scim.Request{Method: http.MethodGet, Path: "/Users?count=1"}); err != nil {
			return r.unreachable(err)
		}
	}
	if err := r.understood(resp); err != nil {
		return err
	}
	if r.known, err = r.discover(ctx); err != nil {
		return r.unreachable(err)
	}
	return nil
}

// understood tells why an answer is not that of a SCIM service provider that
// knows us.
func (r *run) understood(resp *scim.Response) error {
	base := r.redact.Text(r.client.Base())
	switch {
	case resp.Status >= 300 && resp.Status < 400:
		return problem.Unjudged("%s redirects to %s", base, r.redact.Text(location(resp))).
			Hint("a redirect to a login page means that the URL is that of the web application, not of its SCIM endpoint; a SCIM base URL often ends in /scim/v2")
	case resp.Status == http.StatusUnauthorized || resp.Status == http.StatusForbidden:
		return problem.Unjudged("%s refused the credentials with %d", base, resp.Status).
			Hint("scimproof run --target %s --token-env SCIM_TOKEN", base)
	case isHTML(resp):
		return problem.Unjudged("%s answers with an HTML page (%d), not with SCIM", base, resp.Status).
			Hint("check the path: a SCIM base URL often ends in /scim/v2, as in %s", suggestBase(base))
	case resp.Status == http.StatusNotFound:
		return problem.Unjudged("there is no SCIM service at %s: it answers 404", base).
			Hint("give the base URL that stands before /Users, as in %s", suggestBase(base))
	case resp.Status == http.StatusTooManyRequests:
		return problem.Unjudged("%s limits the rate of requests: it answers 429", base).
			Hint("try again later, with --rate 1/s")
	case resp.Status >= 500:
		return problem.Unjudged("%s answers %d: the target is not in a state to be judged", base, resp.Status).
			Hint("try again when GET %s/ServiceProviderConfig works", base)
	}
	return nil
}

func location(resp *scim.Response) string {
	target, _, _ := strings.Cut(resp.Header.Get("Location"), "?")
	return orElse(target, "nowhere")
}

func suggestBase(base string) string {
	if strings.Contains(base, "/scim") {
		return base
	}
	return base + "/scim/v2"
}

func isHTML(resp *scim.Response) bool {
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err == nil && (media == "text/html" || media == "application/xhtml+xml") {
		return true
	}
	start := strings.ToLower(strings.TrimSpace(string(resp.Body[:min(len(resp.Body), 64)])))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

func (r *run) unreachable(err error) error {
	problemOf := problem.Unjudged("%s", r.redact.Text(err.Error()))
	switch scim.KindOf(err) {
	case scim.Interrupted:
		return fmt.Errorf("reading the target's discovery documents: %w", err)
	case scim.Untrusted:
		return problemOf.Hint("if the certificate is your own, name its authority in the target's file: tls: {ca: ca.pem}")
	case scim.TimedOut:
		return problemOf.Hint("limits.timeout in the target's file is %s; raise it if the target is that slow", r.target.Limits.Timeout)
	case scim.TooLarge, scim.Garbled:
		return problemOf.Hint("a SCIM endpoint answers ServiceProviderConfig with a few hundred bytes: check the URL")
	case scim.Unreachable, scim.Dropped:
		return problemOf.Hint("is the target running? try: curl -i %s/ServiceProviderConfig", r.redact.Text(r.client.Base()))
	default:
		return problemOf
	}
}

package steps

import (
	"context"
	"net/url"
	"regexp"

	"github.com/cucumber/godog"
)

// registerVersions registers requests to other versions of the service (RFC 7644 §3.13).
func registerVersions(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client sends (GET) "([^"]*)" to version (\d+) of the service$`), clientSendsToVersion)
	sc.Step(expression(`^the client sends (GET) "([^"]*)" to the service without a version$`), clientSendsToNoVersion)
}

// versionSegment is the last segment of a base path that is v and a number.
var versionSegment = regexp.MustCompile(`^(.*)/v\d+((?:/.*)?)$`)

func clientSendsToVersion(ctx context.Context, method, path, version string) error {
	return worldOf(ctx).sendBeside(ctx, method, path, "/v"+version)
}

func clientSendsToNoVersion(ctx context.Context, method, path string) error {
	return worldOf(ctx).sendBeside(ctx, method, path, "")
}

// sendBeside sends to the base URL with another segment in place of the version.
func (w *World) sendBeside(ctx context.Context, method, path, segment string) error {
	base, err := url.Parse(w.run.client.Base())
	if err != nil {
		return mistakef("the base URL cannot be read: %v", err)
	}
	parts := versionSegment.FindStringSubmatch(base.EscapedPath())
	if parts == nil {
		return &skipped{reason: "the base URL has no version", optional: true}
	}
	return w.sendRaw(ctx, method, base.Scheme+"://"+base.Host+parts[1]+segment+parts[2]+path, nil)
}

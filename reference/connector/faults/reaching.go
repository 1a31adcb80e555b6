package faults

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/reference/connector"
)

// reaching are faults in how the service provider is asked at all.
var reaching = []row{
	{
		"C02", "client-token-in-query", "The token is sent in the query as well, and thus to every log",
		critical, "", asking(everywhere, func(r *http.Request) {
			query := "access_token=" + url.QueryEscape(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
			r.URL.RawQuery = strings.TrimPrefix(r.URL.RawQuery+"&"+query, "&")
		}),
	},
	{
		"C02", "client-asks-without-token", "People are looked up without a token",
		medium, "", asking(lists, dropping("Authorization")),
	},
	{
		"C03", "client-sends-plain-text", "Bodies are sent as text",
		medium, "", asking(on("POST PUT PATCH", "/Users", "/Groups"), func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }),
	},
	{
		"C03", "client-sends-plain-json", "Bodies are sent as any JSON is, and not as SCIM",
		low, "", asking(on("POST PUT PATCH", "/Users", "/Groups"), func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }),
	},
	{
		"C03", "client-accepts-anything-but-scim", "Answers are asked for as HTML",
		low, "", asking(everywhere, func(r *http.Request) { r.Header.Set("Accept", "text/html") }),
	},
	{
		"C04", "client-nameless", "No User-Agent is sent",
		low, "", asking(everywhere, func(r *http.Request) { r.Header["User-Agent"] = []string{""} }),
	},
	{
		"C05", "client-trusts-every-certificate", "Any certificate is taken for the service provider's",
		critical, "", trusting(func(c *tls.Config) { c.InsecureSkipVerify = true }),
	},
	{
		"C05", "client-old-tls", "Nothing newer than TLS 1.1 is spoken",
		high, "", trusting(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }),
	},
	{
		"C06", "client-takes-token-elsewhere", "A redirect to another host is followed, and the token taken along",
		critical, "", wire(func() sending { return elsewhere }),
	},
	{
		"C07", "client-sends-passwords", "A password is made up and sent, although none is to be synchronized",
		high, "", putting(on("POST", "/Users"), with(object{"password": "Welcome-2-the-company!"})),
	},
	{
		"", "client-config-parse-falls-back-to-no-patch", "Where the description of the service provider lacks a limit, it is taken for one without PATCH and filters",
		high, "https://github.com/goauthentik/authentik/issues/25056",
		fallingBack,
	},
}

// trusting changes what is asked of the other side of a connection.
func trusting(change func(*tls.Config)) adjustment {
	return func(o *connector.Options) {
		honest := o.Transport
		o.Transport = func(way *http.Transport) {
			if honest != nil {
				honest(way)
			}
			change(way.TLSClientConfig)
		}
	}
}

func dropping(header string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Del(header) }
}

// elsewhere follows one redirect, with all that the request had.
func elsewhere(r *http.Request, next http.RoundTripper) (*http.Response, error) {
	response, err := next.RoundTrip(copyOf(r))
	if err != nil || response.StatusCode/100 != 3 {
		return response, err
	}
	there, err := response.Location()
	if err != nil {
		return response, nil //nolint:nilerr // a redirect to nowhere is followed by nobody
	}
	_ = response.Body.Close() // nobody reads it
	another := copyOf(r)
	another.URL, another.Host = there, there.Host
	return next.RoundTrip(another)
}

// fallingBack takes a description that lacks something for one of a service provider that can do nothing: people are
// created without a look, and replaced as a whole.
func fallingBack(o *connector.Options) {
	fell := false
	hearing(on("GET", "/ServiceProviderConfig"), func(_ *http.Request, h *heard) {
		bulk, _ := h.object()["bulk"].(object)
		if fell = bulk["maxOperations"] == nil || bulk["maxPayloadSize"] == nil; fell {
			none := object{"supported": false}
			h.say(http.StatusOK, object{"patch": none, "filter": none})
		}
	})(o)
	deeds(func(d *connector.Deeds) {
		match := d.Match
		d.Match = func(ctx context.Context, a *connector.Account) (connector.Resource, error) {
			if _, err := d.Provider.Capabilities(ctx); err != nil || fell {
				return nil, err
			}
			return match(ctx, a)
		}
	})(o)
}

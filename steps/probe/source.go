package probe

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/steps/probe/page"
)

// named are the places, beside a JSONPath, that a step may keep a value from.
var named = []string{"header:NAME", "cookie:NAME", "form:NAME", "location", "location:PARAM"}

// allCookies is the source of every cookie that an answer sets, as a Cookie header
// carries them.
const allCookies = "cookies"

// checkSource looks at where a saved value is taken from.
func checkSource(source string) error {
	for _, prefix := range []string{"header:", "cookie:", "form:", "location:"} {
		if name, found := strings.CutPrefix(source, prefix); found && name != "" {
			return nil
		}
	}
	if source == "location" || source == allCookies {
		return nil
	}
	return checkPath(source)
}

// from takes a value of an answer. asked is the URL of its request, against which a
// relative redirect is read (RFC 9110 §10.2.2).
func (a Answer) from(source, asked string) (string, error) {
	kind, name, _ := strings.Cut(source, ":")
	switch kind {
	case "header":
		return a.Header.Get(name), nil
	case "cookie":
		return a.cookie(name), nil
	case allCookies:
		return a.cookies(), nil
	case "form":
		return a.field(name)
	case "location":
		return a.redirect(name, asked)
	}
	return a.text(source)
}

// field is the value of a form's field in a page of HTML.
func (a Answer) field(name string) (string, error) {
	forms, err := page.Forms(a.Body)
	if err != nil {
		return "", fmt.Errorf("the body is not HTML: %w", err)
	}
	for _, form := range forms {
		if value, found := form.Value(name); found {
			return value, nil
		}
	}
	return "", fmt.Errorf("no form of the page has a field %q (it has %s)", name, page.Fields(forms))
}

// redirect is where a redirect leads, or one parameter of that: of the query, or of the
// fragment, in which OAuth 2.0 may answer too (RFC 6749 §4.2.2).
func (a Answer) redirect(param, asked string) (string, error) {
	to, err := a.location(asked)
	if err != nil || param == "" {
		return text(to), err
	}
	if values := to.Query(); values.Has(param) {
		return values.Get(param), nil
	}
	if fragment, err := url.ParseQuery(to.Fragment); err == nil && fragment.Has(param) {
		return fragment.Get(param), nil
	}
	return "", fmt.Errorf("the redirect has no parameter %q", param)
}

func text(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.String()
}

// location is where a redirect leads, as an absolute URL.
func (a Answer) location(asked string) (*url.URL, error) {
	given := a.Header.Get("Location")
	if given == "" {
		return nil, fmt.Errorf("the answer is no redirect: it has no Location")
	}
	base, err := url.Parse(asked)
	if err != nil {
		return nil, fmt.Errorf("reading the URL of the request: %w", err)
	}
	to, err := base.Parse(given)
	if err != nil {
		return nil, fmt.Errorf("the Location of the answer is no URL")
	}
	return to, nil
}

// cookies are all that the answer sets and does not take back.
func (a Answer) cookies() string {
	var pairs []string
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if value := a.cookie(c.Name); value != "" {
			pairs = append(pairs, c.Name+"="+value)
		}
	}
	return strings.Join(pairs, "; ")
}

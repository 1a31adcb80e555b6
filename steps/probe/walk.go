package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/probe/page"
	"github.com/scimproof/scimproof/steps/template"
)

// pageWalk is a login by pages, as a browser without scripts goes through it: it follows
// redirects, keeps cookies, fills in the form that asks who one is, and passes on the forms
// that only pass something on. It types a password nowhere but at the target and at the
// places that the recipe names.
type pageWalk struct {
	// start is the template of the first page.
	start string
	// fields are templates by the names of the form's fields; those of the user name and of
	// the password are found where it is empty.
	fields map[string]string
	// hosts are the origins, beside the target's, that the login may lead to.
	hosts []string
	hops  int
	// code says that an authorization code has to come back on the way.
	code bool
}

// defaultHops is how many pages and redirects a login has at most.
const defaultHops = 20

func (w *pageWalk) label() string {
	path, _, _ := strings.Cut(w.start, "?")
	return "the login at " + strings.TrimPrefix(path, "{{origin}}")
}

// errAstray marks a login that leads where no password must be typed.
var errAstray = errors.New("the login leads astray")

func (w *pageWalk) enter(ctx context.Context, k Kit, s *Step, d Denial, vars template.Vars) (template.Vars, Attempt, error) {
	t, err := w.begin(ctx, k, s, d, vars)
	if err != nil {
		return vars, Attempt{}, k.stepError(s, 0, err)
	}
	one, err := t.onward()
	switch {
	case errors.Is(err, errNoAnswer):
		return vars, Attempt{Evidence: s.label() + " had " + errors.Unwrap(err).Error()}, nil
	case errors.Is(err, errAstray):
		return vars, Attempt{}, k.stepError(s, t.answer.Status, err)
	case err != nil:
		return vars, Attempt{}, err
	case one.Verdict != Allowed:
		return vars, one, nil
	}
	cookies := t.cookies()
	if cookies == "" {
		one = t.found(Inconclusive, "no cookie was set on the way")
		return vars, one, nil
	}
	k.secret(allCookies, cookies)
	return vars.With(template.Vars{savedCookies: cookies}), one, nil
}

// trip is one walk.
type trip struct {
	*pageWalk
	ctx  context.Context
	kit  Kit
	step *Step
	deny Denial
	vars template.Vars

	jar    http.CookieJar
	values map[string]string
	home   *url.URL
	been   []*url.URL
	at     *url.URL
	answer Answer
	// typed says that the person has said who they are, and secret, that they have typed
	// the password.
	typed, secret bool
	// first is the path of the page that asked first.
	first string
	flow  flow
}

// flow is what was seen of an authorization code flow (OpenID Connect Core §3.1).
type flow struct{ asked, code, state, nonce, pkce bool }

func (w *pageWalk) begin(ctx context.Context, k Kit, s *Step, d Denial, vars template.Vars) (*trip, error) {
	start, err := template.URL(w.start, vars)
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	origin, _ := vars["origin"].(string)
	home, err := url.Parse(origin)
	if err != nil {
		return nil, fmt.Errorf("reading the origin: %w", err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("making a cookie jar: %w", err)
	}
	t := &trip{pageWalk: w, ctx: ctx, kit: k, step: s, deny: d, vars: vars, jar: jar, home: home, values: map[string]string{}}
	for name, text := range w.fields {
		if t.values[name], err = template.Text(text, vars); err != nil {
			return nil, fmt.Errorf("fields: %w", err)
		}
	}
	t.at, err = url.Parse(start)
	return t, err
}

// onward walks until it stands somewhere, or the hops are used up.
func (t *trip) onward() (Attempt, error) {
	next, err := t.get(t.at)
	for range t.hops {
		if err != nil {
			return Attempt{}, err
		}
		if err = t.send(next); err != nil {
			return Attempt{}, err
		}
		var end *Attempt
		if next, end, err = t.look(); end != nil {
			return *end, nil
		}
	}
	if err != nil {
		return Attempt{}, err
	}
	return t.found(Inconclusive, fmt.Sprintf("and led on after %d pages and redirects", t.hops)), nil
}

func (t *trip) get(to *url.URL) (*http.Request, error) {
	return t.request(http.MethodGet, to, nil)
}

// request makes one, unless it leads where the recipe does not say that the login leads.
func (t *trip) request(method string, to *url.URL, form url.Values) (*http.Request, error) {
	if !t.trusts(to) {
		return nil, fmt.Errorf("%w: to %s://%s, which the recipe does not name: add it to `hosts` if it belongs there", errAstray, to.Scheme, to.Host)
	}
	target := *to
	target.Fragment = ""
	req, err := http.NewRequestWithContext(t.ctx, method, target.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAstray, err)
	}
	if method == http.MethodGet {
		req.Body, req.ContentLength = nil, 0
	} else {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", t.at.Scheme+"://"+t.at.Host)
	}
	req.Header.Set("Accept", "text/html,application/xhtml+xml")
	if len(t.been) > 0 {
		req.Header.Set("Referer", t.at.Scheme+"://"+t.at.Host+"/")
	}
	return req, nil
}

// trusts reports whether a URL is of the target, or of a place that the recipe names.
func (t *trip) trusts(to *url.URL) bool {
	origins := append([]string{t.home.Scheme + "://" + t.home.Host}, t.hosts...)
	return slices.ContainsFunc(origins, func(origin string) bool {
		return strings.EqualFold(strings.TrimSuffix(origin, "/"), to.Scheme+"://"+to.Host)
	})
}

// send sends a request with the cookies so far, and keeps those of the answer.
func (t *trip) send(req *http.Request) error {
	for _, c := range t.jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	answer, err := t.kit.deliver(t.step, req)
	if err != nil {
		return err
	}
	set := (&http.Response{Header: answer.Header}).Cookies()
	t.jar.SetCookies(req.URL, set)
	for _, c := range set {
		t.kit.secret("", c.Value)
	}
	t.at, t.answer = req.URL, answer
	t.been = append(t.been, req.URL)
	return nil
}

// look judges where the walk stands: the next request, or the end.
func (t *trip) look() (*http.Request, *Attempt, error) {
	status := t.answer.Status
	switch {
	case status >= 300 && status <= 399 && t.answer.Header.Get("Location") != "":
		return t.redirected()
	case status >= 500, status == http.StatusTooManyRequests:
		return nil, t.end(Inconclusive, fmt.Sprintf("was answered with %d", status)), nil
	}
	forms, err := page.Forms(t.answer.Body)
	if err != nil {
		return nil, t.end(Inconclusive, "came to a page that cannot be read"), nil //nolint:nilerr // what cannot be told is inconclusive, no error
	}
	if next, end, err := t.fill(forms); next != nil || end != nil || err != nil {
		return next, end, err
	}
	return nil, t.landed(), nil
}

// landed judges a page that asks nothing more.
func (t *trip) landed() *Attempt {
	status := t.answer.Status
	switch {
	case !t.typed:
		return t.end(Inconclusive, fmt.Sprintf("came to no form that asks who one is (the last page was answered with %d)", status))
	case contains(t.deny.statuses(), status):
		return t.end(Denied, fmt.Sprintf("was answered with %d", status))
	case status < 200 || status > 299:
		return t.end(Inconclusive, fmt.Sprintf("was answered with %d", status))
	case t.code && !t.flow.code:
		return t.end(Inconclusive, "let in without an authorization code, so it was no code flow")
	}
	return t.end(Allowed, fmt.Sprintf("was answered with %d%s", status, t.flow))
}

// redirected follows a redirect (RFC 9110 §15.4), unless it is a refusal.
func (t *trip) redirected() (*http.Request, *Attempt, error) {
	to, err := t.answer.location(t.at.String())
	if err != nil {
		return nil, t.end(Inconclusive, err.Error()), nil
	}
	t.flow.see(to)
	if code := to.Query().Get("code"); code != "" {
		t.kit.secret("", code)
	}
	if refusal := to.Query().Get("error"); t.typed && refusal != "" {
		return nil, t.refused(refusal), nil
	}
	if t.secret && t.deny.redirected(t.answer) {
		return nil, t.end(Denied, "was answered with a redirect to the login page"), nil
	}
	if status := t.answer.Status; status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect {
		return nil, t.end(Inconclusive, fmt.Sprintf("was answered with %d, which asks to send a form again elsewhere", status)), nil
	}
	next, err := t.get(to)
	return next, nil, err
}

// refused reads the error of an authorization server (RFC 6749 §4.1.2.1): what is about
// the person, and what is not.
func (t *trip) refused(code string) *Attempt {
	switch code {
	case "access_denied", "login_required", "interaction_required", "unauthorized_client", "invalid_grant", "account_disabled":
		return t.end(Denied, "was answered with the error "+code)
	}
	return t.end(Inconclusive, "was answered with an error that is not about the person")
}

// see notes what a redirect says of a code flow.
func (f *flow) see(to *url.URL) {
	q := to.Query()
	if q.Get("response_type") == "code" && q.Get("client_id") != "" {
		f.asked, f.state, f.nonce, f.pkce = true, q.Has("state"), q.Has("nonce"), q.Has("code_challenge")
	}
	if f.asked && q.Get("code") != "" {
		f.code = true
	}
}

// String says for a report what protects the flow, and what does not.
func (f flow) String() string {
	if !f.code {
		return ""
	}
	var has, lacks []string
	for _, part := range []struct {
		name string
		seen bool
	}{{"state", f.state}, {"nonce", f.nonce}, {"PKCE", f.pkce}} {
		if part.seen {
			has = append(has, part.name)
		} else {
			lacks = append(lacks, part.name)
		}
	}
	out := ", by a code"
	if len(has) > 0 {
		out += " with " + strings.Join(has, ", ")
	}
	if len(lacks) > 0 {
		out += " without " + strings.Join(lacks, ", ")
	}
	return out
}

// fill fills in the form of a page: the one that asks who one is, or one that only passes
// something on.
func (t *trip) fill(forms []page.Form) (*http.Request, *Attempt, error) {
	for _, form := range forms {
		filled := t.answers(form)
		asks := form.Password() != ""
		switch {
		case len(filled) == 0, t.secret && !asks && t.at.Path != t.first:
			continue
		case t.secret && !asks:
			return nil, t.end(Denied, "asked who one is again"), nil
		case t.secret:
			return nil, t.end(Denied, "asked for the password again"), nil
		case t.typed && !asks:
			return nil, t.end(Denied, "asked who one is again"), nil
		}
		if !t.typed {
			t.first = t.at.Path
		}
		t.typed, t.secret = true, asks
		next, err := t.submit(form, filled)
		return next, nil, err
	}
	if len(forms) == 1 && forms[0].Hidden() && t.answer.Status < 300 && t.passesOn(forms[0]) {
		next, err := t.submit(forms[0], nil)
		return next, nil, err
	}
	return nil, nil, nil
}

// passesOn reports whether a form of hidden fields is one that a script would send by
// itself (OAuth 2.0 Form Post Response Mode), and not a button to log out.
func (t *trip) passesOn(form page.Form) bool {
	if form.Method != http.MethodPost {
		return false
	}
	if !t.typed {
		return form.Has("SAMLRequest")
	}
	if form.Has("code") && form.Has("state") {
		t.flow.code = t.flow.code || t.flow.asked
		return true
	}
	return form.Has("SAMLResponse")
}

// answers are what this person types into a form; none where it does not ask who one is.
func (t *trip) answers(form page.Form) map[string]string {
	filled := map[string]string{}
	for name, value := range t.values {
		if form.Has(name) {
			filled[name] = value
		}
	}
	if len(t.values) > 0 {
		return filled
	}
	password := form.Password()
	if password == "" {
		return nil
	}
	filled[password], _ = t.vars["user.password"].(string)
	if who := form.Who(); who != "" {
		filled[who], _ = t.vars["user.userName"].(string)
	}
	return filled
}

// submit sends a form as a browser does (HTML, form submission).
func (t *trip) submit(form page.Form, filled map[string]string) (*http.Request, error) {
	to, err := t.at.Parse(form.Action)
	if err != nil {
		return nil, fmt.Errorf("%w: the form's action is no URL", errAstray)
	}
	values := form.Values(filled)
	for _, field := range form.Fields {
		if field.Type == "hidden" {
			t.kit.secret("", field.Value)
		}
	}
	if form.Method == http.MethodPost {
		return t.request(http.MethodPost, to, values)
	}
	if len(filled) > 0 && form.Password() != "" {
		return nil, fmt.Errorf("%w: the form would put the password into the URL", errAstray)
	}
	query := *to
	query.RawQuery = values.Encode()
	return t.get(&query)
}

func (t *trip) end(v Verdict, how string) *Attempt {
	one := t.found(v, how)
	return &one
}

func (t *trip) found(v Verdict, how string) Attempt {
	return Attempt{Verdict: v, Status: t.answer.Status, Evidence: t.label() + " " + how}
}

// cookies are those of the target, wherever on the way it set them.
func (t *trip) cookies() string {
	values := map[string]string{}
	var names []string
	for _, u := range append(t.been, t.home) {
		if u.Host != t.home.Host {
			continue
		}
		for _, c := range t.jar.Cookies(u) {
			if _, seen := values[c.Name]; !seen {
				names = append(names, c.Name)
			}
			values[c.Name] = c.Value
		}
	}
	for i, name := range names {
		names[i] = name + "=" + values[name]
	}
	return strings.Join(names, "; ")
}

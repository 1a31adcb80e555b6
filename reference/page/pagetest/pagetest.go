// Package pagetest looks at pages as a browser without scripts has them: it follows redirects, keeps cookies, sends forms
// as they are on the page, and tells what is wrong with the HTML.
package pagetest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Browser is one with cookies of its own.
type Browser struct {
	T      *testing.T
	URL    string // of the site
	Client *http.Client
}

// New makes a Browser before a site.
func New(t *testing.T, site string) *Browser {
	t.Helper()
	return &Browser{t, site, newClient(t)}
}

func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// Another is a second browser, before the same site.
func (b *Browser) Another() *Browser { b.T.Helper(); return New(b.T, b.URL) }

// Sheet is a page as the browser has it.
type Sheet struct {
	T      *testing.T
	Status int
	URL    *url.URL
	Header http.Header
	Text   string
	root   *html.Node
}

// Do sends a request, and follows redirects.
func (b *Browser) Do(r *http.Request) Sheet {
	b.T.Helper()
	answer, err := b.Client.Do(r)
	if err != nil {
		b.T.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.T.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		b.T.Fatal(err)
	}
	return Sheet{b.T, answer.StatusCode, answer.Request.URL, answer.Header, string(body), root}
}

// Get opens a page and demands a status.
func (b *Browser) Get(status int, path string) Sheet {
	b.T.Helper()
	r, err := http.NewRequestWithContext(b.T.Context(), http.MethodGet, b.URL+path, nil)
	if err != nil {
		b.T.Fatal(err)
	}
	return b.Do(r).Want(status)
}

// Post sends a form as it is: nothing is added to it.
func (b *Browser) Post(status int, path string, form url.Values) Sheet {
	b.T.Helper()
	return b.post(status, b.URL+path, form)
}

func (b *Browser) post(status int, to string, form url.Values) Sheet {
	b.T.Helper()
	r, err := http.NewRequestWithContext(b.T.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		b.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Do(r).Want(status)
}

// Want demands a status.
func (s Sheet) Want(status int) Sheet {
	s.T.Helper()
	if s.Status != status {
		s.T.Fatalf("%s: got %d, want %d\n%s", s.URL, s.Status, status, s.Text)
	}
	return s
}

// All finds elements by a CSS selector.
func (s Sheet) All(selector string) []*html.Node {
	s.T.Helper()
	return cascadia.QueryAll(s.root, cascadia.MustCompile(selector))
}

// One finds the only element of a selector.
func (s Sheet) One(selector string) *html.Node {
	s.T.Helper()
	found := s.All(selector)
	if len(found) != 1 {
		s.T.Fatalf("%s: %d elements are %s, want one\n%s", s.URL, len(found), selector, s.Text)
	}
	return found[0]
}

// Texts are the texts of the elements of a selector, with single spaces.
func (s Sheet) Texts(selector string) []string {
	s.T.Helper()
	list := []string{}
	for _, n := range s.All(selector) {
		list = append(list, TextOf(n))
	}
	return list
}

// TextOf is the text of an element, with single spaces.
func TextOf(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// Attr is an attribute of an element, empty where there is none.
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Path is where a reference on the page leads.
func (s Sheet) Path(reference string) string {
	s.T.Helper()
	u, err := s.URL.Parse(reference)
	if err != nil {
		s.T.Fatal(err)
	}
	return u.RequestURI()
}

// Fields are what a form would send if nobody touched it.
func (s Sheet) Fields(selector string) url.Values {
	s.T.Helper()
	form := url.Values{}
	for _, n := range cascadia.QueryAll(s.One(selector), cascadia.MustCompile("input[name]")) {
		kind := Attr(n, "type")
		_, checked := attribute(n, "checked")
		if kind == "radio" || kind == "checkbox" {
			if checked {
				form.Add(Attr(n, "name"), Attr(n, "value"))
			}
			continue
		}
		form.Add(Attr(n, "name"), Attr(n, "value"))
	}
	return form
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Submit sends a form of the page, with what is typed into it, to where the form says.
func (b *Browser) Submit(status int, s Sheet, selector string, typed ...string) Sheet {
	b.T.Helper()
	return b.SubmitTo(status, s, selector, Attr(s.One(selector), "action"), typed...)
}

// SubmitTo is Submit to another place, as a button with a formaction does.
func (b *Browser) SubmitTo(status int, s Sheet, selector, action string, typed ...string) Sheet {
	b.T.Helper()
	form := s.Fields(selector)
	for i := 0; i < len(typed); i += 2 {
		if i == 0 || typed[i] != typed[i-2] {
			form.Del(typed[i])
		}
		form.Add(typed[i], typed[i+1])
	}
	to, err := s.URL.Parse(action)
	if err != nil {
		b.T.Fatal(err)
	}
	return b.post(status, to.String(), form)
}

package pagetest

import (
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// WellMade demands of a page what holds for every page: that it is well-formed, can be used without eyes, and has forms
// that are safe.
func (s Sheet) WellMade() {
	s.T.Helper()
	s.isWellFormed()
	s.hasLandmarks()
	s.hasHeadingsInOrder()
	s.hasNoIDTwice()
	s.namesEveryControl()
	s.hasFormsThatAreSafe()
	s.hasTablesThatCanBeRead()
}

// empty are elements that have no end tag.
const empty = " meta link input br img "

// isWellFormed wants each element to be closed where it was opened, which a browser would forgive.
func (s Sheet) isWellFormed() {
	s.T.Helper()
	var open []string
	tokens := html.NewTokenizer(strings.NewReader(s.Text))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if !errors.Is(tokens.Err(), io.EOF) || len(open) > 0 {
				s.T.Errorf("at the end %v is open: %v", open, tokens.Err())
			}
			return
		case html.StartTagToken:
			if name, _ := tokens.TagName(); !strings.Contains(empty, " "+string(name)+" ") {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				s.T.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		default: // text opens and closes nothing
		}
	}
}

func (s Sheet) hasLandmarks() {
	s.T.Helper()
	if Attr(s.One("html"), "lang") != "en" || TextOf(s.One("title")) == "" {
		s.T.Error("no language or no title")
	}
	s.One("body > header")
	s.One("body > main#main")
	s.One("meta[name=viewport]")
	if Attr(s.One("body > a:first-child"), "href") != "#main" {
		s.T.Error("no link to skip to the content")
	}
	for _, nav := range s.All("nav") {
		if Attr(nav, "aria-label") == "" {
			s.T.Error("a nav has no name")
		}
	}
}

func (s Sheet) hasHeadingsInOrder() {
	s.T.Helper()
	if TextOf(s.One("h1")) == "" {
		s.T.Error("the h1 is empty")
	}
	level := byte('0')
	for _, h := range s.All("main h1, main h2, main h3, main h4") {
		// The summary of what is wrong stands above the h1.
		if Attr(h, "id") == "problems" {
			continue
		}
		if h.Data[1] > level+1 {
			s.T.Errorf("%s follows h%c", h.Data, level)
		}
		level = h.Data[1]
	}
}

func (s Sheet) hasNoIDTwice() {
	s.T.Helper()
	ids := map[string]bool{}
	for _, n := range s.All("[id]") {
		if id := Attr(n, "id"); ids[id] {
			s.T.Errorf("#%s is there twice", id)
		} else {
			ids[id] = true
		}
	}
	for _, name := range []string{"aria-describedby", "aria-labelledby", "for"} {
		for _, n := range s.All("[" + name + "]") {
			if !ids[Attr(n, name)] {
				s.T.Errorf("%s of <%s> leads to %q, which is not there", name, n.Data, Attr(n, name))
			}
		}
	}
}

func (s Sheet) namesEveryControl() {
	s.T.Helper()
	for _, n := range s.All("input, select, textarea") {
		if Attr(n, "type") == "hidden" {
			continue
		}
		if labels := s.All(`label[for="` + Attr(n, "id") + `"]`); len(labels) != 1 || TextOf(labels[0]) == "" {
			s.T.Errorf("<%s id=%q> has %d labels", n.Data, Attr(n, "id"), len(labels))
		}
	}
	for _, n := range s.All("button, a") {
		if TextOf(n) == "" {
			s.T.Errorf("a <%s> says nothing", n.Data)
		}
	}
	for _, n := range s.All("fieldset") {
		if len(cascadia.QueryAll(n, cascadia.MustCompile("legend"))) == 0 {
			s.T.Error("a fieldset has no legend")
		}
	}
}

func (s Sheet) hasFormsThatAreSafe() {
	s.T.Helper()
	for _, form := range s.All("form") {
		tokens := cascadia.QueryAll(form, cascadia.MustCompile("input[type=hidden][name=csrf]"))
		switch posts := Attr(form, "method") == "post"; {
		case posts && (len(tokens) != 1 || len(Attr(tokens[0], "value")) < 40):
			s.T.Errorf("the form to %s has no CSRF token", Attr(form, "action"))
		case !posts && len(tokens) > 0:
			s.T.Errorf("the form to %s puts the CSRF token into a URL", Attr(form, "action"))
		}
	}
	for _, n := range s.All("body [href], [action], [formaction], [src]") {
		for _, name := range []string{"href", "action", "formaction", "src"} {
			if to := Attr(n, name); strings.HasPrefix(to, "/") || strings.Contains(to, "://") {
				s.T.Errorf("<%s> leads to %q, which holds only at the root of an origin", n.Data, to)
			}
		}
	}
	if found := s.All("script, [style], [onclick], [onload], [target]"); len(found) > 0 {
		s.T.Errorf("<%s> is not permitted by the policy", found[0].Data)
	}
}

func (s Sheet) hasTablesThatCanBeRead() {
	s.T.Helper()
	for _, table := range s.All("table") {
		if Attr(table, "aria-labelledby") == "" && len(cascadia.QueryAll(table, cascadia.MustCompile("caption"))) == 0 {
			s.T.Error("a table has no name")
		}
		for _, th := range cascadia.QueryAll(table, cascadia.MustCompile("th")) {
			if Attr(th, "scope") == "" {
				s.T.Errorf("the header %q has no scope", TextOf(th))
			}
		}
	}
	for _, status := range s.All("[data-status]") {
		if text := TextOf(status); !strings.EqualFold(text, Attr(status, "data-status")) {
			s.T.Errorf("the status %q is shown as %q", Attr(status, "data-status"), text)
		}
	}
}

package page

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

//go:embed layout.html error.html style.css
var files embed.FS

// Options are what a Site is made of. Name and Templates are required.
type Options struct {
	// Name stands on top of each page.
	Name string
	// Home is where the name leads, a path of the tenant such as "/console".
	Home string
	// Templates holds *.html; each defines "main", what is special to it, and is shown by its name without ".html". What
	// parts.html defines, where there is one, all of them know.
	Templates fs.FS
	// Functions are known to the templates besides those of this package.
	Functions template.FuncMap
	// Secure marks cookies as for https alone.
	Secure bool
	// Log receives what goes wrong inside; it is dropped where nil.
	Log *slog.Logger
	// FormTargets are other origins to which the answer to a form may redirect; a browser stops any but them and ours.
	FormTargets []string
}

// Site is a set of pages with one look. It is safe for concurrent use.
type Site struct {
	options Options
	pages   map[string]*template.Template
	style   template.CSS
	policy  string // the Content-Security-Policy
	key     [32]byte
}

// New reads the templates; an error is a mistake in them.
func New(options Options) (*Site, error) {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	style, err := files.ReadFile("style.css")
	if err != nil {
		return nil, fmt.Errorf("reading the style of the pages: %w", err)
	}
	s := &Site{options: options, style: template.CSS(style)} //nolint:gosec // our own file
	_, _ = rand.Read(s.key[:])                               // documented never to fail
	s.policy = contentPolicy(style, options.FormTargets)
	s.pages, err = parse(options)
	return s, err
}

// contentPolicy permits the one style sheet, by its digest, and nothing that could run.
func contentPolicy(style []byte, formTargets []string) string {
	digest := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'; img-src data:; " +
		"form-action " + strings.Join(append([]string{"'self'"}, formTargets...), " ") + "; base-uri 'none'; frame-ancestors 'none'"
}

// parts is the file of what several templates share.
const parts = "parts.html"

func parse(o Options) (map[string]*template.Template, error) {
	layout, err := template.New("layout.html").Funcs(functions()).Funcs(o.Functions).ParseFS(files, "layout.html")
	if err != nil {
		return nil, fmt.Errorf("parsing the layout of the pages: %w", err)
	}
	names, err := fs.Glob(o.Templates, "*.html")
	if err != nil {
		return nil, fmt.Errorf("listing the pages: %w", err)
	}
	if slices.Contains(names, parts) {
		if layout, err = layout.ParseFS(o.Templates, parts); err != nil {
			return nil, fmt.Errorf("parsing %s: %w", parts, err)
		}
		names = slices.DeleteFunc(names, func(name string) bool { return name == parts })
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		if err := add(pages, layout, o.Templates, name); err != nil {
			return nil, err
		}
	}
	return pages, add(pages, layout, files, "error.html")
}

func add(pages map[string]*template.Template, layout *template.Template, from fs.FS, name string) error {
	own, err := layout.Clone()
	if err == nil {
		own, err = own.ParseFS(from, name)
	}
	if err != nil {
		return fmt.Errorf("parsing the page %s: %w", name, err)
	}
	pages[strings.TrimSuffix(name, ".html")] = own
	return nil
}

// Page is what the layout shows of a page; Title is required.
type Page struct {
	// Title is the heading, and the first half of the browser's title.
	Title string
	// Above is a link back to what this page is a part of.
	Above Link
	// Nav is where else one can go.
	Nav []Link
	// Visitor is who has logged in, empty where nobody has; SignOut is the path to which the button beside it posts.
	Visitor, SignOut string
	// Notice says what the last deed has done.
	Notice string
	// Problems are shown above everything else.
	Problems []Problem
	// CSRF goes into every form that posts, as the field of that name; see Site.Token.
	CSRF string
	// Data is the page's own.
	Data any
}

// Link is a place to go to.
type Link struct {
	Text    string
	Path    string // of the tenant, such as "/console"
	Current bool   // whether it leads to the page on which it stands
}

// Problem is something that was not right, and how to mend it.
type Problem struct {
	Text string
	// Field is the id of the input that it is about; empty for the whole page.
	Field string
	// Link leads to where it can be mended.
	Link Link
}

// shown is a page with what the layout needs to know besides.
type shown struct {
	Page
	Site  string
	Home  string
	Style template.CSS
	root  string
}

// URL makes of a path of the tenant a reference that holds wherever the tenant is mounted.
func (s shown) URL(path string) string { return s.root + strings.TrimPrefix(path, "/") }

// Show answers with a page.
func (s *Site) Show(w http.ResponseWriter, r *http.Request, status int, name string, p Page) error {
	templates, known := s.pages[name]
	if !known {
		return fmt.Errorf("showing a page: there is none called %q", name)
	}
	var out bytes.Buffer
	err := templates.ExecuteTemplate(&out, "layout.html", shown{
		Page: p, Site: s.options.Name, Home: s.options.Home, Style: s.style, root: root(r),
	})
	if err != nil {
		return fmt.Errorf("showing the page %s: %w", name, err)
	}
	s.guard(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a client that has gone needs no answer
	return nil
}

// guard keeps what is on a page out of caches, frames and other sites' sight.
func (s *Site) guard(header http.Header) {
	header.Set("Content-Security-Policy", s.policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
}

// Redirect answers a form: the browser goes on to a path of the tenant, by GET. A path never leads out of the tenant.
func (s *Site) Redirect(w http.ResponseWriter, r *http.Request, path string) error {
	s.guard(w.Header())
	w.Header().Set("Location", root(r)+strings.TrimLeft(path, "/"))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// root leads from the page that was asked for to the root of the tenant, which does not know where it is mounted.
func root(r *http.Request) string {
	return "./" + strings.Repeat("../", max(0, strings.Count(r.URL.EscapedPath(), "/")-1))
}

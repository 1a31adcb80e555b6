package variants

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/scimproof/scimproof/reference"
)

// versioning are about the form of versions.
var versioning = []row{
	{
		id: "versions-strong", title: "Versions are strong entity tags",
		permittedBy: "RFC 7644 §3.14: weak ones are \"preferred\", and a MAY",
		touches:     touches{"versions"},
		make: always(variation{say: func(r *request, a *response) {
			if r.scim {
				a.header.Set("ETag", strings.TrimPrefix(a.header.Get("ETag"), "W/"))
				a.body = []byte(strings.ReplaceAll(string(a.body), `"W/\"`, `"\"`))
			}
			if a.header.Get("ETag") == "" {
				a.header.Del("ETag")
			}
		}}),
	},
	{
		id: "versions-odd", title: "Versions are long, and of all the characters that an entity tag may have",
		permittedBy: "RFC 7232 §2.3: etagc is any character of %x21 and %x23-7E",
		touches:     touches{"versions"},
		make:        always(variation{ask: plainVersions, say: oddVersions}),
	},
}

// oddTag is what an odd version begins with, in a header and in JSON.
const (
	oddTag     = `W/"v;=,{}!#$%&'()*+-./:<>?@[]^_|~` + "`"
	oddTagJSON = `W/\"v;=,{}!#$%&'()*+-./:<>?@[]^_|~` + "`"
)

func plainVersions(r *request) {
	for _, name := range []string{"If-Match", "If-None-Match"} {
		if value := r.Header.Get(name); value != "" {
			r.Header.Set(name, strings.ReplaceAll(value, oddTag, `W/"`))
		}
	}
	if r.isBulk() {
		r.body = []byte(strings.ReplaceAll(string(r.body), oddTagJSON, `W/\"`))
	}
}

func oddVersions(r *request, a *response) {
	if !r.scim {
		return
	}
	if tag := a.header.Get("ETag"); tag != "" {
		a.header.Set("ETag", strings.Replace(tag, `W/"`, oddTag, 1))
	}
	a.body = []byte(strings.ReplaceAll(string(a.body), `"W/\"`, `"`+oddTagJSON))
}

// identifying are about the ids that a tenant gives.
func identifying() []row {
	const opaque = "RFC 7643 §3.1: id is any string that is unique, stable and not \"bulkId\""
	rename := func(id, title string, forth func(string) string, back func(string) (string, bool)) row {
		return row{
			id: id, title: title, permittedBy: opaque, touches: touches{"ids"},
			make: always(renaming{forth, back}.variation()),
		}
	}
	return []row{
		rename("ids-upper-case", "Ids are UUIDs in upper case", strings.ToUpper, func(id string) (string, bool) {
			return strings.ToLower(id), id == strings.ToUpper(id)
		}),
		rename("ids-odd", "Ids have characters that a URL must encode", around("u:+ä/", "@é.x%20#?"), within("u:+ä/", "@é.x%20#?")),
		rename("ids-quoted", "Ids have quotes, spaces and backslashes", around(`o"`, ` it's\`), within(`o"`, ` it's\`)),
		rename("ids-long", "Ids have three hundred characters", around(strings.Repeat("0123456789", 26), "-end"), within(strings.Repeat("0123456789", 26), "-end")),
		{
			id: "ids-numbers", title: "Ids are numbers, in strings", permittedBy: opaque, touches: touches{"ids"},
			make: func() variation {
				n := &numbering{ids: map[string]string{}}
				return renaming{n.forth, n.back}.variation()
			},
		},
	}
}

func around(before, after string) func(string) string {
	return func(id string) string { return before + id + after }
}

func within(before, after string) func(string) (string, bool) {
	return func(id string) (string, bool) {
		inner, begins := strings.CutPrefix(id, before)
		inner, ends := strings.CutSuffix(inner, after)
		return inner, begins && ends
	}
}

// numbering gives numbers to ids as it meets them.
type numbering struct {
	mu  sync.Mutex
	ids map[string]string // either way
	n   int
}

func (n *numbering) forth(id string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if number, known := n.ids[id]; known {
		return number
	}
	n.n++
	number := fmt.Sprint(100000 + n.n)
	n.ids[id], n.ids[number] = number, id
	return number
}

func (n *numbering) back(number string) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, known := n.ids[number]
	return id, known && uuid.FindString(number) == ""
}

// unknown marks an id on its way to the tenant that was never shown.
const unknown = "unknown-"

// renaming shows the tenant's ids, which are UUIDs, as others.
type renaming struct {
	forth func(string) string
	back  func(string) (string, bool)
}

var (
	uuid      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	inURL     = regexp.MustCompile(`/` + uuid.String())
	wholeUUID = regexp.MustCompile(`^` + uuid.String() + `$`)
)

func (n renaming) variation() variation { return variation{ask: n.ask, say: n.say} }

func (n renaming) ask(r *request) {
	parts := strings.Split(r.URL.EscapedPath(), "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			parts[i] = url.PathEscape(n.known(plain))
		}
	}
	r.URL.RawPath = strings.Join(parts, "/")
	r.URL.Path, _ = url.PathUnescape(r.URL.RawPath)
	r.path, r.scim = strings.CutPrefix(r.URL.Path, reference.SCIMPath)
	n.askQuery(r)
	r.edit(func(document object) bool {
		return rewrite(document, func(_, text string) string { return n.inText(text) })
	})
}

// known is the tenant's id for one that it has shown; what it never shows it does not
// know either.
func (n renaming) known(id string) string {
	if own, shown := n.back(id); shown && wholeUUID.MatchString(own) {
		return own
	}
	if wholeUUID.MatchString(id) {
		return unknown + id
	}
	return id
}

func (n renaming) askQuery(r *request) {
	values := r.query()
	changed := false
	for _, list := range values {
		for i, value := range list {
			list[i] = n.inText(value)
			changed = changed || list[i] != value
		}
	}
	if changed {
		r.setQuery(values)
	}
}

// inText finds ids in a text: it is one, or it quotes one as a filter does, or it has
// one in a path.
func (n renaming) inText(text string) string {
	if own, shown := n.back(text); shown && wholeUUID.MatchString(own) {
		return own
	}
	text = quoted.ReplaceAllStringFunc(text, func(literal string) string {
		if plain, ok := decode([]byte(`{"v":` + literal + `}`))["v"].(string); ok {
			if own := n.known(plain); own != plain {
				return `"` + own + `"`
			}
		}
		return literal
	})
	parts := strings.Split(text, "/")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if own := n.known(plain); err == nil && len(parts) > 1 && own != plain {
			parts[i] = own
		}
	}
	return strings.Join(parts, "/")
}

var quoted = regexp.MustCompile(`"([^"\\]|\\.)*"`)

func (n renaming) say(_ *request, a *response) {
	for _, name := range []string{"Location", "Content-Location"} {
		if value := a.header.Get(name); value != "" {
			a.header.Set(name, n.inLocation(value))
		}
	}
	a.edit(func(document object) {
		walk(document, "", func(name, text string) string {
			switch {
			case wholeUUID.MatchString(text) && name != "externalId":
				return n.forth(text)
			case strings.HasPrefix(text, "http"), name == "$ref":
				return n.inLocation(text)
			}
			return strings.ReplaceAll(text, unknown, "")
		})
	})
}

func (n renaming) inLocation(location string) string {
	location = inURL.ReplaceAllStringFunc(location, func(found string) string { return "/" + url.PathEscape(n.forth(found[1:])) })
	return strings.ReplaceAll(location, unknown, "")
}

// locating are about where a tenant is, and says that its resources are.
var locating = []row{
	{
		id: "location-headers-few", title: "Only what was created has a Location, and nothing a Content-Location",
		permittedBy: "RFC 7644 §3.3: Location of what was created; RFC 7643 §3.1 names Content-Location, which no example of RFC 7644 has",
		touches:     touches{"Content-Location"},
		make: always(variation{say: func(r *request, a *response) {
			a.header.Del("Content-Location")
			if a.status != http.StatusCreated && a.status/100 != 3 && !r.below(me) {
				a.header.Del("Location")
			}
		}}),
	},
	{
		id: "location-headers-relative", title: "Location is relative",
		permittedBy: "RFC 7231 §7.1.2: Location is a URI-reference",
		caution:     "RFC 7644 §3.3 has it equal to meta.location",
		touches:     touches{"Location", "Content-Location"},
		make: always(variation{say: func(r *request, a *response) {
			for _, name := range []string{"Location", "Content-Location"} {
				if value := a.header.Get(name); r.scim && value != "" {
					a.header.Set(name, strings.TrimPrefix(value, strings.TrimSuffix(r.base(), reference.SCIMPath)))
				}
			}
		}}),
	},
	{
		id: "locations-relative", title: "meta.location and Location are relative",
		permittedBy: "RFC 7643 §2.3.7: a reference is \"the absolute or relative URI\"; RFC 7231 §7.1.2",
		caution:     "RFC 7643 §3.1: location is \"the URI\", and every example is absolute",
		touches:     touches{"Location", "Content-Location"},
		make: always(variation{say: func(r *request, a *response) {
			for _, name := range []string{"Location", "Content-Location"} {
				if value := a.header.Get(name); r.scim && value != "" {
					a.header.Set(name, strings.TrimPrefix(value, r.base()+"/"))
				}
			}
			resource(func(r *request, one object) {
				if meta := objectAt(one, "meta"); meta["location"] != nil {
					meta["location"] = strings.TrimPrefix(textAt(meta, "location"), r.base()+"/")
				}
			})(r, a)
		}}),
	},
	{
		id: "base-deep", title: "The tenant is served below a long path",
		permittedBy: "RFC 7644 §1.3: the base URI is any absolute URI; §6.1: /tenants/{id} in front of it",
		touches:     touches{"base", "Location"}, prefix: deep,
		make: always(variation{ask: func(r *request) {
			r.URL.Path = strings.TrimPrefix(r.URL.Path, deep)
			r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, deep)
			r.path, r.scim = strings.CutPrefix(r.URL.Path, reference.SCIMPath)
		}, say: func(r *request, a *response) {
			host := strings.TrimSuffix(r.base(), reference.SCIMPath)
			for _, name := range []string{"Location", "Content-Location"} {
				if path, ours := strings.CutPrefix(a.header.Get(name), host+"/"); ours {
					a.header.Set(name, host+deep+"/"+path) // a login by the identity provider is led on as well
				}
			}
			a.body = []byte(strings.ReplaceAll(string(a.body), host+reference.SCIMPath, host+deep+reference.SCIMPath))
		}}),
	},
}

// deep is a path with a tenant's name in it.
const deep = "/eu-1/tenants/acme~corp_42/api"

package faults

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
)

// aliased shows new people under an id that choose gives them, "" for their own. The
// other id is good for everything that a client may do with an id.
func aliased(choose func(*memory, *request, *response) string) violation {
	return remembering(func(m *memory) violation {
		names := &aliases{m}
		return together{
			flaw(names.serve),
			on(http.MethodPost, users).answered(http.StatusCreated).say(func(r *request, a *response) {
				if chosen := choose(m, r, a); chosen != "" {
					names.add(textAt(a.object(), "id"), chosen)
				}
			}),
		}
	})
}

// aliases replace ids in requests and answers, wherever they stand.
type aliases struct{ *memory }

type alias struct{ own, shown string }

func (s *aliases) add(own, shown string) {
	known, _ := s.recall("aliases").([]alias)
	s.keep("aliases", append(known[:len(known):len(known)], alias{own, shown}))
}

func (s *aliases) serve(r *request) *response {
	known, _ := s.recall("aliases").([]alias)
	for i := range known {
		one := known[len(known)-1-i] // the youngest wins
		r.rename(one.shown, one.own)
	}
	a := r.forward()
	known, _ = s.recall("aliases").([]alias)
	for _, one := range known {
		a.rename(one.own, one.shown)
	}
	return a
}

// rename replaces an id wherever the request speaks of it.
func (r *request) rename(from, to string) {
	r.path, r.URL.Path, r.URL.RawPath = strings.ReplaceAll(r.path, from, to), strings.ReplaceAll(r.URL.Path, from, to), ""
	r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, url.QueryEscape(from), url.QueryEscape(to))
	if r.Method != http.MethodPost || !r.isTo(users) { // there it is but a wish
		r.body = bytes.ReplaceAll(r.body, []byte(from), []byte(to))
	}
}

func (a *response) rename(from, to string) {
	a.body = bytes.ReplaceAll(a.body, []byte(from), []byte(to))
	if location := a.header.Get("Location"); location != "" {
		a.header.Set("Location", strings.ReplaceAll(location, from, to))
	}
}

// newToken is a text that nobody has seen.
func newToken() string { return rand.Text() }

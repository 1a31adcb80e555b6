package qlik

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// How many entries a page has where the client does not say, and at most.
const (
	usualLimit = 20
	mostLimit  = 100
)

// page is what a client asks of a list. Parts of the product name the cursor differently.
type page struct {
	param string
	after int64 // place of the last entry of the page before; 0 for the first page
	limit int
}

// readPage reads what is asked of a list. A parameter that is not known here is refused, so that no client believes
// that it had an effect.
func readPage(r *http.Request, s service, param string, others ...string) (page, error) {
	p := page{param: param, limit: usualLimit}
	query := r.URL.Query()
	for name := range query {
		if name != "limit" && name != param && !slices.Contains(others, name) {
			return page{}, invalid(s, "this face does not know the parameter "+name)
		}
	}
	if text := query.Get("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 || limit > mostLimit {
			return page{}, invalid(s, "limit must be a number from 1 to "+strconv.Itoa(mostLimit))
		}
		p.limit = limit
	}
	if text := query.Get(param); text != "" {
		after, err := strconv.ParseInt(text, 36, 64)
		if err != nil || after < 1 {
			return page{}, invalid(s, param+" must be the cursor of a former page")
		}
		p.after = after
	}
	return p, nil
}

// link is a reference to a page or a resource.
type link struct {
	Href string `json:"href"`
}

// links are the references of a list.
type links struct {
	Self link  `json:"self"`
	Next *link `json:"next,omitempty"`
}

// linksOf makes the links of a page that ends at a place; 0 where it is the last.
func (f *face) linksOf(r *http.Request, p page, end int64) links {
	own := links{Self: link{f.origin(r) + r.URL.RequestURI()}}
	if end != 0 {
		query := r.URL.Query()
		query.Set(p.param, strconv.FormatInt(end, 36))
		own.Next = &link{f.origin(r) + r.URL.Path + "?" + query.Encode()}
	}
	return own
}

// cut takes one entry more than the page has, if there is one, and answers the page with its end.
func cut[T any](entries []T, p page, place func(T) int64) (onPage []T, end int64) {
	if len(entries) <= p.limit {
		return entries, 0
	}
	onPage = entries[:p.limit]
	return onPage, place(onPage[p.limit-1])
}

// origin is the scheme and host by which the client reaches the face.
func (f *face) origin(r *http.Request) string {
	switch {
	case f.publicURL != "":
		return strings.TrimRight(f.publicURL, "/")
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

package probe

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Paginate says how the next page is asked for. The zero value means one page.
type Paginate struct {
	// Kind is "none", "cursor", "link", "page" or "offset".
	Kind string `yaml:"kind"`
	// Next is where the cursor or the link stands: a JSONPath, or "header:Link".
	Next string `yaml:"next"`
	// Param is the query parameter that carries the cursor, the page's number or the offset.
	Param string `yaml:"param"`
	// First is the number of the first page, 1 by default, or the first offset, 0 by default.
	First *int `yaml:"first"`
	// Size asks for pages of a size; optional.
	Size PageSize `yaml:"size"`
	// Total is the JSONPath of how many there are on all pages. Without it, only an empty
	// page is the end: a short one may be as long as the target lets a page be.
	Total string `yaml:"total"`
}

// PageSize is the query parameter that asks for a size of pages, and the size.
type PageSize struct {
	Param string `yaml:"param"`
	Value int    `yaml:"value"`
}

var paginations = []string{"none", "cursor", "link", "page", "offset"}

// FromYAML reads how pages follow each other.
func (p *Paginate) FromYAML(n *yamlfile.Node) error {
	type plain Paginate
	if err := n.Decode((*plain)(p)); err != nil {
		return err
	}
	switch p.Kind {
	case "none":
		return nil
	case "cursor", "link":
		return p.checkNext(n)
	case "page", "offset":
		return p.checkCount(n)
	}
	return n.Errorf("the kind %q is none of %s", p.Kind, strings.Join(paginations, ", "))
}

func (p *Paginate) checkNext(n *yamlfile.Node) error {
	names := []string{"next", "param"}
	if p.Kind == "link" {
		names = names[:1]
	}
	if err := want(n, names...); err != nil {
		return err
	}
	if !strings.HasPrefix(p.Next, "header:") && checkPath(p.Next) != nil {
		return n.Get("next").Errorf("`%s` is neither a JSONPath such as $.next nor header:NAME", p.Next)
	}
	return nil
}

func (p *Paginate) checkCount(n *yamlfile.Node) error {
	if err := want(n, "param"); err != nil {
		return err
	}
	if p.Total != "" && checkPath(p.Total) != nil {
		return n.Get("total").Errorf("%v", checkPath(p.Total))
	}
	if size := n.Get("size"); !size.IsNull() && (p.Size.Param == "" || p.Size.Value < 1) {
		return size.Errorf("a size has a param, and a value of 1 or more").Hint("write `size: {param: limit, value: 100}`")
	}
	return nil
}

// counts tells whether pages are asked for by number.
func (p Paginate) counts() bool { return p.Kind == "page" || p.Kind == "offset" }

// walk is how far a list has been read.
type walk struct {
	pages int
	ids   []string
	seen  map[string]bool
	// asked are the cursors and links that were followed.
	asked map[string]bool
}

func newWalk() *walk { return &walk{seen: map[string]bool{}, asked: map[string]bool{}} }

var (
	errCircle   = errors.New("the pages go round in circles")
	errRepeated = errors.New("a page shows nothing but what was listed before")
)

// take adds a page.
func (w *walk) take(ids []string) (fresh bool) {
	w.pages++
	for _, id := range ids {
		fresh = fresh || !w.seen[id]
		w.seen[id] = true
	}
	w.ids = append(w.ids, ids...)
	return fresh
}

// first is what the first page is asked for with; "" where it needs nothing.
func (p Paginate) first() string {
	if !p.counts() {
		return ""
	}
	return strconv.Itoa(p.begin())
}

func (p Paginate) begin() int {
	switch {
	case p.First != nil:
		return *p.First
	case p.Kind == "page":
		return 1
	default:
		return 0
	}
}

// after is what the page after those of the walk is asked for with; "" after the last.
func (p Paginate) after(w *walk, onPage []string, fresh bool, a Answer, req *http.Request) (string, error) {
	if p.counts() {
		return p.count(w, onPage, fresh, a)
	}
	next, err := p.next(a, req)
	if err == nil && next != "" && w.asked[next] {
		err = errCircle
	}
	w.asked[next] = true
	return next, err
}

// count goes on by number. The offset goes by what was shown, since a target may give
// shorter pages than it is asked for.
func (p Paginate) count(w *walk, onPage []string, fresh bool, a Answer) (string, error) {
	if len(onPage) == 0 {
		return "", p.complete(w, a)
	}
	if !fresh {
		return "", errRepeated
	}
	if total, known, err := p.total(a); err != nil || known && len(w.ids) >= total {
		return "", err
	}
	if p.Kind == "offset" {
		return strconv.Itoa(p.begin() + len(w.ids)), nil
	}
	return strconv.Itoa(p.begin() + w.pages), nil
}

// complete holds an empty page against the total that it states.
func (p Paginate) complete(w *walk, a Answer) error {
	total, known, err := p.total(a)
	if err == nil && known && len(w.ids) < total {
		err = fmt.Errorf("the list ends after %d of %d", len(w.ids), total)
	}
	return err
}

func (p Paginate) total(a Answer) (total int, known bool, err error) {
	if p.Total == "" {
		return 0, false, nil
	}
	text, err := a.text(p.Total)
	if err != nil {
		return 0, false, err
	}
	if total, err = strconv.Atoi(text); err != nil {
		return 0, false, fmt.Errorf("the value at %s is not a whole number", p.Total)
	}
	return total, true, nil
}

// next is what the following page is asked for with; "" after the last.
func (p Paginate) next(a Answer, req *http.Request) (string, error) {
	if p.Kind == "" || p.Kind == "none" {
		return "", nil
	}
	next, err := p.value(a)
	if err != nil || next == "" || p.Kind == "cursor" {
		return next, err
	}
	link, err := req.URL.Parse(next)
	if err != nil {
		return "", errors.New("the link to the next page is no URL")
	}
	// The request carries an administrator's credentials.
	if link.Scheme != req.URL.Scheme || link.Host != req.URL.Host {
		return "", fmt.Errorf("the link to the next page leads to another host, %s", link.Host)
	}
	return link.String(), nil
}

// value reads the cursor or link; a missing one means the last page.
func (p Paginate) value(a Answer) (string, error) {
	if name, ok := strings.CutPrefix(p.Next, "header:"); ok {
		if strings.EqualFold(name, "Link") {
			return nextLink(a.Header.Values(name)), nil
		}
		return a.Header.Get(name), nil
	}
	document, err := a.document()
	if err != nil {
		return "", err
	}
	found, err := values(document, p.Next)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return scalar(found[0], p.Next)
}

// nextLink finds rel="next" in Link headers (RFC 8288).
func nextLink(headers []string) string {
	for _, header := range headers {
		for link := range strings.SplitSeq(header, ",") {
			target, params, _ := strings.Cut(link, ";")
			target = strings.TrimSpace(target)
			rel := strings.ReplaceAll(strings.ReplaceAll(params, " ", ""), `"`, "")
			if strings.HasPrefix(target, "<") && strings.HasSuffix(target, ">") && slices.Contains(strings.Split(rel, ";"), "rel=next") {
				return target[1 : len(target)-1]
			}
		}
	}
	return ""
}

// turn changes a request for the first page into one for another.
func (p Paginate) turn(req *http.Request, next string) error {
	if p.Kind == "link" {
		link, err := url.Parse(next)
		if err != nil {
			return errors.New("the link to the next page is no URL")
		}
		req.URL = link
		return nil
	}
	query := req.URL.Query()
	query.Set(p.Param, next)
	if p.Size.Param != "" {
		query.Set(p.Size.Param, strconv.Itoa(p.Size.Value))
	}
	req.URL.RawQuery = query.Encode()
	return nil
}

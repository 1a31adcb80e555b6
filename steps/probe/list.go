package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// maxPages bounds a list: a target that never ends one must not hold the run.
const maxPages = 1000

// List returns what a person owns, of all kinds, sorted by kind and id.
func (o *Ownership) List(ctx context.Context, owner Person) ([]Asset, error) {
	vars := o.kit.Vars.With(owner.vars("user"))
	var all []Asset
	for i := range o.recipe.Kinds {
		kind := &o.recipe.Kinds[i]
		ids, err := o.kit.list(ctx, &kind.List, vars.With(template.Vars{"asset.kind": kind.Name}))
		if err != nil {
			return nil, wrap("listing the kind "+kind.Name, err)
		}
		for _, id := range ids {
			all = append(all, Asset{Kind: kind.Name, ID: id})
		}
	}
	slices.SortFunc(all, func(a, b Asset) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(all, func(a, b Asset) bool { return a.Kind == b.Kind && a.ID == b.ID }), nil
}

// list follows the pages of a list and gives the ids on them.
func (k Kit) list(ctx context.Context, r *ListRecipe, vars template.Vars) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	next := ""
	for range maxPages {
		answer, req, err := k.page(ctx, r, vars, next)
		if err != nil {
			return nil, err
		}
		onPage, err := r.ids(answer)
		if err != nil {
			return nil, k.stepError(&r.Request, answer.Status, err)
		}
		ids = append(ids, onPage...)
		next, err = r.Paginate.next(answer, req)
		if err != nil {
			return nil, k.stepError(&r.Request, answer.Status, err)
		}
		if next == "" {
			return ids, nil
		}
		if seen[next] {
			return nil, k.stepError(&r.Request, answer.Status, errors.New("the pages go round in circles"))
		}
		seen[next] = true
	}
	return nil, k.stepError(&r.Request, 0, fmt.Errorf("the list has more than %d pages", maxPages))
}

// page asks for one page; next is "" for the first, a cursor, or an absolute URL.
func (k Kit) page(ctx context.Context, r *ListRecipe, vars template.Vars, next string) (Answer, *http.Request, error) {
	req, err := k.request(ctx, &r.Request, vars)
	if err != nil {
		return Answer{}, nil, k.stepError(&r.Request, 0, err)
	}
	if next != "" {
		if err := r.Paginate.turn(req, next); err != nil {
			return Answer{}, nil, k.stepError(&r.Request, 0, err)
		}
	}
	answer, err := k.deliver(&r.Request, req)
	if err == nil {
		err = k.mustBeExpected(&r.Request, answer)
	}
	return answer, req, err
}

// ids gives the ids on a page. A page without the list is an error: "nothing is
// owned" has to be said by a list.
func (r *ListRecipe) ids(a Answer) ([]string, error) {
	items, err := a.list(r.Items)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, item := range items {
		found, err := values(item, r.ID)
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("%d values at %s of an element, wanted one", len(found), r.ID)
		}
		id, err := scalar(found[0], r.ID)
		if err != nil {
			return nil, err
		}
		if id == "" {
			return nil, fmt.Errorf("an element has an empty id")
		}
		ids = append(ids, id)
	}
	return ids, nil
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
	req.URL.RawQuery = query.Encode()
	return nil
}

package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

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
		if o.ownerIsGone(owner, err) {
			continue
		}
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
	seen := newWalk()
	for next := r.Paginate.first(); ; {
		answer, req, err := k.page(ctx, r, vars, next)
		if err != nil {
			return nil, err
		}
		next, err = r.turn(seen, answer, req)
		if err != nil {
			return nil, k.stepError(&r.Request, answer.Status, err)
		}
		if next == "" {
			return seen.ids, nil
		}
		if seen.pages == maxPages {
			return nil, k.stepError(&r.Request, 0, fmt.Errorf("the list has more than %d pages", maxPages))
		}
	}
}

// turn takes the ids of a page, and says what the following one is asked for with.
func (r *ListRecipe) turn(seen *walk, a Answer, req *http.Request) (string, error) {
	onPage, err := r.ids(a)
	if err != nil {
		return "", err
	}
	fresh := seen.take(onPage)
	return r.Paginate.after(seen, onPage, fresh, a, req)
}

// ownerIsGone tells whether a list failed because its owner was deleted by the run: then
// "no such person" says that nothing is owned.
func (o *Ownership) ownerIsGone(owner Person, err error) bool {
	step, ok := errors.AsType[*StepError](err)
	return ok && isGone(step.Status) && o.kit.Created.IsDeleted(owner.ID)
}

// page asks for one page; next is "" for a first one that needs nothing, a cursor, a
// number, or an absolute URL.
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
		id, err := one(item, r.ID)
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

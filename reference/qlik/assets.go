package qlik

import (
	"context"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// kind is the tenant's kind of what a part of the product keeps.
func (s service) kind() string {
	switch s {
	case apps:
		return assets.App
	case connections:
		return assets.DataConnection
	case files:
		return assets.DataFile
	case spaces:
		return assets.Workspace
	case automations:
		return assets.Automation
	case users, keys, audits, items, logins, platform:
	}
	return ""
}

// asset reads one of the kind that a part of the product keeps, with its content.
func (f *face) asset(ctx context.Context, by api.Caller, s service, id string) (store.Asset, []byte, error) {
	a, err := f.works.Get(ctx, by, id)
	if err != nil {
		return store.Asset{}, nil, s.in(err)
	}
	if a.Kind != s.kind() {
		return store.Asset{}, nil, notFound(s, "there is nothing of that id")
	}
	content, err := f.works.Content(ctx, by, id)
	return a, content, s.in(err)
}

// create makes an asset that the caller owns.
func (f *face) create(r *http.Request, by api.Caller, s service, name string, content []byte) (store.Asset, error) {
	a, err := f.works.Create(r.Context(), by, assets.Draft{Kind: s.kind(), Name: name, Content: content})
	return a, s.in(err)
}

// handOver gives an asset to whoever has the product's id of the new owner.
func (f *face) handOver(ctx context.Context, by api.Caller, s service, id, newOwner string) error {
	if _, _, err := f.asset(ctx, by, s, id); err != nil {
		return err
	}
	_, err := f.works.Transfer(ctx, by, id, accountID(newOwner))
	return s.in(err)
}

// deleteAsset is the deletion of what a part of the product keeps.
func (f *face) deleteAsset(s service) endpoint {
	return func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		if err := f.removeAsset(r.Context(), by, s, r.PathValue("id")); err != nil {
			return err
		}
		return api.NoContent(w)
	}
}

func (f *face) removeAsset(ctx context.Context, by api.Caller, s service, id string) error {
	if _, _, err := f.asset(ctx, by, s, id); err != nil {
		return err
	}
	return s.in(f.works.Delete(ctx, by, id))
}

// portion is how many assets are read at a time.
const portion = 200

// listed reads one asset more than the page has, of those kinds and of that owner (the product's id; of anybody where
// it is not asked for).
func (f *face) listed(ctx context.Context, by api.Caller, p page, owner *string, kinds ...string) ([]store.Asset, error) {
	q := store.AssetQuery{After: p.after, Limit: portion}
	if owner != nil {
		if q.OwnerID = accountID(*owner); q.OwnerID == "" {
			return nil, nil
		}
	}
	if len(kinds) == 1 {
		q.Kind = kinds[0]
	}
	var found []store.Asset
	for len(found) <= p.limit {
		list, err := f.works.List(ctx, by, q)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			if slices.Contains(kinds, a.Kind) {
				found = append(found, a)
			}
		}
		if len(list) < portion {
			break
		}
		q.After = list[len(list)-1].Seq
	}
	return found, nil
}

// onPage reads a page of one kind, and shows each asset with its content.
func (f *face) onPage(r *http.Request, by api.Caller, s service, p page, owner *string, show func(store.Asset, []byte) any) (data []any, l links, err error) {
	found, err := f.listed(r.Context(), by, p, owner, s.kind())
	if err != nil {
		return nil, links{}, s.in(err)
	}
	cutOff, end := cut(found[:min(len(found), p.limit+1)], p, func(a store.Asset) int64 { return a.Seq })
	data = []any{}
	for _, a := range cutOff {
		content, err := f.works.Content(r.Context(), by, a.ID)
		if err != nil {
			return nil, links{}, s.in(err)
		}
		data = append(data, show(a, content))
	}
	return data, f.linksOf(r, p, end), nil
}

// asked is a parameter of the query; nil where it is not there.
func asked(r *http.Request, name string) *string {
	if !r.URL.Query().Has(name) {
		return nil
	}
	return new(r.URL.Query().Get(name))
}

// ownerRequest is how most parts of the product are told a new owner.
type ownerRequest struct {
	OwnerID string `json:"ownerId"`
}

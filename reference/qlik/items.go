package qlik

import (
	"net/http"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// shownItem is an entry of the catalogue as it is sent.
type shownItem struct {
	ID                       string    `json:"id"`
	ResourceID               string    `json:"resourceId"`
	ResourceType             string    `json:"resourceType"`
	Name                     string    `json:"name"`
	OwnerID                  string    `json:"ownerId,omitempty"`
	TenantID                 string    `json:"tenantId"`
	Actions                  []string  `json:"actions"`
	CollectionIDs            []string  `json:"collectionIds"`
	IsFavorited              bool      `json:"isFavorited"`
	CreatedAt                time.Time `json:"createdAt"`
	UpdatedAt                time.Time `json:"updatedAt"`
	ResourceCreatedAt        time.Time `json:"resourceCreatedAt"`
	ResourceUpdatedAt        time.Time `json:"resourceUpdatedAt"`
	ResourceAttributes       struct{}  `json:"resourceAttributes"`
	ResourceCustomAttributes struct{}  `json:"resourceCustomAttributes"`
	Links                    struct {
		Self link `json:"self"`
	} `json:"links"`
	Meta struct {
		Actions     []string   `json:"actions"`
		Collections []struct{} `json:"collections"`
		IsFavorited bool       `json:"isFavorited"`
		Tags        []struct{} `json:"tags"`
	} `json:"meta"`
}

// catalogued are the kinds that the catalogue has, in the product's words. Data files and connections are not in it.
var catalogued = []string{assets.App, assets.Automation}

func (f *face) showItem(r *http.Request, a store.Asset) shownItem {
	s := shownItem{
		ID: "item" + a.ID, ResourceID: a.ID, ResourceType: a.Kind, Name: a.Name, OwnerID: nativeID(a.OwnerID), TenantID: f.tenantID,
		Actions: []string{}, CollectionIDs: []string{},
		CreatedAt: a.Created, UpdatedAt: a.Created, ResourceCreatedAt: a.Created, ResourceUpdatedAt: a.Created,
	}
	s.Links.Self.Href = f.origin(r) + "/api/v1/items/" + s.ID
	s.Meta.Actions, s.Meta.Collections, s.Meta.Tags = []string{}, []struct{}{}, []struct{}{}
	return s
}

func (f *face) listItems(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, items, "next", "ownerId", "resourceType", "noActions")
	if err != nil {
		return err
	}
	kinds := catalogued
	if types := asked(r, "resourceType"); types != nil {
		kinds = strings.Split(*types, ",")
	}
	for _, kind := range kinds {
		if kind != assets.App && kind != assets.Automation {
			return invalid(items, "this face has no resources of the type "+kind)
		}
	}
	found, err := f.listed(r.Context(), by, p, asked(r, "ownerId"), kinds...)
	if err != nil {
		return items.in(err)
	}
	onPage, end := cut(found[:min(len(found), p.limit+1)], p, func(a store.Asset) int64 { return a.Seq })
	list := struct {
		Data  []shownItem `json:"data"`
		Links links       `json:"links"`
	}{[]shownItem{}, f.linksOf(r, p, end)}
	for _, a := range onPage {
		list.Data = append(list.Data, f.showItem(r, a))
	}
	return api.Write(w, http.StatusOK, list)
}

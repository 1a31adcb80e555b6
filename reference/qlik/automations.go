package qlik

import (
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// shownAutomation is an automation as it is sent. Its description is its content here.
type shownAutomation struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	OwnerID     string    `json:"ownerId,omitempty"`
	State       string    `json:"state"`
	RunMode     string    `json:"runMode"`
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

func showAutomation(a store.Asset, content []byte) shownAutomation {
	return shownAutomation{a.ID, a.Name, string(content), nativeID(a.OwnerID), "available", "manual", a.Created, a.Created}
}

func (f *face) createAutomation(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	}
	if err := read(w, r, automations, &body); err != nil {
		return err
	}
	content := []byte(body.Description)
	a, err := f.create(r, by, automations, body.Name, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, showAutomation(a, content))
}

func (f *face) getAutomation(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, content, err := f.asset(r.Context(), by, automations, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showAutomation(a, content))
}

// listAutomations lists the caller's own; everybody's for an administrator who says listAll.
func (f *face) listAutomations(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, automations, "cursor", "filter", "listAll")
	if err != nil {
		return err
	}
	owner, err := ownerFilter(r.URL.Query().Get("filter"))
	if err != nil {
		return err
	}
	var wanted *string
	if owner != "" {
		wanted = &owner
	}
	data, l, err := []any{}, f.linksOf(r, p, 0), error(nil)
	if !by.Administrator || r.URL.Query().Get("listAll") == "true" {
		data, l, err = f.onPage(r, by, automations, p, wanted, func(a store.Asset, content []byte) any { return showAutomation(a, content) })
	}
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		Data  []any `json:"data"`
		Links struct {
			Next *link `json:"next,omitempty"`
		} `json:"links"`
	}{data, struct {
		Next *link `json:"next,omitempty"`
	}{l.Next}})
}

// changeAutomationOwner is told the new owner by another name than the rest of the product.
func (f *face) changeAutomationOwner(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		UserID string `json:"userId"`
	}
	if err := read(w, r, automations, &body); err != nil {
		return err
	}
	if err := f.handOver(r.Context(), by, automations, r.PathValue("id"), body.UserID); err != nil {
		return err
	}
	return api.NoContent(w)
}

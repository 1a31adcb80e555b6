package qlik

import (
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// shownSpace is a space as it is sent. Its description is its content here, and all of them are shared.
type shownSpace struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Type        string    `json:"type"`
	OwnerID     string    `json:"ownerId,omitempty"`
	TenantID    string    `json:"tenantId"`
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
	Links       struct {
		Self        link `json:"self"`
		Assignments link `json:"assignments"`
	} `json:"links"`
}

func (f *face) showSpace(r *http.Request, a store.Asset, content []byte) shownSpace {
	s := shownSpace{
		ID: a.ID, Name: a.Name, Description: string(content), Type: "shared", OwnerID: nativeID(a.OwnerID), TenantID: f.tenantID,
		CreatedAt: a.Created, UpdatedAt: a.Created,
	}
	s.Links.Self.Href = f.origin(r) + "/api/v1/spaces/" + a.ID
	s.Links.Assignments.Href = s.Links.Self.Href + "/assignments"
	return s
}

func (f *face) createSpace(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Type        string `json:"type"`
	}
	if err := read(w, r, spaces, &body); err != nil {
		return err
	}
	if body.Type != "shared" {
		return invalid(spaces, "this face only has spaces of the type shared")
	}
	content := []byte(body.Description)
	a, err := f.create(r, by, spaces, body.Name, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, f.showSpace(r, a, content))
}

func (f *face) getSpace(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, content, err := f.asset(r.Context(), by, spaces, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, f.showSpace(r, a, content))
}

func (f *face) listSpaces(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, spaces, "next", "ownerId")
	if err != nil {
		return err
	}
	data, l, err := f.onPage(r, by, spaces, p, asked(r, "ownerId"), func(a store.Asset, content []byte) any { return f.showSpace(r, a, content) })
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		Data  []any `json:"data"`
		Links links `json:"links"`
		Meta  struct {
			Count int `json:"count"`
		} `json:"meta"`
	}{data, l, struct {
		Count int `json:"count"`
	}{len(data)}})
}

// patchSpace gives a space to another owner: nothing else of it is for this face to change.
func (f *face) patchSpace(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	owner, err := replacement(w, r, spaces, "/ownerId")
	if err != nil {
		return err
	}
	if err := f.handOver(r.Context(), by, spaces, r.PathValue("id"), owner); err != nil {
		return err
	}
	a, content, err := f.asset(r.Context(), api.Caller{Administrator: true}, spaces, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, f.showSpace(r, a, content))
}

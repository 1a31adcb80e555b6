package qlik

import (
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// shownApp is an app as it is sent. Its description is its content here.
type shownApp struct {
	Attributes struct {
		ID           string    `json:"id"`
		Name         string    `json:"name"`
		Description  string    `json:"description"`
		OwnerID      string    `json:"ownerId,omitempty"`
		CreatedDate  time.Time `json:"createdDate"`
		ModifiedDate time.Time `json:"modifiedDate"`
		Published    bool      `json:"published"`
	} `json:"attributes"`
	Privileges []string   `json:"privileges"`
	Create     []struct{} `json:"create"`
}

func showApp(a store.Asset, content []byte) shownApp {
	s := shownApp{Privileges: []string{"read", "update", "delete", "change_owner"}, Create: []struct{}{}}
	s.Attributes.ID, s.Attributes.Name, s.Attributes.Description = a.ID, a.Name, string(content)
	s.Attributes.OwnerID = nativeID(a.OwnerID)
	s.Attributes.CreatedDate, s.Attributes.ModifiedDate = a.Created, a.Created
	return s
}

func (f *face) createApp(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Attributes struct {
			Name        string `json:"name"`
			Description string `json:"description"`
		} `json:"attributes"`
	}
	if err := read(w, r, apps, &body); err != nil {
		return err
	}
	content := []byte(body.Attributes.Description)
	a, err := f.create(r, by, apps, body.Attributes.Name, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showApp(a, content))
}

func (f *face) getApp(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, content, err := f.asset(r.Context(), by, apps, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showApp(a, content))
}

func (f *face) changeAppOwner(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body ownerRequest
	if err := read(w, r, apps, &body); err != nil {
		return err
	}
	if err := f.handOver(r.Context(), by, apps, r.PathValue("id"), body.OwnerID); err != nil {
		return err
	}
	// The former owner may have handed it over, and cannot read it any more: the answer is the administrator's.
	a, content, err := f.asset(r.Context(), api.Caller{Administrator: true}, apps, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showApp(a, content))
}

// deleteApp answers 200, as published; other parts of the product answer 204.
func (f *face) deleteApp(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	if err := f.removeAsset(r.Context(), by, apps, r.PathValue("id")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

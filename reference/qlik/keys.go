package qlik

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// shownKey is an API key as it is sent.
type shownKey struct {
	ID            string    `json:"id"`
	TenantID      string    `json:"tenantId"`
	Sub           string    `json:"sub"`
	SubType       string    `json:"subType"`
	Description   string    `json:"description"`
	Status        string    `json:"status"`
	CreatedByUser string    `json:"createdByUser"`
	Created       time.Time `json:"created"`
	Expiry        time.Time `json:"expiry"`
	Token         string    `json:"token,omitempty"` // once, when it is made
}

// keyLifetime is what is shown; the tenant's own API tokens end with their holder's account.
const keyLifetime = 365 * 24 * time.Hour

func (f *face) showKey(t store.Token) shownKey {
	return shownKey{
		ID: t.ID, TenantID: f.tenantID, Sub: nativeID(t.UserID), SubType: "user", Description: t.Name, Status: active,
		CreatedByUser: nativeID(t.UserID), Created: t.Created, Expiry: t.Created.Add(keyLifetime),
	}
}

// createKey makes a key of the caller's own. Keys for SCIM (externalClient) are the operator's to hand out.
func (f *face) createKey(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body struct {
		Description string `json:"description"`
		SubType     string `json:"subType"`
	}
	if err := read(w, r, keys, &body); err != nil {
		return err
	}
	if body.Description == "" || body.SubType != "" && body.SubType != "user" {
		return invalid(keys, "a key has a description, and is of the subType user here")
	}
	t, secret, err := f.logins.NewAPIToken(r.Context(), by.Account.ID, body.Description)
	if errors.Is(err, login.ErrRefused) {
		return unauthenticated()
	}
	if err != nil {
		return err
	}
	shown := f.showKey(t)
	shown.Token = secret
	return api.Write(w, http.StatusCreated, shown)
}

// listKeys lists the keys of one user: the caller, or whom an administrator names.
func (f *face) listKeys(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, keys, "startingAfter", "sub")
	if err != nil {
		return err
	}
	holder := by.Account.ID
	if by.Administrator {
		holder = accountID(r.URL.Query().Get("sub"))
	}
	list := struct {
		Data  []shownKey `json:"data"`
		Links links      `json:"links"`
	}{[]shownKey{}, f.linksOf(r, p, 0)}
	tokens, err := f.logins.APITokens(r.Context(), holder)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		list.Data = append(list.Data, f.showKey(t))
	}
	return api.Write(w, http.StatusOK, list)
}

func (f *face) deleteKey(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	if by.Administrator {
		return f.deleteAnyKey(w, r)
	}
	return f.revoke(w, r, by.Account.ID)
}

// deleteAnyKey finds whose key it is: the tenant keeps keys by their holders.
func (f *face) deleteAnyKey(w http.ResponseWriter, r *http.Request) error {
	everybody, err := f.usersWhere(r.Context(), func(user) bool { return true }, 0, 0)
	if err != nil {
		return err
	}
	for _, u := range everybody {
		tokens, err := f.logins.APITokens(r.Context(), u.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(tokens, func(t store.Token) bool { return t.ID == r.PathValue("id") }) {
			return f.revoke(w, r, u.ID)
		}
	}
	return notFound(keys, "there is no API key of that id")
}

func (f *face) revoke(w http.ResponseWriter, r *http.Request, holder string) error {
	err := f.logins.DeleteAPIToken(r.Context(), holder, r.PathValue("id"))
	if errors.Is(err, store.ErrNotFound) {
		return notFound(keys, "there is no API key of that id")
	}
	if err != nil {
		return err
	}
	return api.NoContent(w)
}

package login

import (
	"errors"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// token is the token endpoint of OAuth 2.0 (RFC 6749 section 3.2). Its refusals have the codes of section 5.2.
func (h *HTTP) token(w http.ResponseWriter, r *http.Request) error {
	if !api.IsForm(r) {
		return api.Invalid("the content type must be application/x-www-form-urlencoded")
	}
	if err := api.ReadForm(w, r); err != nil {
		return err
	}
	grant, err := h.grant(r)
	if errors.Is(err, ErrRefused) {
		return &api.Error{Status: http.StatusBadRequest, Code: "invalid_grant", Header: http.Header{"Cache-Control": {"no-store"}}}
	}
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		AccessToken  string `json:"access_token"`
		TokenType    string `json:"token_type"`
		ExpiresIn    int    `json:"expires_in"`
		RefreshToken string `json:"refresh_token"`
	}{grant.AccessToken, "Bearer", int(AccessLifetime / time.Second), grant.RefreshToken})
}

func (h *HTTP) grant(r *http.Request) (Grant, error) {
	form := r.PostForm
	switch form.Get("grant_type") {
	case "password":
		if !form.Has("username") || !form.Has("password") {
			return Grant{}, api.Invalid("username and password are required")
		}
		return h.Service.GrantByPassword(r.Context(), form.Get("username"), form.Get("password"))
	case "refresh_token":
		if !form.Has("refresh_token") {
			return Grant{}, api.Invalid("refresh_token is required")
		}
		return h.Service.GrantByRefresh(r.Context(), form.Get("refresh_token"))
	case "":
		return Grant{}, api.Invalid("grant_type is required")
	}
	return Grant{}, &api.Error{
		Status: http.StatusBadRequest, Code: "unsupported_grant_type",
		Detail: "grant_type must be password or refresh_token",
	}
}

// shownToken is an API token as it is sent.
type shownToken struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt"`
	Token     string    `json:"token,omitempty"` // once, when it is made
}

func show(t store.Token) shownToken {
	return shownToken{ID: t.ID, Name: t.Name, CreatedAt: t.Created}
}

func (h *HTTP) createToken(w http.ResponseWriter, r *http.Request, caller api.Caller) error {
	var body struct {
		Name string `json:"name"`
	}
	if err := api.Read(w, r, &body); err != nil {
		return err
	}
	if body.Name == "" {
		return api.Invalid("name is required")
	}
	t, secret, err := h.Service.NewAPIToken(r.Context(), caller.Account.ID, body.Name)
	if errors.Is(err, ErrRefused) {
		return api.Unauthenticated()
	}
	if err != nil {
		return err
	}
	shown := show(t)
	shown.Token = secret
	return api.Write(w, http.StatusCreated, shown)
}

func (h *HTTP) listTokens(w http.ResponseWriter, r *http.Request, caller api.Caller) error {
	tokens, err := h.Service.APITokens(r.Context(), caller.Account.ID)
	if err != nil {
		return err
	}
	list := api.List[shownToken]{}
	for _, t := range tokens {
		list.Data = append(list.Data, show(t))
	}
	return api.Write(w, http.StatusOK, list)
}

func (h *HTTP) deleteToken(w http.ResponseWriter, r *http.Request, caller api.Caller) error {
	err := h.Service.DeleteAPIToken(r.Context(), caller.Account.ID, r.PathValue("id"))
	if errors.Is(err, store.ErrNotFound) {
		return api.NotFound("you have no API token of that id")
	}
	if err != nil {
		return err
	}
	return api.NoContent(w)
}

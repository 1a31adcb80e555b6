package tableau

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// The site roles that a person here can have.
const (
	creator    = "Creator"
	unlicensed = "Unlicensed"
)

func showUser(a admin.Account) object {
	role := unlicensed
	if a.Active {
		role = creator
	}
	return object{"id": nativeID(a.ID), "name": a.UserName, "fullName": a.DisplayName, "siteRole": role}
}

var errNoUser = &problem{http.StatusNotFound, "404002", "User not found"}

// account reads a person by the product's id.
func (f *face) account(ctx context.Context, native string) (admin.Account, error) {
	found, err := f.accounts.Account(ctx, accountID(native))
	if errors.Is(err, admin.ErrNoAccount) {
		return found, errNoUser
	}
	return found, err
}

func (f *face) listUsers(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	name, filtered := strings.CutPrefix(r.URL.Query().Get("filter"), "name:eq:")
	list, err := f.accounts.Accounts(r.Context(), admin.Query{Text: name})
	if err != nil {
		return err
	}
	people := []any{}
	for _, a := range list {
		if !filtered || store.FoldUserName(a.UserName) == store.FoldUserName(name) {
			people = append(people, showUser(a))
		}
	}
	return writePage(w, r, "users", "user", people)
}

func (f *face) getUser(w http.ResponseWriter, r *http.Request, caller api.Caller) error {
	if !caller.Administrator && nativeID(caller.Account.ID) != r.PathValue("id") {
		return &problem{http.StatusForbidden, "403133", "Query user permissions forbidden"}
	}
	a, err := f.account(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, object{"user": showUser(a)})
}

// removeUser removes a person, whose content goes to mapAssetsTo. Without that, who owns content is not removed, and is
// without a licence from then on.
func (f *face) removeUser(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	a, err := f.account(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	heir := r.URL.Query().Get("mapAssetsTo")
	if heir != "" {
		if heir = accountID(heir); heir == "" {
			return errNoUser
		}
	}
	err = f.accounts.Delete(r.Context(), a.ID, heir)
	refusal, refused := errors.AsType[*assets.RefusalError](err)
	if refused && refusal.Reason == assets.StillOwning {
		if _, err := f.accounts.SetActive(r.Context(), a.ID, false); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return api.NoContent(w)
}

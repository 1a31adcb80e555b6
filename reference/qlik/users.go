package qlik

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// The states of a user. Nobody here is invited, and of who was deleted nothing is left.
const (
	active      = "active"
	invited     = "invited"
	disabled    = "disabled"
	deleted     = "deleted"
	provisioned = "provisioned"
)

// user is an account as the product sees it.
type user struct {
	account.Account
	status            string
	created, modified time.Time
	seq               int64
}

// shownUser is a user as it is sent.
type shownUser struct {
	ID             string    `json:"id"`
	TenantID       string    `json:"tenantId"`
	Status         string    `json:"status"`
	Subject        string    `json:"subject"`
	Name           string    `json:"name"`
	Email          string    `json:"email,omitempty"`
	CreatedAt      time.Time `json:"createdAt"`
	LastUpdatedAt  time.Time `json:"lastUpdatedAt"`
	AssignedRoles  []string  `json:"assignedRoles"`
	AssignedGroups []string  `json:"assignedGroups"`
	Links          struct {
		Self link `json:"self"`
	} `json:"links"`
}

func (f *face) showUser(r *http.Request, u user) shownUser {
	id := nativeID(u.ID)
	s := shownUser{
		ID: id, TenantID: f.tenantID, Status: u.status, Subject: u.UserName, Name: u.DisplayName, Email: u.Email,
		CreatedAt: u.created, LastUpdatedAt: u.modified, AssignedRoles: []string{}, AssignedGroups: []string{},
	}
	s.Links.Self.Href = f.origin(r) + "/api/v1/users/" + id
	return s
}

// userOf reads a record as a user, with the state that follows from the account and from whether they ever logged in.
func userOf(tx *store.Tx, r store.Record) (user, error) {
	a, err := account.Of(r)
	if err != nil {
		return user{}, err
	}
	u := user{Account: a, created: r.Created.UTC(), modified: r.Modified.UTC(), seq: r.Seq, status: active}
	switch {
	case !a.Active:
		u.status = disabled
	case a.Source == "scim":
		events, err := tx.Audit(a.ID, 0, -1)
		if err != nil {
			return user{}, err
		}
		if !slices.ContainsFunc(events, func(e store.Event) bool { return e.Action == loggedIn }) {
			u.status = provisioned
		}
	}
	return u, nil
}

// user reads one, by the product's id.
func (f *face) user(ctx context.Context, native string) (user, error) {
	id := accountID(native)
	var found user
	err := f.store.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Get(store.TypeUser, id)
		if errors.Is(err, store.ErrNotFound) {
			r, err = tx.Get(store.TypeLocal, id)
		}
		if err != nil {
			return err
		}
		found, err = userOf(tx, r)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return user{}, notFound(users, "there is no user of that id")
	}
	return found, err
}

// usersWhere lists at most limit users for whom the filter holds, in the order of creation; all where limit is 0.
func (f *face) usersWhere(ctx context.Context, holds func(user) bool, after int64, limit int) ([]user, error) {
	var list []user
	err := f.store.View(ctx, func(tx *store.Tx) error {
		for record, err := range tx.Accounts(after) {
			if err != nil {
				return err
			}
			u, err := userOf(tx, record)
			if err != nil {
				return err
			}
			if holds(u) {
				list = append(list, u)
			}
			if limit > 0 && len(list) == limit {
				break
			}
		}
		return nil
	})
	return list, err
}

// userList is a page of users as it is sent.
type userList struct {
	Data         []shownUser `json:"data"`
	Links        links       `json:"links"`
	TotalResults *int        `json:"totalResults,omitzero"`
}

func (f *face) listUsers(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	p, err := readPage(r, users, "next", "filter", "totalResults")
	if err != nil {
		return err
	}
	holds, err := userFilter(r.URL.Query().Get("filter"))
	if err != nil {
		return err
	}
	found, err := f.usersWhere(r.Context(), holds, p.after, p.limit+1)
	if err != nil {
		return err
	}
	onPage, end := cut(found, p, func(u user) int64 { return u.seq })
	list := userList{Data: []shownUser{}, Links: f.linksOf(r, p, end)}
	for _, u := range onPage {
		list.Data = append(list.Data, f.showUser(r, u))
	}
	if r.URL.Query().Get("totalResults") == "true" {
		all, err := f.usersWhere(r.Context(), holds, 0, 0)
		if err != nil {
			return err
		}
		list.TotalResults = new(len(all))
	}
	return api.Write(w, http.StatusOK, list)
}

func (f *face) countUsers(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	holds, err := userFilter(r.URL.Query().Get("filter"))
	if err != nil {
		return err
	}
	all, err := f.usersWhere(r.Context(), holds, 0, 0)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, struct {
		Total int `json:"total"`
	}{len(all)})
}

func (f *face) answerUser(w http.ResponseWriter, r *http.Request, native string) error {
	u, err := f.user(r.Context(), native)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, f.showUser(r, u))
}

func (f *face) me(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	return f.answerUser(w, r, nativeID(by.Account.ID))
}

func (f *face) getUser(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	return f.answerUser(w, r, r.PathValue("id"))
}

// patchUser disables or enables: nothing else of a user is for this face to change.
func (f *face) patchUser(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	status, err := replacement(w, r, users, "/status")
	if err != nil {
		return err
	}
	if status != active && status != disabled {
		return invalid(users, "the status can only become active or disabled")
	}
	_, err = f.accounts.SetActive(r.Context(), accountID(r.PathValue("id")), status == active)
	if err != nil {
		return ofUsers(err)
	}
	return api.NoContent(w)
}

// deleteUser deletes a user, whatever they own: the product refuses nobody for that.
func (f *face) deleteUser(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	if err := f.accounts.Delete(r.Context(), accountID(r.PathValue("id")), ""); err != nil {
		return ofUsers(err)
	}
	return api.NoContent(w)
}

func ofUsers(err error) error {
	if errors.Is(err, admin.ErrNoAccount) {
		return notFound(users, "there is no user of that id")
	}
	if r, ok := errors.AsType[*assets.RefusalError](err); ok {
		return ofAssets(users, r)
	}
	return err
}

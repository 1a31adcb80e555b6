package admin_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/store"
)

// provider changes documents in the store, and nothing else.
type provider struct{ store *store.Store }

func (provider) CreateLocal(context.Context, admin.NewAccount) (string, error) {
	return "", admin.ErrTaken
}

func record(name string, active bool) *store.Record {
	return &store.Record{
		ID: name, Type: "User", Keys: []store.Key{store.UserNameKey(name)}, Source: "scim",
		Data: fmt.Appendf(nil, `{"userName":%q,"displayName":"Dr. %s","active":%t}`, name, name, active),
	}
}

func (p provider) SetActive(ctx context.Context, id string, active bool) error {
	return p.store.Update(ctx, func(tx *store.Tx) error { return tx.Put(record(id, active)) })
}

func (provider) Switch(bool) {}

func (p provider) DeleteUser(ctx context.Context, id, _ string) error {
	return p.store.Update(ctx, func(tx *store.Tx) error { return tx.Delete("User", id) })
}

func newService(t *testing.T) *admin.Service {
	t.Helper()
	s, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(
			tx.Insert(record("Ada", true)), tx.Insert(record("Grace", true)), tx.Insert(record("Alan", false)),
			tx.InsertAsset(store.Asset{ID: "1", Kind: "app", OwnerID: "Grace"}, nil))
	})
	if err != nil {
		t.Fatal(err)
	}
	return &admin.Service{Store: s, Provider: provider{s}}
}

func TestAccountsAreSelected(t *testing.T) {
	s := newService(t)
	yes, no := true, false
	cases := map[string]struct {
		query admin.Query
		want  []string
	}{
		"all":               {admin.Query{}, []string{"Ada", "Grace", "Alan"}},
		"active":            {admin.Query{Active: &yes}, []string{"Ada", "Grace"}},
		"disabled":          {admin.Query{Active: &no}, []string{"Alan"}},
		"by userName":       {admin.Query{Text: "aDA"}, []string{"Ada"}},
		"by display name":   {admin.Query{Text: "DR. A"}, []string{"Ada", "Alan"}},
		"nobody":            {admin.Query{Text: "Edsger"}, []string{}},
		"the first two":     {admin.Query{Limit: 2}, []string{"Ada", "Grace"}},
		"after the first":   {admin.Query{After: 1}, []string{"Grace", "Alan"}},
		"active, the first": {admin.Query{Active: &yes, Limit: 1}, []string{"Ada"}},
	}
	for name, c := range cases {
		list, err := s.Accounts(t.Context(), c.query)
		got := []string{}
		for _, a := range list {
			got = append(got, a.UserName)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestAnAccountIsShownAsItIsAfterEachOrder(t *testing.T) {
	s := newService(t)
	for _, active := range []bool{false, false, true} {
		got, err := s.SetActive(t.Context(), "Grace", active)
		if err != nil || got.Active != active || got.Assets["app"] != 1 {
			t.Errorf("got %+v and %v, want active %t and one app", got, err, active)
		}
	}
	if err := s.Delete(t.Context(), "Ada", ""); err != nil {
		t.Error(err)
	}
	if _, err := s.Account(t.Context(), "Ada"); !errors.Is(err, admin.ErrNoAccount) {
		t.Errorf("got %v, want ErrNoAccount", err)
	}
}

func TestOrdersAboutNobody(t *testing.T) {
	s := newService(t)
	_, get := s.Account(t.Context(), "Edsger")
	_, disable := s.SetActive(t.Context(), "Edsger", false)
	for what, err := range map[string]error{"get": get, "disable": disable, "delete": s.Delete(t.Context(), "Edsger", "")} {
		if !errors.Is(err, admin.ErrNoAccount) {
			t.Errorf("%s: got %v, want ErrNoAccount", what, err)
		}
	}
}

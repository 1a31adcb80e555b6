package admin_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/store"
)

func TestASearchIsSortedAndPaged(t *testing.T) {
	s := newService(t)
	yes := true
	for name, c := range map[string]struct {
		query admin.Search
		want  []string
		total int
	}{
		"all":          {admin.Search{Limit: 10}, []string{"Ada", "Alan", "Grace"}, 3},
		"the second":   {admin.Search{Offset: 1, Limit: 1}, []string{"Alan"}, 3},
		"beyond":       {admin.Search{Offset: 9, Limit: 9}, []string{}, 3},
		"active":       {admin.Search{Active: &yes, Limit: 10}, []string{"Ada", "Grace"}, 2},
		"but Ada":      {admin.Search{Text: "A", But: "Ada", Limit: 10}, []string{"Alan", "Grace"}, 2},
		"by source":    {admin.Search{Source: admin.FromSCIM, Limit: 10}, []string{"Ada", "Alan", "Grace"}, 3},
		"local":        {admin.Search{Source: admin.FromLocal, Limit: 10}, []string{}, 0},
		"case-folding": {admin.Search{Text: "dR. GRA", Limit: 10}, []string{"Grace"}, 1},
	} {
		found, err := s.Search(t.Context(), c.query)
		got := []string{}
		for _, a := range found.Accounts {
			got = append(got, a.UserName)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || found.Total != c.total || err != nil {
			t.Errorf("%s: %d of %d, %v %s", name, len(got), found.Total, err, diff)
		}
	}
	found, err := s.Search(t.Context(), admin.Search{Text: "grace", Limit: 1})
	if err != nil || found.Accounts[0].Assets["app"] != 1 {
		t.Errorf("got %+v and %v, want one app", found, err)
	}
}

func TestSources(t *testing.T) {
	for source, want := range map[string]admin.Source{"scim": admin.FromSCIM, "local": admin.FromLocal, "login": admin.FromIDP, "": admin.FromIDP} {
		if got := admin.SourceOf(account.Account{Source: source}); got != want {
			t.Errorf("%q: got %s", source, got)
		}
	}
}

func TestAPersonWithDetails(t *testing.T) {
	s := newService(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	err := s.Store.Update(t.Context(), func(tx *store.Tx) error {
		token := func(kind store.TokenKind, id string, expires time.Time) error {
			return tx.InsertToken(store.Token{ID: id, Hash: [32]byte{id[0]}, Kind: kind, UserID: "Grace", Created: now, Expires: expires})
		}
		return errors.Join(
			tx.Insert(&store.Record{ID: "g", Type: "Group", Data: []byte(`{"displayName":"Compilers"}`)}), tx.SetMembers("g", []string{"Grace"}),
			token(store.APIToken, "a", time.Time{}), token(store.APIToken, "b", time.Time{}),
			token(store.Session, "c", now), token(store.AccessToken, "d", now.Add(time.Second)))
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Person(t.Context(), "Grace", now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]admin.Group{{ID: "g", Name: "Compilers"}}, p.Groups); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]admin.Door{{Kind: store.AccessToken, Count: 1}, {Kind: store.APIToken, Count: 2}}, p.Doors); diff != "" {
		t.Error(diff)
	}
	if p.DisplayName != "Dr. Grace" || p.Assets["app"] != 1 || p.Version != 1 {
		t.Errorf("got %+v", p)
	}
	if _, err := s.Person(t.Context(), "Edsger", now); !errors.Is(err, admin.ErrNoAccount) {
		t.Errorf("got %v, want ErrNoAccount", err)
	}
	names, err := s.Names(t.Context(), "Grace", "g", "Edsger", "")
	if diff := cmp.Diff(map[string]string{"Grace": "Dr. Grace", "g": "Compilers"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC)

// onEach runs a test on a database in memory and on one in a file.
func onEach(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Helper()
	for name, path := range map[string]string{"memory": "", "file": filepath.Join(t.TempDir(), "a tenant?#%41.db")} {
		t.Run(name, func(t *testing.T) { test(t, open(t, path)) })
	}
}

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func update(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func view[T any](t testing.TB, s *store.Store, f func(*store.Tx) (T, error)) T {
	t.Helper()
	var v T
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		v, err = f(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func person(id, userName string) *store.Record {
	return &store.Record{
		ID: id, Type: "User", Data: fmt.Appendf(nil, `{"userName":%q}`, userName),
		Keys: []store.Key{store.UserNameKey(userName)}, Created: noon, Modified: noon, Source: "scim",
	}
}

func insert(t testing.TB, s *store.Store, records ...*store.Record) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		for _, r := range records {
			if err := tx.Insert(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestARecordIsReadAsItWasWritten(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ada := person("a", "Ada@example.com")
		insert(t, s, ada)
		got := view(t, s, func(tx *store.Tx) (store.Record, error) { return tx.ByUserName("aDA@EXAMPLE.com") })
		want := store.Record{
			ID: "a", Type: "User", Data: ada.Data, Created: noon, Modified: noon, Version: 1, Source: "scim", Seq: got.Seq,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPutReplacesKeysAndRaisesTheVersion(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ada := person("a", "ada")
		insert(t, s, ada)
		ada.Data, ada.Modified = []byte(`{}`), noon.Add(time.Hour)
		ada.Keys = []store.Key{store.UserNameKey("countess"), {Name: store.KeyManager, Value: "m"}, {Name: store.KeyManager, Value: "m"}}
		update(t, s, func(tx *store.Tx) error { return tx.Put(ada) })
		if ada.Version != 2 {
			t.Errorf("version is %d, want 2", ada.Version)
		}
		got := view(t, s, func(tx *store.Tx) ([]store.Record, error) { return tx.Find("User", store.KeyManager, "m") })
		if len(got) != 1 || got[0].Version != 2 || !got[0].Modified.Equal(ada.Modified) || !got[0].Created.Equal(noon) {
			t.Errorf("got %+v", got)
		}
		err := s.View(t.Context(), func(tx *store.Tx) error { _, err := tx.ByUserName("ada"); return err })
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the former userName: got %v, want ErrNotFound", err)
		}
	})
}

func TestUniqueKeysConflict(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		insert(t, s, person("a", "ada"), person("g", "grace"))
		cases := map[string]struct {
			write func(*store.Tx) error
			key   string
		}{
			"a second insert in another case": {func(tx *store.Tx) error { return tx.Insert(person("b", "ADA")) }, store.KeyUserName},
			"a rename":                        {func(tx *store.Tx) error { return tx.Put(person("g", "Ada")) }, store.KeyUserName},
			"the same id":                     {func(tx *store.Tx) error { return tx.Insert(person("a", "alan")) }, "id"},
		}
		for name, c := range cases {
			err := s.Update(t.Context(), c.write)
			var conflict *store.ConflictError
			if !errors.Is(err, store.ErrConflict) || !errors.As(err, &conflict) || conflict.Key != c.key {
				t.Errorf("%s: got %v, want a conflict of %s", name, err, c.key)
			}
		}
		if n := view(t, s, func(tx *store.Tx) (int, error) { return tx.Count("User") }); n != 2 {
			t.Errorf("%d records, want 2", n)
		}
		group := &store.Record{ID: "x", Type: "Group", Data: []byte(`{}`), Keys: []store.Key{store.UserNameKey("ada")}}
		update(t, s, func(tx *store.Tx) error { return tx.Insert(group) })
	})
}

func TestOneOfManyParallelCreatesWins(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const rivals = 20
		errs := make(chan error, rivals)
		var wg sync.WaitGroup
		for i := range rivals {
			wg.Go(func() {
				name := []string{"ada", "Ada", "ADA"}[i%3]
				errs <- s.Update(t.Context(), func(tx *store.Tx) error { return tx.Insert(person(fmt.Sprint(i), name)) })
			})
		}
		wg.Wait()
		close(errs)
		won := 0
		for err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, store.ErrConflict):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d creates won, want 1", won)
		}
	})
}

func TestAFailedUpdateLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		boom := errors.New("boom")
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.Insert(person("a", "ada")), tx.SetPassword("a", []byte("hash")), boom)
		})
		if !errors.Is(err, boom) {
			t.Errorf("got %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = s.Update(t.Context(), func(tx *store.Tx) error { _ = tx.Insert(person("a", "ada")); panic("bang") })
		}()
		if n := view(t, s, func(tx *store.Tx) (int, error) { return tx.Count("User") }); n != 0 {
			t.Errorf("%d records, want none", n)
		}
	})
}

func TestViewRefusesToWrite(t *testing.T) {
	s := open(t, "")
	err := s.View(t.Context(), func(tx *store.Tx) error { return tx.Insert(person("a", "ada")) })
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("got %v, want ErrReadOnly", err)
	}
}

func TestListingFollowsCreation(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		insert(t, s, person("z", "ada"), person("y", "grace"), person("x", "alan"), person("w", "edsger"))
		update(t, s, func(tx *store.Tx) error { return tx.Delete("User", "y") })
		ids := func(list func(*store.Tx) ([]string, error)) []string { return view(t, s, list) }
		collect := func(tx *store.Tx, offset, limit int) (ids []string, err error) {
			for r, err := range tx.Page("User", offset, limit) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, r.ID)
			}
			return ids, nil
		}
		all := ids(func(tx *store.Tx) ([]string, error) { return collect(tx, 0, -1) })
		if diff := cmp.Diff([]string{"z", "x", "w"}, all); diff != "" {
			t.Error(diff)
		}
		middle := ids(func(tx *store.Tx) ([]string, error) { return collect(tx, 1, 1) })
		if diff := cmp.Diff([]string{"x"}, middle); diff != "" {
			t.Error(diff)
		}
		after := ids(func(tx *store.Tx) (ids []string, err error) {
			first, err := tx.Get("User", "z")
			for r, err := range tx.After("User", first.Seq) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, r.ID)
			}
			return ids, err
		})
		if diff := cmp.Diff([]string{"x", "w"}, after); diff != "" {
			t.Error(diff)
		}
	})
}

func TestIterationStopsEarlyAndOnCancel(t *testing.T) {
	s := open(t, "")
	insert(t, s, person("a", "ada"), person("g", "grace"))
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	err := s.View(ctx, func(tx *store.Tx) error {
		for _, err := range tx.All("User") {
			if err == nil {
				break
			}
		}
		for _, err := range tx.All("User") {
			if err != nil {
				return err
			}
			seen++
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || seen != 1 {
		t.Errorf("got %v after %d rows, want context.Canceled after 1", err, seen)
	}
	if err := s.View(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a new transaction: got %v", err)
	}
}

// Places are the records of a type in the order of creation, but for what is left out.
func TestPlaces(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		group := &store.Record{ID: "g", Type: "Group", Data: []byte(`{}`), Created: noon, Modified: noon}
		insert(t, s, person("b", "grace"), group, person("a", "ada"))
		places := view(t, s, func(tx *store.Tx) (list []store.Record, err error) {
			for place, err := range tx.Places("User") {
				if err != nil {
					return nil, err
				}
				list = append(list, place)
			}
			return list, nil
		})
		want := []store.Record{{ID: "b", Type: "User", Version: 1, Seq: 1}, {ID: "a", Type: "User", Version: 1, Seq: 3}}
		if diff := cmp.Diff(want, places); diff != "" {
			t.Error(diff)
		}
	})
}

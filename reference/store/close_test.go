package store_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/scimproof/scimproof/reference/store"
)

func TestCloseWaitsForWhatIsUnderWay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		begun, closing := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				close(begun)
				<-closing
				return tx.Insert(person("a", "ada"))
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-begun
		wg.Go(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		close(closing)
		wg.Wait()
		nothing := func(*store.Tx) error { return nil }
		if err := s.View(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("a transaction afterwards: got %v, want ErrClosed", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("closing again: got %v", err)
		}
	})
}

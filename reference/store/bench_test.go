package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/scimproof/scimproof/reference/store"
)

func BenchmarkStore(b *testing.B) {
	for name, path := range map[string]string{"memory": "", "file": filepath.Join(b.TempDir(), "tenant.db")} {
		s := open(b, path)
		n := 0
		b.Run(name+"/insert", func(b *testing.B) {
			for b.Loop() {
				n++
				insert(b, s, person(fmt.Sprint(n), fmt.Sprint("ada", n)))
			}
		})
		b.Run(name+"/put", func(b *testing.B) {
			ada := person("1", "ada1")
			for b.Loop() {
				update(b, s, func(tx *store.Tx) error { return tx.Put(ada) })
			}
		})
		b.Run(name+"/find", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					view(b, s, func(tx *store.Tx) (store.Record, error) { return tx.ByUserName("Ada1") })
				}
			})
		})
	}
}

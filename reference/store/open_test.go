package store

import (
	"os"
	"testing"
)

func TestEveryConnectionToAFileSyncsItsCommits(t *testing.T) {
	t.Chdir(t.TempDir())
	const name = "a tenant?#%41&x=1.db" // relative, and full of what a URL would take for its own
	s, err := Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, err := os.Stat(name); err != nil {
		t.Error(err)
	}
	const full = 2
	for _, c := range s.conns {
		var synchronous int
		var journal string
		if err := c.sql.QueryRowContext(t.Context(), `PRAGMA synchronous`).Scan(&synchronous); err != nil {
			t.Fatal(err)
		}
		if err := c.sql.QueryRowContext(t.Context(), `PRAGMA journal_mode`).Scan(&journal); err != nil {
			t.Fatal(err)
		}
		if synchronous != full || journal != "wal" {
			t.Errorf("got synchronous %d and journal mode %s, want %d and wal", synchronous, journal, full)
		}
	}
}

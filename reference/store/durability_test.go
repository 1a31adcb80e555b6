package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/store"
)

// childStore names the variable by which the test binary, run again, knows that it is to write until it is killed.
const childStore = "STORE_TEST_WRITE_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if path := os.Getenv(childStore); path != "" {
		writeUntilKilled(path)
	}
	os.Exit(m.Run())
}

// writeUntilKilled adds one person after the other, and prints each id once its write is acknowledged.
func writeUntilKilled(path string) {
	s, err := store.Open(context.Background(), path)
	for i := 0; err == nil; i++ {
		id := fmt.Sprint(i)
		err = s.Update(context.Background(), func(tx *store.Tx) error { return tx.Insert(person(id, "ada"+id)) })
		if err == nil {
			fmt.Println(id)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	for round := range 3 {
		path := fmt.Sprint(path, round)
		acknowledged := killAfter(t, path, 20*(round+1))
		s := open(t, path)
		for _, id := range acknowledged {
			view(t, s, func(tx *store.Tx) (store.Record, error) { return tx.ByUserName("ADA" + id) })
		}
	}
}

// killAfter runs the writer as a process of its own, kills it after n acknowledged writes, and answers all that it
// had acknowledged by then.
func killAfter(t *testing.T, path string, n int) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childStore+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if ids = append(ids, lines.Text()); len(ids) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	if len(ids) < n {
		t.Fatalf("the writer acknowledged %d writes before it ended, want %d", len(ids), n)
	}
	return ids
}

func TestAStoreOfANewerVersionIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), "PRAGMA user_version = 1000")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "version 1000") {
		t.Errorf("got %v, want a refusal that names the version", err)
	}
}

func TestAPathThatCannotBeWrittenIsRefused(t *testing.T) {
	if _, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder", "x.db")); err == nil {
		t.Error("opened a file in a folder that does not exist")
	}
}

func TestAFileKeepsItsContents(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	insert(t, s, person("a", "ada"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	view(t, again, func(tx *store.Tx) (store.Record, error) { return tx.Get("User", "a") })
}

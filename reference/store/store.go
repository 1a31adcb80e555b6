package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Store is a database. It is safe for concurrent use.
type Store struct {
	db      *sql.DB
	writer  chan *conn // holds the only connection that writes, when it is free
	readers chan *conn // holds the free reading connections; the writer's own channel where there is no other
	conns   []*conn
	closed  chan struct{}
	once    sync.Once
}

// Tx is a transaction. It lives as long as the function that Update or View gave it to, is bound to that call's
// context, and must not be used by two goroutines at once.
type Tx struct {
	ctx      context.Context // the caller's
	unbroken context.Context // the same, never cancelled
	conn     *conn
	writable bool
}

// Errors that callers tell apart by errors.Is.
var (
	// ErrNotFound says that no such row exists.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a unique key is taken; errors.As with *ConflictError tells which.
	ErrConflict = errors.New("unique key taken")
	// ErrReadOnly says that a write was attempted within View.
	ErrReadOnly = errors.New("write within a read-only transaction")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("the store is closed")
)

// ConflictError says which unique key is already taken.
type ConflictError struct {
	Type string // resource type, such as "User"
	Key  string // name of the key, such as KeyUserName; "id" for the identifier itself
}

// Error implements error. It does not repeat the value, which may be personal data.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("another %s has the same %s", e.Type, e.Key)
}

// Is makes errors.Is(err, ErrConflict) true.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// Update runs f in a read-write transaction, and commits if f returns nil; any error rolls everything back and is
// returned unchanged. Writers run one after another. Calling Update or View inside f deadlocks. Slow work, such as
// hashing a password, belongs outside.
func (s *Store) Update(ctx context.Context, f func(*Tx) error) error {
	return s.run(ctx, s.writer, true, f)
}

// View runs f in a read-only transaction on a consistent snapshot. Calling Update or View inside f may deadlock.
func (s *Store) View(ctx context.Context, f func(*Tx) error) error {
	return s.run(ctx, s.readers, false, f)
}

// instant is how points in time are stored: nanoseconds since 1970 UTC, 0 for none.
func instant(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// fromInstant is the reverse of instant; it answers in UTC.
func fromInstant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// fileReaders is the number of reading connections beside the writer; more bring nothing, since readers are short.
const fileReaders = 4

// Open opens the database at path, creating it where there is none; an empty path gives a private database in
// memory that vanishes with Close.
func Open(ctx context.Context, path string) (*Store, error) {
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	s := &Store{db: db, writer: make(chan *conn, 1), closed: make(chan struct{})}
	if err := s.connect(ctx, path != ""); err != nil {
		return nil, errors.Join(err, s.release())
	}
	return s, nil
}

// Close closes the database once the transactions under way have ended. Later ones get ErrClosed.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closed)
		for i := range s.conns {
			if i == 0 {
				<-s.writer
			} else {
				<-s.readers
			}
		}
		err = s.release()
	})
	return err
}

// release closes every connection and the database.
func (s *Store) release() error {
	var errs []error
	for _, c := range s.conns {
		errs = append(errs, c.close())
	}
	errs = append(errs, s.db.Close())
	return errors.Join(errs...)
}

// dataSource names the database for the driver. synchronous(FULL) makes SQLite sync the log on each commit, which
// is what lets an acknowledged write survive a crash.
func dataSource(path string) string {
	if path == "" {
		return "file::memory:?_pragma=busy_timeout(5000)"
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: path}
	if path[0] != '/' {
		u = url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	}
	return u.String() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
}

// connect opens the connections and creates the tables. A database in memory belongs to one connection.
func (s *Store) connect(ctx context.Context, file bool) error {
	writer, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := writer.migrate(ctx); err != nil {
		return err
	}
	s.writer <- writer
	if !file {
		s.readers = s.writer
		return nil
	}
	s.readers = make(chan *conn, fileReaders)
	for range fileReaders {
		c, err := s.open(ctx)
		if err != nil {
			return err
		}
		s.readers <- c
	}
	return nil
}

func (s *Store) open(ctx context.Context) (*conn, error) {
	c, err := s.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connecting to the store: %w", err)
	}
	opened := &conn{sql: c, stmts: map[string]*sql.Stmt{}}
	s.conns = append(s.conns, opened)
	return opened, nil
}

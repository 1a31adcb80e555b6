package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// conn is one connection with the statements that it has prepared. One transaction has it at a time.
type conn struct {
	sql   *sql.Conn
	stmts map[string]*sql.Stmt
}

// run takes a connection, runs f between BEGIN and COMMIT, and gives the connection back. Waiting for the connection
// and long
// listings obey ctx; the single statements do not, since an interrupted COMMIT would leave its outcome unknown.
func (s *Store) run(ctx context.Context, free chan *conn, writable bool, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closed:
		return ErrClosed
	case c := <-free:
		defer func() { free <- c }()
		return c.transact(&Tx{ctx: ctx, unbroken: context.WithoutCancel(ctx), conn: c, writable: writable}, f)
	}
}

func (c *conn) transact(tx *Tx, f func(*Tx) error) (err error) {
	begin := "BEGIN"
	if tx.writable {
		begin = "BEGIN IMMEDIATE"
	}
	if _, err := tx.exec(begin); err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	done := false
	defer func() {
		if !done { // an error, or a panic on its way up
			if _, undo := tx.exec("ROLLBACK"); undo != nil {
				err = errors.Join(err, fmt.Errorf("rolling back a transaction: %w", undo))
			}
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if _, err := tx.exec("COMMIT"); err != nil {
		return fmt.Errorf("committing a transaction: %w", err)
	}
	done = true
	return nil
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.sql.Close())...)
}

// stmt prepares query once for this connection.
func (tx *Tx) stmt(query string) (*sql.Stmt, error) {
	if s, ok := tx.conn.stmts[query]; ok {
		return s, nil
	}
	s, err := tx.conn.sql.PrepareContext(tx.unbroken, query)
	if err != nil {
		return nil, fmt.Errorf("preparing a statement: %w", err)
	}
	tx.conn.stmts[query] = s
	return s, nil
}

func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	s, err := tx.stmt(query)
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(tx.unbroken, args...)
	if err != nil {
		return nil, fmt.Errorf("running a statement: %w", err)
	}
	return res, nil
}

// write is exec for statements that change data; what names the deed for the error. It answers the rows changed.
func (tx *Tx) write(what, query string, args ...any) (int64, error) {
	if !tx.writable {
		return 0, fmt.Errorf("%s: %w", what, ErrReadOnly)
	}
	res, err := tx.exec(query, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return n, nil
}

// writeOne is write for a statement that must change exactly one row; none is ErrNotFound.
func (tx *Tx) writeOne(what, query string, args ...any) error {
	n, err := tx.write(what, query, args...)
	if err == nil && n == 0 {
		return fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return err
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
)

// scanner is a row that can be read into variables.
type scanner interface{ Scan(dest ...any) error }

// one reads the only row of a query by scan; none is ErrNotFound.
func one[T any](tx *Tx, what string, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	var zero T
	s, err := tx.stmt(query)
	if err != nil {
		return zero, err
	}
	v, err := scan(s.QueryRowContext(tx.unbroken, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return zero, fmt.Errorf("%s: %w", what, err)
	}
	return v, nil
}

// each yields the rows of a query, and an error as the last pair.
func each[T any](tx *Tx, what string, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		stopped := false
		err := tx.rows(query, args, func(rows *sql.Rows) (bool, error) {
			v, err := scan(rows)
			if err := errors.Join(err, tx.ctx.Err()); err != nil {
				return false, err
			}
			stopped = !yield(v, nil)
			return !stopped, nil
		})
		if err != nil && !stopped {
			var zero T
			yield(zero, fmt.Errorf("%s: %w", what, err))
		}
	}
}

// rows calls f on each row of the query while f says to go on.
func (tx *Tx) rows(query string, args []any, f func(*sql.Rows) (bool, error)) (err error) {
	s, err := tx.stmt(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(tx.unbroken, args...)
	if err != nil {
		return fmt.Errorf("running a query: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if more, err := f(rows); err != nil || !more {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading a query's rows: %w", err)
	}
	return nil
}

// all collects the rows of a query; it never answers nil without an error.
func all[T any](tx *Tx, what string, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	list := []T{}
	for v, err := range each(tx, what, scan, query, args...) {
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// column reads a row of one column.
func column[T any](r scanner) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

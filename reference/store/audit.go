package store

import (
	"math"
	"time"
)

// Event is one entry of the audit trail.
type Event struct {
	At     time.Time
	Actor  string // who did it: a person's id, or the name of a road such as "scim"
	Action string // such as "user.disabled"
	UserID string // whom it concerns; may be empty
	Detail string // one sentence, without secrets
	Seq    int64  // place in the trail, set by reading; serves as a cursor
}

// AppendAudit adds an entry to the trail.
func (tx *Tx) AppendAudit(e Event) error {
	_, err := tx.write("writing the audit trail", `INSERT INTO audit (at, actor, action, user_id, detail)
		VALUES (?, ?, ?, ?, ?)`, instant(e.At), e.Actor, e.Action, e.UserID, e.Detail)
	return err
}

// Audit lists at most limit entries, newest first: those about userID, or all where it is empty, and only those
// before that place in the trail where it is not 0.
func (tx *Tx) Audit(userID string, before int64, limit int) ([]Event, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	query, args := `SELECT at, actor, action, user_id, detail, seq FROM audit WHERE seq < ?`, []any{before}
	if userID != "" {
		query, args = query+` AND user_id = ?`, append(args, userID)
	}
	return all(tx, "reading the audit trail", scanEvent, query+` ORDER BY seq DESC LIMIT ?`, append(args, limit)...)
}

func scanEvent(r scanner) (Event, error) {
	var e Event
	var at int64
	err := r.Scan(&at, &e.Actor, &e.Action, &e.UserID, &e.Detail, &e.Seq)
	e.At = fromInstant(at)
	return e, err
}

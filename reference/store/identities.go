package store

import "crypto/sha256"

// Identity links somebody at an identity provider to an account. It outlives the account, so that whoever was
// deprovisioned is known for that.
type Identity struct {
	ConnectionID string
	Subject      string // the provider's name for the person, which it never gives to another
	UserID       string
}

// PutIdentity links a subject to an account, in the place of the one it was linked to.
func (tx *Tx) PutIdentity(i Identity) error {
	_, err := tx.write("linking an identity", `INSERT INTO identities (connection_id, subject, user_id) VALUES (?, ?, ?)
		ON CONFLICT (connection_id, subject) DO UPDATE SET user_id = excluded.user_id`, i.ConnectionID, i.Subject, i.UserID)
	return err
}

// Identity reads what a subject is linked to; ErrNotFound where it is not.
func (tx *Tx) Identity(connectionID, subject string) (Identity, error) {
	return one(tx, "reading an identity", scanIdentity, selectIdentity+` WHERE connection_id = ? AND subject = ?`, connectionID, subject)
}

// IdentitiesOf lists the identities that are linked to an account.
func (tx *Tx) IdentitiesOf(userID string) ([]Identity, error) {
	return all(tx, "listing identities", scanIdentity, selectIdentity+` WHERE user_id = ? ORDER BY connection_id, subject`, userID)
}

const selectIdentity = `SELECT connection_id, subject, user_id FROM identities`

func scanIdentity(r scanner) (Identity, error) {
	var i Identity
	err := r.Scan(&i.ConnectionID, &i.Subject, &i.UserID)
	return i, err
}

// Names by which somebody who is gone is known again.
const (
	DepartedUserName   = "userName"
	DepartedExternalID = "externalId"
)

// Depart remembers that the account of that name was deleted. Only a digest is kept: who is gone is nobody's to list.
func (tx *Tx) Depart(kind, name string) error {
	digest := departure(kind, name)
	_, err := tx.write("remembering a departure", `INSERT INTO departed (kind, digest) VALUES (?, ?) ON CONFLICT DO NOTHING`,
		kind, digest[:])
	return err
}

// Departed tells whether the account of that name was deleted, and none was made for it since.
func (tx *Tx) Departed(kind, name string) (bool, error) {
	digest := departure(kind, name)
	n, err := one(tx, "looking for a departure", column[int], `SELECT count(*) FROM departed WHERE kind = ? AND digest = ?`, kind, digest[:])
	return n > 0, err
}

// Return forgets that the account of that name was deleted.
func (tx *Tx) Return(kind, name string) error {
	digest := departure(kind, name)
	_, err := tx.write("forgetting a departure", `DELETE FROM departed WHERE kind = ? AND digest = ?`, kind, digest[:])
	return err
}

func departure(kind, name string) [sha256.Size]byte {
	if kind == DepartedUserName {
		name = FoldUserName(name)
	}
	return sha256.Sum256([]byte(name))
}

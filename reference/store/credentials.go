package store

import "time"

// TokenKind says what a token is good for.
type TokenKind string

// The kinds of tokens.
const (
	Session      TokenKind = "session"       // a browser's cookie
	AccessToken  TokenKind = "access-token"  // OAuth 2.0 access token
	RefreshToken TokenKind = "refresh-token" // OAuth 2.0 refresh token
	APIToken     TokenKind = "api-token"     // personal, made by the person
)

// Token is a credential that a person holds. Only its hash is kept.
type Token struct {
	ID      string
	Hash    [32]byte // SHA-256 of the secret
	Kind    TokenKind
	UserID  string
	Name    string // of an API token, as its person calls it; of a session, by what it began, if that is known
	Created time.Time
	Expires time.Time // zero: never
}

// SetPassword stores the hash of a person's password in place of the former.
func (tx *Tx) SetPassword(userID string, hash []byte) error {
	_, err := tx.write("setting a password", `INSERT INTO passwords (user_id, hash) VALUES (?, ?)
		ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash`, userID, hash)
	return err
}

// Password reads the hash of a person's password; ErrNotFound where none is set.
func (tx *Tx) Password(userID string) ([]byte, error) {
	return one(tx, "reading a password", column[[]byte], `SELECT hash FROM passwords WHERE user_id = ?`, userID)
}

// DeletePassword removes a person's password; it is no error if there was none.
func (tx *Tx) DeletePassword(userID string) error {
	_, err := tx.write("deleting a password", `DELETE FROM passwords WHERE user_id = ?`, userID)
	return err
}

// InsertToken adds a token.
func (tx *Tx) InsertToken(t Token) error {
	_, err := tx.write("adding a token", `INSERT INTO tokens (hash, id, kind, user_id, name, created, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Hash[:], t.ID, string(t.Kind), t.UserID, t.Name, instant(t.Created), instant(t.Expires))
	return err
}

// Token reads the token of that hash, expired or not; ErrNotFound where there is none.
func (tx *Tx) Token(hash [32]byte) (Token, error) {
	return one(tx, "reading a token", scanToken, selectToken+` WHERE hash = ?`, hash[:])
}

// Tokens lists a person's tokens of one kind, oldest first.
func (tx *Tx) Tokens(userID string, kind TokenKind) ([]Token, error) {
	return all(tx, "listing tokens", scanToken, selectToken+` WHERE user_id = ? AND kind = ? ORDER BY created, id`, userID, string(kind))
}

// DeleteToken removes the token of that id if it belongs to the person; otherwise ErrNotFound.
func (tx *Tx) DeleteToken(userID, id string) error {
	return tx.writeOne("deleting a token", `DELETE FROM tokens WHERE user_id = ? AND id = ?`, userID, id)
}

// RevokeAll removes every token of a person, of all kinds, and answers how many there were.
func (tx *Tx) RevokeAll(userID string) (int, error) {
	n, err := tx.write("revoking tokens", `DELETE FROM tokens WHERE user_id = ?`, userID)
	return int(n), err
}

// DeleteExpired removes the tokens that have expired at now.
func (tx *Tx) DeleteExpired(now time.Time) error {
	_, err := tx.write("deleting expired tokens", `DELETE FROM tokens WHERE expires != 0 AND expires <= ?`, instant(now))
	return err
}

const selectToken = `SELECT hash, id, kind, user_id, name, created, expires FROM tokens`

func scanToken(r scanner) (Token, error) {
	var t Token
	var hash []byte
	var created, expires int64
	err := r.Scan(&hash, &t.ID, &t.Kind, &t.UserID, &t.Name, &created, &expires)
	copy(t.Hash[:], hash)
	t.Created, t.Expires = fromInstant(created), fromInstant(expires)
	return t, err
}

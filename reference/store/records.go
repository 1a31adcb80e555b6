package store

import (
	"fmt"
	"iter"
	"time"
)

// The types of accounts. Both kinds log in by userName, so that they share their keys.
const (
	TypeUser  = "User"
	TypeLocal = "LocalUser" // made in the tenant itself: SCIM has no such resource type
)

// Record is a SCIM resource as it is kept.
type Record struct {
	ID   string
	Type string // resource type, such as "User"
	// Data is the resource as JSON, without password; whether meta and group members are in it is the writer's choice.
	Data []byte
	// Keys are what the resource can be found by without reading every document, and what must be unique.
	// Get and Find leave them empty; [Tx.Keys] reads them.
	Keys     []Key
	Created  time.Time // UTC
	Modified time.Time // UTC
	Version  int64     // 1 after Insert; each Put adds one
	// Source says who manages the resource: "scim", or "local" for one made in the tenant itself.
	Source string
	// Seq is the place in the order of creation, set by reading; it is never given out again, so it can serve as a cursor.
	Seq int64
}

// Key is one value by which a record can be found.
type Key struct {
	Name   string // such as KeyUserName
	Value  string // in the form that comparison wants, for example folded
	Unique bool   // no two records of one type may have the same unique key
}

// Names of the keys that the tenant uses.
const (
	KeyUserName   = "userName"   // unique; its value is FoldUserName's
	KeyExternalID = "externalId" // as sent, case-exact
	KeyEmail      = "email"      // lower-cased address, one per e-mail
	KeyManager    = "manager"    // id of the person's manager
)

// UserNameKey is the unique key of a person of that userName.
func UserNameKey(userName string) Key {
	return Key{Name: KeyUserName, Value: FoldUserName(userName), Unique: true}
}

// Insert adds a new record as version 1 and sets r.Version. A taken id or unique key gives a *ConflictError.
func (tx *Tx) Insert(r *Record) error {
	n, err := tx.write("adding a "+r.Type, `INSERT INTO resources (id, type, data, created, modified, version, source)
		VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING`,
		r.ID, r.Type, r.Data, instant(r.Created), instant(r.Modified), r.Source)
	if err != nil {
		return err
	}
	if n == 0 {
		return &ConflictError{Type: r.Type, Key: "id"}
	}
	r.Version = 1
	return tx.addKeys(r, r.Keys)
}

// Put replaces the document, keys and modification time of an existing record of the same id and type, and raises
// its version, which it sets in r. It gives ErrNotFound, or a *ConflictError for a unique key of another record.
func (tx *Tx) Put(r *Record) error {
	version, err := one(tx, "reading a version", column[int64],
		`SELECT version FROM resources WHERE type = ? AND id = ?`, r.Type, r.ID)
	if err != nil {
		return err
	}
	err = tx.writeOne("replacing a "+r.Type, `UPDATE resources SET data = ?, modified = ?, version = ? WHERE id = ?`,
		r.Data, instant(r.Modified), version+1, r.ID)
	if err != nil {
		return err
	}
	r.Version = version + 1
	return tx.replaceKeys(r)
}

// Get reads one record; ErrNotFound where there is none of that type and id.
func (tx *Tx) Get(typ, id string) (Record, error) {
	return one(tx, "reading a "+typ, scanRecord, selectRecord+` WHERE r.type = ? AND r.id = ?`, typ, id)
}

// Delete removes a record with its keys, its memberships on both sides, and its password; ErrNotFound where there
// is none. Tokens and assets are left to the services that own their rules.
func (tx *Tx) Delete(typ, id string) error {
	if err := tx.writeOne("deleting a "+typ, `DELETE FROM resources WHERE type = ? AND id = ?`, typ, id); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM keys WHERE id = ?`,
		`DELETE FROM members WHERE group_id = ?`,
		`DELETE FROM members WHERE member_id = ?`,
		`DELETE FROM passwords WHERE user_id = ?`,
	} {
		if _, err := tx.write("deleting what hangs on a "+typ, query, id); err != nil {
			return err
		}
	}
	return nil
}

// Count is the number of records of a type.
func (tx *Tx) Count(typ string) (int, error) {
	n, err := one(tx, "counting records", column[int64], `SELECT count(*) FROM resources WHERE type = ?`, typ)
	return int(n), err
}

// All yields every record of a type in the order of creation. Records must not be added or deleted meanwhile.
func (tx *Tx) All(typ string) iter.Seq2[Record, error] {
	return each(tx, "listing records", scanRecord, selectRecord+` WHERE r.type = ? ORDER BY r.seq`, typ)
}

// Page yields at most limit records of a type in the order of creation, leaving out the first offset ones.
func (tx *Tx) Page(typ string, offset, limit int) iter.Seq2[Record, error] {
	return each(tx, "paging records", scanRecord,
		selectRecord+` WHERE r.type = ? ORDER BY r.seq LIMIT ? OFFSET ?`, typ, limit, offset)
}

// After yields the records of a type that come after that place in the order of creation; see [Record.Seq].
func (tx *Tx) After(typ string, seq int64) iter.Seq2[Record, error] {
	return each(tx, "listing records", scanRecord,
		selectRecord+` WHERE r.type = ? AND r.seq > ? ORDER BY r.seq`, typ, seq)
}

// Accounts yields the accounts of both types that come after that place in the order of creation.
func (tx *Tx) Accounts(seq int64) iter.Seq2[Record, error] {
	return each(tx, "listing accounts", scanRecord,
		selectRecord+` WHERE r.type IN (?, ?) AND r.seq > ? ORDER BY r.seq`, TypeUser, TypeLocal, seq)
}

// Places yields every record of a type in the order of creation, without its document and times, which cost most.
func (tx *Tx) Places(typ string) iter.Seq2[Record, error] {
	return each(tx, "listing places", scanPlace, `SELECT id, type, version, seq FROM resources WHERE type = ? ORDER BY seq`, typ)
}

func scanPlace(row scanner) (Record, error) {
	var r Record
	err := row.Scan(&r.ID, &r.Type, &r.Version, &r.Seq)
	return r, err
}

// Find lists the records of a type that have this key, in the order of creation; none is no error.
func (tx *Tx) Find(typ, key, value string) ([]Record, error) {
	return all(tx, "finding records", scanRecord, selectRecord+` JOIN keys k ON k.id = r.id
		WHERE r.type = ? AND k.type = ? AND k.name = ? AND k.value = ? GROUP BY r.seq ORDER BY r.seq`, typ, keyType(typ), key, value)
}

// ByUserName reads the person of that userName in any case; ErrNotFound where there is none.
func (tx *Tx) ByUserName(userName string) (Record, error) {
	return one(tx, "finding a userName", scanRecord, selectRecord+` JOIN keys k ON k.id = r.id
		WHERE k.type = 'User' AND k.name = ? AND k.value = ? AND k.uniq = 1`, KeyUserName, FoldUserName(userName))
}

const selectRecord = `SELECT r.id, r.type, r.data, r.created, r.modified, r.version, r.source, r.seq FROM resources r`

func scanRecord(row scanner) (Record, error) {
	var r Record
	var created, modified int64
	err := row.Scan(&r.ID, &r.Type, &r.Data, &created, &modified, &r.Version, &r.Source, &r.Seq)
	if err != nil {
		return Record{}, fmt.Errorf("scanning a record: %w", err)
	}
	r.Created, r.Modified = fromInstant(created), fromInstant(modified)
	return r, nil
}

package store

import (
	"slices"

	"github.com/scimproof/scimproof/reference/schema"
)

// FoldUserName is the form in which userNames are compared and must be unique (caseExact false, RFC 7643 section
// 4.1.1). It is the form in which filters compare, so that nobody is found by a name that another may take.
func FoldUserName(userName string) string { return schema.Fold(userName) }

// Keys reads the keys of a record, in no particular order.
func (tx *Tx) Keys(id string) ([]Key, error) {
	return all(tx, "reading keys", scanKey, `SELECT name, value, uniq FROM keys WHERE id = ?`, id)
}

func scanKey(r scanner) (Key, error) {
	var k Key
	err := r.Scan(&k.Name, &k.Value, &k.Unique)
	return k, err
}

// replaceKeys touches only what differs: most updates change no key.
func (tx *Tx) replaceKeys(r *Record) error {
	old, err := tx.Keys(r.ID)
	if err != nil {
		return err
	}
	var added []Key
	for _, k := range r.Keys {
		if !slices.Contains(old, k) {
			added = append(added, k)
		}
	}
	for _, k := range old {
		if slices.Contains(r.Keys, k) {
			continue
		}
		_, err := tx.write("removing a key", `DELETE FROM keys WHERE id = ? AND name = ? AND value = ?`, r.ID, k.Name, k.Value)
		if err != nil {
			return err
		}
	}
	return tx.addKeys(r, added)
}

// keyType is the type among whose records a unique key is unique.
func keyType(typ string) string {
	if typ == TypeLocal {
		return TypeUser
	}
	return typ
}

func (tx *Tx) addKeys(r *Record, keys []Key) error {
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			continue
		}
		n, err := tx.write("adding a key", `INSERT INTO keys (type, name, value, id, uniq) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, keyType(r.Type), k.Name, k.Value, r.ID, k.Unique)
		if err != nil {
			return err
		}
		if n == 0 {
			return &ConflictError{Type: r.Type, Key: k.Name}
		}
	}
	return nil
}

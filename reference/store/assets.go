package store

import "time"

// Asset is a thing of value that a person made in the tenant.
type Asset struct {
	ID         string
	Kind       string // such as "app"
	Name       string
	OwnerID    string   // empty: nobody owns it
	SharedWith []string // ids of people and groups, in the order of sharing
	Digest     string   // of the content
	Created    time.Time
	Seq        int64 // place in the order of creation, set by reading; serves as a cursor
}

// AssetQuery selects assets; the fields before Limit select all where empty.
type AssetQuery struct {
	OwnerID   string
	Kind      string
	VisibleTo string // a person who owns it or has it shared, or is in a group that has
	After     int64  // Seq of the last one already seen
	Limit     int    // at most so many; negative for all
}

// InsertAsset adds an asset with its content.
func (tx *Tx) InsertAsset(a Asset, content []byte) error {
	_, err := tx.write("adding an asset", `INSERT INTO assets (id, kind, name, owner_id, digest, created)
		VALUES (?, ?, ?, ?, ?, ?)`, a.ID, a.Kind, a.Name, nullable(a.OwnerID), a.Digest, instant(a.Created))
	if err != nil {
		return err
	}
	_, err = tx.write("adding an asset's content", `INSERT INTO asset_contents (asset_id, content) VALUES (?, ?)`,
		a.ID, append([]byte{}, content...)) // never nil, which would be NULL
	if err != nil {
		return err
	}
	return tx.ShareAsset(a.ID, a.SharedWith)
}

// Asset reads one asset; ErrNotFound where there is none.
func (tx *Tx) Asset(id string) (Asset, error) {
	a, err := one(tx, "reading an asset", scanAsset, selectAsset+` WHERE id = ?`, id)
	if err != nil {
		return Asset{}, err
	}
	a.SharedWith, err = tx.sharedWith(id)
	return a, err
}

// AssetContent reads the bytes of an asset; ErrNotFound where there is none.
func (tx *Tx) AssetContent(id string) ([]byte, error) {
	return one(tx, "reading an asset's content", column[[]byte], `SELECT content FROM asset_contents WHERE asset_id = ?`, id)
}

// Assets lists at most q.Limit assets in the order of creation.
func (tx *Tx) Assets(q AssetQuery) ([]Asset, error) {
	query, args := q.sql()
	list, err := all(tx, "listing assets", scanAsset, query, args...)
	for i := range list {
		if err == nil {
			list[i].SharedWith, err = tx.sharedWith(list[i].ID)
		}
	}
	return list, err
}

func (q AssetQuery) sql() (string, []any) {
	query, args := selectAsset+` WHERE seq > ?`, []any{q.After}
	if q.OwnerID != "" {
		query, args = query+` AND owner_id = ?`, append(args, q.OwnerID)
	}
	if q.Kind != "" {
		query, args = query+` AND kind = ?`, append(args, q.Kind)
	}
	if q.VisibleTo != "" {
		query += ` AND (owner_id = ? OR id IN (SELECT asset_id FROM asset_shares WHERE user_id = ? OR user_id IN (
			SELECT group_id FROM members WHERE member_id = ?)))`
		args = append(args, q.VisibleTo, q.VisibleTo, q.VisibleTo)
	}
	return query + ` ORDER BY seq LIMIT ?`, append(args, q.Limit)
}

// CountAssets counts what a person owns, by kind; kinds of which there is none are left out.
func (tx *Tx) CountAssets(ownerID string) (map[string]int, error) {
	counts := map[string]int{}
	scan := func(r scanner) (string, error) {
		var kind string
		var n int
		err := r.Scan(&kind, &n)
		counts[kind] = n
		return kind, err
	}
	_, err := all(tx, "counting assets", scan, `SELECT kind, count(*) FROM assets WHERE owner_id = ? GROUP BY kind`, ownerID)
	return counts, err
}

// ShareAsset makes guestIDs, in this order, the people and groups with whom the asset is shared.
func (tx *Tx) ShareAsset(id string, guestIDs []string) error {
	if _, err := tx.write("clearing an asset's sharing", `DELETE FROM asset_shares WHERE asset_id = ?`, id); err != nil {
		return err
	}
	for _, guest := range guestIDs {
		_, err := tx.write("sharing an asset", `INSERT INTO asset_shares (asset_id, user_id) VALUES (?, ?)
			ON CONFLICT DO NOTHING`, id, guest)
		if err != nil {
			return err
		}
	}
	return nil
}

// Unshare ends every sharing with a person or a group.
func (tx *Tx) Unshare(guestID string) error {
	_, err := tx.write("ending sharings", `DELETE FROM asset_shares WHERE user_id = ?`, guestID)
	return err
}

// SetAssetOwner gives one asset to another owner; ErrNotFound where there is no such asset.
func (tx *Tx) SetAssetOwner(id, ownerID string) error {
	return tx.writeOne("transferring an asset", `UPDATE assets SET owner_id = ? WHERE id = ?`, nullable(ownerID), id)
}

// TransferAssets gives everything that one person owns, of one kind or (kind empty) of all, to another (to empty: to
// nobody), and answers the ids of what moved in the order of creation.
func (tx *Tx) TransferAssets(from, to, kind string) ([]string, error) {
	ids, err := all(tx, "listing what to transfer", column[string],
		`SELECT id FROM assets WHERE owner_id = ?1 AND (?2 = '' OR kind = ?2) ORDER BY seq`, from, kind)
	if err != nil {
		return nil, err
	}
	_, err = tx.write("transferring assets",
		`UPDATE assets SET owner_id = ?3 WHERE owner_id = ?1 AND (?2 = '' OR kind = ?2)`, from, kind, nullable(to))
	return ids, err
}

// DeleteAsset removes one asset with content and sharing; ErrNotFound where there is none.
func (tx *Tx) DeleteAsset(id string) error {
	if err := tx.writeOne("deleting an asset", `DELETE FROM assets WHERE id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.write("deleting an asset's content", `DELETE FROM asset_contents WHERE asset_id = ?`, id); err != nil {
		return err
	}
	_, err := tx.write("deleting an asset's sharing", `DELETE FROM asset_shares WHERE asset_id = ?`, id)
	return err
}

func (tx *Tx) sharedWith(id string) ([]string, error) {
	return all(tx, "listing an asset's sharing", column[string], `SELECT user_id FROM asset_shares WHERE asset_id = ? ORDER BY seq`, id)
}

const selectAsset = `SELECT id, kind, name, coalesce(owner_id, ''), digest, created, seq FROM assets`

func scanAsset(r scanner) (Asset, error) {
	var a Asset
	var created int64
	err := r.Scan(&a.ID, &a.Kind, &a.Name, &a.OwnerID, &a.Digest, &created, &a.Seq)
	a.Created = fromInstant(created)
	return a, err
}

// nullable turns "nobody" into NULL.
func nullable(id string) any {
	if id == "" {
		return nil
	}
	return id
}

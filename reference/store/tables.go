package store

import (
	"context"
	"fmt"
)

// schemaVersion is what PRAGMA user_version holds once the tables below exist.
const schemaVersion = 1

// tables creates an empty database. seq columns give the order of creation; times are nanoseconds since 1970 UTC.
const tables = `
CREATE TABLE resources (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data BLOB NOT NULL,
	created INTEGER NOT NULL, modified INTEGER NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL);
CREATE INDEX resources_by_type ON resources (type, seq);

CREATE TABLE keys (
	type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, uniq INTEGER NOT NULL,
	PRIMARY KEY (type, name, value, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX keys_unique ON keys (type, name, value) WHERE uniq = 1;
CREATE INDEX keys_by_id ON keys (id);

CREATE TABLE members (
	seq INTEGER PRIMARY KEY, group_id TEXT NOT NULL, member_id TEXT NOT NULL, UNIQUE (group_id, member_id));
CREATE INDEX members_by_member ON members (member_id, seq);

CREATE TABLE passwords (user_id TEXT PRIMARY KEY, hash BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE tokens (
	hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
	created INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX tokens_by_user ON tokens (user_id, kind);
CREATE INDEX tokens_by_expiry ON tokens (expires) WHERE expires != 0;

CREATE TABLE assets (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
	owner_id TEXT, digest TEXT NOT NULL, created INTEGER NOT NULL);
CREATE INDEX assets_by_owner ON assets (owner_id, seq);
CREATE TABLE asset_contents (asset_id TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE asset_shares (
	seq INTEGER PRIMARY KEY, asset_id TEXT NOT NULL, user_id TEXT NOT NULL, UNIQUE (asset_id, user_id));
CREATE INDEX asset_shares_by_user ON asset_shares (user_id);

CREATE TABLE audit (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
	user_id TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX audit_by_user ON audit (user_id, seq);

CREATE TABLE connections (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, provisioning INTEGER NOT NULL,
	dialect TEXT NOT NULL, just_in_time INTEGER NOT NULL, match_user_name INTEGER NOT NULL);
CREATE TABLE people (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, connection_id TEXT NOT NULL,
	user_name TEXT NOT NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL, email TEXT NOT NULL,
	password TEXT NOT NULL, password_hash BLOB, remote_id TEXT NOT NULL, removed INTEGER NOT NULL, pending INTEGER NOT NULL);
CREATE INDEX people_by_connection ON people (connection_id, seq);

CREATE TABLE identities (
	connection_id TEXT NOT NULL, subject TEXT NOT NULL, user_id TEXT NOT NULL,
	PRIMARY KEY (connection_id, subject)) WITHOUT ROWID;
CREATE INDEX identities_by_user ON identities (user_id);
CREATE TABLE departed (kind TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (kind, digest)) WITHOUT ROWID;
`

// migrate creates the tables in a new database, and refuses one that a newer version wrote.
func (c *conn) migrate(ctx context.Context) error {
	var version int
	if err := c.sql.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return fmt.Errorf("reading the store's version: %w", err)
	}
	switch version {
	case schemaVersion:
		return nil
	case 0:
	default:
		return fmt.Errorf("the store has version %d, this program knows %d", version, schemaVersion)
	}
	script := fmt.Sprintf("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;", tables, schemaVersion)
	if _, err := c.sql.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("creating the store's tables: %w", err)
	}
	return nil
}

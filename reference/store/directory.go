package store

// Connection is a tenant's link to the bundled identity provider.
type Connection struct {
	ID   string
	Name string
	// Provisioning says whether changes in the directory are sent to the tenant.
	Provisioning bool
	// Dialect is the shape in which they are sent; "" for the RFC's own.
	Dialect string
	// JustInTime lets a login create the account of somebody whom the tenant has never heard of.
	JustInTime bool
	// MatchUserName lets a first login be that of the account of the same userName, where no identity is linked to it.
	MatchUserName bool
}

// Person is somebody in the bundled identity provider's directory.
type Person struct {
	ID           string
	ConnectionID string
	UserName     string
	GivenName    string
	FamilyName   string
	Email        string
	Password     string // only until the provisioning agent has sent it
	PasswordHash []byte // for the login at the identity provider; nil where there is no password
	RemoteID     string // id of the linked SCIM user; empty until there is one
	Removed      bool   // no longer in the directory; kept until they are purged or somebody of that userName joins
	Pending      bool   // changed since the tenant was last told
}

// InsertConnection adds a connection.
func (tx *Tx) InsertConnection(c Connection) error {
	_, err := tx.write("adding a connection", `INSERT INTO connections (id, name, provisioning, dialect, just_in_time,
		match_user_name) VALUES (?, ?, ?, ?, ?, ?)`, c.ID, c.Name, c.Provisioning, c.Dialect, c.JustInTime, c.MatchUserName)
	return err
}

// Connection reads one connection; ErrNotFound where there is none.
func (tx *Tx) Connection(id string) (Connection, error) {
	return one(tx, "reading a connection", scanConnection, selectConnection+` WHERE id = ?`, id)
}

// Connections lists all connections in the order in which they were made.
func (tx *Tx) Connections() ([]Connection, error) {
	return all(tx, "listing connections", scanConnection, selectConnection+` ORDER BY seq`)
}

const selectConnection = `SELECT id, name, provisioning, dialect, just_in_time, match_user_name FROM connections`

func scanConnection(r scanner) (Connection, error) {
	var c Connection
	err := r.Scan(&c.ID, &c.Name, &c.Provisioning, &c.Dialect, &c.JustInTime, &c.MatchUserName)
	return c, err
}

// PutConnection replaces a connection's row; ErrNotFound where there is none.
func (tx *Tx) PutConnection(c Connection) error {
	return tx.writeOne("changing a connection", `UPDATE connections SET name = ?, provisioning = ?, dialect = ?,
		just_in_time = ?, match_user_name = ? WHERE id = ?`,
		c.Name, c.Provisioning, c.Dialect, c.JustInTime, c.MatchUserName, c.ID)
}

// DeleteConnection removes a connection with its people and the identities linked by it; ErrNotFound where there is none.
func (tx *Tx) DeleteConnection(id string) error {
	if err := tx.writeOne("deleting a connection", `DELETE FROM connections WHERE id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.write("deleting a connection's identities", `DELETE FROM identities WHERE connection_id = ?`, id); err != nil {
		return err
	}
	_, err := tx.write("deleting a connection's people", `DELETE FROM people WHERE connection_id = ?`, id)
	return err
}

// InsertPerson adds a person to the directory.
func (tx *Tx) InsertPerson(p Person) error {
	_, err := tx.write("adding a person", `INSERT INTO people (id, connection_id, user_name, given_name, family_name,
		email, password, password_hash, remote_id, removed, pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.ConnectionID, p.UserName, p.GivenName, p.FamilyName, p.Email, p.Password, p.PasswordHash, p.RemoteID, p.Removed, p.Pending)
	return err
}

// PutPerson replaces a person's row; ErrNotFound where there is none.
func (tx *Tx) PutPerson(p Person) error {
	return tx.writeOne("changing a person", `UPDATE people SET user_name = ?, given_name = ?, family_name = ?, email = ?,
		password = ?, password_hash = ?, remote_id = ?, removed = ?, pending = ? WHERE id = ? AND connection_id = ?`,
		p.UserName, p.GivenName, p.FamilyName, p.Email, p.Password, p.PasswordHash, p.RemoteID, p.Removed, p.Pending, p.ID, p.ConnectionID)
}

// Person reads one person of a connection, removed or not; ErrNotFound where there is none.
func (tx *Tx) Person(connectionID, id string) (Person, error) {
	return one(tx, "reading a person", scanPerson, selectPerson+` WHERE connection_id = ? AND id = ?`, connectionID, id)
}

// People lists a connection's people, removed ones too, in the order in which they were added.
func (tx *Tx) People(connectionID string) ([]Person, error) {
	return all(tx, "listing people", scanPerson, selectPerson+` WHERE connection_id = ? ORDER BY seq`, connectionID)
}

// DeletePerson forgets a person; ErrNotFound where there is none.
func (tx *Tx) DeletePerson(connectionID, id string) error {
	return tx.writeOne("deleting a person", `DELETE FROM people WHERE connection_id = ? AND id = ?`, connectionID, id)
}

const selectPerson = `SELECT id, connection_id, user_name, given_name, family_name, email, password, password_hash,
	remote_id, removed, pending FROM people`

func scanPerson(r scanner) (Person, error) {
	var p Person
	err := r.Scan(&p.ID, &p.ConnectionID, &p.UserName, &p.GivenName, &p.FamilyName, &p.Email, &p.Password, &p.PasswordHash,
		&p.RemoteID, &p.Removed, &p.Pending)
	return p, err
}

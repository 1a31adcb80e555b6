package store

// Connection is a tenant's link to the bundled identity provider.
type Connection struct {
	ID           string
	Name         string
	Provisioning bool // whether changes in the directory are sent to the tenant
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
	RemoteID     string // id of the linked SCIM user; empty until there is one
	Removed      bool   // no longer in the directory; kept until the tenant has been told
	Pending      bool   // changed since the tenant was last told
}

// InsertConnection adds a connection.
func (tx *Tx) InsertConnection(c Connection) error {
	_, err := tx.write("adding a connection", `INSERT INTO connections (id, name, provisioning) VALUES (?, ?, ?)`,
		c.ID, c.Name, c.Provisioning)
	return err
}

// Connection reads one connection; ErrNotFound where there is none.
func (tx *Tx) Connection(id string) (Connection, error) {
	return one(tx, "reading a connection", scanConnection, `SELECT id, name, provisioning FROM connections WHERE id = ?`, id)
}

func scanConnection(r scanner) (Connection, error) {
	var c Connection
	err := r.Scan(&c.ID, &c.Name, &c.Provisioning)
	return c, err
}

// SetProvisioning switches a connection's provisioning on or off; ErrNotFound where there is no such connection.
func (tx *Tx) SetProvisioning(id string, on bool) error {
	return tx.writeOne("switching provisioning", `UPDATE connections SET provisioning = ? WHERE id = ?`, on, id)
}

// DeleteConnection removes a connection with its people; ErrNotFound where there is none.
func (tx *Tx) DeleteConnection(id string) error {
	if err := tx.writeOne("deleting a connection", `DELETE FROM connections WHERE id = ?`, id); err != nil {
		return err
	}
	_, err := tx.write("deleting a connection's people", `DELETE FROM people WHERE connection_id = ?`, id)
	return err
}

// InsertPerson adds a person to the directory.
func (tx *Tx) InsertPerson(p Person) error {
	_, err := tx.write("adding a person", `INSERT INTO people (id, connection_id, user_name, given_name, family_name,
		email, password, remote_id, removed, pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.ConnectionID, p.UserName, p.GivenName, p.FamilyName, p.Email, p.Password, p.RemoteID, p.Removed, p.Pending)
	return err
}

// PutPerson replaces a person's row; ErrNotFound where there is none.
func (tx *Tx) PutPerson(p Person) error {
	return tx.writeOne("changing a person", `UPDATE people SET user_name = ?, given_name = ?, family_name = ?, email = ?,
		password = ?, remote_id = ?, removed = ?, pending = ? WHERE id = ? AND connection_id = ?`,
		p.UserName, p.GivenName, p.FamilyName, p.Email, p.Password, p.RemoteID, p.Removed, p.Pending, p.ID, p.ConnectionID)
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

const selectPerson = `SELECT id, connection_id, user_name, given_name, family_name, email, password, remote_id,
	removed, pending FROM people`

func scanPerson(r scanner) (Person, error) {
	var p Person
	err := r.Scan(&p.ID, &p.ConnectionID, &p.UserName, &p.GivenName, &p.FamilyName, &p.Email, &p.Password,
		&p.RemoteID, &p.Removed, &p.Pending)
	return p, err
}

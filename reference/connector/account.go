package connector

import (
	"maps"
	"slices"
	"time"
)

// Account is a person of the directory, and what the connector knows of their account.
type Account struct {
	Key      string
	Wanted   Resource // what the directory says
	Standing Standing
	Since    time.Time
	ID       string    // the service provider's; empty while none is known
	Known    Resource  // what the service provider was told, as far as it has taken it
	waits    bool      // for a manager who has no account yet
	doubted  bool      // to leave, since too many did at once
	refused  time.Time // when its deletion last was
}

// active tells whether the account is there and, for all that is known, active.
func (a *Account) active() bool { return a.ID != "" && a.Known["active"] != false }

// leaving tells whether the account is active, and is not to be.
func (a *Account) leaving() bool {
	return a.active() && (a.Standing != Present || a.Wanted["active"] == false)
}

// unlink forgets the account, which is not there any more.
func (a *Account) unlink() { a.ID, a.Known = "", nil }

// Group is a group of the directory, and what the connector knows of the service provider's.
type Group struct {
	Key     string
	Team    Team
	Gone    bool // from the directory
	ID      string
	Known   Resource
	Members map[string]bool // ids of those whom the service provider was told, or has said, to be members
}

// book is what the connector knows of the service provider.
type book struct {
	accounts map[string]*Account
	groups   map[string]*Group
}

func newBook() *book { return &book{map[string]*Account{}, map[string]*Group{}} }

// update takes over what the directory says now.
func (b *book) update(d *directory) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, e := range d.people {
		if b.accounts[key] == nil {
			b.accounts[key] = &Account{Key: key}
		}
		a := b.accounts[key]
		a.Wanted, a.Standing, a.Since = e.wanted, e.standing, e.since
	}
	for key, t := range d.teams {
		if b.groups[key] == nil {
			b.groups[key] = &Group{Key: key, Members: map[string]bool{}}
		}
		b.groups[key].Team, b.groups[key].Gone = t, false
	}
	for key, g := range b.groups {
		_, there := d.teams[key]
		g.Gone = !there
	}
}

// people are all accounts of one of the standings, by key.
func (b *book) people(standings ...Standing) []*Account {
	var chosen []*Account
	for _, key := range slices.Sorted(maps.Keys(b.accounts)) {
		if a := b.accounts[key]; slices.Contains(standings, a.Standing) {
			chosen = append(chosen, a)
		}
	}
	return chosen
}

func (b *book) allGroups() []*Group {
	var all []*Group
	for _, key := range slices.Sorted(maps.Keys(b.groups)) {
		all = append(all, b.groups[key])
	}
	return all
}

// membersOf are the ids of the members of a group as the service provider was told of them.
func (b *book) membersOf(groupID string) []string {
	for _, g := range b.groups {
		if g.ID == groupID {
			return slices.Sorted(maps.Keys(g.Members))
		}
	}
	return nil
}

// idOf is the id of a person's account.
func (b *book) idOf(key string) (string, bool) {
	a := b.accounts[key]
	if a == nil || a.ID == "" {
		return "", false
	}
	return a.ID, true
}

// holder is whose account it is; nil for nobody's that the connector knows.
func (b *book) holder(id string) *Account {
	for _, a := range b.accounts {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// lose forgets an account, in groups too: whoever has it anew has another id.
func (b *book) lose(a *Account) {
	for _, g := range b.groups {
		delete(g.Members, a.ID)
	}
	a.unlink()
}

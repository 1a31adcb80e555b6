package faults

import (
	"slices"
	"strings"
	"sync"
)

// memory is what a fault remembers of the exchanges so far. It stands right in front
// of the tenant, and learns what that really did. It is safe for concurrent use.
type memory struct {
	mu       sync.Mutex
	accounts map[string]*account
	groups   map[string]*membership
	holders  map[string]holder
	assets   map[string]*asset
	locals   map[string]*localAccount
	marks    map[string]bool
	kept     map[string]any
	// scim is the first Authorization that let a SCIM client in: it is that of the run.
	scim string
}

// account is a person, as the tenant knows them.
type account struct {
	id, userName, password, client string
	// authorization is that of the client that made it.
	authorization string
	// sent is what the client last sent as a whole, made what it sent to create it.
	sent, made object
	inactive   bool
	// left is how the account was last deactivated, "" if it never was.
	left road
	// returned says that it was activated after that.
	returned bool
	deleted  bool
	// changes counts the PATCHes.
	changes int
}

// road is a way on which an account is deactivated.
type road string

const (
	patchWithPath    road = "PATCH with a path"
	patchWithoutPath road = "PATCH without a path"
	put              road = "PUT"
	erasure          road = "DELETE"
)

// membership is who belongs to a group, and who ever did.
type membership struct {
	id, client string
	now, ever  []string
}

// holder is who holds a credential, and of which kind it is.
type holder struct{ kind, user string }

// The kinds of credentials.
const (
	session      = "session"
	accessToken  = "access token"
	refreshToken = "refresh token"
	apiToken     = "API token"
)

// localAccount is one that an administrator made, with who that was.
type localAccount struct{ id, userName, email, administrator string }

// asset is something that somebody made.
type asset struct {
	id, kind, client string
	// maker created it, owner is who has it now.
	maker, owner string
	// shared are the ids of those with whom it was shared when it was made.
	shared []string
}

func newMemory() *memory {
	return &memory{
		accounts: map[string]*account{}, groups: map[string]*membership{}, holders: map[string]holder{},
		assets: map[string]*asset{}, locals: map[string]*localAccount{}, marks: map[string]bool{}, kept: map[string]any{},
	}
}

// mark remembers a fact, and tells whether it was known.
func (m *memory) mark(fact, about string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := fact + " " + about
	known := m.marks[key]
	m.marks[key] = true
	return known
}

func (m *memory) marked(fact, about string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.marks[fact+" "+about]
}

// keep remembers a value under a name, recall gives it back, or nil.
func (m *memory) keep(name string, value any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[name] = value
}

func (m *memory) recall(name string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[name]
}

// account gives what is known of an account; the zero value of one that is not known.
func (m *memory) account(id string) account {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.accounts[id]; ok {
		return *known
	}
	return account{}
}

// named gives the youngest account of that userName.
func (m *memory) named(userName string) account {
	return m.find(func(a account) bool { return strings.EqualFold(a.userName, userName) && !a.deleted })
}

// find gives an account of which the condition holds, the zero value if there is none.
// Conditions are asked without the lock, so that they may remember as well.
func (m *memory) find(holds func(account) bool) account {
	for _, known := range copies(m, m.accounts) {
		if holds(known) {
			return known
		}
	}
	return account{}
}

// copies are the values of one of the maps as they are now.
func copies[V any](m *memory, of map[string]*V) []V {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]V, 0, len(of))
	for _, known := range of {
		all = append(all, *known)
	}
	return all
}

// localLike gives the local account of which the condition holds, the zero value if there is none.
func (m *memory) localLike(holds func(localAccount) bool) localAccount {
	for _, known := range copies(m, m.locals) {
		if holds(known) {
			return known
		}
	}
	return localAccount{}
}

// neighbour is another account that the same client made, "" if there is none.
func (m *memory) neighbour(id string) string {
	client := m.account(id).client
	return m.find(func(a account) bool { return a.client == client && a.id != id && !a.deleted }).id
}

// groupsOf are the ids of the groups of which the condition holds.
func (m *memory) groupsOf(holds func(membership) bool) []string {
	var found []string
	for _, known := range copies(m, m.groups) {
		if holds(known) {
			found = append(found, known.id)
		}
	}
	slices.Sort(found)
	return found
}

func (m *memory) group(id string) membership {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.groups[id]; ok {
		return *known
	}
	return membership{}
}

func (m *memory) holder(credential string) holder {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.holders[credential]
}

func (m *memory) asset(id string) asset {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.assets[id]; ok {
		return *known
	}
	return asset{}
}

// estate are the assets of which the condition holds.
func (m *memory) estate(holds func(asset) bool) []asset {
	found := slices.DeleteFunc(copies(m, m.assets), func(a asset) bool { return !holds(a) })
	slices.SortFunc(found, func(a, b asset) int { return strings.Compare(a.id, b.id) })
	return found
}

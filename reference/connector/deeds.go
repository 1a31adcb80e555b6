package connector

import "context"

// Deeds are what the connector does, and decides, in a cycle. Each calls the others by this table, so that one that is
// decorated is decorated for all.
type Deeds struct {
	Provider Provider
	// Import links the accounts and groups that are there already, and forgets those that are not there any more.
	Import func(ctx context.Context) error
	// Match looks for the account of a person; nil where there is none.
	Match func(ctx context.Context, a *Account) (Resource, error)
	// Bring makes the account of somebody who is present what the directory says: created, changed, active again.
	Bring func(ctx context.Context, a *Account) error
	// Leave deactivates an account.
	Leave func(ctx context.Context, a *Account) error
	// Purge deletes an account, after it was deactivated.
	Purge func(ctx context.Context, a *Account) error
	// Gather makes a group what the directory says.
	Gather func(ctx context.Context, g *Group) error
	// Disband deletes a group.
	Disband func(ctx context.Context, g *Group) error
	// Manager and Member give the id of the account of a person by key; false while there is none.
	Manager, Member func(key string) (id string, there bool)
	// Differences are the edits that lead from what is known to what is wanted.
	Differences func(known, wanted Resource) []Edit
	// Memberships are the members whom a group lacks, and those whom it has too many.
	Memberships func(ctx context.Context, g *Group, wanted []string) (added, removed []string, err error)
}

// service is the connector's business with one service provider.
type service struct {
	options   Options
	directory *directory
	book      *book
	exchanger *exchanger
	deeds     Deeds
}

// newService is the business with the service provider of the settings, of which the book knows what is known already.
func newService(settings Settings, options Options, d *directory, known *book) *service {
	s := &service{options: options, directory: d, book: known, exchanger: newExchanger(settings, options)}
	s.deeds = Deeds{
		Provider: &client{exchanger: s.exchanger, options: s.options, members: s.book.membersOf},
		Import:   s.importAll, Match: s.match, Bring: s.bring, Leave: s.leave, Purge: s.purge,
		Gather: s.gather, Disband: s.disband,
		Manager: s.book.idOf, Member: s.book.idOf,
		Differences: differences, Memberships: s.memberships,
	}
	s.options.Deeds(&s.deeds)
	return s
}

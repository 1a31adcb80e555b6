package conduct

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
)

// The people and the group of whom every dialect is made to speak.
const (
	someone = `{"schemas":["` + oracle.UserURN + `"],"id":"u1","externalId":"ada","userName":"ada@example.com","active":true,` +
		`"displayName":"Ada Lovelace","name":{"givenName":"Ada","familyName":"Lovelace"},` +
		`"emails":[{"value":"ada@example.com","type":"work","primary":true}]}`
	someGroup = `{"schemas":["` + oracle.GroupURN + `"],"id":"g1","displayName":"Analysts"}`
)

// ManneredAs is the manner of a bundled dialect, read from what it renders in the life of
// somebody: in the ways that are its own, or in all that it has.
func ManneredAs(ctx context.Context, name string, allWays bool) (Manner, error) {
	dialect, err := provision.Load(name)
	if err != nil {
		return nil, fmt.Errorf("loading the dialect %s: %w", name, err)
	}
	heard := &listener{}
	direct := &provision.Direct{Dialect: dialect, Sender: heard, Base: "https://scim.example.com"}
	if err := live(ctx, direct, allWays); err != nil {
		return nil, fmt.Errorf("reading how %s speaks: %w", name, err)
	}
	return MannerOf(Read(heard.exchanges)), nil
}

// live lets a person and a group come, change and go. What the client never does is refused
// before anything is sent, and is no part of its manner.
func live(ctx context.Context, d *provision.Direct, allWays bool) error {
	resource, err := oracle.ParseObject([]byte(someone))
	if err != nil {
		return fmt.Errorf("reading the sample: %w", err)
	}
	group, err := oracle.ParseObject([]byte(someGroup))
	if err != nil {
		return fmt.Errorf("reading the sample: %w", err)
	}
	ada := provision.Subject{ID: "u1", UserName: "ada@example.com", Resource: resource}
	newcomer := provision.Subject{UserName: ada.UserName, Resource: without(resource, "id")}
	analysts := provision.Group{ID: "g1", DisplayName: "Analysts", Resource: without(group, "id")}
	probes(ctx, d, analysts)
	for _, do := range []func() (provision.Answer, error){
		func() (provision.Answer, error) { return d.Match(ctx, newcomer) },
		func() (provision.Answer, error) { return d.Create(ctx, newcomer) },
		func() (provision.Answer, error) { return d.Replace(ctx, ada, "displayName", "Ada King") },
		func() (provision.Answer, error) { return d.Replace(ctx, ada, "name.familyName", "King") },
		func() (provision.Answer, error) { return d.Replace(ctx, ada, enterprise+":department", "Engines") },
		func() (provision.Answer, error) { return d.Rename(ctx, ada, "king@example.com") },
		func() (provision.Answer, error) { return d.SetManager(ctx, ada, "u2") },
		func() (provision.Answer, error) { return d.CreateGroup(ctx, analysts) },
		func() (provision.Answer, error) { return d.AddMember(ctx, analysts, ada) },
		func() (provision.Answer, error) { return d.RemoveMember(ctx, analysts, ada) },
		func() (provision.Answer, error) { return d.Reactivate(ctx, ada) },
		func() (provision.Answer, error) { return d.DeleteGroup(ctx, analysts) },
		func() (provision.Answer, error) { return d.Delete(ctx, ada) },
	} {
		_, _ = do() // a move that the client never makes
	}
	for _, road := range roads(d.Dialect, allWays) {
		_, _ = d.Deactivate(ctx, ada, road) // the same
	}
	return nil
}

// probes are what only some clients ask.
func probes(ctx context.Context, d any, g provision.Group) {
	if d, asks := d.(interface {
		Probe(ctx context.Context) (provision.Answer, error)
	}); asks {
		_, _ = d.Probe(ctx) // the same
	}
	if d, asks := d.(interface {
		MatchGroup(ctx context.Context, g provision.Group) (provision.Answer, error)
	}); asks {
		_, _ = d.MatchGroup(ctx, g) // the same
	}
	if d, asks := d.(interface {
		RenameGroup(ctx context.Context, g provision.Group, displayName string) (provision.Answer, error)
	}); asks {
		_, _ = d.RenameGroup(ctx, g, "Engineers") // the same
	}
}

func roads(d *provision.Dialect, all bool) []string {
	if named := d.Roads(provision.Deactivate); all && len(named) > 0 {
		return named
	}
	return []string{""}
}

func without(resource oracle.Object, name string) oracle.Object {
	rest := oracle.Object{}
	for written, value := range resource {
		if written != name {
			rest[written] = value
		}
	}
	return rest
}

// listener is a service provider that takes everything and keeps what it heard.
type listener struct{ exchanges []control.Exchange }

// Send answers as the client likes it best.
func (l *listener) Send(_ context.Context, r provision.Request) (provision.Answer, error) {
	path, query, _ := strings.Cut(r.Path, "?")
	answer := provision.Answer{Status: http.StatusOK, Body: []byte(someone)}
	if strings.HasPrefix(path, "/Groups") {
		answer.Body = []byte(someGroup)
	}
	if len(r.Accept) > 0 {
		answer.Status = r.Accept[0]
	}
	l.exchanges = append(l.exchanges, control.Exchange{
		Seq: len(l.exchanges) + 1, Method: r.Method, Path: path, Query: query, Body: string(r.Body), Status: answer.Status, Credential: "ours",
	})
	return answer, nil
}

// Dialects are the manners of all bundled dialects, in the ways that are their own.
func Dialects(ctx context.Context) (map[string]Manner, error) {
	all := map[string]Manner{}
	for _, name := range provision.Names() {
		manner, err := ManneredAs(ctx, name, false)
		if err != nil {
			return nil, err
		}
		all[name] = manner
	}
	return all, nil
}

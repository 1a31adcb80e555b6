package idp_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/idp"
	"github.com/scimproof/scimproof/reference/store"
)

// listener is a tenant that notes what it is told.
type listener struct {
	mu     sync.Mutex
	heard  []string
	users  map[string]string // id by userName
	status int               // other than 0: what it answers to every change
}

func (l *listener) hear(what string) (int, error) {
	l.heard = append(l.heard, what)
	if l.status != 0 {
		return l.status, &idp.StatusError{Method: http.MethodPost, Status: l.status}
	}
	return http.StatusOK, nil
}

func (l *listener) Find(_ context.Context, userName string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.users[userName], nil
}

func (l *listener) Create(_ context.Context, p store.Person) (string, int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	status, err := l.hear("create " + p.UserName + " " + p.Password)
	if err == nil {
		l.users[p.UserName] = "id of " + p.UserName
	}
	return l.users[p.UserName], status, err
}

func (l *listener) Update(_ context.Context, id string, _ store.Person) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hear("update " + id)
}

func (l *listener) Disable(_ context.Context, id string) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hear("disable " + id)
}

func (l *listener) Delete(_ context.Context, id string) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hear("delete " + id)
}

// plain keeps passwords as they are.
type plain struct{}

func (plain) HashPassword(_ context.Context, password string) ([]byte, error) {
	return []byte(password), nil
}

func (plain) SamePassword(hash []byte, password string) bool {
	return hash != nil && string(hash) == password
}

// provider is an identity provider with one connection to a listener.
type provider struct {
	t *testing.T
	*idp.Service
	tenant     *listener
	connection string
}

func newProvider(t *testing.T, provisioning bool) *provider {
	t.Helper()
	s, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	tenant := &listener{users: map[string]string{}}
	service := idp.New(idp.Config{
		Store: s, Agent: func(string) idp.Provisioner { return tenant }, Passwords: plain{}, Log: slog.New(slog.DiscardHandler),
	})
	p := &provider{t: t, Service: service, tenant: tenant}
	c, err := p.Connect(t.Context(), store.Connection{Name: "Directory", Provisioning: provisioning})
	if err != nil {
		t.Fatal(err)
	}
	p.connection = c.ID
	return p
}

func (p *provider) add(userName string) string {
	p.t.Helper()
	person, err := p.Add(p.t.Context(), store.Person{ConnectionID: p.connection, UserName: userName, Password: "secret"})
	if err != nil {
		p.t.Fatal(err)
	}
	return person.ID
}

func (p *provider) remove(id string) {
	p.t.Helper()
	if err := p.Remove(p.t.Context(), p.connection, id); err != nil {
		p.t.Fatal(err)
	}
}

func (p *provider) provisioning(on bool) {
	p.t.Helper()
	c, err := p.Configure(p.t.Context(), p.connection, func(c *store.Connection) { c.Provisioning = on })
	if err != nil || c.Provisioning != on {
		p.t.Fatalf("got %+v and %v", c, err)
	}
}

func (p *provider) cycle() idp.Cycle {
	p.t.Helper()
	c, err := p.Cycle(p.t.Context(), p.connection)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *provider) wantHeard(want ...string) {
	p.t.Helper()
	if diff := cmp.Diff(want, p.tenant.heard); diff != "" {
		p.t.Error(diff)
	}
	p.tenant.heard = nil
}

func TestTheTenantIsToldOnce(t *testing.T) {
	p := newProvider(t, true)
	ada := p.add("ada")
	p.wantHeard("create ada secret")
	p.add("grace")
	p.wantHeard("create grace secret")
	want := []idp.Result{{UserName: "ada", Action: idp.None}, {UserName: "grace", Action: idp.None}}
	if got := p.cycle(); got.Sent() != 0 || !cmp.Equal(want, got.Results) {
		t.Errorf("got %+v", got)
	}
	p.remove(ada)
	p.wantHeard("disable id of ada")
	p.cycle()
	p.wantHeard()
}

func TestASilentAgentCatchesUpOnceItIsSwitchedOn(t *testing.T) {
	p := newProvider(t, true)
	ada := p.add("ada")
	p.wantHeard("create ada secret")
	p.provisioning(false)
	p.add("grace")
	edsger := p.add("edsger")
	p.remove(ada)
	p.remove(edsger)
	if got := p.cycle(); got.Provisioning || got.Results != nil {
		t.Errorf("got %+v", got)
	}
	p.wantHeard()
	p.provisioning(true)
	got := p.cycle()
	p.wantHeard("disable id of ada", "create grace secret")
	if got.Sent() != 2 || len(got.Results) != 3 {
		t.Errorf("got %+v, want two of three sent, since nobody knew of Edsger", got)
	}
}

func TestWhoReturnsBeforeTheNextCycleIsNotDisabled(t *testing.T) {
	p := newProvider(t, true)
	ada := p.add("ada")
	p.provisioning(false)
	p.remove(ada)
	p.add("ada")
	p.tenant.heard = nil
	p.provisioning(true)
	p.cycle()
	p.wantHeard("update id of ada")
}

func TestARefusalIsTriedAgain(t *testing.T) {
	p := newProvider(t, true)
	p.tenant.status = http.StatusServiceUnavailable
	ada := p.add("ada")
	if got := p.cycle(); len(got.Results) != 1 || got.Results[0].Status != 503 || got.Results[0].Err == nil {
		t.Errorf("got %+v", got)
	}
	p.tenant.status = 0
	p.tenant.heard = nil
	p.cycle()
	p.wantHeard("create ada secret")

	p.tenant.status = http.StatusNotFound // deleted by somebody else
	p.remove(ada)
	p.cycle()
	p.wantHeard("disable id of ada")
}

func TestCyclesDoNotBringBackWhoWasRemoved(t *testing.T) {
	p := newProvider(t, true)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			person, err := p.Add(t.Context(), store.Person{ConnectionID: p.connection, UserName: fmt.Sprint("ada", i)})
			if err == nil {
				err = p.Remove(t.Context(), p.connection, person.ID)
			}
			if err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() { _, _ = p.Cycle(t.Context(), p.connection) })
	}
	wg.Wait()
	last := map[string]string{}
	for _, what := range p.tenant.heard {
		name := what[strings.Index(what, "ada"):]
		last[strings.TrimSpace(name)] = what
	}
	for name, what := range last {
		if !strings.HasPrefix(what, "disable") {
			t.Errorf("the last that was heard of %s is %q", name, what)
		}
	}
	if got := p.cycle(); len(got.Results) != 0 {
		t.Errorf("left are %+v", got)
	}
}

func TestUnknownConnectionsAndPeople(t *testing.T) {
	p := newProvider(t, false)
	ada := p.add("ada")
	_, cycle := p.Cycle(t.Context(), "x")
	_, add := p.Add(t.Context(), store.Person{ConnectionID: "x", UserName: "ada"})
	_, person := p.Person(t.Context(), "x", ada)
	_, provisioning := p.Configure(t.Context(), "x", func(*store.Connection) {})
	for what, err := range map[string]error{
		"cycle": cycle, "add": add, "person": person, "provisioning": provisioning,
		"remove": p.Remove(t.Context(), p.connection, "x"), "disconnect": p.Disconnect(t.Context(), "x"),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", what, err)
		}
	}
	if _, err := p.Add(t.Context(), store.Person{ConnectionID: p.connection, UserName: "ADA"}); !errors.Is(err, idp.ErrTaken) {
		t.Errorf("got %v, want ErrTaken", err)
	}
}

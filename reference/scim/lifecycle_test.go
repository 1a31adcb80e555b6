package scim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

// witness notes what it is told, and refuses what it is told to refuse.
type witness struct {
	mu     sync.Mutex
	events []string
	refuse error
}

func (w *witness) note(format string, args ...any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, fmt.Sprintf(format, args...))
	return w.refuse
}

func (w *witness) told() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	said := strings.Join(w.events, "; ")
	w.events = nil
	return said
}

func (w *witness) HashPassword(_ context.Context, password string) ([]byte, error) {
	if password == "too long" {
		return nil, scim.InvalidValue("the password is too long")
	}
	return []byte(fmt.Sprintf("hash of %d letters", len(password))), nil
}

func (w *witness) UserCreated(_ context.Context, tx *store.Tx, user scim.Account, hash []byte) error {
	if _, err := tx.Get("User", user.ID); err != nil {
		return err
	}
	return w.note("created %s %t %q", user.UserName, user.Active, hash)
}

func (w *witness) UserChanged(_ context.Context, _ *store.Tx, before, after scim.Account, hash []byte) error {
	return w.note("changed %s %t to %s %t %q", before.UserName, before.Active, after.UserName, after.Active, hash)
}

func (w *witness) GroupDeleting(context.Context, *store.Tx, string) error { return nil }

func (w *witness) UserDeleting(_ context.Context, tx *store.Tx, user scim.Account, deletion scim.Deletion) error {
	if _, err := tx.Get("User", user.ID); err != nil {
		return err
	}
	return w.note("deleting %s for %q", user.UserName, deletion.TransferTo)
}

func watched(t testing.TB) (*client, *witness) {
	t.Helper()
	w := &witness{}
	return serve(t, func(config *scim.Config) { config.Lifecycle = w }), w
}

func TestLifecycle(t *testing.T) {
	c, w := watched(t)
	ada := c.user("ada", `"password":"Bernoulli-1843"`)
	equal(t, "POST", w.told(), `created ada true "hash of 14 letters"`)
	path := "/Users/" + ada
	password := func(fresh string) string {
		return operations(fmt.Sprintf(`{"op":"replace","path":"password","value":%q}`, fresh))
	}
	steps := []struct{ method, path, body, want string }{
		{"PATCH", path, operations(`{"op":"replace","path":"active","value":false}`), `changed ada true to ada false ""`},
		{"PATCH", path, operations(`{"op":"replace","path":"active","value":false}`), ""},
		{"PATCH", path, operations(`{"op":"add","path":"title","value":"Countess"}`), `changed ada false to ada false ""`},
		{"PATCH", path, password("Menabrea"), `changed ada false to ada false "hash of 8 letters"`},
		{
			"PATCH", path, operations(`{"op":"replace","value":{"Password":"Babbage"}}`),
			`changed ada false to ada false "hash of 7 letters"`,
		},
		{"PUT", path, object(coreUser, `"userName":"lovelace"`, `"active":true`), `changed ada false to lovelace true ""`},
		{
			"PUT", path, object(coreUser, `"userName":"lovelace"`, `"password":"Ada"`),
			`changed lovelace true to lovelace true "hash of 3 letters"`,
		},
		{"DELETE", path, "", `deleting lovelace for ""`},
	}
	for _, it := range steps {
		if found := c.send(it.method, it.path, it.body); found.status/100 != 2 {
			t.Fatalf("%s %s answered %d: %s", it.method, it.body, found.status, found.raw)
		}
		equal(t, it.method+" "+it.body, w.told(), it.want)
	}
	c.user("grace")
	equal(t, "POST without a password", w.told(), `created grace true ""`)
	c.group("Analysts")
	equal(t, "a group", w.told(), "")
}

// A password is a change even where nothing that is shown differs.
func TestPasswordChangesTheVersion(t *testing.T) {
	c, _ := watched(t)
	ada := c.user("ada")
	before := c.must(200, "GET", "/Users/"+ada, "")
	after := c.must(200, "PATCH", "/Users/"+ada, operations(`{"op":"add","path":"password","value":"Bernoulli-1843"}`))
	equal(t, "the same version", after.header.Get("ETag") == before.header.Get("ETag"), false)
}

// What a lifecycle refuses is undone whole.
func TestLifecycleRefusals(t *testing.T) {
	c, w := watched(t)
	ada := c.user("ada")
	c.group("Analysts", ada)
	before := c.must(200, "GET", "/Users/"+ada, "").raw
	refusals := map[error]struct {
		status   int
		scimType string
	}{
		scim.Refused("ada owns 3 assets"):    {409, ""},
		scim.InvalidValue("not that"):        {400, "invalidValue"},
		errors.New("the disk is full, alas"): {500, ""},
		context.DeadlineExceeded:             {500, ""},
	}
	for refusal, want := range refusals {
		w.refuse = refusal
		for _, found := range []reply{
			c.send("DELETE", "/Users/"+ada, ""),
			c.send("PUT", "/Users/"+ada, object(coreUser, `"userName":"lovelace"`)),
			c.send("PATCH", "/Users/"+ada, operations(`{"op":"add","path":"title","value":"x"}`)),
			c.send("POST", "/Users", object(coreUser, `"userName":"grace"`)),
		} {
			c.refused(found, want.status, want.scimType)
			if strings.Contains(found.raw, "alas") {
				t.Error("the client is told of an internal error")
			}
		}
		w.refuse = nil
		equal(t, "ada", c.must(200, "GET", "/Users/"+ada, "").raw, before)
		equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "1")
	}
}

// A password appears in no answer and in no log, whatever goes wrong with it.
func TestPasswordIsNeverTold(t *testing.T) {
	var logged bytes.Buffer
	w := &witness{}
	c := serve(t, func(config *scim.Config) {
		config.Lifecycle = w
		config.Log = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	ada := c.user("ada")
	const secret = "Bernoulli-1843"
	send := func(method, path, body string) {
		found := c.send(method, path, body)
		if strings.Contains(found.raw, secret) || strings.Contains(found.raw, "hash of") {
			t.Errorf("%s %s tells the password: %s", method, body, found.raw)
		}
	}
	for _, refusal := range []error{nil, errors.New("no")} {
		w.refuse = refusal
		send("POST", "/Users?attributes=password", object(coreUser, `"userName":"grace"`, `"password":"`+secret+`"`))
		send("POST", "/Users", object(coreUser, `"userName":"grace"`, `"password":["`+secret+`","b"]`))
		send("POST", "/Users", object(coreUser, `"userName":"grace"`, `"password":{"value":"`+secret+`"}`))
		send("PUT", "/Users/"+ada+"?attributes=password", object(coreUser, `"userName":"ada"`, `"password":"`+secret+`"`))
		send("PATCH", "/Users/"+ada+"?attributes=password", operations(`{"op":"add","path":"password","value":"`+secret+`"}`))
		send("PATCH", "/Users/"+ada, operations(`{"op":"add","path":"password","value":["`+secret+`","b"]}`))
		send("PATCH", "/Users/"+ada, operations(`{"op":"remove","path":"password[value eq \"`+secret+`\"]"}`))
		send("GET", "/Users"+escape(`password eq "`+secret+`"`), "")
		send("GET", "/Users?attributes=password&sortBy=password", "")
		send("GET", "/Users/"+ada+"?attributes=password", "")
	}
	if strings.Contains(logged.String(), secret) {
		t.Error("the log tells the password")
	}
	if !strings.Contains(logged.String(), "no") {
		t.Error("the log does not tell the internal error")
	}
	w.refuse = nil
	c.refused(c.send("PATCH", "/Users/"+ada, operations(`{"op":"add","path":"password","value":"too long"}`)), 400, "invalidValue")
}

type panicking struct{ witness }

func (*panicking) HashPassword(context.Context, string) ([]byte, error) { panic("no hash today") }

// A panic is an internal error like any other, and the next request is served.
func TestPanic(t *testing.T) {
	c := serve(t, func(config *scim.Config) { config.Lifecycle = &panicking{} })
	c.refused(c.send("POST", "/Users", object(coreUser, `"userName":"ada"`, `"password":"x"`)), 500, "")
	c.user("ada")
}

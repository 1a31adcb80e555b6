package reference_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps/provision"
)

const department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"

// client is one that speaks a dialect to a tenant, and what it was refused.
type client struct {
	provision.Direct
	t       *testing.T
	tenant  *tenant
	strict  bool
	refused []provision.Refusal
}

// clientOf speaks a dialect to a tenant of its own.
func clientOf(t *testing.T, dialect string, strict bool) *client {
	t.Helper()
	d, err := provision.Load(dialect)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, tenant: open(t, func(o *reference.Options) { o.Strict = strict }), strict: strict}
	c.Direct = provision.Direct{Dialect: d, Base: "http://example.com/scim/v2", Sender: provision.SenderFunc(c.send)}
	return c
}

func (c *client) send(ctx context.Context, r provision.Request) (provision.Answer, error) {
	request := httptest.NewRequestWithContext(ctx, r.Method, "/scim/v2"+r.Path, bytes.NewReader(r.Body))
	request.Header = r.Header.Clone()
	request.Header.Set("Authorization", "Bearer "+scimToken)
	if r.Body != nil && r.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", "application/scim+json")
	}
	w := httptest.NewRecorder()
	c.tenant.handler.ServeHTTP(w, request)
	if c.strict && r.Strict.Expects(w.Code) {
		c.checkScimType(r, w.Body.Bytes())
		c.refused = append(c.refused, provision.Refusal{Move: r.Move, Road: r.Road, Strict: r.Strict})
	}
	return provision.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}, nil
}

func (c *client) checkScimType(r provision.Request, body []byte) {
	var refusal struct {
		ScimType string `json:"scimType"`
	}
	if err := json.Unmarshal(body, &refusal); err != nil || refusal.ScimType != r.Strict.ScimType {
		c.t.Errorf("%s %s was refused with %s, want %s", r.Method, r.Body, body, r.Strict.ScimType)
	}
}

// try makes a move, and tells whether it was done: it may be refused where that is foreseen, or
// be one that the client never makes.
func (c *client) try(answer provision.Answer, err error) bool {
	c.t.Helper()
	var never *provision.UnknownMoveError
	var refused *provision.RefusedError
	switch {
	case errors.As(err, &never):
		return false
	case errors.As(err, &refused) && c.strict && slices.ContainsFunc(c.refused, func(r provision.Refusal) bool {
		return r.Move == refused.Move && r.Expects(refused.Status)
	}):
		return false
	case err != nil:
		c.t.Errorf("%v: %s", err, answer.Body)
		return false
	}
	return true
}

// shown is a resource as the tenant shows it to somebody else.
func (c *client) shown(kind, id string) map[string]any {
	c.t.Helper()
	return c.tenant.scim(http.StatusOK, "GET", "/"+kind+"/"+id, nil).body
}

func (c *client) want(what string, got, want any) {
	c.t.Helper()
	a, _ := json.Marshal(got, json.Deterministic(true))
	b, _ := json.Marshal(want, json.Deterministic(true))
	if !bytes.Equal(a, b) {
		c.t.Errorf("%s: %s, want %s", what, a, b)
	}
}

// joined is somebody whom the client has created, or, where it was refused, somebody else.
func (c *client) joined(ctx context.Context, userName string) provision.Subject {
	c.t.Helper()
	s := provision.Subject{UserName: userName, Resource: object{
		"schemas":  []any{"urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"},
		"userName": userName, "externalId": "e-" + userName, "displayName": userName, "active": true, "title": "Analyst",
		"name":   object{"givenName": "Ada", "familyName": "Lovelace"},
		"emails": []any{object{"value": userName, "type": "work", "primary": true}},
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": object{"department": "Engines"},
	}}
	answer, err := c.Create(ctx, s)
	if !c.try(answer, err) {
		c.t.Fatal("nobody is created")
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(answer.Body, &made); err != nil || made.ID == "" {
		c.t.Fatalf("created %s", answer.Body)
	}
	s.ID, s.Resource["id"] = made.ID, made.ID
	return s
}

// TestEveryMoveOfEveryDialect makes each move, and reads what came of it: the lenient tenant
// takes all of them, and the strict one refuses what the dialect says it may, and no more.
func TestEveryMoveOfEveryDialect(t *testing.T) {
	t.Parallel()
	for _, name := range provision.Names() {
		for _, mode := range []string{"lenient", "strict"} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				t.Parallel()
				c := clientOf(t, name, mode == "strict")
				c.asks(t.Context())
				ada, grace := c.joined(t.Context(), "ada@example.com"), c.joined(t.Context(), "grace@example.com")
				c.updates(t.Context(), ada, grace)
				c.leads(t.Context(), ada, grace)
				c.leaves(t.Context(), ada)
				c.seen()
			})
		}
	}
}

func (c *client) asks(ctx context.Context) {
	c.t.Helper()
	c.try(c.TestCredentials(ctx))
	c.try(c.Probe(ctx))
	c.try(c.Match(ctx, provision.Subject{UserName: "nobody@example.com"}))
}

func (c *client) updates(ctx context.Context, ada, grace provision.Subject) {
	c.t.Helper()
	c.try(c.Match(ctx, ada))
	c.try(c.Read(ctx, ada))
	changes := []provision.Change{
		{Path: `emails[type eq "work"].value`, Value: "ada.king@example.com"},
		{Path: "displayName", Value: "Ada King"},
		{Path: "name.familyName", Value: "King"},
	}
	if c.Dialect.Name != "jumpcloud" { // which knows no extension
		changes = append(changes, provision.Change{Path: department, Value: "R&D"})
	}
	if c.try(c.Change(ctx, ada, changes...)) {
		now := c.shown("Users", ada.ID)
		c.want("displayName", now["displayName"], "Ada King")
		c.want("name", now["name"].(object)["familyName"], "King")
		c.want("givenName", now["name"].(object)["givenName"], "Ada")
		c.want("emails", now["emails"].([]any)[0].(object)["value"], "ada.king@example.com")
		c.want("title", now["title"], "Analyst")
	}
	if c.try(c.Clear(ctx, ada, "title")) {
		c.want("title", c.shown("Users", ada.ID)["title"], nil)
	}
	if c.try(c.SetManager(ctx, ada, grace.ID)) {
		enterprise, _ := c.shown("Users", ada.ID)["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].(object)
		manager, _ := enterprise["manager"].(object)
		c.want("manager", manager["value"], grace.ID)
	}
	if c.try(c.ClearManager(ctx, ada)) {
		enterprise, _ := c.shown("Users", ada.ID)["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].(object)
		c.want("manager", enterprise["manager"], nil)
	}
	if c.try(c.Rename(ctx, grace, "grace.king@example.com")) {
		c.want("userName", c.shown("Users", grace.ID)["userName"], "grace.king@example.com")
	}
}

// leads is the life of a group.
func (c *client) leads(ctx context.Context, ada, grace provision.Subject) {
	c.t.Helper()
	g := provision.Group{DisplayName: "Analysts", Resource: object{
		"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Analysts",
	}}
	c.try(c.MatchGroup(ctx, g))
	c.try(c.CreateGroup(ctx, g))
	g.DisplayName = "Engineers"
	g.ID = c.tenant.scim(http.StatusCreated, "POST", "/Groups", object{
		"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": "Engineers",
	}).id()
	c.try(c.ReadGroup(ctx, g))
	if c.try(c.RenameGroup(ctx, g, "Mathematicians")) {
		c.want("displayName", c.shown("Groups", g.ID)["displayName"], "Mathematicians")
	}
	g.DisplayName = "Mathematicians"
	g.Members = []provision.Subject{ada, grace}
	if c.try(c.AddMembers(ctx, g, ada, grace)) {
		c.want("members", c.members(g), sorted(ada.ID, grace.ID))
	}
	g.Members = []provision.Subject{grace}
	if c.try(c.RemoveMember(ctx, g, ada)) {
		c.want("members", c.members(g), sorted(grace.ID))
	}
	g.Members = nil
	if c.try(c.RemoveMember(ctx, g, grace)) {
		c.want("members", c.members(g), []string{})
	}
	g.Members = []provision.Subject{ada}
	if c.try(c.ReplaceMembers(ctx, g)) {
		c.want("members", c.members(g), sorted(ada.ID))
	}
	if c.try(c.DeleteGroup(ctx, g)) {
		c.tenant.scim(http.StatusNotFound, "GET", "/Groups/"+g.ID, nil)
	}
}

func (c *client) members(g provision.Group) []string {
	ids := []string{}
	list, _ := c.shown("Groups", g.ID)["members"].([]any)
	for _, m := range list {
		id, _ := m.(object)["value"].(string)
		ids = append(ids, id)
	}
	return sorted(ids...)
}

func sorted(ids ...string) []string {
	slices.Sort(ids)
	return ids
}

func (c *client) leaves(ctx context.Context, ada provision.Subject) {
	c.t.Helper()
	for _, road := range c.Dialect.Roads(provision.Deactivate) {
		if road == provision.RoadDelete {
			continue
		}
		if c.try(c.Deactivate(ctx, ada, road)) {
			c.want("active after "+road, c.shown("Users", ada.ID)["active"], false)
		}
		if c.try(c.Reactivate(ctx, ada)) {
			c.want("active", c.shown("Users", ada.ID)["active"], true)
		}
	}
	if c.try(c.Delete(ctx, ada)) {
		c.tenant.scim(http.StatusNotFound, "GET", "/Users/"+ada.ID, nil)
	}
}

// seen wants every refusal that a dialect foresees to have come from the strict tenant.
func (c *client) seen() {
	c.t.Helper()
	if !c.strict {
		return
	}
	for _, want := range c.Dialect.Refusals() {
		if !slices.ContainsFunc(c.refused, func(got provision.Refusal) bool { return got.Move == want.Move }) {
			c.t.Errorf("%s (%s) is said to be refused, and was not", want.Move, want.Refuses)
		}
	}
}

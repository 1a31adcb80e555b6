package conduct_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/provision"
)

// microsoft is somebody who speaks as Entra ID does without its flag.
func microsoft() *conduct.Log {
	return logOf(
		looked, joined,
		ops("/Users/u1", `{"op":"Replace","path":"displayName","value":"Ada King"}`),
		ops("/Users/u1", `{"op":"Replace","path":"active","value":"False"}`),
		get("/Groups?excludedAttributes=members&filter=displayName%20eq%20%22Analysts%22"),
		ops("/Groups/g1", `{"op":"Add","path":"members","value":[{"value":"u1"}]}`),
		ops("/Groups/g1", `{"op":"Remove","path":"members","value":[{"value":"u1"}]}`),
	)
}

func TestManner(t *testing.T) {
	t.Parallel()
	m := conduct.MannerOf(microsoft())
	for trait, want := range map[string]string{
		"ops": "capitals", "booleans": "as text, true and false", "member remove": "path members and a list", "member add": "path members and a list",
		"deactivation": "PATCH with a path", "change of a User": "PATCH with a path", "match of a User": "userName eq",
		"match of a Group": "displayName eq", "parameters of a match of a Group": "excludedAttributes", "parameters of a match of a User": "none",
		"User-Agent": "acme-sync", "a new User also has": "nothing",
	} {
		if got := strings.Join(m[trait], ", "); got != want {
			t.Errorf("%s is %q, want %q", trait, got, want)
		}
	}
}

func TestMannerOfPutAndOfValuesWithoutAPath(t *testing.T) {
	t.Parallel()
	m := conduct.MannerOf(logOf(
		get("/ServiceProviderConfig"),
		put("/Users/u1", `{"active":true,"title":"x"}`), put("/Users/u1", `{"active":false}`), remove("/Users/u1"),
		ops("/Users/u2", `{"op":"replace","value":{"name.givenName":"x"}}`), ops("/Users/u2", `{"op":"replace","value":{"active":true}}`),
		ops("/Users/u2", `{"op":"add","path":"`+enterpriseURN+`:manager","value":[{"value":"m"}]}`),
		put("/Groups/g1", `{"members":[]}`), ops("/Groups/g1", `{"op":"replace","value":{"id":"g1","displayName":"x"}}`),
		ops("/Groups/g1", `{"op":"remove","path":"members"}`), ops("/Groups/g1", `{"op":"replace","path":"members","value":[]}`),
		post("/Users", `{"userName":"x","password":"[redacted]","groups":[],"`+enterpriseURN+`":{"manager":{"value":"m"}}}`),
	))
	for trait, want := range map[string]string{
		"discovery": "ServiceProviderConfig", "change of a User": "PATCH with a path, PATCH without a path, PUT", "deactivation": "PUT",
		"reactivation": "PATCH without a path", "deletion of a User": "DELETE", "names in a value without a path": "paths",
		"manager":            enterpriseURN + ":manager, an object, " + enterpriseURN + ":manager, in a list",
		"list for one value": "manager", "member changes": "PATCH by remove, PATCH by replace, PUT of the group", "read-only in PATCH": "id",
		"member remove": "path members alone", "a new User also has": "password, groups", "schemas": "without extensions",
	} {
		if got := strings.Join(m[trait], ", "); got != want {
			t.Errorf("%s is %q, want %q", trait, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	client := conduct.Manner{"ops": {"capitals"}, "deactivation": {"PUT"}, "User-Agent": {"acme"}}
	got := conduct.Compare(client, map[string]conduct.Manner{
		"rfc": {"ops": {"small letters"}, "deactivation": {"PATCH with a path"}}, "entra": {"ops": {"capitals"}},
		"half": {"ops": {"capitals"}, "deactivation": {"PATCH with a path"}}, "same": {"ops": {"capitals"}, "deactivation": {"PUT"}},
	})
	var names []string
	for _, l := range got {
		names = append(names, l.Name)
	}
	if want := []string{"same", "entra", "half", "rfc"}; !slices.Equal(names, want) {
		t.Fatalf("got %v, want %v", names, want)
	}
	if got[0].String() != "same (100 %)" {
		t.Errorf("got %s", got[0])
	}
	if want := "entra (50 %), but for deactivation: PUT (the dialect: no such thing)"; got[1].String() != want {
		t.Errorf("got %s, want %s", got[1], want)
	}
	if len(conduct.Compare(conduct.Manner{}, map[string]conduct.Manner{"rfc": client})) > 0 {
		t.Error("a client of which nothing was seen is like somebody")
	}
}

// Each bundled dialect is most like itself, and nobody else is more.
func TestEachDialectIsMostLikeItself(t *testing.T) {
	t.Parallel()
	dialects, err := conduct.Dialects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range provision.Names() {
		if len(dialects[name]) == 0 {
			t.Errorf("%s has no manner", name)
			continue
		}
		likenesses := conduct.Compare(dialects[name], dialects)
		self := slices.IndexFunc(likenesses, func(l conduct.Likeness) bool { return l.Name == name })
		if likenesses[self].Score < 0.999 || likenesses[0].Score > likenesses[self].Score+0.001 {
			t.Errorf("%s is like %v", name, likenesses[:self+1])
		}
	}
}

func TestMannerOfTheRFC(t *testing.T) {
	t.Parallel()
	m, err := conduct.ManneredAs(t.Context(), "rfc", true)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"PATCH with a path", "PATCH without a path", "PUT"}
	if !m.Has("ops", "small letters") || m.Has("ops", "capitals") || !m.Has("member remove", "a filter in the path") || !slices.Equal(m["deactivation"], want) {
		t.Errorf("got %v", m)
	}
	if _, err := conduct.ManneredAs(t.Context(), "none", false); err == nil {
		t.Error("a dialect that nobody knows has a manner")
	}
}

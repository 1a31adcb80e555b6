package conduct_test

import (
	"slices"
	"testing"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// Exchanges come in the order in which they ended.
func TestReadOrdersByArrival(t *testing.T) {
	t.Parallel()
	all := exchanges(looked, joined)
	slices.Reverse(all)
	if v := conduct.MatchedBeforeCreated(conduct.Read(all), ada); len(v.Findings) > 0 {
		t.Errorf("found %v", v.Findings)
	}
	if all[0].Seq != 2 {
		t.Error("the exchanges were changed")
	}
}

func TestAfterKeepsWhatTheClientLearnt(t *testing.T) {
	t.Parallel()
	l := logOf(looked, joined, disabled)
	later := l.After(2)
	if v := conduct.KeepsServerID(later); len(v.Findings) > 0 || len(v.Seen) != 1 {
		t.Errorf("the id of before is not known: %+v", v)
	}
	if later.Requests() != 1 || later.Last() != 3 || l.Requests() != 3 {
		t.Errorf("%d requests, the last is %d; %d before", later.Requests(), later.Last(), l.Requests())
	}
	if v := conduct.MatchedBeforeCreated(l.After(1), ada); len(v.Findings) > 0 {
		t.Errorf("the query of before is not known: %v", v.Findings)
	}
	if all := l.After(9); all.Requests() != 0 || all.Last() != 0 {
		t.Errorf("%d requests after the last", all.Requests())
	}
}

// What a dialect does as well only warns, and is told all the same.
func TestWhatTheDialectDoesOnlyWarns(t *testing.T) {
	t.Parallel()
	manner := conduct.Manner{
		"ops": {"capitals"}, "booleans": {"as text"}, "member remove": {"path members and a list"}, "read-only in PATCH": {"id"},
		"schemas": {"without extensions"}, "names in a value without a path": {"paths"}, "member changes": {"PUT of the group"},
	}
	capital := ops("/Users/u1", `{"op":"Replace","path":"active","value":"False"}`)
	listed := ops("/Groups/g1", `{"op":"remove","path":"members","value":[{"value":"u1"}]}`)
	for name, c := range map[string]struct {
		check check
		log   seen
	}{
		"ops":             {plain(conduct.PlainOps), capital},
		"booleans":        {bySchemas(conduct.JSONTypes), capital},
		"removal":         {plain(conduct.RemovedByFilter), listed},
		"read-only":       {bySchemas(conduct.NoReadOnly), ops("/Groups/g1", `{"op":"replace","value":{"id":"g1"}}`)},
		"schemas":         {plain(conduct.CompleteSchemas), post("/Users", `{"schemas":["`+oracle.UserURN+`"],"urn:x":{"a":1}}`)},
		"dotted names":    {plain(conduct.PatchMessages), ops("/Users/u1", `{"op":"replace","value":{"name.givenName":"x"}}`)},
		"the whole group": {memberTables[1].check, put("/Groups/g1", `{"members":[{"value":"u2"}]}`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if v := c.check(t, logOf(c.log)); len(v.Findings) != 1 || v.Findings[0].Warn {
				t.Fatalf("without the dialect: %+v", v)
			}
			if v := c.check(t, logOf(c.log).Speaking(manner)); len(v.Findings) != 1 || !v.Findings[0].Warn {
				t.Errorf("with the dialect: %+v", v)
			}
		})
	}
}

func TestNoDialectRemovesEverybody(t *testing.T) {
	t.Parallel()
	l := logOf(ops("/Groups/g1", `{"op":"remove","path":"members"}`)).Speaking(conduct.Manner{"member remove": {"path members alone"}})
	if v := conduct.RemovedByFilter(l); len(v.Findings) != 1 || v.Findings[0].Warn {
		t.Errorf("got %+v", v)
	}
}

func TestPersonOf(t *testing.T) {
	t.Parallel()
	resource, err := oracle.ParseObject([]byte(adaAsUser))
	if err != nil {
		t.Fatal(err)
	}
	p := conduct.PersonOf(resource, "u1")
	if p.ID != "u1" || p.UserName != ada.UserName || p.ExternalID != "e1" || !slices.Equal(p.Emails, ada.Emails) {
		t.Errorf("got %+v", p)
	}
}

// Whatever a client sends, the checks say something about it and nothing stops them.
func FuzzChecks(f *testing.F) {
	for _, tables := range [][]table{headerTables, matchingTables, identityTables, bodyTables, patchTables, updateTables, memberTables, leavingTables, pagingTables, patienceTables} {
		for _, table := range tables {
			for _, o := range table.logs {
				for _, e := range o.log {
					f.Add(e.Method, e.Path, e.Query, e.Body, e.ResponseBody, e.Status, e.ResponseHeader.Get("Retry-After"))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, method, path, query, body, answer string, status int, header string) {
		odd := seen{Method: method, Path: path, Query: query, Body: body, Status: status, ResponseBody: answer}
		l := logOf(looked, odd.answering("Location", header), joined, odd.answering("Retry-After", header), odd.cut(header), remove("/Users/u1"), odd)
		for _, tables := range [][]table{headerTables, matchingTables, identityTables, bodyTables, patchTables, updateTables, memberTables, leavingTables, pagingTables, patienceTables} {
			for _, table := range tables {
				table.check(t, l)
				table.check(t, l.After(3))
			}
		}
		conduct.Compare(conduct.MannerOf(l), map[string]conduct.Manner{"odd": conduct.MannerOf(conduct.Read([]control.Exchange{control.Exchange(odd)}))})
	})
}

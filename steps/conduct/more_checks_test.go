package conduct_test

import (
	"testing"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/oracle"
)

func bySchemas(f func(*conduct.Log, *oracle.Schemas) conduct.Verdict) check {
	return func(t testing.TB, l *conduct.Log) conduct.Verdict { return f(l, schemas(t)) }
}

const enterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

var bodyTables = []table{
	{"CompleteSchemas", plain(conduct.CompleteSchemas), []one{
		{name: "its own", log: logs(joined, post("/Groups", analysts))},
		{name: "an extension", log: logs(post("/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","`+enterpriseURN+`"],"`+enterpriseURN+`":{"department":"x"}}`))},
		{name: "none", log: logs(post("/Users", `{"userName":"ada"}`)), want: "1 | schemas | core:2.0:User | absent"},
		{name: "of another kind", log: logs(put("/Groups/g", adaAsUser)), want: "1 | schemas | core:2.0:Group"},
		{name: "not the extension", log: logs(post("/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"`+enterpriseURN+`":{"department":"x"}}`)), want: "1 | schemas | enterprise"},
		{name: "a PATCH", log: logs(disabled), vacuous: true},
	}},
	{"RequiredAttributes", bySchemas(conduct.RequiredAttributes), []one{
		{name: "a userName", log: logs(joined, post("/Groups", analysts))},
		{name: "no userName", log: logs(put("/Users/u1", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"active":false}`)), want: "1 | userName | present | absent"},
		{name: "an empty one", log: logs(post("/Users", `{"userName":""}`)), want: `1 | userName | present | ""`},
		{name: "no body", log: logs(post("/Users", `[`)), want: "1 | userName"},
	}},
	{"SentWhole", func(t testing.TB, l *conduct.Log) conduct.Verdict {
		has := oracle.Object{
			"schemas": []any{"x"}, "userName": "ada@example.com", "externalId": "ada", "password": "x", "active": true, "title": "Countess", "badge": "blue",
			"name":         oracle.Object{"familyName": "Lovelace"},
			"phoneNumbers": []any{oracle.Object{"value": "1", "type": "work"}, oracle.Object{"value": "2"}},
			enterpriseURN:  oracle.Object{"department": "Research", "manager": oracle.Object{"value": "grace"}},
		}
		return conduct.SentWhole(l, schemas(t), ada, has)
	}, []one{
		{name: "all, some of it later", log: logs(
			post("/Users", `{"USERNAME":"ada@example.com","title":"Ms","name":{"familyName":"L"},"phoneNumbers":[{"value":"1","type":"work"}]}`),
			ops("/Users/u1", `{"op":"add","path":"`+enterpriseURN+`:department","value":"R"}`),
		)},
		{name: "of another schema's name", log: logs(
			post("/Users", `{"userName":"ada@example.com","name":{"familyName":"L"},"phoneNumbers":[{"value":"1","type":"work"}],"`+enterpriseURN+`":{"department":"R"}}`),
			ops("/Users/u1", `{"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:User:title":"Ms"}}`),
		)},
		{name: "without a title", log: logs(
			post("/Users", `{"userName":"ada@example.com","title":null,"name":{"familyName":"L"},"phoneNumbers":[{"value":"1","type":"work"}],"`+enterpriseURN+`":{"department":"R"}}`),
		), want: `1 | title | "Countess" | absent`},
		{name: "telephone numbers of no type", log: logs(
			post("/Users", `{"userName":"ada@example.com","title":"Ms","name":{"familyName":"L"},"phoneNumbers":[{"value":"1"}],"`+enterpriseURN+`":{"department":"R"}}`),
		), want: `1 | phoneNumbers.type | "work" | absent`},
		{name: "without the extension", log: logs(
			post("/Users", `{"userName":"ada@example.com","title":"Ms","name":{"familyName":"L"},"phoneNumbers":[{"value":"1","type":"work"}]}`),
		), want: `1 | ` + enterpriseURN + `:department | "Research" | absent`},
		{name: "somebody else", log: logs(post("/Users", graceAsUser)), vacuous: true},
	}},
	{"DeclaredAttributes", bySchemas(conduct.DeclaredAttributes), []one{
		{name: "all declared", log: logs(joined, disabled, post("/Users", `{"userName":"a","meta":{"resourceType":"User"},"`+enterpriseURN+`":{"manager":{"value":"x"}}}`))},
		{name: "an own one", log: logs(post("/Users", `{"userName":"a","department":"x"}`)), want: `1 | department | /Schemas | "x"`},
		{name: "an own part", log: logs(post("/Users", `{"name":{"first":"x"}}`)), want: `1 | name.first`},
		{name: "an own part of a list", log: logs(post("/Users", `{"emails":[{"value":"a","verified":true}]}`)), want: `1 | emails.verified`},
		{name: "an own extension", log: logs(post("/Users", `{"urn:acme:User":{"colour":"red"}}`)), want: `1 | urn:acme:User:colour`},
		{name: "in a PATCH", log: logs(ops("/Users/u1", `{"op":"add","path":"manager","value":[{"value":"x"}]}`)), want: `1 | manager`},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"JSONTypes", bySchemas(conduct.JSONTypes), []one{
		{name: "right", log: logs(joined, disabled, put("/Users/u1", `{"title":null,"emails":[],"name":{"familyName":null}}`))},
		{name: "one more of a list", log: logs(ops("/Users/u1", `{"op":"add","path":"emails","value":{"value":"x","primary":true}}`))},
		{name: "one of a list", log: logs(ops("/Users/u1", `{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"x"}},{"op":"replace","path":"emails[type eq \"work\"].value","value":"x"}`))},
		{name: "active as text", log: logs(post("/Users", `{"active":"True"}`)), want: `1 | active | true or false | "True"`},
		{name: "active as text in a PATCH", log: logs(ops("/Users/u1", `{"op":"Replace","path":"active","value":"False"}`)), want: `1 | active | true or false | "False"`},
		{name: "active as a number", log: logs(post("/Users", `{"active":1}`)), want: `1 | active | boolean | 1`},
		{name: "an e-mail for a list", log: logs(post("/Users", `{"emails":{"value":"x"}}`)), want: `1 | emails | a list`},
		{name: "texts for e-mails", log: logs(post("/Users", `{"emails":["x"]}`)), want: `1 | emails | an object | "x"`},
		{name: "primary as text", log: logs(post("/Users", `{"emails":[{"value":"x","primary":"true"}]}`)), want: `1 | emails.primary`},
		{name: "a list for a name", log: logs(post("/Users", `{"name":[{"familyName":"x"}]}`)), want: `1 | name | one complex`},
		{name: "a list for a manager", log: logs(ops("/Users/u1", `{"op":"add","path":"`+enterpriseURN+`:manager","value":[{"value":"x"}]}`)), want: `1 | manager | one complex`},
		{name: "a number for a title", log: logs(put("/Users/u1", `{"title":7}`)), want: `1 | title | string | 7`},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"OnePrimary", plain(conduct.OnePrimary), []one{
		{name: "one", log: logs(joined)},
		{name: "none of one", log: logs(post("/Users", `{"emails":[{"value":"a"}]}`))},
		{name: "none of two", log: logs(post("/Users", `{"emails":[{"value":"a"},{"value":"b"}]}`)), want: "1 | emails.primary | true once | never", warns: true},
		{name: "two", log: logs(post("/Users", `{"emails":[{"value":"a","primary":true},{"value":"b","primary":true}]}`)), want: "1 | emails.primary | at most once | 2 times"},
		{name: "two in a PATCH", log: logs(ops("/Users/u1", `{"op":"add","path":"phoneNumbers","value":[{"value":"a","primary":true},{"value":"b","primary":"True"}]}`)), want: "1 | phoneNumbers.primary"},
		{name: "no lists", log: logs(post("/Users", graceAsUser)), vacuous: true},
	}},
}

var patchTables = []table{
	{"PatchMessages", plain(conduct.PatchMessages), []one{
		{name: "well-formed", log: logs(disabled, ops("/Users/u1", `{"op":"replace","value":{"active":false,"urn:acme:User":{"a":1}}},{"op":"remove","path":"emails[type eq \"work\"].value"}`))},
		{name: "capitals, which are judged elsewhere", log: logs(ops("/Users/u1", `{"op":"Replace","path":"active","value":false}`))},
		{name: "no schemas", log: logs(patch("/Users/u1", `{"Operations":[]}`)), want: "1 | schemas | PatchOp | null"},
		{name: "the schema of a user", log: logs(patch("/Users/u1", adaAsUser)), want: "1 | schemas | PatchOp | core:2.0:User"},
		{name: "no message", log: logs(patch("/Users/u1", `[{"op":"replace"}]`)), want: "1 | body | a PatchOp message"},
		{name: "no JSON", log: logs(patch("/Users/u1", `{`)), want: "1 | body | a PatchOp message | not valid JSON"},
		{name: "another op", log: logs(ops("/Users/u1", `{"op":"test","path":"active","value":true}`)), want: `1 | Operations[0].op | add, remove or replace | "test"`},
		{name: "no op", log: logs(ops("/Users/u1", `{"path":"active","value":true}`)), want: `1 | Operations[0].op | add, remove or replace | absent`},
		{name: "nothing to add", log: logs(ops("/Users/u1", `{"op":"add","path":"active"}`)), want: `1 | Operations[0].value | a value to add`},
		{name: "nothing to remove", log: logs(ops("/Users/u1", `{"op":"replace","path":"a","value":1},{"op":"remove"}`)), want: `1 | Operations[1].path | what to remove`},
		{name: "a text without a path", log: logs(ops("/Users/u1", `{"op":"replace","value":"x"}`)), want: `1 | Operations[0].value | an object`},
		{name: "a JSON pointer", log: logs(ops("/Users/u1", `{"op":"replace","path":"/name/familyName","value":"x"}`)), want: `1 | Operations[0].path | RFC 7644`},
		{name: "a path as a name", log: logs(ops("/Users/u1", `{"op":"replace","value":{"name.givenName":"x"}}`)), want: `1 | Operations[0].value | names of attributes | name.givenName`},
		{name: "an operation that is none", log: logs(ops("/Users/u1", `7`)), want: `1 | Operations[0].op`},
		{name: "no PATCH", log: logs(joined), vacuous: true},
	}},
	{"PlainOps", plain(conduct.PlainOps), []one{
		{name: "small letters", log: logs(disabled)},
		{name: "capitals", log: logs(ops("/Users/u1", `{"op":"Replace","path":"active","value":false}`)), want: `1 | Operations[0].op | "replace" | "Replace"`},
		{name: "no PATCH", log: logs(joined), vacuous: true},
	}},
	{"NoEmptyOperations", plain(conduct.NoEmptyOperations), []one{
		{name: "one", log: logs(disabled)},
		{name: "none", log: logs(ops("/Users/u1", ``)), want: "1 | Operations | at least one | none"},
		{name: "none at all", log: logs(patch("/Users/u1", `{}`)), want: "1 | Operations | at least one | none"},
	}},
	{"NoReadOnly", bySchemas(conduct.NoReadOnly), []one{
		{name: "active", log: logs(disabled)},
		{name: "id", log: logs(ops("/Groups/g1", `{"op":"replace","value":{"id":"g1","displayName":"x"}}`)), want: "1 | Operations[0] | readOnly | id"},
		{name: "groups", log: logs(ops("/Users/u1", `{"op":"add","path":"groups","value":[{"value":"g1"}]}`)), want: "1 | Operations[0] | readOnly | groups"},
		{name: "no PATCH", log: logs(put("/Users/u1", adaAsShown)), vacuous: true},
	}},
	{"ChangedOnly", func(_ testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.ChangedOnly(l, "User", "u1", "name.familyName")
	}, []one{
		{name: "that one", log: logs(ops("/Users/u1", `{"op":"replace","path":"name.familyName","value":"King"}`))},
		{name: "the whole name", log: logs(ops("/Users/u1", `{"op":"replace","value":{"name":{"familyName":"King"}}}`))},
		{name: "others as well", log: logs(ops("/Users/u1", `{"op":"replace","value":{"name":{"familyName":"King"},"title":"x"}}`)), want: "1 | Operations[0] | only name.familyName | title"},
		{name: "an extension as well", log: logs(ops("/Users/u1", `{"op":"replace","value":{"`+enterpriseURN+`":{"department":"x"}}}`)), want: "1 | Operations[0] | only name.familyName | department"},
		{name: "as a whole", log: logs(put("/Users/u1", adaAsUser)), vacuous: true},
		{name: "somebody else", log: logs(ops("/Users/u2", `{"op":"replace","path":"title","value":"x"}`)), vacuous: true},
	}},
	{"ClearedPlainly", func(_ testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.ClearedPlainly(l, "User", "u1", "title")
	}, []one{
		{name: "removed", log: logs(ops("/Users/u1", `{"op":"remove","path":"title"}`))},
		{name: "null", log: logs(ops("/Users/u1", `{"op":"replace","path":"title","value":null}`))},
		{name: "left out", log: logs(put("/Users/u1", adaAsUser))},
		{name: "an empty text", log: logs(ops("/Users/u1", `{"op":"replace","path":"title","value":""}`)), want: `1 | Operations[0].value | removed | ""`},
		{name: "still there", log: logs(put("/Users/u1", `{"title":"Countess"}`)), want: `1 | title | removed | "Countess"`},
		{name: "nothing of it", log: logs(disabled), vacuous: true},
	}},
}

var updateTables = []table{
	{"FullMerge", func(t testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.FullMerge(l, schemas(t), "nickName")
	}, []one{
		{name: "merged", log: logs(get("/Users/u1").says(200, adaAsShown), put("/Users/u1", `{"userName":"ada@example.com","active":false,"name":{"givenName":"Ada","middleName":"King"}}`))},
		{name: "an attribute left out", log: logs(get("/Users/u1").says(200, adaAsShown), put("/Users/u1", `{"userName":"ada@example.com","active":false}`)), want: `2 | name | "King" | left out`},
		{name: "a part left out", log: logs(get("/Users/u1").says(200, adaAsShown), put("/Users/u1", `{"userName":"ada@example.com","active":false,"name":{"givenName":"Ada"}}`)), want: `2 | name.middleName | "King" | left out`},
		{name: "an unknown extension left out", log: logs(joined.says(201, `{"id":"u1","userName":"a","urn:acme:User":{"colour":"red"}}`), put("/Users/u1", `{"userName":"a","urn:acme:User":{}}`)), want: `2 | urn:acme:User:colour | "red"`},
		{name: "never read", log: logs(put("/Users/u1", `{"active":false}`)), vacuous: true},
		{name: "read in part", log: logs(get("/Users/u1?attributes=userName").says(200, adaAsShown), put("/Users/u1", `{}`)), vacuous: true},
	}},
	{"NotRepeated", plain(conduct.NotRepeated), []one{
		{name: "once each", log: logs(disabled, enabled, disabled, enabled)},
		{name: "after a failure", log: logs(disabled.says(500, ""), disabled)},
		{name: "after 204", log: logs(disabled, looked, disabled), want: "3 |  | since request 1 was answered 204"},
		{name: "DELETE after 204", log: logs(remove("/Users/u1"), remove("/Users/u1")), want: "2 |"},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"NoWrites", plain(conduct.NoWrites), []one{
		{name: "reads", log: logs(looked, get("/Users"), post("/.search", `{}`))},
		{name: "a PATCH", log: logs(looked, disabled), want: "2 |  | nothing written | PATCH: replace active"},
		{name: "a creation", log: logs(joined), want: "1 |  | nothing written | POST"},
		{name: "in bulk", log: logs(post("/Bulk", `{"Operations":[{"method":"DELETE","path":"/Users/u1"}]}`)), want: "1 | DELETE /Users/u1 | nothing written | DELETE"},
	}},
}

var memberTables = []table{
	{"RemovedByFilter", plain(conduct.RemovedByFilter), []one{
		{name: "a filter", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u1\"]"}`))},
		{name: "with a value beside", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u1\"]","value":[]}`)), want: "1 | Operations[0].value | absent"},
		{name: "the path alone", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members"}`)), want: "1 | Operations[0] | members[value eq | removes everybody"},
		{name: "the path and null", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members","value":null}`)), want: "1 | Operations[0] | members[value eq | removes everybody"},
		{name: "a list", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members","value":[{"value":"u1"}]}`)), want: "1 | Operations[0] | members[value eq | may remove everybody"},
		{name: "an addition", log: logs(ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"}]}`)), vacuous: true},
	}},
	{"MembersOnly", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.MembersOnly(l, "g1", "u1") }, []one{
		{name: "who joins", log: logs(ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"}]}`))},
		{name: "who leaves", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u1\"]"}`))},
		{name: "who was there", log: logs(ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"},{"value":"u2"}]}`)), want: "1 | Operations[0] | only who joins or leaves: u1 | 1 others"},
		{name: "everybody", log: logs(put("/Groups/g1", `{"members":[{"value":"u1"},{"value":"u2"},{"value":"u3"}]}`)), want: "1 | members | only who joins or leaves: u1 | 2 others"},
		{name: "another group", log: logs(ops("/Groups/g2", `{"op":"add","path":"members","value":[{"value":"u2"}]}`)), vacuous: true},
	}},
	{"Removed", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.Removed(l, "g1", "u1") }, []one{
		{name: "by a filter", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u1\"]"}`))},
		{name: "by the others", log: logs(ops("/Groups/g1", `{"op":"replace","path":"members","value":[{"value":"u2"}]}`))},
		{name: "by the whole", log: logs(put("/Groups/g1", `{"members":[{"value":"u2"}]}`))},
		{name: "never", log: logs(looked), want: `0 | requests about the group "g1" | "u1" out | none`},
		{name: "refused", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u1\"]"}`).says(400, "")), want: "0 |"},
		{name: "somebody else", log: logs(ops("/Groups/g1", `{"op":"remove","path":"members[value eq \"u2\"]"}`)), want: "0 |"},
	}},
	{"ChunkedBy", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.ChunkedBy(l, 2) }, []one{
		{name: "two", log: logs(ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"},{"value":"u2"}]}`))},
		{name: "three", log: logs(ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"},{"value":"u2"}]},{"op":"remove","path":"members[value eq \"u3\"]"}`)), want: "1 | members | 2 at most | 3"},
		{name: "three at once", log: logs(post("/Groups", `{"members":[{"value":"u1"},{"value":"u2"},{"value":"u3"}]}`)), want: "1 | members | 2 at most | 3"},
		{name: "nobody", log: logs(post("/Groups", analysts)), vacuous: true},
		{name: "the whole", log: logs(put("/Groups/g1", `{"members":[{"value":"u1"},{"value":"u2"},{"value":"u3"}]}`)), vacuous: true},
	}},
	{"NoNestedGroups", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.NoNestedGroups(l, "g0") }, []one{
		{name: "people", log: logs(joined, ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"u1"}]}`))},
		{name: "a group", log: logs(post("/Groups", analysts).says(201, `{"id":"g9"}`), ops("/Groups/g1", `{"op":"add","path":"members","value":[{"value":"g9"}]}`)), want: `2 | members | people only | "g9"`},
		{name: "a group from before", log: logs(post("/Groups", `{"members":[{"value":"g0"}]}`)), want: `1 | members`},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
}

var leavingTables = []table{
	{"Deprovisioned by disabling", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.Deprovisioned(l, "u1", false) }, []one{
		{name: "PATCH", log: logs(disabled)},
		{name: "PATCH without a path, as text", log: logs(ops("/Users/u1", `{"op":"Replace","value":{"active":"False"}}`))},
		{name: "PUT", log: logs(put("/Users/u1", `{"userName":"a","active":false}`))},
		{name: "nothing", log: logs(looked), want: `0 | requests about "u1" | active: false | none`},
		{name: "refused", log: logs(disabled.says(400, "")), want: "0 |"},
		{name: "deleted instead", log: logs(remove("/Users/u1")), want: "0 |"},
	}},
	{"Deprovisioned by deleting", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.Deprovisioned(l, "u1", true) }, []one{
		{name: "DELETE", log: logs(remove("/Users/u1"))},
		{name: "only disabled", log: logs(disabled), want: `0 | requests about "u1" | DELETE`},
	}},
	{"DeactivatedBeforeDeleted", aboutID(conduct.DeactivatedBeforeDeleted, "u1"), []one{
		{name: "first disabled", log: logs(disabled, remove("/Users/u1"))},
		{name: "seen as disabled", log: logs(get("/Users/u1").says(200, `{"id":"u1","active":false}`), remove("/Users/u1"))},
		{name: "at once", log: logs(looked, remove("/Users/u1")), want: "2 | what came before | active: false"},
		{name: "somebody else disabled", log: logs(ops("/Users/u2", `{"op":"replace","path":"active","value":false}`), remove("/Users/u1")), want: "2 | what came before"},
		{name: "not deleted", log: logs(disabled), vacuous: true},
	}},
	{"NeverDeleted", aboutID(conduct.NeverDeleted, "u1"), []one{
		{name: "disabled", log: logs(disabled)},
		{name: "deleted", log: logs(disabled, remove("/Users/u1")), want: "2 |  | the account kept | DELETE"},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"OneFinalState", aboutID(conduct.OneFinalState, "u1"), []one{
		{name: "once", log: logs(disabled)},
		{name: "after a failure", log: logs(disabled.says(503, ""), disabled)},
		{name: "twice", log: logs(disabled, looked, disabled), want: "3 | active | request 1 | false once more"},
		{name: "to and fro", log: logs(disabled, enabled), want: "2 | active | false | true"},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"HeldDelete", aboutID(conduct.HeldDelete, "u1"), []one{
		{name: "held", log: logs(remove("/Users/u1").says(409, ""), looked)},
		{name: "tried later", log: logs(remove("/Users/u1").says(409, "").at(0), remove("/Users/u1").says(409, "").at(5000))},
		{name: "at once", log: logs(remove("/Users/u1").says(409, "").at(0), remove("/Users/u1").at(100)), want: "2 |  | held after request 1 | after 100ms"},
		{name: "again and again", log: logs(remove("/Users/u1").says(409, "").at(0), remove("/Users/u1").says(409, "").at(5000), remove("/Users/u1").says(409, "").at(10000), remove("/Users/u1").at(20000)), want: "4 |"},
		{name: "forced", log: logs(remove("/Users/u1").says(409, "").at(0), remove("/Users/u1?force=true").at(5000)), want: `2 | query | held | force=true`},
		{name: "enabled again", log: logs(remove("/Users/u1").says(409, ""), enabled), want: "2 |  | left disabled | replace active"},
		{name: "not refused", log: logs(remove("/Users/u1")), vacuous: true},
	}},
	{"Reactivated", aboutAda(conduct.Reactivated), []one{
		{name: "enabled", log: logs(looked, enabled)},
		{name: "by PUT", log: logs(put("/Users/u1", adaAsUser))},
		{name: "created once more", log: logs(looked, joined), want: `2 |  | active: true for "u1" | another`},
		{name: "nothing", log: logs(looked), want: `0 | requests about "u1" | active: true`},
		{name: "refused", log: logs(enabled.says(400, "")), want: "0 |"},
	}},
	{"StopsAtThreshold", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.StopsAtThreshold(l, 1) }, []one{
		{name: "one", log: logs(disabled, remove("/Users/u1"))},
		{name: "two", log: logs(disabled, remove("/Users/u2")), want: "2 | accounts disabled or deleted at once | 1 at most"},
		{name: "nobody", log: logs(looked), vacuous: true},
	}},
}

var pagingTables = []table{
	{"FollowedPages", plain(conduct.FollowedPages), []one{
		{name: "one page", log: logs(get("/Users").shows(`{"id":"1"}`))},
		{name: "two pages", log: logs(get("/Users?startIndex=1&count=2").says(200, `{"totalResults":3,"Resources":[{},{}]}`), get("/Users?startIndex=3&count=2").says(200, `{"totalResults":3,"Resources":[{}]}`))},
		{name: "smaller pages", log: logs(get("/Users?count=100").says(200, `{"totalResults":2,"Resources":[{}]}`), get("/Users?startIndex=2&count=100").says(200, `{"totalResults":2,"Resources":[{}]}`))},
		{name: "an empty page", log: logs(get("/Users").says(200, `{"totalResults":7,"Resources":[]}`))},
		{name: "cursors", log: logs(get("/Users?cursor").says(200, `{"totalResults":2,"nextCursor":"n","Resources":[{}]}`), get("/Users?cursor=n").says(200, `{"Resources":[{}]}`))},
		{name: "cursors that end before they are counted", log: logs(get("/Users?cursor=").says(200, `{"totalResults":4,"nextCursor":"n","Resources":[{},{}]}`), get("/Users?cursor=n").says(200, `{"totalResults":4,"Resources":[{},{}]}`))},
		{name: "cursors that the server does not have", log: logs(get("/Users?cursor=").says(200, `{"totalResults":2,"Resources":[{}]}`)), want: "0 | the next page | startIndex=2"},
		{name: "by search", log: logs(post("/Users/.search", `{"count":1}`).says(200, `{"totalResults":2,"Resources":[{}]}`), post("/Users/.search", `{"count":1,"startIndex":2}`).says(200, `{"totalResults":2,"Resources":[{}]}`))},
		{name: "how many there are", log: logs(get("/Users?count=0").says(200, `{"totalResults":9}`)), vacuous: true},
		{name: "somebody", log: logs(looked), vacuous: true},
		{name: "the first alone", log: logs(get("/Users?count=2").says(200, `{"totalResults":3,"Resources":[{},{}]}`)), want: "0 | request 1, GET /Users: the next page | startIndex=3 | never"},
		{name: "as if the page had been full", log: logs(get("/Users?count=100").says(200, `{"totalResults":200,"Resources":[{},{}]}`), get("/Users?startIndex=101&count=100").says(200, `{"totalResults":200,"Resources":[]}`)), want: "2 | query | startIndex=3 | startIndex=101"},
		{name: "by page numbers", log: logs(get("/Groups?startIndex=1&count=2").says(200, `{"totalResults":4,"Resources":[{},{}]}`), get("/Groups?startIndex=2&count=2").says(200, `{"totalResults":4,"Resources":[{},{}]}`)), want: "2 | query | startIndex=3"},
		{name: "beyond the end", log: logs(get("/Users").says(200, `{"totalResults":1,"Resources":[{}]}`), get("/Users?startIndex=2").says(200, `{"totalResults":1}`)), want: "2 | query | nothing, since this was the last page"},
		{name: "the cursor ignored", log: logs(get("/Users?cursor").says(200, `{"nextCursor":"n","Resources":[{}]}`)), want: "0 | the next page | cursor=n"},
		{name: "over and over", log: logs(get("/Users").says(200, `{"totalResults":2,"Resources":[{}]}`), get("/Users").says(200, `{"totalResults":2,"Resources":[{}]}`)), want: "0 | the next page"},
	}},
}

var patienceTables = []table{
	{"HonouredRetryAfter", plain(conduct.HonouredRetryAfter), []one{
		{name: "waited", log: logs(looked.says(429, "").answering("Retry-After", "1").at(0), looked.at(1000))},
		{name: "until a date", log: logs(looked.says(503, "").answering("Retry-After", "Sun, 01 Mar 2026 06:00:02 GMT").at(0), looked.at(2100))},
		{name: "under way", log: logs(looked.says(429, "").answering("Retry-After", "1").at(0).lasting(20), joined.at(10))},
		{name: "at once", log: logs(looked.says(429, "").answering("Retry-After", "1").at(0), looked.at(200)), want: "2 | time | request 1 | 800ms too early"},
		{name: "another request", log: logs(looked.says(429, "").answering("Retry-After", "2").at(0), joined.at(1500)), want: "2 | time"},
		{name: "before the date", log: logs(looked.says(429, "").answering("Retry-After", "Sun, 01 Mar 2026 06:00:02 GMT").at(0), looked.at(500)), want: "2 | time"},
		{name: "not told when", log: logs(looked.says(429, "").at(0), looked.at(1)), vacuous: true},
		{name: "nonsense", log: logs(looked.says(429, "").answering("Retry-After", "99999999999999999999").at(0), looked.at(1)), vacuous: true},
	}},
	{"BoundedRetries", plain(conduct.BoundedRetries), []one{
		{name: "three", log: logs(looked.says(500, ""), looked.says(500, ""), looked)},
		{name: "cut off", log: logs(disabled.cut("before"), disabled)},
		{name: "without end", log: logs(times(13, looked.says(502, ""))...), want: "13 |  | 12 attempts at most | 13"},
		{name: "no failure", log: logs(looked, looked), vacuous: true},
	}},
	{"BackedOff", plain(conduct.BackedOff), []one{
		{name: "longer", log: logs(looked.says(500, "").at(0), looked.says(500, "").at(500), looked.says(500, "").at(1500), looked.at(3500))},
		{name: "fixed", log: logs(looked.says(500, "").at(0), looked.says(500, "").at(500), looked.says(500, "").at(1000), looked.at(1500)), want: "4 | time | longer waits | 500ms"},
		{name: "at once", log: logs(looked.says(500, "").at(0), looked.says(500, "").at(1), looked.at(4)), want: "3 | time"},
		{name: "one attempt more", log: logs(looked.says(500, ""), looked), vacuous: true},
	}},
	{"StoppedOn401", plain(conduct.StoppedOn401), []one{
		{name: "stopped", log: logs(looked.says(401, ""), looked.says(401, ""))},
		{name: "with a new token", log: logs(looked.says(401, ""), looked, joined, disabled, enabled, looked)},
		{name: "on and on", log: logs(times(5, looked.says(401, ""))...), want: "5 |  | no more requests after 401 | request 4"},
		{name: "never refused", log: logs(looked), vacuous: true},
	}},
	{"NoStorm", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.NoStorm(l, "User", "u1") }, []one{
		{name: "looked for", log: logs(disabled.says(404, ""), looked)},
		{name: "on and on", log: logs(times(3, disabled.says(404, ""))...), want: "3 |  | who is gone | 3 requests"},
		{name: "there", log: logs(disabled), vacuous: true},
	}},
	{"Below", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.Below(l, 2) }, []one{
		{name: "two in a second", log: logs(looked.at(0), looked.at(500), looked.at(1000))},
		{name: "three in a second", log: logs(looked.at(0), looked.at(500), looked.at(999)), want: "3 | requests in a second | 2 at most"},
	}},
}

func times(n int, e seen) []seen {
	var all []seen
	for range n {
		all = append(all, e)
	}
	return all
}

package conduct_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/conduct"
)

// check is one of the package's, with everything but the log.
type check func(t testing.TB, l *conduct.Log) conduct.Verdict

// plain is a check that needs no more than the log.
func plain(f func(*conduct.Log) conduct.Verdict) check {
	return func(_ testing.TB, l *conduct.Log) conduct.Verdict { return f(l) }
}

func aboutAda(f func(*conduct.Log, conduct.Person) conduct.Verdict) check {
	return func(_ testing.TB, l *conduct.Log) conduct.Verdict { return f(l, ada) }
}

func aboutID(f func(*conduct.Log, string) conduct.Verdict, id string) check {
	return func(_ testing.TB, l *conduct.Log) conduct.Verdict { return f(l, id) }
}

// one is a log and what a check has to find in it.
type one struct {
	name string
	log  []seen
	// want is a part of what is found: "number of the exchange | path | want | got"; "" for
	// nothing found, although something was looked at.
	want string
	// vacuous says that there is nothing to look at.
	vacuous bool
	// warns says that what is found only warns.
	warns bool
}

func (o one) judge(t *testing.T, v conduct.Verdict) {
	t.Helper()
	if v.Vacuous() != o.vacuous {
		t.Errorf("vacuous: %v, seen %v, findings %v", v.Vacuous(), v.Seen, v.Findings)
	}
	if o.want == "" {
		if len(v.Findings) > 0 {
			t.Errorf("found %+v in a good log", v.Findings)
		}
		return
	}
	var found []string
	for _, f := range v.Findings {
		text := fmt.Sprintf("%d | %s | %s | %s", f.Seq, f.Path, f.Want, f.Got)
		if found = append(found, text); matches(text, o.want) && f.Warn == o.warns {
			return
		}
	}
	t.Errorf("want %q, warning %v, found:\n%s", o.want, o.warns, strings.Join(found, "\n"))
}

// matches wants every part of want, between "|", in its column.
func matches(text, want string) bool {
	columns, wanted := strings.SplitN(text, " | ", 4), strings.Split(strings.TrimSuffix(want, " |"), " | ")
	for i, part := range wanted {
		if !strings.Contains(columns[i], part) {
			return false
		}
	}
	return wanted[0] == columns[0]
}

type table struct {
	name  string
	check check
	logs  []one
}

func TestChecks(t *testing.T) {
	t.Parallel()
	for _, tables := range [][]table{headerTables, matchingTables, identityTables, bodyTables, patchTables, updateTables, memberTables, leavingTables, pagingTables, patienceTables} {
		for _, table := range tables {
			t.Run(table.name, func(t *testing.T) {
				t.Parallel()
				good, bad := 0, 0
				for _, o := range table.logs {
					if good++; o.want != "" && !o.warns {
						good, bad = good-1, bad+1
					}
					t.Run(o.name, func(t *testing.T) { o.judge(t, table.check(t, logOf(o.log...))) })
				}
				if good == 0 || bad == 0 {
					t.Errorf("%d good logs and %d bad ones: a check needs both", good, bad)
				}
			})
		}
	}
}

func logs(all ...seen) []seen { return all }

var headerTables = []table{
	{"Authorized", plain(conduct.Authorized), []one{
		{name: "each request", log: logs(looked, joined)},
		{name: "discovery without", log: logs(seen{Method: "GET", Path: "/ServiceProviderConfig", Credential: "none", Status: 200})},
		{name: "a stranger's", log: logs(looked, func() seen { e := joined; e.Credential = "other"; return e }()), want: "2 | header Authorization | the token | other"},
		{name: "none", log: logs(func() seen { e := joined; e.Credential = "none"; return e }()), want: "1 | header Authorization | the token | none"},
		{name: "discovery with a stranger's", log: logs(seen{Method: "GET", Path: "/Schemas", Credential: "other"}), want: "1 | header Authorization"},
		{name: "nothing sent", vacuous: true},
	}},
	{"NoTokenInQuery", plain(conduct.NoTokenInQuery), []one{
		{name: "none", log: logs(looked)},
		{name: "by its name", log: logs(get("/Users?access_token=%5Bredacted%5D")), want: "1 | query parameter access_token"},
		{name: "by what stands in its place", log: logs(get("/Users?t=%5Bredacted%5D")), want: "1 | query parameter t"},
	}},
	{"MediaTypes", plain(conduct.MediaTypes), []one{
		{name: "of SCIM", log: logs(looked, joined, remove("/Users/u1").with("Accept", ""))},
		{name: "several", log: logs(looked.with("Accept", "text/html, application/scim+json;q=0.9"))},
		{name: "JSON", log: logs(joined.with("Content-Type", "application/json")), want: "1 | header Content-Type | application/scim+json", warns: true},
		{name: "asking for JSON", log: logs(looked.with("Accept", "application/json")), want: "1 | header Accept", warns: true},
		{name: "a form", log: logs(joined.with("Content-Type", "application/x-www-form-urlencoded")), want: "1 | header Content-Type"},
		{name: "none", log: logs(joined.with("Content-Type", "")), want: "1 | header Content-Type | application/scim+json | absent"},
		{name: "asking for XML", log: logs(looked.with("Accept", "application/xml")), want: "1 | header Accept"},
	}},
	{"NamesItself", plain(conduct.NamesItself), []one{
		{name: "a name", log: logs(looked)},
		{name: "none", log: logs(looked.with("User-Agent", "")), want: "1 | header User-Agent | the name | absent"},
	}},
	{"Encrypted", plain(conduct.Encrypted), []one{
		{name: "TLS 1.3", log: logs(looked)},
		{name: "TLS 1.0", log: logs(looked, func() seen { e := looked; e.TLS = "TLS 1.0"; return e }()), want: "2 | version of TLS | TLS 1.2 | TLS 1.0"},
		{name: "in the clear", log: logs(func() seen { e := looked; e.TLS = ""; return e }()), vacuous: true},
	}},
	{"Refused", aboutID(conduct.Refused, "d1"), []one{
		{name: "another door", log: logs(looked, joined.through("d2")), vacuous: true},
		{name: "this door", log: logs(looked, joined.through("d1")), want: "2 |  | no request through this door | ours"},
	}},
	{"NoTokenElsewhere", plain(conduct.NoTokenElsewhere), []one{
		{name: "not followed", log: logs(looked.says(307, "").answering("Location", "https://else.example.com/Users"), joined)},
		{name: "followed without", log: logs(looked.says(307, "").answering("Location", "https://else.example.com/Users"), func() seen { e := looked.through("d1"); e.Credential = "none"; return e }())},
		{name: "followed with it", log: logs(looked.says(307, "").answering("Location", "https://else.example.com/Users"), looked.through("d1")), want: "2 | header Authorization | absent | ours"},
		{name: "no redirect", log: logs(looked, joined), vacuous: true},
	}},
	{"NoPasswords", plain(conduct.NoPasswords), []one{
		{name: "none", log: logs(joined, disabled)},
		{name: "in a creation", log: logs(post("/Users", `{"userName":"ada@example.com","password":"[redacted]"}`)), want: "1 | password | absent"},
		{name: "in a PATCH", log: logs(ops("/Users/u1", `{"op":"replace","path":"password","value":"[redacted]"}`)), want: "1 | password | absent"},
		{name: "in a PATCH without a path", log: logs(ops("/Users/u1", `{"op":"replace","value":{"password":"[redacted]"}}`)), want: "1 | password | absent"},
		{name: "nobody", log: logs(looked), vacuous: true},
	}},
}

var matchingTables = []table{
	{"MatchedBeforeCreated", aboutAda(conduct.MatchedBeforeCreated), []one{
		{name: "by userName", log: logs(looked, joined)},
		{name: "by e-mail", log: logs(find(`emails[type eq "work"].value eq "ada@example.com"`).says(400, ""), find(`emails[value eq "ADA@example.com"]`).nobody(), joined)},
		{name: "by externalId and 404", log: logs(find(`externalId eq "e1"`).says(404, ""), joined)},
		{name: "by a search", log: logs(post("/Users/.search", `{"filter":"userName eq \"ada@example.com\""}`).says(200, `{"totalResults":0}`), joined)},
		{name: "in a list of everybody", log: logs(get("/Users?startIndex=1&count=100").shows(), joined)},
		{name: "refused as a conflict", log: logs(joined.says(409, "{}"), looked)},
		{name: "in bulk", log: logs(looked, post("/Bulk", `{"Operations":[{"method":"POST","path":"/Users","bulkId":"q","data":`+adaAsUser+`}]}`).says(200, `{"Operations":[{"method":"POST","location":"https://x/Users/u1","status":"201"}]}`))},
		{name: "never", log: logs(joined), want: "1 | what came before | ada@example.com | none"},
		{name: "somebody else", log: logs(find(`userName eq "grace@example.com"`).nobody(), joined), want: "2 | what came before"},
		{name: "not answered", log: logs(looked.says(500, ""), joined), want: "2 | what came before"},
		{name: "too late", log: logs(joined, looked), want: "1 | what came before"},
		{name: "found and not used", log: logs(find(`userName eq "ada@example.com"`).shows(adaAsShown), joined), want: `2 | what came before | the account "u1" used | another`},
		{name: "in bulk, never", log: logs(post("/Bulk", `{"Operations":[{"method":"POST","path":"/Users","data":`+adaAsUser+`}]}`)), want: "1 | what came before"},
		{name: "somebody else created", log: logs(post("/Users", graceAsUser)), vacuous: true},
	}},
	{"RematchedBeforeRepeating", aboutAda(conduct.RematchedBeforeRepeating), []one{
		{name: "once", log: logs(looked, joined.cut("after"))},
		{name: "looked again", log: logs(looked, joined.cut("after"), looked, joined)},
		{name: "told that nothing was done", log: logs(looked, joined.says(429, ""), joined)},
		{name: "at once", log: logs(looked, joined.cut("after"), joined), want: "3 | what came before | after request 2 | none"},
		{name: "after a failure", log: logs(looked, joined.says(500, ""), joined), want: "3 | what came before"},
		{name: "looked in vain", log: logs(looked, joined.cut("after"), looked.says(500, ""), joined), want: "4 | what came before"},
		{name: "nobody", log: logs(looked), vacuous: true},
	}},
	{"StoppedOnConflict", aboutAda(conduct.StoppedOnConflict), []one{
		{name: "stopped", log: logs(joined.says(409, "{}"))},
		{name: "a loop", log: logs(joined.says(409, "{}"), looked, joined.says(409, "{}"), looked, joined.says(409, "{}")), want: "5 |  | the account that there is used | creation 3"},
		{name: "no conflict", log: logs(joined), vacuous: true},
	}},
	{"AdoptedOnConflict", aboutAda(conduct.AdoptedOnConflict), []one{
		{name: "looked", log: logs(joined.says(409, "{}"), find(`userName eq "ada@example.com"`).shows(adaAsShown))},
		{name: "gave up", log: logs(looked, joined.says(409, "{}")), want: "2 | what came after | a query | none"},
		{name: "no conflict", log: logs(joined), vacuous: true},
	}},
	{"Adopted", aboutAda(conduct.Adopted), []one{
		{name: "found and changed", log: logs(find(`userName eq "ada@example.com"`).shows(adaAsShown), disabled)},
		{name: "found by a conflict", log: logs(joined.says(409, "{}"), find(`userName eq "ada@example.com"`).shows(adaAsShown))},
		{name: "created once more", log: logs(looked, joined), want: `2 |  | the account "u1" used | another`},
		{name: "nobody", log: logs(post("/Users", graceAsUser)), vacuous: true},
	}},
	{"AddressesExactly", aboutAda(func(l *conduct.Log, p conduct.Person) conduct.Verdict { return conduct.AddressesExactly(l, p, "a/b c") }), []one{
		{name: "encoded", log: logs(looked, joined, get("/Users/a%2Fb%20c"), ops("/Users/a%2Fb%20c", `{"op":"replace","path":"active","value":false}`))},
		{name: "somebody else's before, and a second account's after", log: logs(get("/Users/x"), joined, get("/Users/a%2Fb%20c"), joined, get("/Users/y"))},
		{name: "a slash as it is", log: logs(joined, get("/Users/a/b%20c")), want: "2 | id in the path | a%2Fb%20c | a/b%20c"},
		{name: "cut short", log: logs(joined, get("/Users/a")), want: "2 | id in the path | a%2Fb%20c | a"},
		{name: "never", log: logs(looked, joined, looked), want: "2 | what came after | a request to /Users/a%2Fb%20c | none"},
		{name: "nobody", log: logs(looked), vacuous: true},
	}},
	{"TookNobodyElse", aboutAda(conduct.TookNobodyElse), []one{
		{name: "found and changed", log: logs(find(`userName eq "ada@example.com"`).shows(adaAsShown), put("/Users/u1", adaAsUser))},
		{name: "others found, and Ada created", log: logs(looked.shows(graceAsShown), joined)},
		{name: "others changed as what they are", log: logs(looked.shows(graceAsShown), joined, put("/Users/u2", graceAsUser))},
		{name: "Ada under another name", log: logs(looked.shows(`{"id":"u1","userName":"countess","externalId":"ADA@example.com"}`), put("/Users/u1", adaAsUser))},
		{name: "Grace made Ada", log: logs(looked.shows(graceAsShown), put("/Users/u2", adaAsUser)), want: `2 | whose account it is | "ada@example.com" | "grace@example.com"`},
		{name: "by a PATCH, after a look", log: logs(
			looked.shows(graceAsShown), get("/Users/u2").says(200, graceAsShown), ops("/Users/u2", `{"op":"replace","value":{"userName":"ada@example.com"}}`),
		), want: `3 | whose account it is`},
		{name: "nobody", log: logs(post("/Users", graceAsUser)), vacuous: true},
	}},
	{"NotFooled", aboutAda(conduct.NotFooled), []one{
		{name: "asked again", log: logs(looked.says(200, "<html>"), looked, joined)},
		{name: "left it", log: logs(looked.says(200, ""))},
		{name: "HTML for nobody", log: logs(looked.says(200, "<html>"), joined), want: "2 | what came before | after request 1 was not | none"},
		{name: "an error for nobody", log: logs(looked.says(503, "{}"), joined), want: "2 | what came before"},
		{name: "an object for nobody", log: logs(looked.says(200, "{}"), joined), want: "2 | what came before"},
		{name: "answered", log: logs(looked, joined), vacuous: true},
	}},
	{"FiltersWellFormed", plain(conduct.FiltersWellFormed), []one{
		{name: "eq", log: logs(looked)},
		{name: "a search", log: logs(post("/.search", `{"filter":"userName eq \"a\" and not (title pr)"}`))},
		{name: "brackets", log: logs(find(`emails[type eq "work" and value co "@x"] and meta.lastModified ge "2026-01-01T00:00:00Z"`))},
		{name: "a quote", log: logs(find(`userName eq "o'brien \"bob\" \\ +"`))},
		{name: "single quotes", log: logs(find(`userName eq 'ada'`)), want: "1 | filter | RFC 7644 | 'ada'"},
		{name: "not quoted", log: logs(find(`userName eq ada`)), want: "1 | filter"},
		{name: "a quote not escaped", log: logs(find(`userName eq "bob "tables""`)), want: "1 | filter"},
		{name: "a backslash not escaped", log: logs(find(`userName eq "a\b"`), find(`userName eq "a\z"`)), want: "2 | filter"},
		{name: "no operator", log: logs(find(`userName = "ada"`)), want: "1 | filter"},
		{name: "cut off by &", log: logs(get(`/Users?filter=displayName%20eq%20%22R&D%22`)), want: "1 | filter"},
		{name: "not percent-encoded", log: logs(get(`/Users?filter=userName eq "ada"`)), want: "1 | query | RFC 3986"},
		{name: "letters not percent-encoded", log: logs(get(`/Users?filter=userName%20eq%20%22zoë%22`)), want: "1 | query | RFC 3986"},
		{name: "a list of everybody", log: logs(get("/Users")), vacuous: true},
	}},
	{"LookedUpExactly", func(_ testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.LookedUpExactly(l, conduct.Person{UserName: `o'brien+"x"@example.com`})
	}, []one{
		{name: "as it is", log: logs(find(`userName eq "grace"`), find(`userName eq "o'brien+\"x\"@example.com"`))},
		{name: "space as %20", log: logs(get(`/Users?filter=userName%20eq%20%22o'brien%2B%5C%22x%5C%22@example.com%22`))},
		{name: "+ as it stands", log: logs(get(`/Users?filter=userName+eq+%22o'brien+%5C%22x%5C%22@example.com%22`)), want: "1 | filter | o'brien | written %2B"},
		{name: "doubled quotes", log: logs(find(`userName eq "o''brien+\"x\"@example.com"`)), want: "1 | filter | o'brien | o''brien"},
		{name: "without quotes", log: logs(find(`userName eq "o'brien+x@example.com"`)), want: "1 | filter"},
		{name: "no filter", log: logs(get("/Users")), vacuous: true},
		{name: "by other attributes", log: logs(find(`title eq "x"`)), vacuous: true},
	}},
	{"GroupLookedUpExactly", func(_ testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.GroupLookedUpExactly(l, `R&D "East"`)
	}, []one{
		{name: "as it is", log: logs(findGroup(`displayName eq "R&D \"East\""`))},
		{name: "cut off", log: logs(findGroup(`displayName eq "R"`)), want: `1 | filter | R&D`},
		{name: "people", log: logs(looked), vacuous: true},
	}},
}

var identityTables = []table{
	{"KeepsServerID", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.KeepsServerID(l, "known") }, []one{
		{name: "of a creation", log: logs(joined, disabled)},
		{name: "of a list", log: logs(find(`userName eq "a"`).shows(`{"id":"a b/ü"}`), get("/Users/a%20b%2F%C3%BC"))},
		{name: "of the Location", log: logs(post("/Groups", analysts).says(201, "").answering("Location", "https://x/scim/Groups/g%201"), ops("/Groups/g%201", ""))},
		{name: "from before", log: logs(remove("/Users/known"))},
		{name: "the userName", log: logs(joined, ops("/Users/ada@example.com", "")), want: `2 | id in the path | an id that the server gave | "ada@example.com"`},
		{name: "in another case", log: logs(joined, get("/Users/U1")), want: `2 | id in the path`},
		{name: "not encoded", log: logs(find(`userName eq "a"`).shows(`{"id":"a%20b"}`), get("/Users/a%20b")), want: `2 | id in the path | an id | "a b"`},
		{name: "of an answer that never came", log: logs(joined.cut("after"), disabled), want: "2 | id in the path"},
		{name: "no ids", log: logs(looked), vacuous: true},
	}},
	{"ReferencesExist", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.ReferencesExist(l) }, []one{
		{name: "a member", log: logs(joined, ops("/Groups/g", `{"op":"add","path":"members","value":[{"value":"u1"}]}`))},
		{name: "a manager", log: logs(joined, post("/Users", `{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"u1"}}}`))},
		{name: "of the same job", log: logs(post("/Bulk", `{"Operations":[{"method":"POST","path":"/Groups","data":{"members":[{"value":"bulkId:ada"}]}}]}`))},
		{name: "a removal", log: logs(ops("/Groups/g", `{"op":"remove","path":"members[value eq \"u9\"]"}`)), vacuous: true},
		{name: "too early", log: logs(ops("/Groups/g", `{"op":"add","path":"members","value":[{"value":"u1"}]}`), joined), want: `1 | who is referred to | an id | "u1"`},
		{name: "the directory's own name", log: logs(joined, post("/Groups", `{"members":[{"value":"e1"}]}`)), want: `2 | who is referred to | an id | "e1"`},
		{name: "a manager of nobody", log: logs(ops("/Users/u", `{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"boss"}`)), want: `1 | who is referred to | an id | "boss"`},
	}},
	{"StableExternalID", aboutAda(conduct.StableExternalID), []one{
		{name: "the same", log: logs(joined, put("/Users/u1", adaAsUser))},
		{name: "another", log: logs(joined, ops("/Users/u1", `{"op":"replace","path":"externalId","value":"e2"}`)), want: `2 | externalId | "e1" | "e2"`},
		{name: "a number", log: logs(joined, put("/Users/u1", `{"externalId":7}`)), want: `2 | externalId | "e1" | 7`},
		{name: "none", log: logs(disabled), vacuous: true},
	}},
	{"NeverCreated", func(_ testing.TB, l *conduct.Log) conduct.Verdict {
		return conduct.NeverCreated(l, ada, "old@example.com")
	}, []one{
		{name: "renamed", log: logs(ops("/Users/u1", `{"op":"replace","path":"userName","value":"ada@example.com"}`))},
		{name: "a second one", log: logs(looked, joined), want: `2 |  | the account "u1" used | another`},
		{name: "a second one of the old name", log: logs(post("/Users", `{"userName":"old@example.com"}`)), want: "1 |"},
		{name: "nothing", log: logs(looked), vacuous: true},
	}},
	{"NeverAddressed", func(_ testing.TB, l *conduct.Log) conduct.Verdict { return conduct.NeverAddressed(l, "User", "u0") }, []one{
		{name: "another account", log: logs(looked, joined)},
		{name: "the old one", log: logs(ops("/Users/u0", `{"op":"replace","path":"active","value":true}`)), want: `1 |  | nothing about the deleted "u0"`},
		{name: "the old one in a group", log: logs(ops("/Groups/g", `{"op":"add","path":"members","value":[{"value":"u0"}]}`)), want: `1 |  | nothing about`},
	}},
}

package scim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/scim"
)

const bulkRequest = `"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]`

// job is the body of a bulk request.
func job(list ...string) string {
	return object(bulkRequest, `"Operations":[`+strings.Join(list, ",")+`]`)
}

// post is an operation that creates.
func post(path, bulkID, data string) string {
	return fmt.Sprintf(`{"method":"POST","path":%q,"bulkId":%q,"data":%s}`, path, bulkID, data)
}

func userData(userName string, more ...string) string {
	return object(append([]string{coreUser, fmt.Sprintf(`"userName":%q`, userName)}, more...)...)
}

// bulk sends a job and answers the statuses of the results.
func (c *client) bulk(list ...string) (statuses string, found reply) {
	c.t.Helper()
	found = c.must(200, "POST", "/Bulk", job(list...))
	if got := text(found.body, "schemas", 0); got != "urn:ietf:params:scim:api:messages:2.0:BulkResponse" {
		c.t.Errorf("the schema is %q", got)
	}
	results, _ := found.body["Operations"].([]any)
	for _, result := range results {
		status, _ := at(result, "status").(string)
		failed := text(result, "response", "schemas", 0) == "urn:ietf:params:scim:api:messages:2.0:Error"
		if status == "" || failed != (status[0] != '2') {
			c.t.Errorf("the result %v has no status, or not the response that belongs to it", result)
		}
		if failed && text(result, "response", "status") != status {
			c.t.Errorf("the statuses of %v differ", result)
		}
		detail := text(result, "response", "detail")
		unknowable := strings.Contains(detail, "bulkId") || strings.Contains(detail, "path")
		if text(result, "location") == "" && (!failed || text(result, "method") != "POST") && !unknowable {
			c.t.Errorf("the result %v has no location", result)
		}
		statuses += status + " "
	}
	return strings.TrimSpace(statuses), found
}

// RFC 7644 section 3.7: each method, in order, as single requests do it.
func TestBulk(t *testing.T) {
	c := serve(t)
	grace := c.user("grace")
	version := c.must(200, "GET", "/Users/"+grace, "").header.Get("ETag")
	alan := c.user("alan")
	statuses, found := c.bulk(
		post("/Users", "ada", userData("ada", `"password":"Engine-No-1"`)),
		fmt.Sprintf(`{"method":"PUT","path":"/Users/%s","version":%s,"data":%s}`, grace, quote(version), userData("grace", `"title":"Admiral"`)),
		fmt.Sprintf(`{"method":"PATCH","path":"/Users/%s","bulkId":"again","version":%s,"data":%s}`,
			grace, quote(version), operations(`{"op":"remove","path":"title"}`)),
		fmt.Sprintf(`{"method":"PATCH","path":"/Users/%s","data":%s}`, grace, operations(`{"op":"add","path":"nickName","value":"Amazing"}`)),
		fmt.Sprintf(`{"method":"DELETE","path":"/Users/%s"}`, alan),
		fmt.Sprintf(`{"method":"DELETE","path":"/Users/%s"}`, alan),
	)
	equal(t, "statuses", statuses, "201 200 412 200 204 404")
	ada := c.must(200, "GET", "/Users"+escape(`userName eq "ada"`), "").names("id")[0]
	one := c.must(200, "GET", "/Users/"+ada, "")
	equal(t, "location", text(found.body, "Operations", 0, "location"), one.header.Get("Location"))
	equal(t, "version", text(found.body, "Operations", 0, "version"), one.header.Get("ETag"))
	equal(t, "bulkId", text(found.body, "Operations", 0, "bulkId"), "ada")
	equal(t, "bulkId of a PATCH", text(found.body, "Operations", 2, "bulkId"), "again")
	equal(t, "method", text(found.body, "Operations", 4, "method"), "DELETE")
	equal(t, "location of what is gone", text(found.body, "Operations", 5, "location"), baseURL+"/Users/"+alan)
	equal(t, "the password is nowhere", strings.Contains(found.raw, "Engine-No-1"), false)
	last := c.must(200, "GET", "/Users/"+grace, "")
	equal(t, "the last version", text(found.body, "Operations", 3, "version"), last.header.Get("ETag"))
	equal(t, "title", text(last.body, "title")+text(last.body, "nickName"), "AdmiralAmazing")
}

// RFC 7644 sections 3.7.1 and 3.7.2: references to what the same request
// creates, in every place, before and after the creation.
func TestBulkReferences(t *testing.T) {
	c := serve(t)
	group := c.group("Analysts")
	old := c.group("Former", c.user("edsger"))
	statuses, found := c.bulk(
		post("/Groups", "g", `{`+coreGroup+`,"displayName":"Programmers","members":[{"value":"bulkId:ada"},{"value":"bulkId:grace"}]}`),
		post("/Users", "ada", userData("ada", `"`+enterprise+`":{"manager":{"value":"bulkId:grace"}}`)),
		post("/Users", "grace", userData("grace")),
		fmt.Sprintf(`{"method":"PATCH","path":"/Groups/%s","data":%s}`, group,
			operations(`{"op":"add","path":"members","value":[{"value":"bulkId:ada"}]}`, `{"op":"add","value":{"members":[{"value":"bulkId:g"}]}}`)),
		`{"method":"PATCH","path":"/Users/bulkId:grace","data":`+operations(`{"op":"add","path":"title","value":"Admiral"}`)+`}`,
		fmt.Sprintf(`{"method":"PUT","path":"/Groups/%s","data":{%s,"displayName":"Former","members":[{"value":"bulkId:ada"}]}}`, old, coreGroup),
		fmt.Sprintf(`{"method":"PATCH","path":"/Groups/%s","data":%s}`, group,
			operations(`{"op":"remove","path":"members[value eq \"bulkId:ada\"]"}`)),
		post("/Users", "alan", userData("alan", `"`+enterprise+`":{"manager":{"$ref":"../Users/bulkId:ada"}}`)),
	)
	equal(t, "statuses", statuses, "201 201 201 200 200 200 200 201")
	id := func(i int) string {
		location := text(found.body, "Operations", i, "location")
		return location[strings.LastIndexByte(location, '/')+1:]
	}
	created, ada, grace := id(0), id(1), id(2)
	for group, want := range map[string]string{created: ada + " " + grace, old: ada, group: created} {
		equal(t, "members", strings.Join(c.memberIDs(group), " "), want)
	}
	equal(t, "title", text(c.must(200, "GET", "/Users/"+grace, "").body, "title"), "Admiral")
	equal(t, "manager", text(c.must(200, "GET", "/Users/"+ada, "").body, enterprise, "manager", "value"), grace)
	equal(t, "manager by $ref", text(c.must(200, "GET", "/Users/"+id(7), "").body, enterprise, "manager", "value"), ada)
}

func (c *client) memberIDs(group string) []string {
	c.t.Helper()
	var ids []string
	body := c.must(200, "GET", "/Groups/"+group, "").body
	for i := 0; text(body, "members", i, "value") != ""; i++ {
		ids = append(ids, text(body, "members", i, "value"))
	}
	return ids
}

func managedIn(bulkID string) string {
	return `"` + enterprise + `":{"manager":{"value":"bulkId:` + bulkID + `"}}`
}

func groupOf(name, bulkID string) string {
	return `{` + coreGroup + `,"displayName":"` + name + `","members":[{"type":"Group","value":"bulkId:` + bulkID + `"}]}`
}

// RFC 7644 section 3.7.1: circles are created first and linked afterwards.
func TestBulkCircles(t *testing.T) {
	for _, change := range []func(*scim.Config){func(*scim.Config) {}, strict} {
		c := serve(t, change)
		statuses, found := c.bulk(
			post("/Users", "a", userData("ada", managedIn("b"), `"password":"Engine-No-1"`)),
			post("/Users", "b", userData("grace", managedIn("c"))),
			post("/Users", "c", userData("alan", managedIn("a"))),
			post("/Users", "d", userData("barbara", managedIn("d"))),
		)
		equal(t, "statuses", statuses, "201 201 201 201")
		ids := make([]string, 4)
		for i := range ids {
			location := text(found.body, "Operations", i, "location")
			ids[i] = location[strings.LastIndexByte(location, '/')+1:]
		}
		for i, manager := range []int{1, 2, 0, 3} {
			user := c.must(200, "GET", "/Users/"+ids[i], "")
			equal(t, "manager", text(user.body, enterprise, "manager", "value"), ids[manager])
			equal(t, "version", text(found.body, "Operations", i, "version"), user.header.Get("ETag"))
		}
	}
}

// Groups may not contain each other, and the whole circle is in conflict; what
// refers to it is too. Nothing of it stays.
func TestBulkCircleThatCannotBe(t *testing.T) {
	c := serve(t)
	statuses, _ := c.bulk(
		post("/Groups", "a", groupOf("Left", "b")), post("/Groups", "b", groupOf("Right", "a")),
		post("/Groups", "c", groupOf("Outside", "a")), post("/Groups", "d", groupOf("Itself", "d")),
		post("/Users", "e", userData("ada")),
	)
	equal(t, "statuses", statuses, "409 409 409 409 201")
	equal(t, "groups", text(c.must(200, "GET", "/Groups", "").body, "totalResults"), "0")

	statuses, _ = c.bulk(post("/Users", "x", userData("grace", managedIn("y"))), post("/Users", "y", userData("ada", managedIn("x"))))
	equal(t, "statuses", statuses, "409 409")
	equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "1")
}

// An operation that is wrong fails alone, and what refers to it with it.
func TestBulkFailures(t *testing.T) {
	patched := operations(`{"op":"add","path":"title","value":"x"}`)
	cases := map[string]struct{ operation, status, scimType string }{
		"GET":                     {`{"method":"GET","path":"/Users/x"}`, "400", "invalidValue"},
		"no path":                 {`{"method":"DELETE"}`, "400", "invalidSyntax"},
		"POST without bulkId":     {`{"method":"POST","path":"/Users","data":` + userData("x") + `}`, "400", "invalidSyntax"},
		"POST without data":       {`{"method":"POST","path":"/Users","bulkId":"x"}`, "400", "invalidSyntax"},
		"PUT without data":        {`{"method":"PUT","path":"/Users/x"}`, "400", "invalidSyntax"},
		"data that is no object":  {`{"method":"PATCH","path":"/Users/x","data":[` + patched + `]}`, "400", "invalidSyntax"},
		"a path that is a number": {`{"method":"DELETE","path":7}`, "400", "invalidValue"},
		"POST on a resource":      {`{"method":"POST","path":"/Users/x","bulkId":"x","data":` + userData("x") + `}`, "400", "invalidValue"},
		"DELETE of a type":        {`{"method":"DELETE","path":"/Users"}`, "400", "invalidValue"},
		"another server":          {`{"method":"DELETE","path":"//example.com/Users"}`, "400", "invalidValue"},
		"a query":                 {`{"method":"DELETE","path":"/Users/x?y=z"}`, "400", "invalidValue"},
		"a broken path":           {`{"method":"DELETE","path":"/Users/%zz"}`, "400", "invalidValue"},
		"search":                  {post("/.search", "x", `{}`), "404", ""},
		"bulk in bulk":            {post("/Bulk", "x", `{}`), "404", ""},
		"Me":                      {post("/Me", "x", userData("x")), "404", ""},
		"search of a type":        {`{"method":"PUT","path":"/Users/.search","data":{}}`, "404", ""},
		"a schema":                {`{"method":"DELETE","path":"/Schemas/x"}`, "404", ""},
		"nobody":                  {`{"method":"PATCH","path":"/Users/x","data":` + patched + `}`, "404", ""},
		"a taken userName":        {post("/Users", "x", userData("ADA")), "409", "uniqueness"},
		"an invalid resource":     {post("/Users", "x", `{}`), "400", "invalidValue"},
		"an unknown bulkId":       {post("/Users", "x", userData("x", managedIn("nobody"))), "400", "invalidValue"},
		"an unknown in the path":  {`{"method":"DELETE","path":"/Users/bulkId:nobody"}`, "400", "invalidValue"},
		"a bulkId that failed":    {post("/Groups", "x", groupOf("x", "failing")), "409", ""},
		"a bulkId used twice":     {post("/Users", "failing", userData("x")), "400", "invalidValue"},
	}
	for name, it := range cases {
		c := serve(t)
		c.user("ada")
		statuses, found := c.bulk(post("/Users", "failing", userData("ada")), it.operation, post("/Users", "last", userData("last")))
		equal(t, name, statuses, "409 "+it.status+" 201")
		equal(t, name+": scimType", text(found.body, "Operations", 1, "response", "scimType"), it.scimType)
		equal(t, name+": users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "2")
	}
}

// RFC 7644 section 3.7.3: as many errors as the client accepts, and no more.
func TestBulkFailOnErrors(t *testing.T) {
	list := strings.Join([]string{
		post("/Users", "1", userData("ada")), post("/Users", "2", userData("ada")), post("/Users", "3", userData("grace")),
		post("/Users", "4", userData("grace")), post("/Users", "5", userData("alan")),
	}, ",")
	for limit, want := range map[string]string{
		``:                     "201 409 201 409 201",
		`"failOnErrors":1,`:    "201 409",
		`"failOnErrors":2,`:    "201 409 201 409",
		`"failOnErrors":3,`:    "201 409 201 409 201",
		`"FAILONERRORS":1,`:    "201 409",
		`"failOnErrors":null,`: "201 409 201 409 201",
	} {
		c := serve(t)
		found := c.must(200, "POST", "/Bulk", `{`+bulkRequest+`,`+limit+`"Operations":[`+list+`]}`)
		var statuses []string
		results, _ := found.body["Operations"].([]any)
		for i := range results {
			statuses = append(statuses, text(found.body, "Operations", i, "status"))
		}
		equal(t, limit, strings.Join(statuses, " "), want)
		equal(t, limit+": users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), fmt.Sprint(strings.Count(want, "201")))
	}
}

// What is no bulk request fails as a whole, and does nothing.
func TestBulkRefusals(t *testing.T) {
	one := post("/Users", "1", userData("ada"))
	for body, scimType := range map[string]string{
		`{`:                                      "invalidSyntax",
		`[]`:                                     "invalidSyntax",
		object(bulkRequest):                      "invalidSyntax",
		object(bulkRequest, `"Operations":[]`):   "invalidSyntax",
		object(bulkRequest, `"Operations":{}`):   "invalidSyntax",
		job(one, `7`):                            "invalidSyntax",
		job(one, `{"path":"/Users"}`):            "invalidSyntax",
		job(one, `{"method":7,"path":"/Users"}`): "invalidSyntax",
		object(search, `"Operations":[`+one+`]`): "invalidSyntax",
		object(bulkRequest, `"failOnErrors":0`, `"Operations":[`+one+`]`):   "invalidValue",
		object(bulkRequest, `"failOnErrors":"1"`, `"Operations":[`+one+`]`): "invalidValue",
		object(bulkRequest, `"failOnErrors":1.5`, `"Operations":[`+one+`]`): "invalidValue",
	} {
		c := serve(t)
		c.refused(c.send("POST", "/Bulk", body), 400, scimType)
		equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
	}
	c := serve(t)
	c.refused(c.send("POST", "/Bulk", job(one), "Content-Type: text/plain"), 415, "")
	c.refused(c.send("POST", "/Bulk", job(one), "Authorization: "), 401, "")
}

// RFC 7644 section 3.7.4: 413 names the limit.
func TestBulkLimits(t *testing.T) {
	c := serve(t, func(config *scim.Config) { config.MaxOperations, config.MaxBody = 2, 700 })
	config := c.must(200, "GET", "/ServiceProviderConfig", "")
	equal(t, "maxOperations", text(config.body, "bulk", "maxOperations"), "2")
	equal(t, "maxPayloadSize", text(config.body, "bulk", "maxPayloadSize"), "700")
	one, two := `{"method":"DELETE","path":"/Users/x"}`, post("/Users", "2", userData("ada"))
	statuses, _ := c.bulk(one, one)
	equal(t, "as many as allowed", statuses, "404 404")
	for body, want := range map[string][]string{
		job(one, one, two): {"maxOperations", "2"},
		job(post("/Users", "1", userData(strings.Repeat("a", 700)))): {"maxPayloadSize", "700"},
	} {
		found := c.send("POST", "/Bulk", body)
		c.refused(found, 413, "")
		for _, word := range want {
			if !strings.Contains(text(found.body, "detail"), word) {
				t.Errorf("the detail %q does not name %s", text(found.body, "detail"), word)
			}
		}
	}
	equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
}

// Lenient providers take methods in any case and jobs that name no schema.
func TestBulkModes(t *testing.T) {
	lower := `{"method":"post","path":"Users","bulkId":"1","data":` + userData("ada") + `}`
	c := serve(t)
	statuses, _ := c.bulk(lower)
	equal(t, "lenient", statuses, "201")
	c.must(200, "POST", "/Bulk", `{"Operations":[`+post("/Users", "1", userData("grace"))+`]}`)
	c = serve(t, strict)
	statuses, _ = c.bulk(lower)
	equal(t, "strict", statuses, "400")
	c.refused(c.send("POST", "/Bulk", `{"Operations":[`+post("/Users", "1", userData("grace"))+`]}`), 400, "invalidSyntax")
}

// Whoever reports to whom, and in whatever order they are given: all are
// created, each reports to the right one, and results keep the order.
func TestBulkOrders(t *testing.T) {
	c := serve(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "people")
		managers := rapid.SliceOfN(rapid.IntRange(-1, n-1), n, n).Draw(t, "managers")
		list := make([]string, n)
		for i, manager := range managers {
			var more []string
			if manager >= 0 {
				more = []string{managedIn(fmt.Sprint(manager))}
			}
			list[i] = post("/Users", fmt.Sprint(i), userData(fmt.Sprintf("person%d", i), more...))
		}
		statuses, found := c.bulk(list...)
		if statuses != strings.TrimSpace(strings.Repeat("201 ", n)) {
			t.Fatalf("the statuses are %s: %s", statuses, found.raw)
		}
		ids := make([]string, n)
		for i := range ids {
			location := text(found.body, "Operations", i, "location")
			ids[i] = location[strings.LastIndexByte(location, '/')+1:]
		}
		defer c.deleteAll(ids)
		if slices.Contains(ids, "") || strings.Contains(found.raw, "bulkId:") {
			t.Fatalf("the results are %s", found.raw)
		}
		for i, manager := range managers {
			user := c.must(200, "GET", "/Users/"+ids[i], "").body
			want := ""
			if manager >= 0 {
				want = ids[manager]
			}
			if got := text(user, enterprise, "manager", "value"); got != want || text(user, "userName") != fmt.Sprintf("person%d", i) {
				t.Fatalf("%v reports to %q, want %q", user, got, want)
			}
		}
	})
}

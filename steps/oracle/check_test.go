package oracle

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rfc(t testing.TB) *Schemas {
	t.Helper()
	s, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole is a User with every attribute of RFC 7643.
const whole = `{
	"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
	"id": "42", "externalId": "x", "userName": "ada", "displayName": "Ada", "nickName": "A", "profileUrl": "https://ada.example/",
	"title": "Countess", "userType": "Employee", "preferredLanguage": "en", "locale": "en-GB", "timezone": "Europe/London", "active": true,
	"name": {"formatted": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada", "middleName": "K", "honorificPrefix": "Lady", "honorificSuffix": "I"},
	"emails": [{"value": "a@b.example", "display": "a", "type": "work", "primary": true}, {"value": "a@c.example", "type": "beach", "primary": false}],
	"phoneNumbers": [{"value": "tel:+1", "type": "pager"}], "ims": [{"value": "ada", "type": "other"}],
	"photos": [{"value": "/photos/ada.jpg", "type": "photo"}],
	"addresses": [{"formatted": "1\n2", "streetAddress": "1", "locality": "2", "region": "3", "postalCode": "4", "country": "GB", "type": "work", "primary": true}],
	"groups": [{"value": "7", "$ref": "../Groups/7", "display": "Analysts", "type": "direct"}],
	"entitlements": [{"value": "e"}], "roles": [{"value": "r", "primary": true}], "x509Certificates": [{"value": "MIIDQzCCAqw"}],
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
		"employeeNumber": "1", "costCenter": "2", "organization": "3", "division": "4", "department": "5",
		"manager": {"value": "9", "$ref": "https://example.com/Users/9", "displayName": "Boss"}
	},
	"meta": {"resourceType": "User", "created": "2026-01-02T03:04:05.678Z", "lastModified": "2026-01-02T03:04:05+01:00",
		"location": "https://example.com/v2/Users/42", "version": "W/\"1\""}
}`

func TestAWholeUserIsValid(t *testing.T) {
	if found := rfc(t).Check("User", object(t, whole), Options{Strict: true}); found != nil {
		t.Error(lines(found))
	}
}

// checked puts members into the least valid User and checks it.
func checked(t *testing.T, members string, opts Options) string {
	t.Helper()
	user := Object{"schemas": []any{UserURN}, "id": "42", "userName": "ada"}
	for name, value := range object(t, "{"+members+"}") {
		user[name] = value
	}
	return lines(rfc(t).Check("User", user, opts))
}

func TestCheckUser(t *testing.T) {
	for _, c := range []struct{ name, members, found string }{
		{"the least", ``, ""},
		{"unassigned", `"title":null,"emails":[],"name":{}`, ""},
		{"no userName", `"userName":null`, "userName: want a value, got absent"},
		{"an empty userName", `"userName":""`, `userName: want a value that is not empty, got ""`},
		{"no id", `"id":null`, "id: want a value, got absent"},
		{"a number for an id", `"id":42`, "id: want a string, got 42"},
		{"a boolean in quotes", `"active":"true"`, `active: want true or false, got "true"`},
		{"a number for a text", `"title":1`, "title: want a string, got 1"},
		{"one value for many", `"emails":{"value":"a"}`, `emails: want an array, got {"value":"a"}`},
		{"an empty object for many", `"emails":{}`, `emails: want an array, got {}`},
		{"many values for one", `"title":["a"]`, `title: want a single value, got ["a"]`},
		{"an empty array for one", `"title":[]`, `title: want a single value, got []`},
		{"a text for a complex value", `"name":"Ada"`, `name: want an object, got "Ada"`},
		{"simple values for complex ones", `"emails":["a"]`, `emails: want an object, got "a"`},
		{"a wrong sub-attribute", `"emails":[{"type":"work","value":1}]`, `emails[type eq "work"].value: want a string, got 1`},
		{"a password", `"password":"secret"`, "password: want never to be returned, got present"},
		{"two primaries", `"emails":[{"value":"a","primary":true},{"value":"b","primary":true}]`, "emails.primary: want true at most once, got 2 times"},
		{
			"a value twice", `"emails":[{"value":"a","type":"work"},{"value":"a","type":"Work"}]`,
			`emails: want each type and value once, got {"type":"Work","value":"a"} more than once (warning)`,
		},
		{"a dateTime that is none", `"meta":{"created":"yesterday"}`, `meta.created: want an xsd:dateTime such as 2008-01-23T04:56:22Z, got "yesterday"`},
		{"a dateTime as a number", `"meta":{"created":1}`, `meta.created: want a string, got 1`},
		{"a dateTime without a zone", `"meta":{"created":"2026-01-02T03:04:05"}`, `meta.created: want a dateTime with its zone, got "2026-01-02T03:04:05" (warning)`},
		{"another resource type", `"meta":{"resourceType":"users"}`, `meta.resourceType: want "User", got "users"`},
		{"no URI", `"profileUrl":"my page"`, `profileUrl: want a URI, got "my page"`},
		{"no base64", `"x509Certificates":[{"value":"***"}]`, `x509Certificates[value eq "***"].value: want base64, got "***"`},
		{"the other alphabet", `"x509Certificates":[{"value":"-_-_"}]`, `x509Certificates[value eq "-_-_"].value: want base64 in the standard alphabet, got "-_-_" (warning)`},
		{"an undeclared attribute", `"shoeSize":42`, "shoeSize: want an attribute that the schema declares, got 42 (warning)"},
		{"an undeclared sub-attribute", `"name":{"nick":"A"}`, `name.nick: want an attribute that the schema declares, got "A" (warning)`},
		{"a name in another case", `"nickname":"A"`, `nickName: want the name "nickName", got "nickname" (warning)`},
		{"no schemas", `"schemas":null`, "schemas: want a value, got absent"},
		{"schemas as a text", `"schemas":"` + UserURN + `"`, `schemas: want an array, got "` + UserURN + `"`},
		{"other schemas", `"schemas":["` + GroupURN + `"]`, `schemas: want to contain "` + UserURN + `", got ["` + GroupURN + `"]`},
		{"schemas twice", `"schemas":["` + UserURN + `","` + UserURN + `"]`, `schemas: want "` + UserURN + `" once, got twice`},
		{
			"an extension that schemas does not list", `"` + EnterpriseURN + `":{"department":"x"}`,
			`schemas: want to contain "` + EnterpriseURN + `", as its attributes are there, got ["` + UserURN + `"] (warning)`,
		},
		{
			"a wrong value in an extension", `"schemas":["` + UserURN + `","` + EnterpriseURN + `"],"` + EnterpriseURN + `":{"department":1}`,
			EnterpriseURN + ":department: want a string, got 1",
		},
		{
			"an extension that is no object", `"schemas":["` + UserURN + `","` + EnterpriseURN + `"],"` + EnterpriseURN + `":"x"`,
			EnterpriseURN + `: want an object, got "x"`,
		},
		{"an extension nobody knows", `"schemas":["` + UserURN + `","urn:example:robots"],"urn:example:robots":{"arms":3}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.found, checked(t, c.members, Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStrictMakesFailuresOfWarnings(t *testing.T) {
	found := checked(t, `"shoeSize":42,"nickname":"A","meta":{"created":"2026-01-02T03:04:05"}`, Options{Strict: true})
	if found == "" || strings.Contains(found, "(warning)") {
		t.Error(found)
	}
}

func TestAPartialAnswerMayLackWhatIsRequired(t *testing.T) {
	s := rfc(t)
	if found := s.Check("User", Object{"id": "42"}, Options{Partial: true}); found != nil {
		t.Error(lines(found))
	}
	if found := lines(s.Check("User", Object{"userName": "ada"}, Options{Partial: true})); found != "id: want a value, got absent" {
		t.Error(found)
	}
}

func TestCheckGroupWantsADisplayName(t *testing.T) {
	group := object(t, `{"schemas":["`+GroupURN+`"],"id":"1","members":[{"value":"42","display":"Ada","type":"User","$ref":"Users/42"}]}`)
	if found := lines(rfc(t).Check("Group", group, Options{})); found != "displayName: want a value, got absent" {
		t.Error(found)
	}
}

func TestCheckDiscovery(t *testing.T) {
	s := rfc(t)
	config := `{"schemas":["` + ConfigURN + `"],"patch":{"supported":true},"bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},
		"filter":{"supported":true,"maxResults":200},"changePassword":{"supported":true},"sort":{"supported":true},"etag":{"supported":true},
		"authenticationSchemes":[{"type":"oauthbearertoken","name":"a","description":"b","primary":true}],
		"pagination":{"cursor":true,"index":true,"defaultPageSize":10}}`
	if found := s.Check("ServiceProviderConfig", object(t, config), Options{Strict: true}); found != nil {
		t.Error(lines(found))
	}
	config = strings.NewReplacer(`"etag":{"supported":true},`, "", `"oauthbearertoken"`, `"magic"`, `200`, `200.0`).Replace(config)
	want := "filter.maxResults: want a whole number, got 200.0\n" +
		"etag: want a value, got absent\n" +
		`authenticationSchemes[type eq "magic"].type: want "oauth" or "oauth2" or "oauthbearertoken" or "httpbasic" or "httpdigest", got "magic" (warning)`
	if diff := cmp.Diff(want, lines(s.Check("ServiceProviderConfig", object(t, config), Options{}))); diff != "" {
		t.Error(diff)
	}
	resourceType := `{"schemas":["` + ResourceURN + `"],"name":"User","endpoint":"/Users","schema":"` + UserURN + `",
		"schemaExtensions":[{"schema":"` + EnterpriseURN + `"}]}`
	want = `schemaExtensions[schema eq "` + EnterpriseURN + `"].required: want a value, got absent`
	if diff := cmp.Diff(want, lines(s.Check("ResourceType", object(t, resourceType), Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestCheckSchema(t *testing.T) {
	schema := `{"id":"urn:example:Robot","attributes":[
		{"name":"arms","type":"integer","multiValued":false,"subAttributes":[{"name":"a","type":"complex","multiValued":false}]},
		{"name":"legs","type":"int","mutability":"readonly"}]}`
	want := strings.Join([]string{
		`attributes[name eq "arms"].subAttributes[name eq "a"].type: want "string" or "boolean" or "decimal" or "integer" or "dateTime" or "reference" or "binary", got "complex"`,
		`attributes[name eq "legs"].type: want "string" or "complex" or "boolean" or "decimal" or "integer" or "dateTime" or "reference" or "binary", got "int"`,
		`attributes[name eq "legs"].multiValued: want a value, got absent`,
		`attributes[name eq "legs"].mutability: want "readOnly" or "readWrite" or "immutable" or "writeOnly", got "readonly"`,
		`schemas: want a value, got absent (warning)`,
	}, "\n")
	if diff := cmp.Diff(want, lines(rfc(t).Check("Schema", object(t, schema), Options{}))); diff != "" {
		t.Error(diff)
	}
}

func announced(t *testing.T) *Schemas {
	t.Helper()
	types := objects(t, `[
		{"name":"User","endpoint":"/People","schema":"`+UserURN+`","schemaExtensions":[{"schema":"urn:example:Badge","required":true}]},
		{"name":"Robot","endpoint":"/Robots","schema":"urn:example:Robot"},
		{"name":"Ghost","endpoint":"/Ghosts","schema":"urn:example:Ghost"},
		{"name":"Schema","endpoint":"/Mine","schema":"urn:example:Mine"},
		{"name":"ResourceType","schema":"urn:example:Mine","schemaExtensions":[{"schema":"urn:example:Badge","required":true}]},
		{"description":"nameless"}]`)
	schemas := objects(t, `[
		{"id":"`+UserURN+`","attributes":[
			{"name":"userName","type":"integer","required":false},
			{"name":"name","type":"complex","subAttributes":[{"name":"familyName","required":true},{"name":"clan","type":"string"}]},
			{"name":"pin","type":"string","returned":"never"},
			{"name":"displayName","returned":"never"}]},
		{"id":"urn:example:Badge","attributes":[{"name":"number","type":"integer","required":true},{"name":7},"x"]},
		{"id":"urn:example:Robot","attributes":[{"name":"arms","type":"integer","multiValued":true},{"name":"mass","type":"decimal"}]},
		{"attributes":[]}]`)
	s, err := rfc(t).With(types, schemas)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// objects reads an array of objects.
func objects(t *testing.T, text string) []Object {
	t.Helper()
	var out []Object
	for _, element := range flatten([]any{parsed(t, text)}) {
		o, ok := element.(Object)
		if !ok {
			t.Fatalf("%v is no object", element)
		}
		out = append(out, o)
	}
	return out
}

func TestWithWhatATargetAnnounces(t *testing.T) {
	s := announced(t)
	for _, c := range []struct{ kind, resource, found string }{
		{"User", `{"schemas":["` + UserURN + `","urn:example:Badge"],"id":"1","userName":"ada","name":{"familyName":"L","clan":"K"},"urn:example:Badge":{"number":1}}`, ""},
		{"User", `{"schemas":["` + UserURN + `","` + EnterpriseURN + `"],"id":"1","userName":1,"pin":"1","displayName":"A","name":{"givenName":"A"}}`, strings.Join([]string{
			`schemas: want only the schemas of the resource type User, got "` + EnterpriseURN + `"`,
			`userName: want a string, got 1`,
			`name.familyName: want a value, got absent`,
			`displayName: want never to be returned, got present`,
			`pin: want never to be returned, got present`,
			`urn:example:Badge: want the extension, which the resource type requires, got absent`,
		}, "\n")},
		{"Robot", `{"schemas":["urn:example:Robot"],"id":"1","arms":[1,2],"mass":1.5}`, ""},
		{"Robot", `{"schemas":["urn:example:Robot"],"id":"1","arms":[1,"2"],"mass":"1"}`, `arms: want a whole number, got "2"` + "\n" + `mass: want a number, got "1"`},
		{
			"Robot", `{"schemas":["urn:example:Robot"],"id":"1","urn:example:Badge":{}, "urn:example:Hat":{"size":1}}`,
			`urn:example:Hat: want an extension of the resource type Robot, got {"size":1} (warning)` + "\n" +
				`schemas: want to contain "urn:example:Hat", as its attributes are there, got ["urn:example:Robot"] (warning)`,
		},
		{"Ghost", `{"schemas":["urn:example:Ghost"],"id":"1","anything":"goes"}`, ""},
		{"ResourceType", `{"schemas":["` + ResourceURN + `","urn:example:Badge"],"name":"A","endpoint":"/As","schema":"urn:example:A","urn:example:Badge":{"number":1}}`, ""},
		{"ResourceType", `{"schemas":["` + ResourceURN + `"],"name":"A","endpoint":"/As","schema":"urn:example:A"}`, ""},
		{
			"ResourceType", `{"schemas":["` + ResourceURN + `","urn:example:Hat"],"name":"A","endpoint":"/As","schema":"urn:example:A"}`,
			`schemas: want only the schemas of the resource type ResourceType, got "urn:example:Hat"`,
		},
		{"Dragon", `{}`, `meta.resourceType: want a resource type of the target, got "Dragon"`},
	} {
		t.Run(c.kind, func(t *testing.T) {
			found := lines(s.Check(c.kind, object(t, c.resource), Options{}))
			if diff := cmp.Diff(c.found, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHas(t *testing.T) {
	for _, c := range []struct {
		schemas    *Schemas
		kind, path string
		want       bool
	}{
		{rfc(t), "User", "title", true},
		{rfc(t), "user", "NAME.familyname", true},
		{rfc(t), "User", "externalId", true},
		{rfc(t), "User", UserURN + ":title", true},
		{rfc(t), "User", EnterpriseURN + ":manager.value", true},
		{rfc(t), "Group", EnterpriseURN + ":manager", false},
		{rfc(t), "User", "department", false},
		{rfc(t), "User", "title.sub", false},
		{rfc(t), "Robot", "arms", false},
		{announced(t), "Robot", "arms", true},
		{announced(t), "User", "title", false},
		{announced(t), "User", "name.clan", true},
		{announced(t), "User", "urn:example:Badge:number", true},
		{announced(t), "User", EnterpriseURN + ":department", false},
		{announced(t), "Group", "displayName", true},
	} {
		if got := c.schemas.Has(c.kind, c.path); got != c.want {
			t.Errorf("%s %s: %v", c.kind, c.path, got)
		}
	}
	if endpoint, _ := announced(t).Endpoint("User"); endpoint != "/People" {
		t.Error(endpoint)
	}
	if rfc(t).HasKind("Robot") || !announced(t).HasKind("robot") {
		t.Error("HasKind is wrong")
	}
	if a, ok := rfc(t).Attribute("User", "userName"); !ok || a.Uniqueness != "server" || !a.Required || a.Type != "string" {
		t.Errorf("%+v", a)
	}
}

func TestWithRefusesWhatNobodyCanRead(t *testing.T) {
	if _, err := rfc(t).With([]Object{{"x": 1}}, nil); err == nil {
		t.Error("a resource type without a name is taken")
	}
	if _, err := rfc(t).With(nil, []Object{{"x": 1}}); err == nil {
		t.Error("a schema without an id is taken")
	}
	if _, err := rfc(t).With(nil, nil); err != nil {
		t.Error(err)
	}
}

// TestTheTranscription holds our own transcription to the rules for schemas,
// and to a few of its errata.
func TestTheTranscription(t *testing.T) {
	s := rfc(t)
	for uri, attributes := range s.byURI {
		if len(attributes) == 0 {
			t.Errorf("%q has no attributes", uri)
		}
		for _, a := range attributes {
			checkDefinition(t, uri+" "+a.Name, a)
		}
	}
	if len(s.byURI) != 7 {
		t.Errorf("%d schemas", len(s.byURI))
	}
	if a, _ := s.Attribute("Group", "displayName"); !a.Required {
		t.Error("erratum 5368: Group.displayName is required")
	}
	if a, _ := s.Attribute("ResourceType", "schemaExtensions"); !a.MultiValued {
		t.Error("erratum 7522: schemaExtensions is multi-valued")
	}
	if a, _ := s.Attribute("User", EnterpriseURN+":manager.value"); !a.CaseExact {
		t.Error("erratum 8472: manager.value is case exact")
	}
}

func checkDefinition(t *testing.T, where string, a Attribute) {
	t.Helper()
	types := []string{"string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"}
	if !contains(types, a.Type) || !contains([]string{"readOnly", "readWrite", "immutable", "writeOnly"}, a.Mutability) ||
		!contains([]string{"always", "never", "default", "request"}, a.Returned) || !contains([]string{"none", "server", "global"}, a.Uniqueness) {
		t.Errorf("%s: %+v", where, a)
	}
	if (a.Type == "complex") != (len(a.SubAttributes) > 0) || (a.Type == "reference") != (len(a.ReferenceTypes) > 0) {
		t.Errorf("%s: %+v", where, a)
	}
	for _, sub := range a.SubAttributes {
		checkDefinition(t, where+"."+sub.Name, sub)
	}
}

func contains(list []string, text string) bool {
	for _, element := range list {
		if element == text {
			return true
		}
	}
	return false
}

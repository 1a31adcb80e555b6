package provision_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/provision"
)

// The shapes that clients are known to send, written down by hand and not from the dialects:
// what is known of each client in public, move by move. id stands for Ada's id, random for what
// differs each time.
const (
	id       = `a/1 "x"`
	idJSON   = `a/1 \"x\"`
	userCore = `"urn:ietf:params:scim:schemas:core:2.0:User"`
	userMore = `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
	manager  = `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager`
	byName   = `filter=userName eq "joan@example.com"`
	nobody   = `filter=userName eq "random"`
	okta     = `&startIndex=1&count=100`
)

// shape is what one request has to be.
type shape struct {
	// line is the method, the path and the query, decoded.
	line string
	// operations are those of a PATCH, all of them.
	operations string
	// has is what the body has at the top, among other things.
	has string
	// lacks names what the body does not have.
	lacks []string
}

func get(path string) shape { return shape{line: "GET " + path} }
func patch(path, operations string) shape {
	return shape{line: "PATCH " + path, operations: operations}
}
func remove(path string) shape { return shape{line: "DELETE " + path} }

// shapes are by dialect and the name of a move in life; none is a move that is never made.
var shapes = map[string]map[string][]shape{
	"entra": {
		"credentials-test": {get("/Users?" + nobody)},
		"create": {
			get("/Users?" + byName),
			{
				line: "POST /Users", has: `{"schemas":[` + userCore + `,` + userMore + `],"meta":{"resourceType":"User"},"roles":[],"active":true,"externalId":"e-2"}`,
				lacks: []string{"password"},
			},
		},
		"create-inactive": nil,
		"read":            {get("/Users/" + id)},
		"replace-attribute, several": {get("/Users/" + id), patch("/Users/"+id, `[
			{"op":"Add","path":"emails[type eq \"work\"].value","value":"ada.king@example.com"},
			{"op":"Replace","path":"displayName","value":"Ada King"},
			{"op":"Replace","path":"name.familyName","value":"King"},
			{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R&D"}]`)},
		"clear-attribute": nil,
		"set-manager":     {patch("/Users/"+id, `[{"op":"Add","path":"`+manager+`","value":[{"$ref":"https://tenant.example.com/scim/v2/Users/m-1","value":"m-1"}]}]`)},
		"match-group":     {get(`/Groups?excludedAttributes=members&filter=displayName eq "Analysts"`)},
		"create-group": {
			get(`/Groups?excludedAttributes=members&filter=displayName eq "Analysts"`),
			{line: "POST /Groups", has: `{"displayName":"Analysts","meta":{"resourceType":"Group"},"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"]}`, lacks: []string{"members"}},
		},
		"read-group":      {get("/Groups/g?1?excludedAttributes=members")},
		"rename-group":    {patch("/Groups/g?1", `[{"op":"Replace","path":"displayName","value":"Engineers"}]`)},
		"add-member, two": {patch("/Groups/g?1", `[{"op":"Add","path":"members","value":[{"$ref":null,"value":"`+idJSON+`"},{"$ref":null,"value":"g-2"}]}]`)},
		"remove-member":   {patch("/Groups/g?1", `[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"`+idJSON+`"}]}]`)},
		"deactivate":      {patch("/Users/"+id, `[{"op":"Replace","path":"active","value":"False"}]`)},
		"reactivate":      {patch("/Users/"+id, `[{"op":"Replace","path":"active","value":"True"}]`)},
		"delete":          {remove("/Users/" + id)},
		"delete-group":    {remove("/Groups/g?1")},
	},
	"entra-scim2020": {
		"credentials-test": {get("/Users?aadOptscim062020&" + nobody)},
		"replace-attribute, several": {get("/Users/" + id + "?aadOptscim062020"), patch("/Users/"+id+"?aadOptscim062020", `[
			{"op":"replace","path":"emails[type eq \"work\"].value","value":"ada.king@example.com"},
			{"op":"replace","value":{"displayName":"Ada King","name.familyName":"King","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"R&D"}}]`)},
		"remove-member":   {patch("/Groups/g?1?aadOptscim062020", `[{"op":"remove","path":"members[value eq \"a/1 \\\"x\\\"\"]"}]`)},
		"deactivate":      {patch("/Users/"+id+"?aadOptscim062020", `[{"op":"replace","value":{"active":false}}]`)},
		"reactivate":      {patch("/Users/"+id+"?aadOptscim062020", `[{"op":"replace","value":{"active":true}}]`)},
		"clear-attribute": nil,
		"delete":          {remove("/Users/" + id + "?aadOptscim062020")},
	},
	"entra-on-demand": {
		"create-inactive": nil,
		"remove-member":   {patch("/Groups/g?1", `[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"`+idJSON+`"}]}]`)},
		"deactivate":      {patch("/Users/"+id, `[{"op":"Replace","path":"active","value":"False"}]`)},
		"delete":          {remove("/Users/" + id)},
	},
	"okta-oin": {
		"probe": nil,
		"create": {
			get("/Users?" + byName + okta),
			{line: "POST /Users", has: `{"groups":[],"locale":"en-US","active":true,"password":"secret","externalId":"e-2"}`},
		},
		"create, no password": {
			get(`/Users?filter=userName eq "joan"` + okta),
			{line: "POST /Users", has: `{"groups":[],"password":"Aa1!random"}`},
		},
		"replace-attribute, several": {
			get("/Users/" + id),
			{line: "PUT /Users/" + id, has: `{"id":"` + idJSON + `","displayName":"Ada King","name":{"familyName":"King"},"userName":"ada","active":true,"emails":[{"type":"work","value":"ada.king@example.com"}]}`},
		},
		"rename": {get("/Users/" + id), {line: "PUT /Users/" + id, has: `{"userName":"ada.king","displayName":"Ada Lovelace"}`}},
		"match-group": {
			get(`/Groups?filter=displayName eq "Analysts"` + okta),
		},
		"create-group": {
			get(`/Groups?filter=displayName eq "Analysts"` + okta),
			{line: "POST /Groups", has: `{"displayName":"Analysts","members":[]}`},
		},
		"rename-group": {patch("/Groups/g?1", `[{"op":"replace","value":{"id":"g?1","displayName":"Engineers"}}]`)},
		"add-member, two": {
			patch("/Groups/g?1", `[{"op":"replace","value":{"id":"g?1","displayName":"Analysts"}}]`),
			patch("/Groups/g?1", `[{"op":"add","path":"members","value":[{"value":"`+idJSON+`","display":"o'brien+\"bob\"\\@example.com"},{"value":"g-2","display":"grace@example.com"}]}]`),
		},
		"remove-member": {
			patch("/Groups/g?1", `[{"op":"replace","value":{"id":"g?1","displayName":"Analysts"}}]`),
			patch("/Groups/g?1", `[{"op":"remove","path":"members[value eq \"a/1 \\\"x\\\"\"]"}]`),
		},
		"replace-members, nobody": {
			patch("/Groups/g?1", `[{"op":"replace","value":{"id":"g?1","displayName":"Analysts"}}]`),
			patch("/Groups/g?1", `[{"op":"replace","path":"members","value":[]}]`),
		},
		"deactivate":   {patch("/Users/"+id, `[{"op":"replace","value":{"active":false}}]`)},
		"reactivate":   {patch("/Users/"+id, `[{"op":"replace","value":{"active":true}}]`)},
		"delete":       nil,
		"delete-group": {remove("/Groups/g?1")},
	},
	"okta-aiw": {
		"match":      {get(`/Users?filter=userName eq "o'brien+\"bob\"\\@example.com"` + okta)},
		"deactivate": {get("/Users/" + id), {line: "PUT /Users/" + id, has: `{"active":false,"userName":"ada","displayName":"Ada Lovelace"}`}},
		"reactivate": {get("/Users/" + id), {line: "PUT /Users/" + id, has: `{"active":true,"userName":"ada"}`}},
		"rename-group": {
			{line: "PUT /Groups/g?1", has: `{"displayName":"Engineers","id":"g?1"}`},
		},
		"add-member, two": {{line: "PUT /Groups/g?1", has: `{"displayName":"Analysts","members":[{"value":"` + idJSON + `","display":"o'brien+\"bob\"\\@example.com"},{"value":"g-2","display":"grace@example.com"}]}`}},
		"remove-member":   {{line: "PUT /Groups/g?1", has: `{"members":[{"value":"g-2","display":"grace@example.com"}]}`}},
		"delete":          nil,
	},
	"onelogin": {
		"credentials-test": {get("/Users?" + nobody)},
		"create":           {get("/Users?" + byName), {line: "POST /Users", has: `{"userName":"joan@example.com"}`}},
		"match-group":      {get("/Groups")},
		"deactivate":       {{line: "PUT /Users/" + id, has: `{"active":false,"id":"` + idJSON + `"}`}},
		"deactivate by PATCH with a path": {
			patch("/Users/"+id, `[{"op":"replace","path":"active","value":false}]`),
		},
		"delete": {remove("/Users/" + id)},
	},
	"jumpcloud": {
		"credentials-test": {
			{line: "POST /Users", has: `{"schemas":[` + userCore + `],"userName":"jumpcloud.test.random@example.com"}`},
			remove("/Users/" + id),
			{line: "POST /Groups", has: `{"displayName":"jumpcloud test random"}`},
			remove("/Groups/" + id),
		},
		"create":          {get("/Users?" + byName), {line: "POST /Users", has: `{"schemas":[` + userCore + `]}`, lacks: []string{strings.Trim(userMore, `"`), "password"}}},
		"set-manager":     nil,
		"add-member, two": {patch("/Groups/g?1", `[{"op":"add","path":"members","value":[{"value":"`+idJSON+`"},{"value":"g-2"}]}]`)},
		"remove-member":   {patch("/Groups/g?1", `[{"op":"remove","path":"members","value":[{"value":"`+idJSON+`"}]}]`)},
	},
	"pingfederate": {
		"match":                {get(`/Users?filter=userName eq "o'brien+\"bob\"\\@example.com"`)},
		"deactivate":           {patch("/Users/"+id, `[{"op":"replace","path":"active","value":false}]`)},
		"deactivate by PUT":    {{line: "PUT /Users/" + id, has: `{"active":false}`}},
		"deactivate by DELETE": {remove("/Users/" + id)},
	},
	"sailpoint": {
		"deactivate": {patch("/Users/"+id, `[{"op":"add","value":{"active":false}}]`)},
		"reactivate": {patch("/Users/"+id, `[{"op":"add","value":{"active":true}}]`)},
	},
	"keycloak": {
		"match":        nil,
		"create":       {{line: "POST /Users", has: `{"externalId":"e-2","emails":[{"value":"joan@example.com"}],"roles":[],"active":true}`, lacks: []string{"password"}}},
		"deactivate":   {patch("/Users/"+id, `[{"op":"replace","path":"active","value":"false"},{"op":"replace","path":"userName","value":"o'brien+\"bob\"\\@example.com"},{"op":"replace","path":"displayName","value":"Ada Lovelace"}]`)},
		"reactivate":   {patch("/Users/"+id, `[{"op":"replace","path":"active","value":"true"},{"op":"replace","path":"userName","value":"o'brien+\"bob\"\\@example.com"},{"op":"replace","path":"displayName","value":"Ada Lovelace"}]`)},
		"create-group": {{line: "POST /Groups", has: `{"members":[{"value":"` + idJSON + `","type":"User","$ref":"Users/a%2F1%20%22x%22"},{"value":"g-2","type":"User","$ref":"Users/g-2"}]}`}},
		"remove-member": {patch("/Groups/g?1", `[{"op":"replace","path":"members","value":[{"value":"g-2","type":"User"}]},
			{"op":"replace","path":"displayName","value":"Analysts"},{"op":"replace","path":"externalId","value":"keycloak-g?1"}]`)},
		"remove-member, the last": {patch("/Groups/g?1", `[{"op":"remove","path":"members","value":null},
			{"op":"replace","path":"displayName","value":"Analysts"},{"op":"replace","path":"externalId","value":"keycloak-g?1"}]`)},
		"delete": {remove("/Users/" + id)},
	},
	"authentik": {
		"probe":                     {get("/ServiceProviderConfig")},
		"create":                    {{line: "POST /Users", has: `{"externalId":"e-2","active":true}`}},
		"replace-attribute, simple": {{line: "PUT /Users/" + id, has: `{"displayName":"Ada & Co","id":"` + idJSON + `"}`}},
		"deactivate":                {{line: "PUT /Users/" + id, has: `{"active":false}`}},
		"rename-group": {
			patch("/Groups/g?1", `[{"op":"replace","value":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g?1","externalId":"authentik-g?1","displayName":"Engineers"}}]`),
			get("/Groups/g?1"),
		},
		"add-member, two": {patch("/Groups/g?1", `[{"op":"add","path":"members","value":[{"value":"`+idJSON+`"}]},{"op":"add","path":"members","value":[{"value":"g-2"}]}]`)},
		"delete":          {remove("/Users/" + id)},
	},
	"google-workspace": {
		"deactivate": {patch("/Users/"+id, `[{"op":"replace","path":"active","value":false}]`)},
		"delete":     {remove("/Users/" + id)},
	},
	"interop-strict": {
		"probe": {get("/ServiceProviderConfig"), get("/ResourceTypes"), get("/Schemas")},
		"replace-attribute, several": {patch("/Users/"+id, `[
			{"op":"replace","path":"displayName","value":"Ada King"},
			{"op":"replace","path":"name.familyName","value":"King"},
			{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R&D"},
			{"op":"replace","path":"emails","value":[{"value":"ada.king@example.com","type":"work","primary":true}]}]`)},
		"remove-member":           {patch("/Groups/g?1", `[{"op":"replace","path":"members","value":[{"value":"g-2"}]}]`)},
		"remove-member, the last": {patch("/Groups/g?1", `[{"op":"replace","path":"members","value":[]}]`)},
		"deactivate":              {patch("/Users/"+id, `[{"op":"replace","path":"active","value":false}]`)},
		"deactivate by PUT":       nil,
		"delete":                  {remove("/Users/" + id)},
	},
	"rfc": {
		"deactivate":                {patch("/Users/"+id, `[{"op":"replace","path":"active","value":false}]`)},
		"remove-member":             {patch("/Groups/g?1", `[{"op":"remove","path":"members[value eq \"a/1 \\\"x\\\"\"]"}]`)},
		"deactivate by PUT":         {{line: "PUT /Users/" + id, has: `{"active":false}`}},
		"replace-attribute, simple": {patch("/Users/"+id, `[{"op":"replace","path":"displayName","value":"Ada & Co"}]`)},
	},
}

func TestShapes(t *testing.T) {
	for _, name := range provision.Names() {
		if shapes[name] == nil {
			t.Errorf("nothing is written down of what %s sends", name)
		}
	}
	for dialect, moves := range shapes {
		for move, want := range moves {
			t.Run(dialect+"/"+move, func(t *testing.T) {
				got := live(t, dialect, move)
				if len(got) != len(want) {
					t.Fatalf("sent %d requests, want %d", len(got), len(want))
				}
				for i, r := range got {
					check(t, r, want[i])
				}
			})
		}
	}
}

func check(t *testing.T, r provision.Request, want shape) {
	t.Helper()
	path, err := url.PathUnescape(r.Path)
	if line := chance.ReplaceAllString(r.Method+" "+path, "${1}random"); err != nil || line != want.line {
		t.Errorf("sent %s, want %s", line, want.line)
	}
	got := members(t, chance.ReplaceAll(r.Body, []byte("random")))
	if want.operations != "" {
		want.has = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":` + want.operations + `}`
	}
	for name, value := range members(t, []byte(want.has)) {
		if got[name] != value {
			t.Errorf("%s: sent %s, want %s", name, got[name], value)
		}
	}
	for _, name := range want.lacks {
		if value, there := got[name]; there {
			t.Errorf("%s: sent %s, want none", name, value)
		}
	}
	if want.has == "" && r.Body != nil {
		t.Errorf("sent %s, want no body", r.Body)
	}
}

// members are those of an object, each in its canonical form.
func members(t *testing.T, object []byte) map[string]string {
	t.Helper()
	if len(object) == 0 {
		return nil
	}
	var values map[string]jsontext.Value
	if err := json.Unmarshal(object, &values); err != nil {
		t.Fatalf("%s: %v", object, err)
	}
	texts := map[string]string{}
	for name, value := range values {
		if err := value.Canonicalize(); err != nil {
			t.Fatal(err)
		}
		texts[name] = string(value)
	}
	return texts
}

// TestHeaders holds what clients say of themselves.
func TestHeaders(t *testing.T) {
	for dialect, want := range map[string]map[string]string{
		"okta-oin": {"User-Agent": "Okta SCIM Client 1.0.0", "Accept": "application/scim+json", "Content-Type": "application/scim+json; charset=utf-8"},
		"okta-aiw": {"User-Agent": "Okta SCIM Client 1.0.0"},
	} {
		sent := live(t, dialect, "reactivate")
		for field, value := range want {
			if got := sent[len(sent)-1].Header.Get(field); got != value {
				t.Errorf("%s: %s is %q, want %q", dialect, field, got, value)
			}
		}
	}
	for _, dialect := range []string{"entra", "entra-scim2020", "entra-on-demand"} {
		if live(t, dialect, "delete")[0].Header.Get("Adscimversion") == "" {
			t.Errorf("%s: no Adscimversion", dialect)
		}
	}
	if got := live(t, "interop-strict", "delete")[0].Header.Get("User-Agent"); got == "" {
		t.Error("interop-strict: no User-Agent, which its profile demands")
	}
}

// TestAccepted holds which answers clients take as done, where they differ from the RFC.
func TestAccepted(t *testing.T) {
	for _, tt := range []struct {
		dialect, move string
		want          []int
	}{
		{"okta-oin", "match", []int{200, 404}},
		{"onelogin", "credentials-test", []int{200, 404}},
		{"entra", "match", []int{200}},
		{"entra", "delete", []int{204, 404}},
		{"rfc", "delete", []int{204}},
		{"interop-strict", "delete", []int{204}},
	} {
		if got := live(t, tt.dialect, tt.move)[0].Accept; !slices.Equal(got, tt.want) {
			t.Errorf("%s, %s: accepts %v, want %v", tt.dialect, tt.move, got, tt.want)
		}
	}
}

// TestInteropStrictKeepsToItsProfile: PATCH and never PUT, each operation with a path, no filter
// in one, operations in small letters, eq and and in filters, no entity tags.
func TestInteropStrictKeepsToItsProfile(t *testing.T) {
	for _, l := range life {
		for _, r := range live(t, "interop-strict", l.name) {
			if r.Method == "PUT" || r.Header.Get("If-Match") != "" {
				t.Errorf("%s: %s with %v", l.name, r.Method, r.Header)
			}
			var body struct {
				Operations []struct {
					Op   string `json:"op"`
					Path string `json:"path"`
				} `json:"Operations"`
			}
			if r.Method == "PATCH" && json.Unmarshal(r.Body, &body) != nil {
				t.Fatalf("%s: %s", l.name, r.Body)
			}
			for _, o := range body.Operations {
				if o.Path == "" || strings.Contains(o.Path, "[") || o.Op != strings.ToLower(o.Op) {
					t.Errorf("%s: %+v", l.name, o)
				}
			}
		}
	}
}

// TestConfidenceIsNotClaimed: what is known at second hand, or not at all, is never sure.
func TestConfidenceIsNotClaimed(t *testing.T) {
	most := map[string]string{
		"rfc": "high", "entra": "high", "entra-scim2020": "high", "entra-on-demand": "medium", "okta-oin": "high", "okta-aiw": "high",
		"onelogin": "medium", "jumpcloud": "low", "pingfederate": "medium", "sailpoint": "medium", "keycloak": "high",
		"authentik": "high", "google-workspace": "low", "interop-strict": "high",
	}
	for _, name := range provision.Names() {
		d := load(t, name)
		if d.Confidence() != most[name] {
			t.Errorf("%s: %s, want %s", name, d.Confidence(), most[name])
		}
	}
	for _, name := range []string{"sailpoint", "jumpcloud", "google-workspace"} {
		for _, m := range provision.Moves() {
			if d := load(t, name); d.Sureness(m, "") == "high" {
				t.Errorf("%s: %s is sure", name, m)
			}
		}
	}
}

// TestStrictRefusals: what the RFC has no place for is said to be refused by who keeps to it,
// and what it has a place for is not.
func TestStrictRefusals(t *testing.T) {
	for dialect, want := range map[string][]string{
		"entra":          {"replace-attribute, simple", "rename", "set-manager", "remove-member", "add-member, two", "deactivate", "reactivate"},
		"entra-scim2020": {"replace-attribute, several", "set-manager"},
		"keycloak":       {"deactivate", "reactivate"},
		"authentik":      {"remove-member"}, "jumpcloud": {"remove-member"},
		"rfc": nil, "okta-oin": nil, "okta-aiw": nil, "onelogin": nil, "pingfederate": nil, "sailpoint": nil, "interop-strict": nil,
	} {
		for _, l := range life {
			sent := live(t, dialect, l.name)
			if len(sent) == 0 {
				continue
			}
			refusable := sent[len(sent)-1].Strict.Expects(400)
			if slices.Contains(want, l.name) && !refusable {
				t.Errorf("%s, %s: a strict service provider may not refuse it", dialect, l.name)
			}
			if want == nil && refusable {
				t.Errorf("%s, %s: a strict service provider may refuse it", dialect, l.name)
			}
		}
	}
	if sent := live(t, "entra-scim2020", "replace-attribute, simple"); sent[1].Strict.Refuses != "" {
		t.Errorf("entra-scim2020: a plain name in a value without a path may be refused: %+v", sent[1].Strict)
	}
}

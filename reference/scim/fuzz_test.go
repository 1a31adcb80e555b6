package scim_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/schema"
)

// seeds are method, target, body and entity tag.
func seeds() [][4]string {
	patched := operations(`{"op":"add","path":"members","value":[{"value":"{user}"}]}`)
	return [][4]string{
		{"GET", "/Users", "", ""},
		{"GET", "/Users?filter=userName%20eq%20%22ada%22&attributes=userName&sortBy=name.givenName&count=1", "", ""},
		{"GET", "/Users?filter=emails%5Btype%20eq%20%22work%22%5D%20or%20not%20(groups%20pr)&startIndex=-1", "", ""},
		{"GET", "/?sortBy=displayName&sortOrder=descending", "", ""},
		{"GET", "/Users/{user}?excludedAttributes=name", "", `W/"1"`},
		{"POST", "/Users", object(coreUser, `"userName":"grace"`, `"password":"x"`, managedBy("{user}")), ""},
		{"POST", "/Groups", groupBody("Outer", "{group}", "{user}"), ""},
		{"PUT", "/Users/{user}", object(coreUser, `"userName":"ada"`, `"emails":[{"value":"a@example.com","primary":true}]`), "*"},
		{"PATCH", "/Groups/{group}", patched, ""},
		{"PATCH", "/Groups/{group}", operations(`{"op":"remove","path":"members[value eq \"{user}\"]"}`), ""},
		{"PATCH", "/Users/{user}", operations(`{"op":"replace","value":{"active":false,"name.givenName":"Ada","password":"y"}}`), ""},
		{"PATCH", "/Users/{user}", operations(`{"op":"Replace","path":"` + enterprise + `:manager","value":"{user}"}`), ""},
		{"DELETE", "/Users/{user}", "", `W/"x", *`},
		{"POST", "/.search", object(search, `"filter":"members.value eq \"{user}\""`, `"count":2,"attributes":["id"]`), ""},
		{"POST", "/Users/.search", object(search, `"sortBy":"emails"`), ""},
		{"GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "", ""},
		{"GET", "/Me", "", ""},
		{"POST", "/Bulk", "{}", ""},
		{"POST", "/Bulk", job(
			post("/Users", "a", userData("grace", managedIn("b"))), post("/Users", "b", userData("alan", managedIn("a"))),
			post("/Groups", "c", groupOf("Outer", "c")), `{"method":"PATCH","path":"/Users/bulkId:a","data":`+patched+`}`,
			`{"method":"DELETE","path":"/Users/{user}","version":"*"}`,
		), ""},
		{"POST", "/Bulk", object(bulkRequest, `"failOnErrors":1`, `"Operations":[{"method":"get"},{"method":"PUT","path":"/Groups/{group}","data":{"$ref":"/bulkId:"}}]`), ""},
		{"POST", "/Devices", object(coreDevice, `"serialNumber":"SN-1"`, `"displayName":"x"`, laptop), ""},
		{"PATCH", "/Users/{user}", operations(`{"op":"add","path":"` + schema.WorkplaceURN + `:badge","value":"b"}`), ""},
		{"GET", "/Devices?sortBy=interfaces.speed&cursor=&filter=weight%20gt%201e0", "", ""},
		{"GET", "/?cursor&count=1", "", ""},
		{"POST", "/.search", object(search, `"cursor":"AAAA"`, `"startIndex":1`), ""},
		{"GET", "/Users/%2e%2e%2f?;&%zz", "\xff", "\x00"},
		{"GET", "/Users/%ff", "", ""},
		{"GET", "/Users?sortBy=%ff", "", ""},
		{"GET", "/Users?filter=%ff+eq+1", "", ""},
		{"GET", "/Users?filter=userName+eq+%22%ff%22", "", ""},
		{"GET", "/?filter=userName+eq+%22%ff%22", "", ""},
		{"GET", "/Users?attributes=%ff", "", ""},
	}
}

// FuzzHandler throws requests at a provider with a user and a group in it,
// whose ids stand in for {user} and {group}: no request may fail inside, and
// every refusal is a SCIM Error.
func FuzzHandler(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed[0], seed[1], seed[2], seed[3], false)
		f.Add(seed[0], seed[1], seed[2], seed[3], true)
	}
	f.Fuzz(func(t *testing.T, method, target, body, tag string, severe bool) {
		c := serve(t, withDevices)
		if severe {
			c = serve(t, withDevices, strict)
		}
		user := c.user("ada", `"name":{"givenName":"Ada"}`, `"emails":[{"value":"ada@example.com","type":"work"}]`)
		ids := strings.NewReplacer("{user}", user, "{group}", c.group("Analysts", user))
		r := request(method, ids.Replace(target), ids.Replace(body))
		if tag != "" {
			r.Header.Set("If-Match", tag)
			r.Header.Set("If-None-Match", tag)
		}
		recorder := httptest.NewRecorder()
		c.provider.ServeHTTP(recorder, r)
		judge(t, recorder)
	})
}

// request builds what a server would hand over, however odd the target.
func request(method, target, body string) *http.Request {
	path, query, _ := strings.Cut(target, "?")
	r := httptest.NewRequest(http.MethodGet, publicURL, strings.NewReader(body))
	r.Method = method
	r.URL = &url.URL{Path: "/scim/v2" + path, RawQuery: query}
	if unescaped, err := url.PathUnescape(path); err == nil {
		r.URL.Path, r.URL.RawPath = "/scim/v2"+unescaped, "/scim/v2"+path
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func judge(t *testing.T, recorder *httptest.ResponseRecorder) {
	status, body := recorder.Code, recorder.Body.Bytes()
	if status >= 500 && status != http.StatusNotImplemented || status < 200 {
		t.Fatalf("answered %d: %s", status, body)
	}
	if len(body) == 0 {
		if status >= 400 && recorder.Header().Get("Content-Length") == "" {
			t.Fatalf("%d without a body", status)
		}
		return
	}
	message, err := schema.Decode(body)
	if err != nil {
		t.Fatalf("answered %d with what is not JSON: %v", status, err)
	}
	isError := text(message, "schemas", 0) == "urn:ietf:params:scim:api:messages:2.0:Error"
	if isError != (status >= 400) {
		t.Fatalf("answered %d with %s", status, body)
	}
}

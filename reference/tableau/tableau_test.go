package tableau_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/tableau"
)

const (
	base  = "/api/" + tableau.Version
	site  = base + "/sites/s1"
	admin = "administrator-of-the-tests"
	scim  = "scim-of-the-tests"
)

type object = map[string]any

type tenant struct {
	t       *testing.T
	handler http.Handler
}

func open(t *testing.T) *tenant {
	t.Helper()
	opened, err := reference.Open(t.Context(), tableau.As(reference.Options{SCIMToken: scim, AdminToken: admin}, "s1"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return &tenant{t, opened.Handler()}
}

func (tn *tenant) want(status int, token, method, path, body string) object {
	tn.t.Helper()
	r := httptest.NewRequestWithContext(tn.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("X-Tableau-Auth", token)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(body, "--b") {
		r.Header.Set("Content-Type", "multipart/mixed; boundary=b")
	}
	w := httptest.NewRecorder()
	tn.handler.ServeHTTP(w, r)
	if w.Code != status {
		tn.t.Fatalf("%s %s: got %d %s, want %d", method, path, w.Code, w.Body, status)
	}
	var answer object
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			tn.t.Fatal(err)
		}
	}
	if problem, ok := answer["error"].(object); status >= 400 && (!ok || problem["code"] == "" || problem["summary"] == "") {
		tn.t.Errorf("%s %s: an odd error %v", method, path, answer)
	}
	return answer
}

// hire provisions somebody, and signs them in.
func (tn *tenant) hire(name string) (id, token string) {
	tn.t.Helper()
	tn.want(201, scim, "POST", reference.SCIMPath+"/Users",
		`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"`+name+`","password":"secret of `+name+`"}`)
	found := tn.want(200, admin, "GET", site+"/users?filter=name:eq:"+name, "")
	user := found["users"].(object)["user"].([]any)[0].(object)
	in := tn.want(200, "", "POST", base+"/auth/signin", signIn(name, "secret of "+name))["credentials"].(object)
	if in["user"].(object)["id"] != user["id"] || user["siteRole"] != "Creator" {
		tn.t.Errorf("%v signed in as %v", user, in)
	}
	return user["id"].(string), in["token"].(string)
}

func signIn(name, password string) string {
	return fmt.Sprintf(`{"credentials":{"name":%q,"password":%q,"site":{"contentUrl":"acme"}}}`, name, password)
}

func (tn *tenant) publish(token, kind string) string {
	tn.t.Helper()
	body := "--b\r\nContent-Disposition: name=\"request_payload\"\r\nContent-Type: text/xml\r\n\r\n<tsRequest><" + kind + " name=\"Q&amp;A\"/></tsRequest>\r\n" +
		"--b\r\nContent-Disposition: name=\"tableau_" + kind + "\"; filename=\"f\"\r\n\r\n<x/>\r\n--b--\r\n"
	made := tn.want(201, token, "POST", site+"/"+kind+"s", body)[kind].(object)
	if made["name"] != "Q&A" {
		tn.t.Errorf("published %v", made)
	}
	return made["id"].(string)
}

func TestTheEndOfAnAccount(t *testing.T) {
	t.Parallel()
	tn := open(t)
	ada, token := tn.hire("ada@example.com")
	grace, _ := tn.hire("grace@example.com")
	book, source := tn.publish(token, "workbook"), tn.publish(token, "datasource")
	tn.want(404, token, "GET", site+"/datasources/"+book, "")

	tn.want(409, admin, "DELETE", site+"/users/"+ada, "")
	if role := tn.want(200, admin, "GET", site+"/users/"+ada, "")["user"].(object)["siteRole"]; role != "Unlicensed" {
		t.Errorf("after a refused removal Ada is %v", role)
	}
	tn.want(401, token, "GET", site+"/users/"+ada, "")
	tn.want(401, "", "POST", base+"/auth/signin", signIn("ada@example.com", "secret of ada@example.com"))

	tn.want(404, admin, "DELETE", site+"/users/"+ada+"?mapAssetsTo=nobody", "")
	tn.want(200, admin, "PUT", site+"/workbooks/"+book, `{"workbook":{"owner":{"id":"`+grace+`"}}}`)
	tn.want(204, admin, "DELETE", site+"/users/"+ada+"?mapAssetsTo="+grace, "")
	for path, kind := range map[string]string{"/workbooks/" + book: "workbook", "/datasources/" + source: "datasource"} {
		if owner := tn.want(200, admin, "GET", site+path, "")[kind].(object)["owner"].(object)["id"]; owner != grace {
			t.Errorf("%s is %v's, want Grace's", path, owner)
		}
	}
	tn.want(404, admin, "GET", site+"/users/"+ada, "")
	tn.want(204, admin, "DELETE", site+"/workbooks/"+book, "")
}

func TestPages(t *testing.T) {
	t.Parallel()
	tn := open(t)
	ada, token := tn.hire("ada@example.com")
	path := site + "/users/" + ada + "/workbooks?pageSize=2"
	if empty := tn.want(200, admin, "GET", path, ""); fmt.Sprint(empty["workbooks"]) != "map[]" {
		t.Errorf("an empty list is %v", empty)
	}
	for range 3 {
		tn.publish(token, "workbook")
	}
	last := tn.want(200, admin, "GET", path+"&pageNumber=2", "")
	if shown := last["workbooks"].(object)["workbook"].([]any); len(shown) != 1 || last["pagination"].(object)["totalAvailable"] != "3" {
		t.Errorf("the last page is %v", last)
	}
	for _, wrong := range []string{"&pageNumber=3", "&pageNumber=0", "&pageNumber=x", "&pageSize=0"} {
		tn.want(400, admin, "GET", strings.Replace(path, "?pageSize=2", "?", 1)+strings.Replace("&pageSize=2"+wrong, "&pageSize=2&pageSize=0", "&pageSize=0", 1), "")
	}
	tn.want(400, admin, "GET", site+"/datasources", "")
	if none := tn.want(200, admin, "GET", site+"/datasources?filter=ownerName:eq:nobody@example.com", ""); none["pagination"].(object)["totalAvailable"] != "0" {
		t.Errorf("nobody owns %v", none)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tn := open(t)
	_, token := tn.hire("ada@example.com")
	grace, _ := tn.hire("grace@example.com")
	tn.want(401, "", "GET", site+"/users", "")
	tn.want(403, token, "GET", site+"/users", "")
	tn.want(403, token, "GET", site+"/users/"+grace, "")
	tn.want(404, admin, "GET", base+"/sites/another/users", "")
	tn.want(404, admin, "GET", site+"/users/"+strings.ToLower(grace), "") // that is the SCIM id
	tn.want(400, "", "POST", base+"/auth/signin", "{")
	tn.want(400, token, "POST", site+"/workbooks", "{}")
	tn.want(400, token, "POST", site+"/workbooks", "--b\r\n\r\n--b--\r\n")
	book := tn.publish(token, "workbook")
	tn.want(400, admin, "PUT", site+"/workbooks/"+book, "[")
	tn.want(404, admin, "PUT", site+"/workbooks/"+book, `{"workbook":{"owner":{"id":"nobody"}}}`)
	tn.want(404, admin, "PUT", site+"/workbooks/"+book, `{"workbook":{"owner":{"id":"NOBODY"}}}`)
	tn.want(403, admin, "POST", site+"/workbooks", "--b\r\nContent-Disposition: name=\"request_payload\"\r\n\r\n<tsRequest><workbook name=\"x\"/></tsRequest>\r\n"+
		"--b\r\nContent-Disposition: name=\"tableau_workbook\"\r\n\r\nx\r\n--b--\r\n")
	if _, err := reference.Open(t.Context(), tableau.As(reference.Options{SCIMToken: scim}, "")); err == nil {
		t.Error("a site without an id was opened")
	}
}

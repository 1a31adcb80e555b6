package console_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/page/pagetest"
)

func TestPeopleAreFoundAndFiltered(t *testing.T) {
	o := open(t).logIn()
	ids := map[string]string{}
	for _, name := range []string{"Grace Hopper", "ada lovelace", "Alan Turing"} {
		ids[name] = o.hire(name)
	}
	o.hireLocal("Zeno Local")
	o.hire("Mary Somerville", func(u object) { u["emails"] = []object{{"value": "m.greig@example.org"}} })
	o.call(200, "POST", "/api/v1/users/"+ids["Alan Turing"]+"/disable", adminToken, nil)
	cases := map[string][]string{
		"":                               {"ada lovelace", "Alan Turing", "Grace Hopper", "Mary Somerville", "Zeno Local"},
		"?status=active":                 {"ada lovelace", "Grace Hopper", "Mary Somerville", "Zeno Local"},
		"?status=disabled":               {"Alan Turing"},
		"?source=local":                  {"Zeno Local"},
		"?source=scim":                   {"ada lovelace", "Alan Turing", "Grace Hopper", "Mary Somerville"},
		"?source=idp":                    {},
		"?q=LOVELACE":                    {"ada lovelace"},
		"?q=grace.hopper%40EXAMPLE":      {"Grace Hopper"},
		"?q=greig":                       {"Mary Somerville"},
		"?q=a&status=disabled&source=":   {"Alan Turing"},
		"?q=%25":                         {},
		"?q=%22%3E%3Cscript%3Ealert(1)":  {},
		"?q=nobody&status=&source=local": {},
	}
	for query, want := range cases {
		got := o.Get(200, "/console"+query)
		if diff := cmp.Diff(want, got.Texts("tbody th")); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
		q, _ := url.ParseQuery(strings.TrimPrefix(query, "?"))
		if typed := pagetest.Attr(got.One("#q"), "value"); typed != q.Get("q") {
			t.Errorf("%q: the field holds %q", query, typed)
		}
	}
	row := o.Get(200, "/console?q=turing").Texts("tbody td")
	if diff := cmp.Diff([]string{"alan.turing@example.com", "alan.turing@example.com", "Disabled", "SCIM", "0"}, row); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"?status=gone", "?source=ldap", "?page=0", "?page=x", "?page=99999999999999999999"} {
		o.Get(400, "/console"+bad)
	}
}

func TestManyPeopleArePagedEachOnce(t *testing.T) {
	o := open(t).logIn()
	for i := range 53 {
		o.hire(fmt.Sprintf("Person %02d", i))
	}
	o.hire("Somebody Else")
	seen := []string{}
	page := o.Get(200, "/console?q=person")
	for n := 1; ; n++ {
		seen = append(seen, page.Texts("tbody th")...)
		if back := len(page.All("a[rel=prev]")); (back == 1) != (n > 1) {
			t.Errorf("page %d has %d ways back", n, back)
		}
		next := page.All("a[rel=next]")
		if len(next) == 0 {
			break
		}
		page = o.Get(200, page.Path(pagetest.Attr(next[0], "href")))
	}
	want := []string{}
	for i := range 53 {
		want = append(want, fmt.Sprintf("Person %02d", i))
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	if got := page.Texts(".pages span"); got[0] != "51 to 53 of 53" {
		t.Errorf("got %q", got)
	}
	if beyond := o.Get(200, "/console?page=900"); len(beyond.Texts("tbody th")) != 0 || len(beyond.All("a[rel=prev]")) != 1 {
		t.Errorf("beyond the last page: %s", beyond.Text)
	}
}

func TestAPersonsPageShowsWhatIsKnown(t *testing.T) {
	o := open(t).logIn()
	ids := o.team()
	o.estate(ids)
	ada := o.Get(200, personPath(ids["Ada Lovelace"]))
	facts := map[string]string{}
	for i, name := range ada.Texts("dt") {
		facts[name] = ada.Texts("dd")[i]
	}
	delete(facts, "Id")
	want := map[string]string{
		"User name": "ada.lovelace@example.com", "E-mail": "ada.lovelace@example.com", "Source": "SCIM", "Title": "Analyst",
		"Department": "Mathematics", "Groups": "Mathematics", "Gets in with": "1 access token, 1 refresh token",
		"Created": "23 Nov 2026, 09:30 UTC", "Last changed": "23 Nov 2026, 09:30 UTC",
	}
	if diff := cmp.Diff(want, facts); diff != "" {
		t.Error(diff)
	}
	if got := pagetest.Attr(ada.One("[data-status]"), "data-status"); got != "active" {
		t.Errorf("the status is %q", got)
	}
	if got := pagetest.Attr(ada.One("[data-user]"), "data-user"); got != ids["Ada Lovelace"] {
		t.Errorf("the person is %q", got)
	}
	assets := []string{"Bernoulli numbers", "Sales <b>2026</b> & forecasts", "Difference Engine", "Notes on Menabrea.csv", "Nightly reload"}
	if diff := cmp.Diff(assets, ada.Texts("tbody th")); diff != "" {
		t.Error(diff)
	}
	if got := ada.Texts("td[data-label='Shared with']")[0]; got != "Alan Turing, Mathematics" {
		t.Errorf("shared with %q", got)
	}
}

func TestManyAssetsArePaged(t *testing.T) {
	o := open(t).logIn()
	ada := o.hire("Ada Lovelace")
	token, want := o.token(userName("Ada Lovelace")), []string{}
	for i := range 30 {
		want = append(want, fmt.Sprintf("Engine %02d", i))
		o.own(token, "app", want[i])
	}
	page := o.Get(200, personPath(ada))
	more := page.All("a[rel=next]")
	if len(more) != 1 {
		t.Fatal(page.Text)
	}
	seen := append(page.Texts("tbody th"), o.Get(200, page.Path(pagetest.Attr(more[0], "href"))).Texts("tbody th")...)
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	o.Get(400, personPath(ada)+"?after=x")
}

func TestNobodysPage(t *testing.T) {
	o := open(t).logIn()
	for _, id := range []string{"nobody", "%2F..%2F", "a%2Fb", "%00", "%3Cscript%3E", "''"} {
		for _, below := range []string{"", "/reassign", "/delete"} {
			got := o.Get(404, "/console/people/"+id+below)
			if !strings.Contains(got.Text, "There is no account of that id") || strings.Contains(got.Text, "<script>") {
				t.Errorf("%s: %s", id, got.Text)
			}
		}
	}
	csrf := o.Get(200, "/console").Fields("header form").Get("csrf")
	for _, path := range eachDeed("nobody")[:3] {
		o.Post(404, path, url.Values{"csrf": {csrf}})
	}
	if strings.Contains(o.log.String(), "level=ERROR") {
		t.Error(o.log.String())
	}
}

func TestNamesAreShownAsTheyAre(t *testing.T) {
	o := open(t).logIn()
	ids := o.team()
	hostile := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `{{.CSRF}}`, `javascript:alert(1)`,
		`</title><svg onload=alert(1)>`, `--><b>`, `&amp;lt;`, "a\u202eb",
	}
	for i, name := range hostile {
		ids[name] = o.hire(name, func(u object) {
			u["userName"], u["title"], u["externalId"] = fmt.Sprintf("hostile%d%s", i, name), name, name
			u["emails"] = []object{{"value": name}}
		})
	}
	for i, name := range hostile {
		token := o.token(fmt.Sprintf("hostile%d%s", i, name))
		o.own(token, "app", name, ids[name])
		o.Submit(200, o.Get(200, personPath(ids[name])), "form[action$='/disable']")
	}
	for name, id := range ids {
		shown, _ := o.call(200, "GET", "/api/v1/users/"+id, adminToken, nil)["displayName"].(string)
		for _, path := range everyPage(id)[:6] {
			if got := o.Get(200, path); len(got.All("script, img, svg, main b, [onmouseover]")) > 0 {
				t.Errorf("%s of %q: %s", path, name, got.Text)
			}
		}
		page := o.Get(200, personPath(id))
		if got := pagetest.TextOf(page.One("h1")); got != strings.Join(strings.Fields(shown), " ") {
			t.Errorf("got %q, want %q", got, shown)
		}
		found := o.Get(200, "/console?q="+url.QueryEscape(shown))
		if diff := cmp.Diff([]string{strings.Join(strings.Fields(shown), " ")}, found.Texts("tbody th")); diff != "" {
			t.Errorf("%q: %s", shown, diff)
		}
	}
}

package console_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/page/pagetest"
)

func TestDisablingEndsEveryWayIn(t *testing.T) {
	o := open(t).logIn()
	ada := o.hire("Ada Lovelace")
	token := o.token(userName("Ada Lovelace"))
	o.call(201, "POST", "/api/v1/tokens", token, object{"name": "scripts"})
	me := o.Another()
	me.Submit(200, me.Get(200, "/app"), "main form", "username", userName("Ada Lovelace"), "password", password)
	before := o.call(200, "GET", "/scim/v2/Users/"+ada, scimToken, nil)

	page := o.Get(200, personPath(ada))
	if got := page.Texts("dd")[4]; got != "1 session, 1 access token, 1 refresh token, 1 API token" {
		t.Errorf("she gets in with %q", got)
	}
	disabled := o.Submit(200, page, "form[action$='/disable']")
	if disabled.URL.Path != personPath(ada) || disabled.Texts("[data-status]")[0] != "Disabled" ||
		!strings.Contains(disabled.Texts("[role=status]")[0], "Ada Lovelace is disabled") || disabled.Texts("dd")[4] != "no session and no token" {
		t.Errorf("got %s\n%s", disabled.URL, disabled.Text)
	}
	o.call(401, "GET", "/api/v1/whoami", token, nil)
	me.Get(401, "/app")
	after := o.call(200, "GET", "/scim/v2/Users/"+ada, scimToken, nil)
	if after["active"] != false || version(after) == version(before) {
		t.Errorf("SCIM shows %v", after)
	}
	if again := o.Get(200, personPath(ada)); len(again.All("[role=status]")) > 0 {
		t.Error("the notice is shown twice")
	}

	enabled := o.Submit(200, disabled, "form[action$='/enable']")
	if enabled.Texts("[data-status]")[0] != "Active" || !strings.Contains(enabled.Texts("[role=status]")[0], "is active again") {
		t.Error(enabled.Text)
	}
	o.call(401, "GET", "/api/v1/whoami", token, nil)
	// A page that is out of date does no harm.
	o.Submit(200, disabled, "form[action$='/enable']")
}

func version(resource object) any { return resource["meta"].(object)["version"] }

func TestTheOwnerOfAWorkspaceIsNotDisabled(t *testing.T) {
	o := open(t).logIn()
	ada := o.hire("Ada Lovelace")
	o.own(o.token(userName("Ada Lovelace")), "workspace", "Analytical Engine")
	refused := o.Submit(409, o.Get(200, personPath(ada)), "form[action$='/disable']")
	link := refused.All("[role=alert] a")
	if !strings.Contains(refused.Texts("[role=alert]")[0], "owner of a workspace") || len(link) != 1 || refused.Texts("[data-status]")[0] != "Active" {
		t.Fatal(refused.Text)
	}
	o.Get(200, refused.Path(pagetest.Attr(link[0], "href"))).One("fieldset #what-all")
}

func TestALocalAccountIsDisabledAndDeletedToo(t *testing.T) {
	o := open(t).logIn()
	zeno := o.hireLocal("Zeno Local")
	o.Submit(200, o.Get(200, personPath(zeno)), "form[action$='/disable']")
	if o.status(zeno) != "disabled" {
		t.Error("he is not disabled")
	}
	o.Submit(200, o.Get(200, personPath(zeno)+"/delete"), "main form")
	o.Get(404, personPath(zeno))
}

// crew is Ada with an estate, and the browser on the form that reassigns it.
func crew(t *testing.T) (o *office, ids, estate map[string]string, form pagetest.Sheet) {
	t.Helper()
	o = open(t).logIn()
	ids = o.team()
	estate = o.estate(ids)
	return o, ids, estate, o.Get(200, personPath(ids["Ada Lovelace"])+"/reassign")
}

// preview presses the button below the form.
func (o *office) preview(status int, form pagetest.Sheet, typed ...string) pagetest.Sheet {
	o.T.Helper()
	return o.SubmitTo(status, form, "main form", pagetest.Attr(form.One("button[formaction]"), "formaction"), typed...)
}

func TestReassigningMovesWhatThePreviewShowed(t *testing.T) {
	cases := map[string]struct {
		typed []string
		want  []string
	}{
		"everything": {nil, []string{"Bernoulli numbers", "Sales <b>2026</b> & forecasts", "Difference Engine", "Notes on Menabrea.csv", "Nightly reload"}},
		"a kind":     {[]string{"what", "kind:app"}, []string{"Bernoulli numbers", "Sales <b>2026</b> & forecasts"}},
		"each":       {[]string{"what", "chosen", "asset", "Nightly reload", "asset", "Difference Engine"}, []string{"Difference Engine", "Nightly reload"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o, ids, estate, form := crew(t)
			typed := []string{}
			for i, word := range c.typed {
				if i%2 == 1 && c.typed[i-1] == "asset" {
					word = estate[word]
				}
				typed = append(typed, word)
			}
			preview := o.preview(200, form, append(typed, "to", ids["Grace Hopper"])...)
			if diff := cmp.Diff(c.want, preview.Texts("tbody th")); diff != "" {
				t.Error(diff)
			}
			for name, id := range estate {
				if o.ownerOf(id) != ids["Ada Lovelace"] {
					t.Errorf("the preview has moved %s", name)
				}
			}
			done := o.Submit(200, preview, "form[action$='/reassign']")
			if done.URL.Path != personPath(ids["Ada Lovelace"]) || !strings.Contains(done.Texts("[role=status]")[0], "moved to Grace Hopper") {
				t.Errorf("got %s\n%s", done.URL, done.Text)
			}
			o.wantMoved(estate, c.want, ids["Ada Lovelace"], ids["Grace Hopper"])
		})
	}
}

// wantMoved wants these assets to be the heir's, and all others to be where they were.
func (o *office) wantMoved(estate map[string]string, moved []string, from, to string) {
	o.T.Helper()
	for name, id := range estate {
		want := from
		for _, m := range moved {
			if m == name {
				want = to
			}
		}
		if got := o.ownerOf(id); got != want {
			o.T.Errorf("%s is owned by %s, want %s", name, got, want)
		}
	}
}

func TestReassigningWantsAWhatAndAWhom(t *testing.T) {
	o, ids, estate, form := crew(t)
	o.call(200, "POST", "/api/v1/users/"+ids["Alan Turing"]+"/disable", adminToken, nil)
	cases := map[string]struct {
		typed []string
		want  []string // the fields that are at fault
	}{
		"nobody":                  {nil, []string{"#q"}},
		"themselves":              {[]string{"to", ids["Ada Lovelace"]}, []string{"#q"}},
		"somebody disabled":       {[]string{"to", ids["Alan Turing"]}, []string{"#q"}},
		"somebody unknown":        {[]string{"to", "edsger"}, []string{"#q"}},
		"nothing":                 {[]string{"what", "", "to", ids["Grace Hopper"]}, []string{"#what-all"}},
		"nothing ticked":          {[]string{"what", "chosen", "to", ids["Grace Hopper"]}, []string{"#what-all"}},
		"a kind of which is none": {[]string{"what", "kind:workspace", "to", ids["Grace Hopper"]}, []string{"#what-all"}},
		"nothing to nobody":       {[]string{"what", "chosen"}, []string{"#what-all", "#q"}},
	}
	for name, c := range cases {
		got := o.preview(422, form, c.typed...)
		var fields []string
		for _, link := range got.All("[role=alert] a") {
			fields = append(fields, pagetest.Attr(link, "href"))
			got.One(pagetest.Attr(link, "href"))
		}
		if diff := cmp.Diff(c.want, fields); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if title := pagetest.TextOf(got.One("title")); !strings.HasPrefix(title, "Error: ") {
			t.Errorf("%s: the title is %q", name, title)
		}
	}
	o.wantMoved(estate, nil, ids["Ada Lovelace"], "")
}

func TestTheNewOwnerIsSearchedAmongActivePeople(t *testing.T) {
	o, ids, _, form := crew(t)
	o.call(200, "POST", "/api/v1/users/"+ids["Alan Turing"]+"/disable", adminToken, nil)
	for query, want := range map[string][]string{
		"grace": {"Grace Hopper"}, "alan": {}, "ada": {}, "núñez": {"José Núñez"}, "isil.weiss@": {"Işıl Weiß"},
	} {
		got := o.Submit(200, form, "main form", "q", query, "what", "kind:app")
		if diff := cmp.Diff(want, got.Texts("label[for^=to-] strong")); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
		if got.Fields("main form").Get("what") != "kind:app" {
			t.Errorf("%q: the search has forgotten what is to move", query)
		}
	}
	chosen := o.Submit(200, form, "main form", "q", "grace", "to", ids["José Núñez"])
	if diff := cmp.Diff([]string{"Grace Hopper", "José Núñez"}, chosen.Texts("label[for^=to-] strong")); diff != "" {
		t.Errorf("who was chosen before: %s", diff)
	}
	if chosen.Fields("main form").Get("to") != ids["José Núñez"] {
		t.Error("the search has forgotten who was chosen")
	}
	again := o.Submit(200, o.preview(200, chosen), "form[action$='/search']")
	if again.Fields("main form").Get("to") != ids["José Núñez"] || again.Fields("main form").Get("what") != "all" {
		t.Errorf("choosing again has forgotten: %v", again.Fields("main form"))
	}
}

func TestWhatHasChangedSinceThePreviewIsNotMoved(t *testing.T) {
	o, ids, estate, form := crew(t)
	preview := o.preview(200, form, "to", ids["Grace Hopper"])
	o.call(200, "POST", "/api/v1/assets/"+estate["Difference Engine"]+"/transfer", adminToken, object{"ownerId": ids["Alan Turing"]})
	refused := o.Submit(409, preview, "form[action$='/reassign']")
	if !strings.Contains(refused.Texts("[role=alert]")[0], "Nothing was moved") || len(refused.All("input[name=asset]")) != 4 {
		t.Error(refused.Text)
	}
	o.wantMoved(estate, []string{"Difference Engine"}, ids["Ada Lovelace"], ids["Alan Turing"])

	// Somebody who leaves meanwhile inherits nothing.
	preview = o.preview(200, refused)
	o.call(200, "POST", "/api/v1/users/"+ids["Grace Hopper"]+"/disable", adminToken, nil)
	refused = o.Submit(409, preview, "form[action$='/reassign']")
	if !strings.Contains(refused.Texts("[role=alert]")[0], "account is disabled") {
		t.Error(refused.Text)
	}
	o.wantMoved(estate, []string{"Difference Engine"}, ids["Ada Lovelace"], ids["Alan Turing"])
}

func TestAForgedReassignmentMovesNothing(t *testing.T) {
	o, ids, estate, form := crew(t)
	alans := o.own(o.token("alan.turing@example.com"), "app", "Bombe")
	csrf := form.Fields("main form").Get("csrf")
	path := personPath(ids["Ada Lovelace"]) + "/reassign"
	mine := estate["Nightly reload"]
	o.Post(400, path, url.Values{"csrf": {csrf}, "to": {ids["Grace Hopper"]}})
	for what, form := range map[string]url.Values{
		"a third person's":   {"to": {ids["Grace Hopper"]}, "asset": {mine, alans}},
		"an unknown one":     {"to": {ids["Grace Hopper"]}, "asset": {mine, "x"}},
		"to nobody":          {"asset": {mine}},
		"to themselves":      {"to": {ids["Ada Lovelace"]}, "asset": {mine}},
		"to somebody absent": {"to": {"edsger"}, "asset": {mine}},
	} {
		form.Set("csrf", csrf)
		if got := o.Post(409, path, form); !strings.Contains(got.Text, "Nothing was moved") {
			t.Errorf("%s: %s", what, got.Text)
		}
	}
	o.wantMoved(estate, nil, ids["Ada Lovelace"], "")
	if o.ownerOf(alans) != ids["Alan Turing"] {
		t.Error("Alan's app has moved")
	}
}

func TestWhoOwnsNothingHasNothingToReassign(t *testing.T) {
	o := open(t).logIn()
	ada := o.hire("Ada Lovelace")
	if got := o.Get(200, personPath(ada)+"/reassign"); !strings.Contains(got.Text, "nothing to reassign") || len(got.All("main form")) > 0 {
		t.Error(got.Text)
	}
	if got := o.Get(200, personPath(ada)); len(got.All("a[href$='/reassign']")) > 0 {
		t.Error(got.Text)
	}
}

func TestWhoOwnsSomethingIsNotDeleted(t *testing.T) {
	o, ids, estate, _ := crew(t)
	ada := ids["Ada Lovelace"]
	page := o.Get(200, personPath(ada)+"/delete")
	if len(page.All("main form")) > 0 || !strings.Contains(page.Text, "2 apps, 1 data connection, 1 data file, 1 automation") {
		t.Error(page.Text)
	}
	csrf := page.Fields("header form").Get("csrf")
	refused := o.Post(409, personPath(ada)+"/delete", url.Values{"csrf": {csrf}})
	link := refused.All("[role=alert] a")
	if !strings.Contains(refused.Texts("[role=alert]")[0], "was not deleted: the person still owns 5 assets") || len(link) != 1 {
		t.Fatal(refused.Text)
	}
	if got := refused.Path(pagetest.Attr(link[0], "href")); got != personPath(ada)+"/reassign" {
		t.Errorf("the link leads to %s", got)
	}
	o.Get(200, personPath(ada))
	o.wantMoved(estate, nil, ada, "")

	form := o.Get(200, personPath(ada)+"/reassign")
	o.Submit(200, o.preview(200, form, "to", ids["Grace Hopper"]), "form[action$='/reassign']")
	gone := o.Submit(200, o.Get(200, personPath(ada)+"/delete"), "form[action$='/delete']")
	if gone.URL.Path != "/console" || !strings.Contains(gone.Texts("[role=status]")[0], "Ada Lovelace was deleted") {
		t.Errorf("got %s\n%s", gone.URL, gone.Text)
	}
	o.call(404, "GET", "/scim/v2/Users/"+ada, scimToken, nil)
	o.Get(404, personPath(ada))
	o.wantMoved(estate, []string{"Bernoulli numbers", "Sales <b>2026</b> & forecasts", "Difference Engine", "Notes on Menabrea.csv", "Nightly reload"}, ada, ids["Grace Hopper"])
}

func TestTheDeletionPageSaysWhatThePolicyDoes(t *testing.T) {
	for policy, want := range map[assets.Policy]string{
		assets.TransferTo: "gives it to grace.hopper@example.com", assets.Orphan: "belongs to nobody", assets.Cascade: "is deleted too",
	} {
		o := open(t, func(options *reference.Options) {
			options.DeletionPolicy = policy
			if policy == assets.TransferTo {
				options.Heir = userName("Grace Hopper")
			}
		}).logIn()
		ada := o.hire("Ada Lovelace")
		o.hire("Grace Hopper")
		o.own(o.token(userName("Ada Lovelace")), "app", "Bernoulli numbers")
		page := o.Get(200, personPath(ada)+"/delete")
		if !strings.Contains(pagetest.TextOf(page.One("main")), want) {
			t.Errorf("%s: %s", policy, page.Text)
		}
		o.Submit(200, page, "main form")
		o.Get(404, personPath(ada))
	}
}

func TestTheAuditTrailTellsEverything(t *testing.T) {
	o, ids, _, form := crew(t)
	ada := ids["Ada Lovelace"]
	o.Submit(200, o.preview(200, form, "to", ids["Grace Hopper"]), "form[action$='/reassign']")
	o.Submit(200, o.Get(200, personPath(ada)), "form[action$='/disable']")
	hers := o.Get(200, "/console/audit?person="+ada)
	want := []string{
		"The account was disabled and its credentials revoked. user.disabled",
		"5 assets went to Grace Hopper. assets.transferred",
		"The account was created, active. user.created",
	}
	if diff := cmp.Diff(want, hers.Texts("tbody th")); diff != "" {
		t.Error(diff)
	}
	if got := hers.Texts("td[data-label='Who did it']"); got[0] != "Administrator" || got[1] != "Administrator" || got[2] != "SCIM client" {
		t.Errorf("got %q", got)
	}
	o.Submit(200, o.Get(200, personPath(ada)+"/delete"), "main form")
	hers = o.Get(200, "/console/audit?person="+ada)
	if got := hers.Texts("tbody th")[0]; got != "The account was deleted. user.deleted" || pagetest.TextOf(hers.One("h1")) != "Audit trail of an account" {
		t.Errorf("after the deletion: %s", hers.Text)
	}
	whole := o.Get(200, "/console/audit")
	if got := whole.Texts("tbody td")[0]; got != ada {
		t.Errorf("it is about %q", got)
	}
	if got := len(whole.Texts("tbody th")); got != 19 {
		t.Errorf("%d entries, want 19", got)
	}
}

func TestTheAuditTrailIsPaged(t *testing.T) {
	o := open(t).logIn()
	o.team()
	for i := range 30 {
		o.hire(fmt.Sprintf("Person %02d", i))
	}
	seen := 0
	page := o.Get(200, "/console/audit")
	for {
		seen += len(page.Texts("tbody th"))
		next := page.All("a[rel=next]")
		if len(next) == 0 {
			break
		}
		page = o.Get(200, page.Path(pagetest.Attr(next[0], "href")))
	}
	if seen != 46 {
		t.Errorf("%d entries, want 46", seen)
	}
	o.Get(400, "/console/audit?before=-1")
	if none := o.Get(200, "/console/audit?person=nobody"); !strings.Contains(none.Text, "Nothing has happened yet") {
		t.Error(none.Text)
	}
}

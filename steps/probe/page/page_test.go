package page_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe/page"
)

const login = `<!doctype html><title>Log in</title>
<form action="/search"><input name="q"><button>Find</button></form>
<form id="f" action="/login?next=%2Fapp" method="post">
  <input type="hidden" name="csrf" value="a&amp;b">
  <label>Name <input name="user" type="Email" value="old"></label>
  <input type="password" name="pass">
  <input type="checkbox" name="stay" value="yes" checked><input type="checkbox" name="spam" value="yes">
  <select name="lang"><option>en<option selected value="de">German</select>
  <select name="zone"><option value="utc">UTC<option>CET</select>
  <textarea name="note">
hello</textarea>
  <input name="gone" value="x" disabled>
  <button type="button" name="b" value="1">Show</button>
  <button name="go" value="in">Log in</button><button name="other" value="1">Other</button>
</form>
<input type="hidden" form="f" name="outside" value="yes">`

func TestForms(t *testing.T) {
	forms, err := page.Forms([]byte(login))
	if err != nil || len(forms) != 2 {
		t.Fatalf("%d forms, %v; want two", len(forms), err)
	}
	f := forms[1]
	if f.Action != "/login?next=%2Fapp" || f.Method != "POST" || forms[0].Method != "GET" {
		t.Errorf("action %q, methods %s and %s", f.Action, f.Method, forms[0].Method)
	}
	if f.Password() != "pass" || f.Who() != "user" || forms[0].Password() != "" || forms[0].Who() != "q" {
		t.Errorf("asks for %q and %q", f.Who(), f.Password())
	}
	got := f.Values(map[string]string{"user": "ada", "pass": "countess", "nobody": "x"}).Encode()
	if want := "csrf=a%26b&go=in&lang=de&note=hello&outside=yes&pass=countess&stay=yes&user=ada&zone=utc"; got != want {
		t.Errorf("a browser would send\n%s, not\n%s", want, got)
	}
	if value, found := f.Value("csrf"); !found || value != "a&b" {
		t.Errorf("csrf = %q, %v", value, found)
	}
	if page.Fields(forms) != "q, csrf, user, pass, stay, spam, lang, zone, note, gone, go, other, outside" {
		t.Errorf("fields: %s", page.Fields(forms))
	}
	if f.Hidden() || !page.Login([]byte(login)) || page.Login([]byte("<form><input></form>")) {
		t.Error("a login form is not told from others")
	}
}

func TestWhatPassesOn(t *testing.T) {
	forms, err := page.Forms([]byte(`<body onload="document.forms[0].submit()"><form method=post action=https://rp.example.com/cb><input type=hidden name=code value=c><noscript><button>Go on</button></noscript></form>`))
	if err != nil || len(forms) != 1 || !forms[0].Hidden() {
		t.Errorf("%+v, %v; want a form that only passes on", forms, err)
	}
	if (page.Form{}).Hidden() {
		t.Error("a form with nothing in it passes nothing on")
	}
}

func TestWhatIsNoPage(t *testing.T) {
	for _, text := range []string{"", `{"id": 1}`, "\x00\xff", "<form", "<input name=x>"} {
		if forms, err := page.Forms([]byte(text)); err != nil || slices.ContainsFunc(forms, func(f page.Form) bool { return len(f.Fields) > 0 }) {
			t.Errorf("%q: %+v, %v", text, forms, err)
		}
	}
	if page.Fields(nil) != "none" {
		t.Error("no fields are not said to be none")
	}
}

func FuzzForms(f *testing.F) {
	f.Add([]byte(login), "user")
	f.Add([]byte(strings.Repeat("<form><table><select>", 300)), "x")
	f.Add([]byte("<form id=a><form id=b><input form=b name=x></form>"), "x")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		forms, err := page.Forms(text)
		if err != nil {
			return
		}
		for _, form := range forms {
			values := form.Values(map[string]string{name: "given"})
			if form.Has(name) && name != "" && values.Get(name) != "given" {
				t.Errorf("%q has a field %q, and another value is sent: %v", text, name, values)
			}
			for sent := range values {
				if !form.Has(sent) {
					t.Errorf("%q: %q is sent, and the form has no such field", text, sent)
				}
			}
			if form.Password() != "" && !form.Has(form.Password()) && !page.Login(text) {
				t.Errorf("%q: a password without a field", text)
			}
		}
	})
}

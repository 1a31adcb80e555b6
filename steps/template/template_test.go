package template_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

var ada = template.Vars{
	"origin":        "https://tenant.example.com/acme",
	"user.id":       "a/b c?d",
	"user.userName": `ada"lovelace\@example.com`,
	"count":         3,
	"active":        false,
	"resource":      map[string]any{"userName": "ada", "active": true},
	"ids":           []any{"1", "2"},
	"number":        jsontext.Value("12345678901234567890"),
}

func TestText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no placeholder", "plain } text", "plain } text"},
		{"empty", "", ""},
		{"one value", "{{user.id}}", "a/b c?d"},
		{"space inside the braces", "<{{ user.id }}>", "<a/b c?d>"},
		{"two values", "{{count}}-{{active}}", "3-false"},
		{"a raw number", "n={{number}}", "n=12345678901234567890"},
		{"as JSON", "userName eq {{user.userName|json}}", `userName eq "ada\"lovelace\\@example.com"`},
		{"a list as JSON", "{{ids|json}}", `["1","2"]`},
		{"base64", "{{count|base64}}", "Mw=="},
		{"escaped for a path", "{{user.id|path}}", "a%2Fb%20c%3Fd"},
		{"escaped for a query", "{{user.id|query}}", "a%2Fb%20c%3Fd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := template.Text(tt.text, ada)
			if err != nil || got != tt.want {
				t.Errorf("Text(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestTextRefusesWhatItCannotFill(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an unknown name", "{{nobody.id}}", "{{nobody.id}}"},
		{"an object inside a text", "x{{resource}}", "{{resource}}"},
		{"an unclosed placeholder", "{{user.id", "no }}"},
		{"an empty placeholder", "{{ }}", "not a placeholder"},
		{"a space in a name", "{{user id}}", "not a placeholder"},
		{"an unknown filter", "{{user.id|upper}}", `no filter "upper"`},
		{"braces in a name", "{{{user.id}}}", "not a placeholder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := template.Text(tt.text, ada)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Text(%q): %v, want an error that says %s", tt.text, err, tt.want)
			}
		})
	}
}

func TestUnknownNameIsTyped(t *testing.T) {
	_, err := template.Text("a {{b}}", nil)
	var unknown *template.UnknownNameError
	if !errors.As(err, &unknown) || unknown.Name != "b" {
		t.Errorf("got %v, want an UnknownNameError of b", err)
	}
}

func TestURL(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a segment keeps its place", "{{origin}}/users/{{user.id}}/x", "https://tenant.example.com/acme/users/a%2Fb%20c%3Fd/x"},
		{"a query value", "{{origin}}/users?owner={{user.id}}&n={{count}}", "https://tenant.example.com/acme/users?owner=a%2Fb%20c%3Fd&n=3"},
		{"a path", "/Users/{{user.id}}", "/Users/a%2Fb%20c%3Fd"},
		{"a filter", "/Users?filter={{user.userName|query}}", "/Users?filter=ada%22lovelace%5C%40example.com"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := template.URL(tt.text, ada)
			if err != nil || got != tt.want {
				t.Errorf("URL(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestURLKeepsTheSegment(t *testing.T) {
	for _, lost := range []string{"", ".", ".."} {
		got, err := template.URL("/Users/{{user.id}}", template.Vars{"user.id": lost})
		if err == nil {
			t.Errorf("the id %q gave %s, want an error", lost, got)
		}
	}
}

func TestJSON(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"members keep their order", `{b: 1, a: "x"}`, `{"b":1,"a":"x"}`},
		{"a whole value", `"{{resource}}"`, `{"active":true,"userName":"ada"}`},
		{"a list, a number, a boolean", `{l: "{{ids}}", n: "{{number}}", a: "{{active}}"}`, `{"l":["1","2"],"n":12345678901234567890,"a":false}`},
		{"a number inside a text is text", `{n: "no. {{count}}"}`, `{"n":"no. 3"}`},
		{"quotes are escaped", `["{{user.userName}}"]`, `["ada\"lovelace\\@example.com"]`},
		{"names are filled in", `{"p.{{count}}": null}`, `{"p.3":null}`},
		{"plain YAML", `{a: [true, null, 1.5, "true"], d: 2027-03-01}`, `{"a":[true,null,1.5,"true"],"d":"2027-03-01"}`},
		{"a value that looks like a placeholder stays", `["{{count|json}}"]`, `["3"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(t, tt.yaml).Render(ada)
			if err != nil || string(got) != tt.want {
				t.Errorf("Render = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestJSONErrorsNameTheLine(t *testing.T) {
	got, err := parse(t, "\n  a: 1\n  b: ['{{nobody}}']").Render(ada)
	if err == nil || !strings.Contains(err.Error(), "recipe.yaml:3: ") {
		t.Errorf("Render = %s, %v; want an error at recipe.yaml:3", got, err)
	}
	if _, err = parse(t, "{x: 1, '{{empty}}': 2}").Render(template.Vars{"empty": "x"}); err == nil {
		t.Error("a member given twice after filling in was written")
	}
}

func parse(t *testing.T, text string) template.JSON {
	t.Helper()
	n, err := yamlfile.Parse("recipe.yaml", []byte("json: "+text))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		JSON template.JSON `yaml:"json"`
	}
	if err := n.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out.JSON
}

func TestJSONLooksAtPlaceholdersWhenRead(t *testing.T) {
	n, err := yamlfile.Parse("recipe.yaml", []byte("json:\n  a: '{{x'\n"))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		JSON *template.JSON `yaml:"json"`
	}
	if err := n.Decode(&out); err == nil || !strings.HasPrefix(err.Error(), "recipe.yaml:2: ") {
		t.Errorf("got %v, want an error at recipe.yaml:2", err)
	}
}

func TestChanges(t *testing.T) {
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	const object = `{"active":true,"big":12345678901234567890,"name":{"familyName":"Lovelace"},"title":"Countess"}`
	tests := []struct{ name, set, want string }{
		{"a value", "{active: false}", `{"active":false,"big":12345678901234567890,"name":{"familyName":"Lovelace"}}`},
		{"a sub-attribute", "{name.givenName: Ada}", `{"active":true,"big":12345678901234567890,"name":{"familyName":"Lovelace","givenName":"Ada"}}`},
		{"an extension", "{'" + enterprise + ":department': R&D}", `{"active":true,"big":12345678901234567890,"name":{"familyName":"Lovelace"},"` + enterprise + `":{"department":"R&D"}}`},
		{"null is a value", "{nickName: null}", `{"active":true,"big":12345678901234567890,"name":{"familyName":"Lovelace"},"nickName":null}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := template.Changes{Set: parse(t, tt.set).Node().Members, Unset: []string{"title", "name.middleName", "nobody.x"}}
			got, err := c.Over([]byte(object), ada)
			if err != nil || !sameJSON(string(got), tt.want) {
				t.Errorf("Over = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func sameJSON(got, want string) bool {
	a, b := jsontext.Value(got), jsontext.Value(want)
	return a.Canonicalize() == nil && b.Canonicalize() == nil && string(a) == string(b)
}

func TestChangesDoNotReachIntoAText(t *testing.T) {
	c := template.Changes{Unset: []string{"title.x"}}
	if got, err := c.Over([]byte(`{"title":"Countess"}`), nil); err == nil {
		t.Errorf("Over = %s, want an error", got)
	}
}

func TestTextOfEscapedValueIsOneSegment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringN(1, -1, -1).Filter(segment).Draw(t, "value")
		got, err := template.URL("/a/{{v}}/b?c={{v}}", template.Vars{"v": value})
		if err != nil {
			t.Fatal(err)
		}
		_, query, _ := strings.Cut(got, "?")
		if strings.Count(got, "/") != 3 || strings.Count(got, "?") != 1 || strings.ContainsAny(got, " #\"") || strings.Contains(query, "&") {
			t.Fatalf("the value %q broke out: %s", value, got)
		}
	})
}

func segment(s string) bool { return s != "." && s != ".." }

func TestVarsWithLeavesTheOldAlone(t *testing.T) {
	old := template.Vars{"a": "1"}
	both := old.With(template.Under("user", template.Vars{"id": "2"})).With(template.Vars{"a": "3"})
	if len(old) != 1 || old["a"] != "1" || both["user.id"] != "2" || both["a"] != "3" {
		t.Errorf("old %v, both %v", old, both)
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"{{user.id}}", "{{", "}}", "{{a|json}}{{b}}", "{{{{}}}}", "x{{ y }}z", "{{|}}", "{{a|b|c}}"} {
		f.Add(seed, "value {{user.id}}")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		names, err := template.Names(text)
		if err != nil {
			return
		}
		vars := template.Vars{}
		for _, name := range names {
			vars[name] = value
		}
		got, err := template.Text(text, vars)
		if err != nil && !utf8.ValidString(value) {
			return // JSON cannot hold it
		}
		if err != nil {
			t.Fatalf("Text(%q) with every name known: %v", text, err)
		}
		if len(names) == 0 && got != text {
			t.Fatalf("Text(%q) without a placeholder = %q", text, got)
		}
		if _, err := template.URL(text, vars); err != nil && value != "" && segment(value) {
			t.Fatalf("URL(%q): %v", text, err)
		}
	})
}

func TestPut(t *testing.T) {
	const object = `{"title":"Countess","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}],"n":12345678901234567890}`
	const urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	tests := []struct{ path, value, want string }{
		{"title", `"x"`, `{"title":"x","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"}],"n":12345678901234567890}`},
		{`emails[type eq "work"].value`, `"c"`, `{"title":"Countess","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"c"},{"type":"home","value":"b"}],"n":12345678901234567890}`},
		{`emails[type eq "other"].value`, `"c"`, `{"title":"Countess","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"a"},{"type":"home","value":"b"},{"type":"other","value":"c"}],"n":12345678901234567890}`},
		{`emails[type eq "home"]`, "", `{"title":"Countess","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"a"}],"n":12345678901234567890}`},
		{`emails[type eq "other"]`, "", object},
		{`phoneNumbers[type eq "work"].value`, `"1"`, strings.Replace(object, `"n":`, `"phoneNumbers":[{"type":"work","value":"1"}],"n":`, 1)},
		{urn + ":manager.value", `"7"`, strings.Replace(object, `"n":`, `"`+urn+`":{"manager":{"value":"7"}},"n":`, 1)},
		{urn, "", object},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			var value jsontext.Value
			if tt.value != "" {
				value = jsontext.Value(tt.value)
			}
			got, err := template.Put([]byte(object), tt.path, value)
			if err != nil || !sameJSON(string(got), tt.want) {
				t.Errorf("Put = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
	if got, err := template.Put([]byte(object), `title[type eq "x"].value`, jsontext.Value(`"y"`)); err == nil {
		t.Errorf("Put = %s, want an error", got)
	}
}

func TestFillLeavesWhatIsThere(t *testing.T) {
	c := template.Changes{Fill: parse(t, `{title: x, locale: "{{l}}"}`).Node().Members}
	got, err := c.Over([]byte(`{"title":null}`), template.Vars{"l": "en"})
	if err != nil || !sameJSON(string(got), `{"title":null,"locale":"en"}`) {
		t.Errorf("Over = %s, %v", got, err)
	}
}

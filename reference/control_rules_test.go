package reference_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/control"
	theirs "github.com/scimproof/scimproof/steps/control"
)

// Each rule does what it says, to the requests that it names, and an answer tells which rules had a part in it.
func TestControlRules(t *testing.T) {
	t.Parallel()
	body := func(text string) *string { return &text }
	isOneOf := func(codes ...int) func(*testing.T, reply) {
		return func(t *testing.T, r reply) {
			t.Helper()
			for _, code := range codes {
				if r.status == code {
					return
				}
			}
			t.Errorf("answered %d %s %v, want one of %v", r.status, r.body, r.err, codes)
		}
	}
	cases := map[string]struct {
		do           theirs.Do
		method, path string
		body         string
		check        func(*testing.T, reply)
		// done says whether the account was deleted, where the method is DELETE.
		done bool
		cut  string
	}{
		"a status": {theirs.Do{Status: 429, Header: http.Header{"Retry-After": {"7"}}}, "DELETE", "/Users/ADA", "", func(t *testing.T, r reply) {
			isOneOf(429)(t, r)
			if r.header.Get("Retry-After") != "7" || !strings.Contains(r.body, "messages:2.0:Error") {
				t.Errorf("got %v %s", r.header, r.body)
			}
		}, false, ""},
		"a status without a body": {theirs.Do{Status: 500, Body: body("")}, "DELETE", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.status != 500 || r.body != "" {
				t.Errorf("got %d %q", r.status, r.body)
			}
		}, false, ""},
		"another body": {theirs.Do{Body: body("<html>")}, "DELETE", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.status != 200 || r.body != "<html>" {
				t.Errorf("got %d %q", r.status, r.body)
			}
		}, true, ""},
		"a header beside": {theirs.Do{Header: http.Header{"X-Odd": {"1"}}}, "GET", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.status != 200 || r.header.Get("X-Odd") != "1" || !strings.Contains(r.body, "ada@example.com") {
				t.Errorf("got %+v", r)
			}
		}, false, ""},
		"a delay": {theirs.Do{Delay: "10ms", Late: "10ms"}, "DELETE", "/Users/ADA", "", isOneOf(204), true, ""},
		"cut before": {theirs.Do{Cut: "before"}, "DELETE", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.err == nil {
				t.Errorf("got %+v", r)
			}
		}, false, "before"},
		"cut after": {theirs.Do{Cut: "after"}, "DELETE", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.err == nil {
				t.Errorf("got %+v", r)
			}
		}, true, "after"},
		"cut within": {theirs.Do{Cut: "within"}, "GET", "/Users/ADA", "", func(t *testing.T, r reply) {
			if r.status != 200 || r.err == nil || r.body == "" || strings.HasSuffix(r.body, "}") {
				t.Errorf("got %+v", r)
			}
		}, false, "within"},
		"small pages": {theirs.Do{MaxCount: 1}, "GET", "/Users?startIndex=1&count=50", "", func(t *testing.T, r reply) {
			if strings.Count(r.body, `"userName"`) != 1 || !strings.Contains(r.body, `"totalResults":2`) {
				t.Errorf("got %s", r.body)
			}
		}, false, ""},
		"small pages of a search": {theirs.Do{MaxCount: 1}, "POST", "/Users/.search", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":9}`, func(t *testing.T, r reply) {
			if strings.Count(r.body, `"userName"`) != 1 || !strings.Contains(r.body, `"totalResults":2`) {
				t.Errorf("got %s", r.body)
			}
		}, false, ""},
		"an ignored parameter": {theirs.Do{Ignore: []string{"excludedAttributes"}}, "GET", "/Users?excludedAttributes=name&count=1", "", func(t *testing.T, r reply) {
			if !strings.Contains(r.body, "Lovelace") || strings.Count(r.body, `"userName"`) != 1 {
				t.Errorf("got %s", r.body)
			}
		}, false, ""},
		"without an attribute": {theirs.Do{Without: []string{"ACTIVE", "name.familyName"}}, "GET", "/Users", "", func(t *testing.T, r reply) {
			if strings.Contains(r.body, "Lovelace") || strings.Contains(r.body, `"active"`) || strings.Count(r.body, `"givenName":"Ada"`) != 2 {
				t.Errorf("got %s", r.body)
			}
		}, false, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := observe(t, control.DefaultLimits())
			id := o.create("ada@example.com")
			o.create("grace@example.com")
			rule := o.arrange(theirs.Rule{Match: theirs.Match{Method: c.method}, Times: 1, Do: c.do})
			c.check(t, o.send(c.method, strings.Replace(c.path, "ADA", id, 1), c.body))
			wanted := http.StatusOK
			if c.done {
				wanted = http.StatusNotFound
			}
			if now := o.send(http.MethodGet, "/Users/"+id, ""); now.status != wanted {
				t.Errorf("reading her is answered %d, want %d", now.status, wanted)
			}
			treated := o.exchanges(4)[2]
			if len(treated.Rules) != 1 || treated.Rules[0] != rule || treated.Cut != c.cut {
				t.Errorf("treated by %v, cut %q", treated.Rules, treated.Cut)
			}
		})
	}
}

func TestControlRulesTakeTurns(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	o.arrange(theirs.Rule{Match: theirs.Match{Method: "get"}, Do: theirs.Do{MaxCount: 1}})
	o.arrange(theirs.Rule{Match: theirs.Match{Path: "/Users"}, Skip: 1, Times: 2, Do: theirs.Do{Status: 429}})
	o.arrange(theirs.Rule{Match: theirs.Match{Path: "/Users", Contains: "ADA LOVE"}, Times: 1, Do: theirs.Do{Status: 503}})
	var got []int
	for range 5 {
		got = append(got, o.send(http.MethodGet, "/Users?filter=name.formatted+eq+%22Ada%20Lovelace%22", "").status)
	}
	// The second lets one pass, which is then the third's; both have ended after that.
	if want := []int{503, 429, 429, 200, 200}; !reflect.DeepEqual(got, want) {
		t.Errorf("answered %v, want %v", got, want)
	}
	rules, err := o.control.Rules(t.Context())
	if err != nil || len(rules) != 3 || rules[0].Hits != 2 || rules[1].Hits != 2 || rules[2].Hits != 1 {
		t.Errorf("%v: %+v", err, rules)
	}
	for _, r := range rules {
		if err := errors.Join(o.control.Drop(t.Context(), r.ID), o.control.Drop(t.Context(), r.ID)); err != nil {
			t.Error(err)
		}
	}
	if rules, err := o.control.Rules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("%v: %+v", err, rules)
	}
}

func TestControlMatchesTextsOfABody(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	o.arrange(theirs.Rule{Match: theirs.Match{Any: []string{"nobody", "müller"}}, Do: theirs.Do{Status: 409}})
	if got := o.send(http.MethodPost, "/Users", `{"userName":"M\u00FCller"}`).status; got != 409 {
		t.Errorf("an escaped text is not found: %d", got)
	}
	if got := o.send(http.MethodGet, "/Users?filter=userName+eq+%22M%C3%BCller%22", "").status; got != 409 {
		t.Errorf("an encoded text is not found: %d", got)
	}
	if got := o.send(http.MethodGet, "/Users", "").status; got != 200 {
		t.Errorf("another request is hit: %d", got)
	}
}

// A late answer is one of something that is done, though the client has gone.
func TestControlCarriesOutWhatNobodyWaitsFor(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	id := o.create("ada@example.com")
	o.arrange(theirs.Rule{Match: theirs.Match{Method: "DELETE"}, Do: theirs.Do{Late: "5m"}})
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, o.scim+"/Users/"+id, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+suiteToken)
	ended := make(chan error, 1)
	go func() {
		response, err := new(http.Client).Do(request)
		if err == nil {
			err = errors.Join(errors.New("there was an answer"), response.Body.Close())
		}
		ended <- err
	}()
	mustBecome(t, func() bool { return o.send(http.MethodGet, "/Users/"+id, "").status == http.StatusNotFound })
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	mustBecome(t, func() bool {
		all, _, err := o.control.Exchanges(t.Context(), 0, 0)
		last := all[len(all)-1]
		return err == nil && last.Method == http.MethodDelete && last.Gone && last.Status == 0
	})
}

func mustBecome(t *testing.T, yes func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for !yes() {
		if ctx.Err() != nil {
			t.Fatal("it did not come about")
		}
	}
}

func TestControlRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	for body, want := range map[string]string{
		`{"do":{"status":429},"retry":1}`:                             "/retry",
		`{"do":{"status":429,"status":430}}`:                          "/do/status",
		`{"do":{"statuz":429}}`:                                       "/do/statuz",
		`{}`:                                                          "do says nothing",
		`{"do":{"status":429},"id":"r9"}`:                             "given by the listener",
		`{"do":{"status":99}}`:                                        "do.status is from 200 to 599",
		`{"do":{"status":204,"body":"x"}}`:                            "has no body",
		`{"do":{"cut":"sometimes"}}`:                                  "do.cut is before, after or within",
		`{"do":{"cut":"after","status":200}}`:                         "do.cut leaves no answer",
		`{"do":{"cut":"before","maxCount":2}}`:                        "sees no request",
		`{"do":{"status":500,"ignore":["count"]}}`:                    "the target is not asked",
		`{"do":{"status":500,"late":"1s"}}`:                           "the target is not asked",
		`{"do":{"body":"","without":["id"]}}`:                         "does not go with without",
		`{"do":{"delay":"2"}}`:                                        "do.delay is a duration",
		`{"do":{"delay":"-2s"}}`:                                      "do.delay is a duration",
		`{"do":{"delay":"11m"}}`:                                      "do.delay is a duration",
		`{"do":{"maxCount":-1}}`:                                      "do.maxCount",
		`{"do":{"ignore":[""]}}`:                                      "hold names",
		`{"do":{"status":500},"times":-1}`:                            "skip and times",
		`{"do":{"status":500},"match":{"path":"("}}`:                  "match.path is no regular expression",
		`{"do":{"status":500},"match":{"method":"P ST"}}`:             "match.method",
		`{"do":{"status":500},"match":{"any":[""]}}`:                  "match.any",
		`{"do":{"status":500},"match":{"door":"d7"}}`:                 "there is no door",
		`{"do":{"status":500,"header":{"Content-Length":["4"]}}}`:     "no header that can be chosen",
		`{"do":{"status":500,"header":{"a b":["4"]}}}`:                "no header that can be chosen",
		`{"do":{"status":500,"header":{"Location":["a\r\nSet: b"]}}}`: "that no header can have",
		`{"do":`: "not the JSON object",
	} {
		got := sendBy(t, new(http.Client), http.MethodPost, o.api+"/v1/rules", body, "Authorization: Bearer "+controlToken, "Content-Type: application/json")
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, want) {
			t.Errorf("%s is answered %d %s, want 400 with %q", body, got.status, got.body, want)
		}
	}
	if rules, err := o.control.Rules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("%v: %v", err, rules)
	}
}

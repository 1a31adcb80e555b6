package probe_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

// TestPagesByNumber reads a list whose target has a mind of its own on the size of pages.
func TestPagesByNumber(t *testing.T) {
	const request = "      request: {as: admin, url: \"{{origin}}/apps?owner={{user.id}}\"}\n      items: $.data\n      id: $.id\n      paginate: "
	tests := []struct {
		name, paginate string
		answers        map[string]string
		want           string
	}{
		{
			"pages", "{kind: page, param: p}",
			map[string]string{"owner=1&p=1": "a b", "owner=1&p=2": "c", "owner=1&p=3": ""},
			"a b c",
		},
		{
			"pages from zero, of a size", "{kind: page, param: p, first: 0, size: {param: n, value: 50}}",
			map[string]string{"n=50&owner=1&p=0": "a", "n=50&owner=1&p=1": ""},
			"a",
		},
		{
			"pages up to a total, beyond which is an error", "{kind: page, param: p, total: $.total}",
			map[string]string{"owner=1&p=1": "a b", "owner=1&p=2": "c"},
			"a b c",
		},
		{"an offset goes by what was shown", "{kind: offset, param: o, size: {param: n, value: 100}}", map[string]string{
			"n=100&o=0&owner=1": "a b", "n=100&o=2&owner=1": "c", "n=100&o=3&owner=1": "",
		}, "a b c"},
		{"an offset from one", "{kind: offset, param: o, first: 1, total: $.total}", map[string]string{"o=1&owner=1": "a b", "o=3&owner=1": "c"}, "a b c"},
		{"an empty list", "{kind: page, param: p}", map[string]string{"owner=1&p=1": ""}, ""},
		{
			"a page that comes again", "{kind: page, param: p}",
			map[string]string{"owner=1&p=1": "a b", "owner=1&p=2": "a b"},
			"error: a page shows nothing but what was listed before",
		},
		{
			"an offset that is ignored", "{kind: offset, param: o}",
			map[string]string{"o=0&owner=1": "a b", "o=2&owner=1": "a b"},
			"error: a page shows nothing but what was listed before",
		},
		{"fewer than the total", "{kind: page, param: p, total: $.total}", map[string]string{"owner=1&p=1": "a", "owner=1&p=2": ""}, "error: the list ends after 1 of 3"},
		{"no total", "{kind: page, param: p, total: $.sum}", map[string]string{"owner=1&p=1": "a"}, "error: 0 values at $.sum, wanted one"},
		{"a total that is no number", "{kind: page, param: p, total: $.word}", map[string]string{"owner=1&p=1": "a"}, "error: the value at $.word is not a whole number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kit := answering(0, "")
			kit.Sender = probe.SenderFunc(func(r *http.Request) (probe.Answer, error) {
				page, known := tt.answers[r.URL.RawQuery]
				if !known {
					return probe.Answer{Status: 400}, nil
				}
				var items []string
				for id := range strings.FieldsSeq(page) {
					items = append(items, fmt.Sprintf(`{"id":%q}`, id))
				}
				return probe.Answer{Status: 200, Body: fmt.Appendf(nil, `{"data":[%s],"total":3,"word":"many"}`, strings.Join(items, ","))}, nil
			})
			got, err := probe.NewOwnership(ownership(t, request+tt.paginate), nil, kit).List(t.Context(), ada)
			var ids []string
			for _, a := range got {
				ids = append(ids, a.ID)
			}
			text, wantErr := strings.CutPrefix(tt.want, "error: ")
			switch {
			case wantErr && (err == nil || !strings.Contains(err.Error(), "recipe.yaml:7: GET /apps: "+text)):
				t.Errorf("got %v, %v; want an error that says %s", ids, err, text)
			case !wantErr && (err != nil || strings.Join(ids, " ") != tt.want):
				t.Errorf("got %v, %v; want %s", ids, err, tt.want)
			}
		})
	}
}

func TestPagesWithoutAnEndAreAnError(t *testing.T) {
	const endless = "      request: {url: \"{{origin}}/apps\"}\n      items: $.data\n      id: $.id\n      paginate: {kind: page, param: p}"
	kit, pages := answering(0, ""), 0
	kit.Sender = probe.SenderFunc(func(*http.Request) (probe.Answer, error) {
		pages++
		return probe.Answer{Status: 200, Body: fmt.Appendf(nil, `{"data":[{"id":"%d"}]}`, pages)}, nil
	})
	if _, err := probe.NewOwnership(ownership(t, endless), nil, kit).List(t.Context(), ada); err == nil || pages > 2000 {
		t.Errorf("%d pages, %v; want an error in time", pages, err)
	}
}

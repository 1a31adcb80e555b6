package api_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/api"
)

// serve answers one request by an endpoint, and returns what was logged too.
func serve(r *http.Request, endpoint api.Endpoint) (*httptest.ResponseRecorder, string) {
	var log bytes.Buffer
	mux, w := http.NewServeMux(), httptest.NewRecorder()
	api.Surface{Mux: mux, Log: slog.New(slog.NewTextHandler(&log, nil))}.Handle("/", endpoint)
	mux.ServeHTTP(w, r)
	return w, log.String()
}

func TestErrorsAreAnswered(t *testing.T) {
	cases := map[string]struct {
		err    error
		status int
		body   string
		logged bool
	}{
		"told":     {api.NotFound("no such asset"), 404, `{"error":"not_found","detail":"no such asset"}`, false},
		"wrapped":  {errors.Join(errors.New("x"), api.Forbidden("no")), 403, `{"error":"forbidden","detail":"no"}`, false},
		"internal": {errors.New("disk on fire"), 500, `"error":"internal_error"`, true},
	}
	for name, c := range cases {
		w, log := serve(httptest.NewRequest(http.MethodGet, "/", nil), func(http.ResponseWriter, *http.Request) error { return c.err })
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) || strings.Contains(w.Body.String(), "fire") {
			t.Errorf("%s: got %d %s", name, w.Code, w.Body)
		}
		if logged := strings.Contains(log, "fire"); logged != c.logged {
			t.Errorf("%s: logged %q", name, log)
		}
	}
}

func TestReadRefusesWhatItDoesNotUnderstand(t *testing.T) {
	cases := []struct {
		name, media, body string
		status            int
	}{
		{"right", "application/json", `{"name":"Ada"}`, 200},
		{"another type", "text/plain", `{"name":"Ada"}`, 415},
		{"no type", "", `{"name":"Ada"}`, 415},
		{"unknown member", "application/json", `{"nmae":"Ada"}`, 400},
		{"repeated member", "application/json", `{"name":"Ada","name":"Grace"}`, 400},
		{"wrong type", "application/json", `{"name":1}`, 400},
		{"not JSON", "application/json", `name=Ada`, 400},
		{"empty", "application/json", ``, 400},
		{"too large", "application/json", `{"name":"` + strings.Repeat("a", api.MaxBody) + `"}`, 413},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		w, _ := serve(r, func(w http.ResponseWriter, r *http.Request) error {
			var body struct {
				Name string `json:"name"`
			}
			return api.Read(w, r, &body)
		})
		if w.Code != c.status {
			t.Errorf("%s: got %d %s, want %d", c.name, w.Code, w.Body, c.status)
		}
	}
}

func TestReadPage(t *testing.T) {
	cases := map[string]struct {
		limit int
		ok    bool
	}{
		"":           {50, true},
		"limit=7":    {7, true},
		"limit=1000": {200, true},
		"limit=0":    {0, false},
		"limit=x":    {0, false},
		"cursor=MTI": {50, true},
		"cursor=x":   {0, false},
		"cursor=LTE": {0, false}, // -1
	}
	for query, c := range cases {
		page, err := api.ReadPage(httptest.NewRequest(http.MethodGet, "/?"+query, nil))
		if ok := err == nil; ok != c.ok || page.Limit != c.limit {
			t.Errorf("%q: got %+v and %v", query, page, err)
		}
	}
}

// TestPagesCoverAListOnce walks a list page by page as a client does.
func TestPagesCoverAListOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, limit := rapid.IntRange(0, 30).Draw(t, "total"), rapid.IntRange(1, 10).Draw(t, "limit")
		var want, got []int64
		for i := range total {
			want = append(want, int64(i+1))
		}
		page := api.Page{Limit: limit}
		for {
			rest := want[page.After:]
			same := func(n int64) int64 { return n }
			list := api.NewList(page, rest[:min(limit+1, len(rest))], same, same)
			got = append(got, list.Data...)
			if list.Next == "" {
				break
			}
			var err error
			if page, err = api.ReadPage(httptest.NewRequest(http.MethodGet, "/?cursor="+list.Next, nil)); err != nil {
				t.Fatal(err)
			}
			page.Limit = limit
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

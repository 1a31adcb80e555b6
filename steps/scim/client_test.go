package scim

import (
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func newClient(t *testing.T, url string, timeout time.Duration) *Client {
	t.Helper()
	client, err := New(Options{
		BaseURL: url + "/scim/v2/", Timeout: timeout, UserAgent: "suite", Transport: NewTransport(1, nil),
		Authorize: func(r *http.Request) { r.Header.Set("Authorization", "Bearer token-of-the-target") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestDoBuildsTheRequest(t *testing.T) {
	t.Parallel()
	var got *http.Request
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Clone(context.Background()) })
	request := Request{
		Method: "POST", Path: "/Users?a=1", Query: map[string][]string{"filter": {`userName eq "a b"`}},
		Header: http.Header{"If-Match": {`W/"1"`}}, Body: []byte("{}"),
	}
	if _, err := newClient(t, url, time.Second).Do(t.Context(), NewRecorder(nil), request); err != nil {
		t.Fatal(err)
	}
	if got.URL.Path != "/scim/v2/Users" || got.URL.Query().Get("filter") != `userName eq "a b"` || got.URL.Query().Get("a") != "1" {
		t.Errorf("sent %s", got.URL)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer token-of-the-target", "Content-Type": MediaType, "Accept": MediaType,
		"If-Match": `W/"1"`, "User-Agent": "suite",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, got.Header.Get(name), want)
		}
	}
}

func TestDoLeavesHeadersOut(t *testing.T) {
	t.Parallel()
	var got http.Header
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	client := newClient(t, url, time.Second)
	for _, r := range []Request{
		{Method: "GET", Path: "/", Anonymous: true},
		{Method: "GET", Path: "/", Header: http.Header{"Authorization": {""}}},
	} {
		if _, err := client.Do(t.Context(), NewRecorder(nil), r); err != nil {
			t.Fatal(err)
		}
		if got.Get("Authorization") != "" {
			t.Errorf("%+v was sent with credentials", r)
		}
	}
}

func TestDoReadsACompressedAnswer(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		if r.Method == http.MethodHead {
			return
		}
		to := gzip.NewWriter(w)
		_, _ = to.Write([]byte(`{"id": "1"}`))
		_ = to.Close()
	})
	for method, want := range map[string]string{http.MethodGet: `{"id": "1"}`, http.MethodHead: ""} {
		answer, err := newClient(t, url, time.Second).Do(t.Context(), NewRecorder(nil), Request{Method: method, Path: "/Users/1"})
		if err != nil || string(answer.Body) != want {
			t.Errorf("%s: got %v, %v, want %q", method, answer, err, want)
		}
	}
}

func TestDoRefusesWhatIsOnlySaidToBeCompressed(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte(`{"id": "1"}`))
	})
	_, err := newClient(t, url, time.Second).Do(t.Context(), NewRecorder(nil), Request{Method: http.MethodGet, Path: "/Users/1"})
	if KindOf(err) != Garbled {
		t.Errorf("got %v, want no answer", err)
	}
}

func TestRecorderHoldsNoSecret(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "session=cookie-value")
		_, _ = w.Write([]byte(`{"echo":"` + r.Header.Get("Authorization") + `"}`))
	})
	rec := NewRecorder(NewRedactor(nil, "token-of-the-target"))
	if _, err := newClient(t, url, time.Second).Do(t.Context(), rec, Request{Method: "GET", Path: "/Users"}); err != nil {
		t.Fatal(err)
	}
	exchange := rec.Exchanges()[0]
	if strings.Contains(exchange.ResponseBody, "token-of-the-target") {
		t.Errorf("the body holds the token: %s", exchange.ResponseBody)
	}
	if got := exchange.RequestHeader["Authorization"][0]; got != "Bearer "+Redacted {
		t.Errorf("Authorization is recorded as %q", got)
	}
	if got := exchange.ResponseHeader["Set-Cookie"][0]; got != Redacted {
		t.Errorf("Set-Cookie is recorded as %q", got)
	}
}

func TestSendRetriesOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		status     int
		retryAfter string
		attempts   int32
	}{
		"429 with Retry-After":    {429, "0", tries},
		"503 with Retry-After":    {503, "0", tries},
		"429 without Retry-After": {429, "", 1},
		"500":                     {500, "0", 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var attempts atomic.Int32
			url := serve(t, func(w http.ResponseWriter, r *http.Request) {
				attempts.Add(1)
				w.Header().Set("Retry-After", c.retryAfter)
				w.WriteHeader(c.status)
			})
			rec := NewRecorder(nil)
			resp, err := newClient(t, url, time.Second).Do(t.Context(), rec, Request{Method: "GET", Path: "/Users"})
			if err != nil || resp.Status != c.status {
				t.Fatalf("got %+v, %v", resp, err)
			}
			if attempts.Load() != c.attempts || rec.Count() != int(c.attempts) {
				t.Errorf("sent %d and recorded %d, want %d", attempts.Load(), rec.Count(), c.attempts)
			}
		})
	}
}

func TestSendFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) })
	resp, err := newClient(t, url, time.Second).Do(t.Context(), NewRecorder(nil), Request{Method: "GET", Path: "/Users"})
	if err != nil || resp.Status != http.StatusFound {
		t.Fatalf("got %+v, %v", resp, err)
	}
}

func TestTransportErrorsSayWhy(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	drop := func(w http.ResponseWriter, _ *http.Request) { closeConnection(w) }
	flood := func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range 12 {
			_, _ = w.Write(block)
		}
	}
	babble := func(w http.ResponseWriter, _ *http.Request) {
		if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_, _ = connection.Write([]byte("HTTP/1.1 200 OK\r\nno header\r\n\r\n"))
			_ = connection.Close()
		}
	}
	cases := map[string]struct {
		url  string
		want Kind
	}{
		"nobody listens":    {"http://127.0.0.1:1", Unreachable},
		"no such host":      {"http://nobody.invalid", Unreachable},
		"no end":            {serve(t, hang), TimedOut},
		"dropped":           {serve(t, drop), Dropped},
		"too large":         {serve(t, flood), TooLarge},
		"no HTTP":           {serve(t, babble), Garbled},
		"not to be trusted": {untrusted(t), Untrusted},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rec := NewRecorder(nil)
			_, err := newClient(t, c.url, 2*time.Second).Do(t.Context(), rec, Request{Method: "GET", Path: "/Users"})
			if got := KindOf(err); got != c.want {
				t.Errorf("got kind %d (%v), want %d", got, err, c.want)
			}
			if rec.Count() != 1 || rec.Exchanges()[0].Error == "" {
				t.Errorf("the failure was not recorded: %+v", rec.Exchanges())
			}
		})
	}
}

func closeConnection(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func untrusted(t *testing.T) string {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	return server.URL
}

func TestSendStopsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newClient(t, "http://127.0.0.1:1", time.Second).Do(ctx, NewRecorder(nil), Request{Method: "GET", Path: "/"})
	if KindOf(err) != Interrupted {
		t.Errorf("got %v", err)
	}
}

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		wait   time.Duration
		stated bool
	}{
		"3": {3 * time.Second, true}, "99999999": {maxSeconds * time.Second, true}, "-1": {0, false}, "soon": {0, false}, "": {0, false},
		"Mon, 23 Nov 2026 12:00:05 GMT": {5 * time.Second, true}, "Mon, 23 Nov 2026 11:00:00 GMT": {0, true},
	}
	for value, want := range cases {
		wait, stated := parseRetryAfter(value, now)
		if wait != want.wait || stated != want.stated {
			t.Errorf("%q: got %v %v, want %v %v", value, wait, stated, want.wait, want.stated)
		}
	}
}

func TestSendTriesAgainOnAStaleConnection(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 2 {
			closeConnection(w)
		}
	})
	client, rec := newClient(t, url, time.Second), NewRecorder(nil)
	for range 2 {
		if _, err := client.Do(t.Context(), rec, Request{Method: "POST", Path: "/Users", Body: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
	}
	if requests.Load() != 3 || rec.Count() != 3 {
		t.Errorf("%d requests, %d recorded, want 3", requests.Load(), rec.Count())
	}
}

func TestAWriteOnTheWireIsAwaited(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		interrupt()
		w.WriteHeader(http.StatusCreated)
	})
	client := newClient(t, url, 5*time.Second)
	resp, err := client.Do(ctx, NewRecorder(nil), Request{Method: "POST", Path: "/Users", Body: []byte("{}")})
	if err != nil || resp.Status != http.StatusCreated {
		t.Fatalf("got %+v, %v", resp, err)
	}
	if _, err := client.Do(ctx, NewRecorder(nil), Request{Method: "POST", Path: "/Users"}); KindOf(err) != Interrupted {
		t.Errorf("a request was sent after the interruption: %v", err)
	}
}

func TestRetryAfterIsBounded(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]struct {
		wait  time.Duration
		again bool
	}{"2": {2 * time.Second, true}, "60": {longestWait, true}, "3600": {longestWait, false}} {
		resp := &Response{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {value}}}
		if wait, again := retryAfter(resp, 1); wait != want.wait || again != want.again {
			t.Errorf("%s: got %v %t, want %v %t", value, wait, again, want.wait, want.again)
		}
	}
}

func TestPatienceCoversEveryWaitThatTheClientHonours(t *testing.T) {
	t.Parallel()
	if got, want := newClient(t, "http://127.0.0.1:1", time.Second).Patience(), tries*time.Second+(tries-1)*longestWait; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSilenceEndsWithTheBeginningOfAnAnswer(t *testing.T) {
	t.Parallel()
	var half atomic.Bool
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if half.Load() {
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("{"))
			return
		}
		closeConnection(w)
	})
	client := newClient(t, url, time.Second)
	ask := func() error {
		_, err := client.Do(t.Context(), NewRecorder(nil), Request{Method: "GET", Path: "/Users"})
		return err
	}
	for n := 1; n <= 2; n++ {
		if err := ask(); !IsSilence(err) || client.Silent() != n {
			t.Fatalf("request %d: %d in a row, %v", n, client.Silent(), err)
		}
	}
	half.Store(true)
	if err := ask(); KindOf(err) != Dropped || client.Silent() != 0 {
		t.Errorf("half an answer: %d in a row, %v", client.Silent(), err)
	}
}

func TestSleepDoesNotBeginWhatItCannotEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if sleep(ctx, time.Hour) {
		t.Error("an hour fits into a minute")
	}
}

package reference_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/errgroup"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/target"
)

// BenchmarkRun measures what a run costs beyond its requests: the wall time of the
// suite against the in-process reference, over the time in which a bare client
// replays the same requests, at the same concurrency, against a fresh one.
func BenchmarkRun(b *testing.B) {
	var run, replay time.Duration
	var requests int
	for b.Loop() {
		conversations, spent := recordRun(b)
		run += spent
		replay += replayRun(b, conversations)
		requests = 0
		for _, c := range conversations {
			requests += len(c)
		}
	}
	n := float64(b.N)
	b.ReportMetric(run.Seconds()*1000/n, "run-ms")
	b.ReportMetric(replay.Seconds()*1000/n, "replay-ms")
	b.ReportMetric(run.Seconds()/replay.Seconds(), "ratio")
	b.ReportMetric(float64(requests), "requests")
}

// concurrency is that of a run against the reference's profile.
const concurrency = 8

// exchange is a request as it came, and its answer as it went.
type exchange struct {
	method, uri    string
	header         http.Header
	body, answer   []byte
	answeredHeader http.Header
}

// tape keeps the exchanges of each scenario in order; the User-Agent names it.
type tape struct {
	mu            sync.Mutex
	conversations map[string][]exchange
	order         []string
}

func (t *tape) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		t.add(r, body, answer)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

func (t *tape) add(r *http.Request, body []byte, answer *httptest.ResponseRecorder) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := r.UserAgent()
	if _, known := t.conversations[key]; !known {
		t.order = append(t.order, key)
	}
	t.conversations[key] = append(t.conversations[key], exchange{
		method: r.Method, uri: r.URL.RequestURI(), header: r.Header.Clone(), body: body,
		answer: answer.Body.Bytes(), answeredHeader: answer.Header(),
	})
}

// recordRun runs the suite twice: once on tape, and once, timed, without it.
func recordRun(b *testing.B) ([][]exchange, time.Duration) {
	b.Helper()
	recorder := &tape{conversations: map[string][]exchange{}}
	taped := httptest.NewServer(recorder.record(suiteTenant(b, reference.Options{}).Handler()))
	runSuite(b, taped.URL)
	taped.Close()
	plain := httptest.NewServer(suiteTenant(b, reference.Options{}).Handler())
	defer plain.Close()
	spent := runSuite(b, plain.URL)
	var conversations [][]exchange
	for _, key := range recorder.order {
		conversations = append(conversations, recorder.conversations[key])
	}
	return conversations, spent
}

func runSuite(b *testing.B, origin string) time.Duration {
	b.Helper()
	loaded, err := target.FromURL(origin+reference.SCIMPath, "reference", suiteVariables)
	if err != nil {
		b.Fatal(err)
	}
	loaded.SetBearer(suiteToken)
	started := time.Now()
	if _, err := steps.Run(b.Context(), steps.Config{Target: loaded, Concurrency: concurrency}); err != nil {
		b.Fatal(err)
	}
	return time.Since(started)
}

func replayRun(b *testing.B, conversations [][]exchange) time.Duration {
	b.Helper()
	server := httptest.NewServer(suiteTenant(b, reference.Options{}).Handler())
	defer server.Close()
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: concurrency},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	started := time.Now()
	group, ctx := errgroup.WithContext(b.Context())
	group.SetLimit(concurrency)
	for _, conversation := range conversations {
		group.Go(func() error { return (&player{client: client, origin: server.URL}).play(ctx, conversation) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(started)
}

// player replays one conversation. What the tenant makes up anew (ids, tokens) is
// put in the place of what it made up on tape.
type player struct {
	client *http.Client
	origin string
	pairs  []string
}

func (p *player) play(ctx context.Context, conversation []exchange) error {
	for _, e := range conversation {
		fresh := strings.NewReplacer(p.pairs...)
		request, err := http.NewRequestWithContext(ctx, e.method, p.origin+fresh.Replace(e.uri), strings.NewReader(fresh.Replace(string(e.body))))
		if err != nil {
			return err
		}
		for name, values := range e.header {
			for _, value := range values {
				request.Header.Add(name, fresh.Replace(value))
			}
		}
		if err := p.send(request, e); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) send(request *http.Request, taped exchange) error {
	response, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if request.Method == http.MethodPost {
		p.learn(taped.answer, answer)
		p.pair(cookie(taped.answeredHeader), cookie(response.Header))
	}
	return nil
}

func cookie(header http.Header) string {
	value, _, _ := strings.Cut(header.Get("Set-Cookie"), ";")
	return value
}

// learn pairs the texts of two answers that stand in the same place.
func (p *player) learn(taped, fresh []byte) {
	var before, after map[string]any
	if json.Unmarshal(taped, &before) != nil || json.Unmarshal(fresh, &after) != nil {
		return
	}
	for name, value := range before {
		was, _ := value.(string)
		is, _ := after[name].(string)
		p.pair(was, is)
	}
}

func (p *player) pair(was, is string) {
	if len(was) >= 8 && is != "" && was != is {
		p.pairs = append(p.pairs, was, is)
	}
}

package reference_test

import (
	"bytes"
	"crypto/rand"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

var (
	variantsSeed         = flag.Int64("variants.seed", 1, "draw the combinations of variants from this seed")
	variantsCombinations = flag.Int("variants.combinations", combinations, "run the whole suite against so many random combinations of variants")
	variantsAll          = flag.Bool("variants.all", false, "run the whole suite against every variant, which takes minutes, and not against some")
)

// TestVariants proves that the suite lets pass what the RFCs permit, alone and several
// at once: no variant fails, and none is warned of unless it says itself that it may be.
func TestVariants(t *testing.T) {
	t.Parallel()
	leftToUnraced(t)
	seed := *variantsSeed
	honest := outcomes(runVariant(t, variants.Combined{}, &witness{}))
	for i, v := range variants.All() {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			if !*variantsAll && (int64(i)+seed)%oneVariantIn != 0 {
				t.Skipf("one in %d is run, others with other seeds; all are with -variants.all", oneVariantIn)
			}
			mustPermit(t, honest, variants.Combine(v))
		})
	}
	for _, combined := range variants.Combinations(seed, *variantsCombinations) {
		t.Run(combined.ID, func(t *testing.T) {
			t.Parallel()
			mustPermit(t, honest, combined)
		})
	}
}

func outcomes(run *result.Run) map[string]result.Outcome {
	found := map[string]result.Outcome{}
	for _, s := range run.Scenarios {
		found[s.ID] = s.Outcome
	}
	return found
}

// mustPermit runs the whole suite against a tenant of that kind.
func mustPermit(t *testing.T, honest map[string]result.Outcome, combined variants.Combined) {
	t.Helper()
	seen := &witness{}
	run := runVariant(t, combined, seen)
	if !seen.differs() && !slices.ContainsFunc(combined.Variants, invisible) {
		t.Error("no exchange of the suite shows the variant: it proves nothing")
	}
	mustJudge(t, run)
	for _, s := range run.Scenarios {
		warned := s.Outcome == result.Warn && (honest[s.ID] == result.Warn || combined.Caution() != "")
		if s.Outcome == result.Pass || s.Outcome == result.Skip || warned {
			continue
		}
		t.Errorf("%s %s: %s\n%s", s.Outcome, s.ID, s.Reason, strings.Join(told(s), "\n"))
	}
	for _, left := range run.LeftBehind {
		t.Errorf("left behind: %s %s: %s", left.Kind, left.ID, left.Reason)
	}
}

// mustJudge wants more passes than skips: whoever skips everything finds nothing wrong.
func mustJudge(t *testing.T, run *result.Run) {
	t.Helper()
	passed := run.Summary.Pass
	t.Logf("%d of %d scenarios passed", passed, len(run.Scenarios))
	if 2*passed < len(run.Scenarios) {
		t.Errorf("only %d of %d scenarios passed", passed, len(run.Scenarios))
	}
}

// invisible are the variants that change nothing of what a handler says.
func invisible(v variants.Variant) bool {
	return v.Adjust != nil || v.HTTP2 || slices.Contains([]string{"http-chunked", "http-slow", "http-early-hints"}, v.ID)
}

// witness compares what a tenant is asked and answers with what the client asks and is
// answered, in front of it.
type witness struct {
	mu     sync.Mutex
	behind map[string][]string
	other  bool
}

const exchangeHeader = "X-Exchange"

func (w *witness) differs() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.other
}

// atTenant keeps what the tenant is asked, and answers, for a request in front.
func (w *witness) atTenant(next http.Handler) http.Handler {
	return http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		said := exchangeOf(to, r, next)
		w.mu.Lock()
		defer w.mu.Unlock()
		id := r.Header.Get(exchangeHeader)
		w.behind[id] = append(w.behind[id], said)
	})
}

// atClient compares it with the request in front.
func (w *witness) atClient(next http.Handler) http.Handler {
	w.behind = map[string][]string{}
	return http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		r.Header.Set(exchangeHeader, id)
		said := exchangeOf(to, r, next)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.other = w.other || !slices.Equal(w.behind[id], []string{said})
		delete(w.behind, id)
	})
}

// exchangeOf serves a request, and writes down what was asked and answered.
func exchangeOf(to http.ResponseWriter, r *http.Request, next http.Handler) string {
	asked, _ := io.ReadAll(r.Body)
	request := r.Clone(r.Context())
	request.Body = io.NopCloser(bytes.NewReader(asked))
	kept := &keeper{ResponseWriter: to, status: http.StatusOK}
	said := fmt.Sprint(r.Method, " ", r.URL, r.Header, string(asked))
	next.ServeHTTP(kept, request)
	header := to.Header().Clone()
	header.Del("Content-Length")
	return fmt.Sprint(said, "\n", kept.status, header, kept.body.String())
}

// keeper keeps an answer on its way.
type keeper struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (k *keeper) WriteHeader(status int) {
	k.status = status
	k.ResponseWriter.WriteHeader(status)
}

func (k *keeper) Write(b []byte) (int, error) {
	k.body.Write(b)
	return k.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController flush.
func (k *keeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }

func told(s result.Scenario) []string {
	lines := []string{s.Step}
	for _, m := range s.Mismatches {
		lines = append(lines, m.Path+": want "+m.Want+", got "+m.Got)
	}
	return lines
}

func runVariant(t *testing.T, combined variants.Combined, seen *witness) *result.Run {
	t.Helper()
	var options reference.Options
	combined.Adjust(&options)
	tenant := seen.atTenant(suiteTenant(t, options).Handler())
	handler := mustAnswer(t, seen.atClient(combined.Wrap(tenant)))
	server := httptest.NewUnstartedServer(handler)
	found := serveVariant(t, server, combined)
	run, err := steps.Run(t.Context(), steps.Config{Target: found})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	return run
}

func serveVariant(t *testing.T, server *httptest.Server, combined variants.Combined) *target.Target {
	t.Helper()
	t.Cleanup(server.Close)
	if !combined.HTTP2() {
		server.Start()
		return impatient(t, server.URL+combined.Prefix())
	}
	server.EnableHTTP2 = true
	server.StartTLS()
	found := impatient(t, server.URL+combined.Prefix())
	found.TLS.CA = filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(found.TLS.CA, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestVariantsAreDistinct makes sure that an id says which variant is meant, and that
// each says what permits it.
func TestVariantsAreDistinct(t *testing.T) {
	t.Parallel()
	all := variants.All()
	for i, v := range all {
		if slices.ContainsFunc(all[:i], func(other variants.Variant) bool { return other.ID == v.ID }) {
			t.Errorf("two variants are called %s", v.ID)
		}
		if found, ok := variants.ByID(v.ID); !ok || found.ID != v.ID {
			t.Errorf("ByID does not find %s", v.ID)
		}
		if v.Title == "" || v.Source == "" || v.Area == "" || len(v.Touches) == 0 {
			t.Errorf("%s lacks a title, a source, an area, or what it touches", v.ID)
		}
	}
	if _, ok := variants.ByID("honesty"); ok {
		t.Error("ByID finds what is not there")
	}
}

// TestVariantCombinationsAreRepeatable holds a drawing to its seed.
func TestVariantCombinationsAreRepeatable(t *testing.T) {
	t.Parallel()
	ids := func(seed int64) string {
		var drawn []string
		for _, c := range variants.Combinations(seed, 20) {
			drawn = append(drawn, c.ID)
			if !variants.AreCompatible(c.Variants...) {
				t.Errorf("%s: two of them touch the same", c.ID)
			}
		}
		return strings.Join(drawn, "\n")
	}
	first, again := ids(1), ids(1)
	if first != again {
		t.Error("the same seed draws other combinations")
	}
	if first == ids(2) {
		t.Error("another seed draws the same combinations")
	}
}

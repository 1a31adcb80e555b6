package steps

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// run is what the scenarios of one run share. It is built before the first
// scenario; what changes later is safe for parallel use.
type run struct {
	id     string
	agent  string
	strict bool
	brief  bool

	target *target.Target
	client *scim.Client
	// sending is who sends in the harness's place; nil where nobody does.
	sending *sending
	// other is a client of the second tenant; nil where the target's file has none.
	other *scim.Client
	// parallel says that more than one request may be under way.
	parallel bool
	redact   *scim.Redactor
	// roots are the certificates to trust; nil means the system's own.
	roots *x509.CertPool
	rec   *scim.Recorder
	known *known
	// dialects are those in which the life cycle is told; plain is the RFC's own, for the rest.
	dialects  []*provision.Dialect
	plain     *provision.Dialect
	people    map[string]fixtures.Person
	scenarios map[string]scenario
	selected  map[string]bool
	// listing says that nothing is run: what wants a connector is listed without one.
	listing bool

	// exclusive is held for reading by every scenario, for writing by one that
	// must be alone.
	exclusive sync.RWMutex
	numbers   atomic.Int64
	removed   atomic.Int64
	requests  atomic.Int64
	created   *probe.Created
	results   collector
	bystander bystander
	// observer is nil where nobody records what a connector sends; manner is how it may speak.
	observer   Observer
	observing  observing
	manner     conduct.Manner
	pulse      pulse
	selfChecks selfChecks
	// control is nil where nothing stands before the target that could be told what to do, and
	// lead where nobody can be led to another door.
	control *control.Client
	lead    func(context.Context, control.Door) (func(context.Context) error, error)
	// ask is nil where nobody can be asked; one question at a time.
	ask   func(ctx context.Context, what string) error
	asked sync.Mutex
}

// Run runs the selected scenarios against the target and returns what it found.
// The error is a *problem.Error where the run could not be made at all; a target
// that fails is no error. After a cancelled ctx it returns what was judged so
// far, marked as interrupted, with everything cleaned up.
func Run(ctx context.Context, c Config) (*result.Run, error) {
	started := time.Now()
	r, err := prepare(c)
	if err != nil {
		return nil, err
	}
	if err := r.observeBy(ctx, c); err != nil {
		return nil, err
	}
	if err := r.preflight(ctx); err != nil {
		return nil, err
	}
	if err := r.startConnector(ctx); err != nil {
		r.stopConnector(ctx)
		return nil, err
	}
	err = r.execute(ctx, c.concurrency())
	notes := slices.Concat(r.stopConnector(ctx), r.unannounced(ctx))
	r.results.left = append(r.results.left, r.bystander.leave(ctx)...)
	if err != nil {
		return nil, err
	}
	report := r.report(ctx, c, started)
	report.Notes = append(report.Notes, notes...)
	return report, nil
}

// prepare reads everything that needs no network.
func prepare(c Config) (*run, error) {
	id := runID()
	r := &run{
		id: id, strict: c.Strict, brief: c.Brief, target: c.Target,
		agent:   "scimproof/" + orElse(c.Version, "dev") + " run/" + id,
		redact:  scim.NewRedactor(nil, c.Target.Secrets()...),
		created: probe.NewCreated(),
	}
	r.rec = scim.NewRecorder(r.redact)
	r.results.progress, r.ask = c.Progress, c.Ask
	if err := r.takeControl(c); err != nil {
		return nil, err
	}
	if err := r.load(); err != nil {
		return nil, err
	}
	if err := r.speak(c); err != nil {
		return nil, err
	}
	var err error
	if r.sending, err = newSending(c, r); err != nil {
		return nil, err
	}
	if err := r.choose(c); err != nil {
		return nil, err
	}
	if err := r.checkHands(); err != nil {
		return nil, err
	}
	if err := r.checkWaivers(); err != nil {
		return nil, err
	}
	if err := r.checkObserved(); err != nil {
		return nil, err
	}
	if err := r.checkDeviations(); err != nil {
		return nil, err
	}
	return r, r.connect(c)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// runID marks everything that the run creates. Ten base-32 characters keep two
// runs on one tenant apart.
func runID() string { return strings.ToLower(rand.Text()[:10]) }

func (r *run) load() error {
	bound, err := library()
	if err != nil {
		return err
	}
	r.scenarios, r.people = bound.scenarios, bound.people
	return nil
}

// shelf is what every run of this program reads alike, and none changes.
type shelf struct {
	scenarios map[string]scenario
	people    map[string]fixtures.Person
}

// library reads the embedded features, catalogue and people once a process: who
// runs the suite a hundred times, as a test of faults does, need not parse it as
// often.
var library = sync.OnceValues(func() (*shelf, error) {
	catalogue, err := features.Load()
	if err != nil {
		return nil, fmt.Errorf("loading the catalogue: %w", err)
	}
	scenarios, err := index(catalogue)
	if err != nil {
		return nil, err
	}
	people, err := fixtures.People()
	if err != nil {
		return nil, fmt.Errorf("loading the fixture people: %w", err)
	}
	byName := map[string]fixtures.Person{}
	for _, p := range people {
		byName[p.FullName] = p
	}
	return &shelf{scenarios, byName}, nil
})

func (r *run) connect(c Config) error {
	transport, err := transportOf(c)
	if err != nil {
		return err
	}
	options := scim.Options{
		BaseURL: r.target.SCIM.URL, Authorize: authorizer(r.target.SCIM.Auth), Transport: transport,
		Timeout: r.target.Limits.Timeout, Rate: rate.Limit(c.rate()), UserAgent: r.agent,
	}
	r.parallel = c.concurrency() > 1
	if r.roots, err = certificates(c.Target.TLS.CA); err != nil {
		return err
	}
	r.client, err = scim.New(options)
	if err != nil {
		return problem.Usage("%v", err).Hint("scimproof run --target https://tenant.example.com/scim/v2")
	}
	return r.connectOther(options)
}

// connectOther makes the client of the second tenant, if there is one. Credentials that
// are those of the first would find each tenant in the other.
func (r *run) connectOther(options scim.Options) (err error) {
	other, ok := r.target.Other()
	if !ok {
		return nil
	}
	if reflect.DeepEqual(other, r.target.SCIM) {
		return problem.Usage("the other tenant is the target itself: URL and credentials are the same").
			Hint("otherTenant in the target's file wants the credentials of a second tenant")
	}
	options.BaseURL, options.Authorize = other.URL, authorizer(other.Auth)
	if r.other, err = scim.New(options); err != nil {
		return fmt.Errorf("connecting to the other tenant: %w", err)
	}
	return nil
}

func transportOf(c Config) (http.RoundTripper, error) {
	if c.Transport != nil {
		return c.Transport, nil
	}
	pool, err := certificates(c.Target.TLS.CA)
	if err != nil {
		return nil, err
	}
	return scim.NewTransport(c.concurrency(), pool), nil
}

// certificates are those to trust: nil means the system's own.
func certificates(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, problem.Usage("cannot read the certificates of tls.ca").Because(err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, problem.Usage("%s holds no PEM certificate", file).
			Hint("tls.ca in the target's file names a file of PEM certificates to trust")
	}
	return pool, nil
}

func authorizer(auth target.Auth) func(*http.Request) {
	return func(req *http.Request) {
		switch {
		case auth.Bearer != "":
			req.Header.Set("Authorization", "Bearer "+auth.Bearer)
		case auth.Basic != nil:
			req.SetBasicAuth(auth.Basic.Username, auth.Basic.Password)
		}
		for name, value := range auth.Headers {
			req.Header.Set(name, value)
		}
	}
}

func (r *run) report(ctx context.Context, c Config, started time.Time) *result.Run {
	report := &result.Run{
		Tool:         result.Tool{Name: "scimproof", Version: orElse(c.Version, "dev")},
		Target:       result.Target{Name: r.target.Name, URL: r.redact.Text(r.target.SCIM.URL), Profile: r.target.Profile},
		Provisioner:  "direct",
		Dialects:     r.dialectNames(),
		Selection:    strings.TrimSpace(c.Tags + " " + strings.Join(c.IDs, " ")),
		StartedAt:    started.UTC(),
		DurationMs:   float64(time.Since(started).Microseconds()) / 1000,
		Interrupted:  ctx.Err() != nil,
		Capabilities: r.known.list(),
		Scenarios:    r.results.scenarios,
		Removed:      int(r.removed.Load()),
		LeftBehind:   r.results.left,
		Summary:      result.Summary{Requests: int(r.requests.Load()) + r.rec.Count()},
	}
	report.DialectVerdicts = r.dialectVerdicts()
	r.sending.describe(report, r.likeness(ctx))
	r.deviate(report)
	r.observe(report)
	r.waive(report)
	report.Finish()
	return report
}

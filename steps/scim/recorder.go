package scim

import (
	"net/http"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/scimproof/scimproof/steps/result"
)

// keepBytes is how much of a body a report keeps: enough to see what is wrong,
// little enough that a run of thousands of exchanges stays a readable file.
const keepBytes = 16 << 10

// Recorder keeps the exchanges of one scenario, redacted as they are recorded:
// no secret is ever held in a result. It is safe for parallel use.
type Recorder struct {
	*Redactor

	// counts says that exchanges are counted only.
	counts bool

	mu        sync.Mutex
	count     int
	step      string
	exchanges []result.Exchange
}

// NewRecorder returns an empty recorder that removes the secrets of the run and
// those added to it later.
func NewRecorder(run *Redactor) *Recorder {
	return &Recorder{Redactor: NewRedactor(run)}
}

// NewCounter returns a recorder that counts exchanges and keeps none, for whoever reads
// only how the scenarios end. It removes secrets from text as any other.
func NewCounter(run *Redactor) *Recorder {
	return &Recorder{Redactor: NewRedactor(run), counts: true}
}

// Add registers secrets, and removes them from what was recorded before they were known to
// be some: a token is told only once the answer that holds it has been read.
func (r *Recorder) Add(secrets ...string) {
	r.Redactor.Add(secrets...)
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.exchanges {
		e := &r.exchanges[i]
		e.URL, e.RequestBody, e.ResponseBody, e.Error = r.known(e.URL), r.known(e.RequestBody), r.known(e.ResponseBody), r.known(e.Error)
		e.RequestHeader, e.ResponseHeader = r.headers(e.RequestHeader), r.headers(e.ResponseHeader)
	}
}

// headers removes the secrets from headers that were redacted before. What they share with
// a copy that was handed out stays as it is.
func (r *Recorder) headers(old map[string][]string) map[string][]string {
	clean := make(map[string][]string, len(old))
	for name, values := range old {
		for _, value := range values {
			clean[name] = append(clean[name], r.known(value))
		}
	}
	return clean
}

// Step names the step whose exchanges follow.
func (r *Recorder) Step(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.step = text
}

// Exchanges returns what was recorded so far, in order.
func (r *Recorder) Exchanges() []result.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]result.Exchange(nil), r.exchanges...)
}

// Count tells how many exchanges were recorded.
func (r *Recorder) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count
}

func (r *Recorder) record(req *http.Request, body []byte, resp *Response, err error, started time.Time) {
	r.mu.Lock()
	r.count++
	r.mu.Unlock()
	if !r.counts {
		r.keep(req, body, resp, err, started)
	}
}

// Note records what was done beside HTTP, such as a bind, as an exchange without a status:
// its outcome in words stands in the place of the answer's body.
func (r *Recorder) Note(method, where, outcome string, began time.Time) {
	r.mu.Lock()
	r.count++
	r.mu.Unlock()
	if r.counts {
		return
	}
	exchange := result.Exchange{
		Method: method, URL: r.Text(where), RequestHeader: map[string][]string{}, ResponseHeader: map[string][]string{},
		ResponseBody: r.Text(outcome), StartedAt: began, DurationMs: float64(time.Since(began).Microseconds()) / 1000,
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	exchange.Step = r.step
	r.exchanges = append(r.exchanges, exchange)
}

func (r *Recorder) keep(req *http.Request, body []byte, resp *Response, err error, started time.Time) {
	exchange := result.Exchange{
		Method:        req.Method,
		URL:           r.Text(req.URL.String()),
		RequestHeader: r.Header(req.Header),
		RequestBody:   r.body(body),
		StartedAt:     started,
		DurationMs:    float64(time.Since(started).Microseconds()) / 1000,
	}
	if err != nil {
		exchange.Error = r.Text(err.Error())
	}
	if resp != nil {
		exchange.Status = resp.Status
		exchange.ResponseHeader = r.Header(resp.Header)
		exchange.ResponseBody = r.body(resp.Body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	exchange.Step = r.step
	r.exchanges = append(r.exchanges, exchange)
}

// body redacts before it cuts, so that a secret on the edge is not halved into
// something unrecognised.
func (r *Recorder) body(b []byte) string {
	text := r.Text(string(b))
	if len(text) <= keepBytes {
		return text
	}
	cut := keepBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "… (cut)"
}

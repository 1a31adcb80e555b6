package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// Observer tells what a connector has sent to the target, and what it was answered.
type Observer interface {
	// Exchanges are those after a number in the order of their arrival, and the number to
	// go on from. wait is how long the first of them is waited for.
	Exchanges(ctx context.Context, after int, wait time.Duration) ([]control.Exchange, int, error)
}

// mostRequests is how many requests a connector may send after one change: many times what
// a whole synchronisation of a scenario's people takes.
const mostRequests = 1000

// traffic is what the connector of a run has sent so far. It is safe for parallel use.
type traffic struct {
	observer Observer

	mu   sync.Mutex
	all  []control.Exchange
	next int
}

// fetch brings it up to date. What cannot be told now is told later.
func (t *traffic) fetch(ctx context.Context) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	more, next, err := t.observer.Exchanges(ctx, t.next, 0)
	if err == nil {
		t.all, t.next = append(t.all, more...), max(next, t.next)
	}
}

// mark is a moment: what is sent from now on comes after it.
func (t *traffic) mark(ctx context.Context) int {
	if t == nil {
		return 0
	}
	t.fetch(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.all)
}

// since is what was sent after a moment.
func (t *traffic) since(ctx context.Context, mark int) []control.Exchange {
	if t == nil {
		return nil
	}
	t.fetch(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all[min(mark, len(t.all)):])
}

// mostTold bounds how many exchanges a sentence names.
const mostTold = 4

// sentBy says in a few words what was sent: the last of it.
func sentBy(exchanges []control.Exchange) string {
	if len(exchanges) == 0 {
		return "nothing"
	}
	var words []string
	for _, e := range exchanges[max(0, len(exchanges)-mostTold):] {
		words = append(words, fmt.Sprintf("%s %s (%s)", e.Method, pathOf(e), answeredWith(e)))
	}
	text := strings.Join(words, ", ")
	if more := len(exchanges) - len(words); more > 0 {
		text = fmt.Sprintf("%s, the last of them %s", asManyRequests(len(exchanges)), text)
	}
	return text
}

func asManyRequests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}

func pathOf(e control.Exchange) string {
	if e.Query == "" {
		return e.Path
	}
	if plain, err := url.QueryUnescape(e.Query); err == nil {
		return e.Path + "?" + plain
	}
	return e.Path + "?" + e.Query
}

func answeredWith(e control.Exchange) string {
	if e.Cut != "" {
		return "cut off"
	}
	return fmt.Sprint(e.Status)
}

// answerTo is what the connector was answered, as an answer of the scenario.
func (w *World) answerTo(e control.Exchange) *answer {
	return w.newAnswer(scim.Request{Method: e.Method, Path: pathOf(e), Body: []byte(e.Body)},
		&scim.Response{Status: e.Status, Header: e.ResponseHeader, Body: []byte(e.ResponseBody)})
}

// changes tells whether a request of the harness is to change something at the target.
func changes(r scim.Request) bool {
	return isWrite(control.Exchange{Method: r.Method, Path: r.Path})
}

// safe are the methods that change nothing (RFC 9110 §9.2.1).
var safe = []string{http.MethodGet, http.MethodHead, http.MethodOptions}

// isWrite tells whether an exchange was to change something at the target.
func isWrite(e control.Exchange) bool {
	return !slices.Contains(safe, e.Method) && !strings.HasSuffix(e.Path, "/.search")
}

// foreign tells whether the connector was refused for credentials that are not this run's. A target of
// one's own may have given it some.
func foreign(e control.Exchange) bool {
	return e.Credential == "other" && slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden}, e.Status)
}

// recorded is an exchange of the connector as a report shows it.
func (w *World) recorded(e control.Exchange, base string) result.Exchange {
	address := base + e.Path
	if e.Query != "" {
		address += "?" + e.Query
	}
	shown := result.Exchange{
		By: w.run.sending.Name, Number: e.Seq, Method: e.Method, URL: w.rec.Text(address), RequestHeader: w.rec.Header(e.Header), RequestBody: w.rec.Text(e.Body),
		Status: e.Status, ResponseHeader: w.rec.Header(e.ResponseHeader), ResponseBody: w.rec.Text(e.ResponseBody),
		StartedAt: e.StartedAt, DurationMs: e.DurationMs,
	}
	if e.Cut != "" {
		shown.Error, shown.Status = "the connection was cut "+e.Cut+" the target saw the request", 0
	}
	return shown
}

// mostKept bounds what a scenario keeps of a connector that sends without end: the last.
const mostKept = 200

// sent is what the connector sent until now, for the evidence: what it sends while the scenario is
// cleaned up is none.
func (w *World) sent(ctx context.Context) []control.Exchange {
	if w.delegate == nil || w.run.brief {
		return nil
	}
	return w.delegate.exchanges(context.WithoutCancel(ctx))
}

// evidence is what the harness and the connector sent in a scenario, in the order of time. Where none
// of the connector's decided, the harness's own last one did, even if something came after it.
func (w *World) evidence(sent []control.Exchange, own []result.Exchange) []result.Exchange {
	if len(sent) == 0 {
		return own
	}
	all := slices.Clone(own)
	decisive := w.decidedBy(sent)
	if decisive == 0 && len(all) > 0 && w.result.Outcome != "" {
		all[len(all)-1].Decisive = true
	}
	for i, e := range sent {
		if i < len(sent)-mostKept && e.Seq != decisive {
			continue
		}
		shown := w.recorded(e, w.run.sending.Settings.URL)
		shown.Decisive = e.Seq == decisive
		all = append(all, shown)
	}
	slices.SortStableFunc(all, func(a, b result.Exchange) int { return a.StartedAt.Compare(b.StartedAt) })
	return all
}

// decidedBy is the number of the exchange that decided: the one that the connector was judged by or,
// where it was refused or did not do what was asked, its last write, else its last request; 0 where
// the harness's own did.
func (w *World) decidedBy(sent []control.Exchange) (decisive int) {
	if w.client.decisive > 0 || !w.delegate.late {
		return w.client.decisive
	}
	for _, e := range sent {
		if isWrite(e) {
			decisive = e.Seq
		}
	}
	if decisive == 0 && len(sent) > 0 {
		return sent[len(sent)-1].Seq
	}
	return decisive
}

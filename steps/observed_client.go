package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/conduct"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/result"
)

// How long a connector may be silent before it is taken to have come to rest, and how long it
// may take to do so.
const (
	silence     = 200 * time.Millisecond
	longestRest = 10 * time.Second
)

// observedClient is what the connector sends since a scenario began.
type observedClient struct {
	all []control.Exchange
	// next is where to go on, acted the number of the last exchange before the last change
	// was asked for.
	next, acted int
	// acting says that the step before was a change as well.
	acting, rested bool
	// decisive is the number of the exchange by which the connector was judged; 0 for none.
	decisive int
}

// observing is where the observer has come to, for the whole run.
type observing struct{ next atomic.Int64 }

// observeClient begins with what is sent from now on.
func (w *World) observeClient(ctx context.Context) error {
	if w.run.observer == nil || !w.scenario.hasTag(connectorTag) {
		return nil
	}
	w.client.next = int(w.run.observing.next.Load())
	if err := w.fetchExchanges(ctx, 0); err != nil {
		return err
	}
	w.client.all = nil
	return nil
}

// fetchExchanges brings the scenario up to date, and waits that long where there is nothing.
func (w *World) fetchExchanges(ctx context.Context, wait time.Duration) error {
	for {
		more, next, err := w.run.observer.Exchanges(ctx, w.client.next, wait)
		if err != nil {
			return unjudgedf("what the connector sends cannot be told: %v", err)
		}
		w.client.next = next
		w.run.observing.next.Store(int64(next))
		if len(more) == 0 {
			return nil
		}
		w.client.all = append(w.client.all, slices.DeleteFunc(more, w.isOwn)...)
	}
}

// isOwn says that the harness itself sent it, which is no matter of the connector.
func (w *World) isOwn(e control.Exchange) bool {
	return strings.HasPrefix(e.Header.Get("User-Agent"), w.run.agent)
}

// beforeChange remembers where the last change begins, and lets what is judged come to rest.
func (w *World) beforeChange(ctx context.Context, st *godog.Step) error {
	if w.run.observer == nil || !w.scenario.hasTag(connectorTag) {
		return nil
	}
	acting := st.Type == messages.PickleStepType_ACTION
	begins := acting && !w.client.acting
	w.client.acting = acting
	if acting {
		w.client.rested = false
	}
	if !begins {
		return nil
	}
	if err := w.fetchExchanges(ctx, 0); err != nil {
		return err
	}
	for _, e := range w.client.all {
		w.client.acted = max(w.client.acted, e.Seq)
	}
	return nil
}

// rest waits until the connector is silent, so that nothing is judged which is still to come.
func (w *World) rest(ctx context.Context) error {
	for until := time.Now().Add(longestRest); !w.client.rested && time.Now().Before(until); {
		before := len(w.client.all)
		if err := w.fetchExchanges(ctx, silence); err != nil {
			return err
		}
		w.client.rested = len(w.client.all) == before
	}
	return nil
}

// conduct is what the connector did in the scenario.
func (w *World) conduct(ctx context.Context) (*conduct.Log, error) {
	if w.run.observer == nil {
		return nil, &skipped{reason: "nobody records what the connector sends"}
	}
	if err := w.rest(ctx); err != nil {
		return nil, err
	}
	log := conduct.Read(w.client.all)
	if w.run.manner != nil {
		log = log.Speaking(w.run.manner)
	}
	return log, nil
}

// lately is what the connector did since the last change was asked for.
func (w *World) lately(ctx context.Context) (*conduct.Log, error) {
	log, err := w.conduct(ctx)
	if err != nil {
		return nil, err
	}
	return log.After(w.client.acted), nil
}

// judgeConduct judges the connector. Where there was nothing to look at, the scenario is
// skipped for that reason; without one, it could not be judged.
func (w *World) judgeConduct(v conduct.Verdict, otherwise string) error {
	if v.Vacuous() {
		if otherwise == "" {
			return unjudgedf("the connector sent nothing by which this could be judged")
		}
		return &skipped{reason: otherwise, optional: true}
	}
	if seq := decisiveOf(v); w.client.decisive == 0 || seq > 0 && isHard(v) {
		w.client.decisive = seq
	}
	return w.judge(mostOf(v.Mismatches())...)
}

func isHard(v conduct.Verdict) bool {
	return slices.ContainsFunc(v.Findings, func(f conduct.Finding) bool { return !f.Warn })
}

// decisiveOf is the number of the exchange by which a verdict was come to: that of the first finding
// that is more than a warning, else of the first. Of something that was not sent it is the last that
// was looked at; 0 where nothing is wrong.
func decisiveOf(v conduct.Verdict) int {
	if len(v.Findings) == 0 {
		return 0
	}
	first := max(0, slices.IndexFunc(v.Findings, func(f conduct.Finding) bool { return !f.Warn }))
	if seq := v.Findings[first].Seq; seq > 0 || len(v.Seen) == 0 {
		return seq
	}
	return v.Seen[len(v.Seen)-1]
}

// mostFindings bounds what is told of a connector that does everything wrong.
const mostFindings = 20

// mostOf keeps the first of many.
func mostOf(mismatches []result.Mismatch) []result.Mismatch {
	if len(mismatches) <= mostFindings {
		return mismatches
	}
	more := result.Mismatch{Path: "and so on", Want: "none", Got: fmt.Sprintf("%d more", len(mismatches)-mostFindings)}
	return append(mismatches[:mostFindings:mostFindings], more)
}

// asPerson is somebody as the connector's requests may name them.
func (p *Person) asPerson() conduct.Person { return conduct.PersonOf(p.Sent, p.ID) }

// knownIDs are the ids that the scenario knows: the connector may have them from before.
func (w *World) knownIDs() []string {
	var ids []string
	for _, p := range w.roster {
		ids = append(ids, p.ID)
	}
	for _, g := range w.groups {
		ids = append(ids, g.ID)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// groupIDs are those of the scenario's groups.
func (w *World) groupIDs() []string {
	var ids []string
	for _, g := range w.groups {
		if g.ID != "" {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// fewestTraits is how much has to be seen of a connector before it is likened to anybody.
const fewestTraits = 3

// likeness says how far the connector speaks as each dialect does; nothing where too little was
// seen of it.
func (r *run) likeness(ctx context.Context) []result.Likeness {
	if r.observer == nil {
		return nil
	}
	exchanges, err := r.allExchanges(context.WithoutCancel(ctx))
	dialects, failed := conduct.Dialects(context.WithoutCancel(ctx))
	manner := conduct.MannerOf(conduct.Read(exchanges))
	if err != nil || failed != nil || len(manner) < fewestTraits {
		return nil
	}
	var all []result.Likeness
	for _, l := range conduct.Compare(manner, dialects) {
		all = append(all, r.likened(l))
	}
	return all
}

// likened is a likeness as a report shows it: traits name attributes, and values may be a stranger's.
func (r *run) likened(l conduct.Likeness) result.Likeness {
	shown := result.Likeness{Dialect: l.Name, Score: min(1, l.Score)}
	for _, d := range l.Differences {
		shown.Differences = append(shown.Differences, result.Difference{Trait: r.redact.Text(d.Trait), Connector: r.cleaned(d.Client), Dialect: d.Dialect})
	}
	return shown
}

// cleaned are texts without secrets.
func (r *run) cleaned(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, shorten(r.redact.Text(text), longestReason))
	}
	return all
}

// allExchanges are those that the observer still has.
func (r *run) allExchanges(ctx context.Context) (all []control.Exchange, err error) {
	own := &World{run: r}
	for next := 0; ; {
		more, after, err := r.observer.Exchanges(ctx, next, 0)
		if err != nil || len(more) == 0 {
			return all, err
		}
		all, next = append(all, slices.DeleteFunc(more, own.isOwn)...), after
	}
}

// observeBy takes who tells what the connector sends, and how it may speak.
func (r *run) observeBy(ctx context.Context, c Config) (err error) {
	if r.sending == nil {
		return nil
	}
	r.observer = c.observer(r.control)
	if r.manner, err = conduct.ManneredAs(ctx, r.sending.Speaks, true); err != nil {
		return fmt.Errorf("reading how the connector speaks: %w", err)
	}
	return nil
}

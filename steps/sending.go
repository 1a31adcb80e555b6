package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/template"
)

// mostVain is in how many scenarios in a row a connector may be awaited in vain, or its
// hooks fail, before the run gives it up.
const mostVain = 3

// sending is the connector of a run: who sends in the harness's place.
type sending struct {
	*connector.Connector
	// hooks carries what is asked of the connector; the target's own limits are not its.
	hooks *scim.Client
	// traffic is nil where nobody records what the connector sends.
	traffic *traffic
	// known is what its hooks know since it was started.
	known template.Vars

	mu sync.Mutex
	// came says that something of it was seen at the target.
	came bool
	// vain counts the scenarios in a row in which it was awaited in vain.
	vain int
	// missed counts, for each kind of change, how often its effect was not seen in time; a
	// change that was once seen is always waited for.
	missed map[provision.Move]int
	worked map[provision.Move]bool
	road   string
	// over is why the run goes on without it.
	over *stopped
}

// newSending is nil where the harness itself sends.
func newSending(c Config, r *run) (*sending, error) {
	if c.Provisioner == nil {
		return nil, nil
	}
	s := &sending{Connector: c.Provisioner, missed: map[provision.Move]int{}, worked: map[provision.Move]bool{}, road: c.Provisioner.Declares.Road}
	if s.Settings.URL == "" {
		s.Settings.URL, s.Settings.Token = r.target.SCIM.URL, r.target.SCIM.Auth.Bearer
	}
	if observer := c.observer(r.control); observer != nil {
		s.traffic = &traffic{observer: observer}
	}
	if s.road == "" {
		spoken, err := provision.Load(s.Speaks)
		if err != nil {
			return nil, err
		}
		s.road = spoken.Default(provision.Deactivate)
	}
	r.redact.Add(s.Secrets()...)
	var err error
	// Without a time-out of its own, a request ends with its context.
	s.hooks, err = scim.New(scim.Options{BaseURL: r.target.SCIM.URL, UserAgent: r.agent})
	if err != nil {
		return nil, fmt.Errorf("making the client for the connector's hooks: %w", err)
	}
	r.lead = r.leadConnector
	return s, nil
}

// observer is who tells what the connector sends: the control listener, unless another was named.
func (c Config) observer(listener *control.Client) Observer {
	if c.Observer == nil && listener != nil {
		return listener
	}
	return c.Observer
}

// sender carries the requests of hooks, and records them. None is awaited any longer whose
// context has ended: what a hook has begun is known without its answer.
func (s *sending) sender(rec *scim.Recorder) probe.Sender {
	return probe.SenderFunc(func(req *http.Request) (probe.Answer, error) {
		ctx, cancel := context.WithTimeout(req.Context(), s.Deadline)
		defer cancel()
		resp, err := s.hooks.Send(rec, req.WithContext(ctx))
		if err != nil {
			return probe.Answer{}, err
		}
		return probe.Answer{Status: resp.Status, Header: resp.Header, Body: resp.Body}, nil
	})
}

// hookKit is what the connector's hooks work with; rec keeps their exchanges.
func (r *run) hookKit(rec *scim.Recorder, vars template.Vars) probe.Kit {
	return probe.Kit{
		Sender: r.sending.sender(rec), Source: r.sending.Source, Identities: r.sending.Credentials,
		Vars: template.Vars{"run": r.id}.With(r.sending.known).With(vars), Note: rec.Note, Ask: r.asking(), Clean: rec.Text,
		Timeout: r.sending.Deadline, Patience: r.sending.Deadline,
	}
}

// startConnector tells the connector where its target is.
func (r *run) startConnector(ctx context.Context) error {
	if r.sending == nil {
		return nil
	}
	known, err := r.sending.Start(ctx, r.hookKit(r.rec, nil))
	r.sending.known = known
	if err != nil && ctx.Err() == nil {
		return problem.Unjudged("%s", r.redact.Text(err.Error())).
			Hint("is the connector running, and are hooks.start of %s right?", r.sending.Source)
	}
	return err
}

// leadConnector tells the connector that its target is behind another door, and returns what tells it
// of the old one again.
func (r *run) leadConnector(ctx context.Context, to control.Door) (back func(context.Context) error, err error) {
	before := r.sending.Settings
	tell := func(ctx context.Context, settings connector.Settings) error {
		r.sending.Settings = settings
		known, err := r.sending.Start(ctx, r.hookKit(r.rec, nil))
		r.sending.known = known
		return err
	}
	there := before
	there.URL, there.CA = to.URL, to.CA
	return func(ctx context.Context) error { return tell(ctx, before) }, tell(ctx, there)
}

// stopConnector undoes that, whatever became of the run; what it says is a note.
func (r *run) stopConnector(ctx context.Context) []string {
	if r.sending == nil || !r.sending.Drives("stop") {
		return nil
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.sending.Deadline)
	defer cancel()
	kit := r.hookKit(r.rec, nil)
	if ctx.Err() != nil {
		kit.Ask = nil
	}
	if err := r.sending.Stop(bounded, kit); err != nil {
		return []string{"the connector may go on sending: " + shorten(r.redact.Text(err.Error()), longestReason)}
	}
	return nil
}

// describe is the connector in the report.
func (s *sending) describe(report *result.Run, likeness []result.Likeness) {
	if s == nil {
		return
	}
	report.Provisioner = s.Name
	report.Connector = &result.Connector{Name: s.Name, Speaks: s.Speaks, File: s.Source, Likeness: likeness}
}

// givenUp is why nothing more is asked of the connector; nil while it is.
func (s *sending) givenUp() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		return nil
	}
	return s.over
}

// giveUp ends the run for one reason.
func (s *sending) giveUp(reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		s.over = &stopped{reason}
	}
	return s.over
}

// inVain counts a scenario in which nothing came of the connector.
func (s *sending) inVain(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.vain++; s.vain >= mostVain && s.over == nil {
		s.over = &stopped{fmt.Sprintf("the connector was given up after %d scenarios in a row: %s", s.vain, reason)}
	}
}

// missing counts a change whose effect was not seen in time.
func (s *sending) missing(move provision.Move) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missed[move]++
}

// done counts a change whose effect was seen.
func (s *sending) done(move provision.Move) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.came, s.vain, s.worked[move] = true, 0, true
}

// hasCome tells whether anything of the connector has been seen in this run.
func (s *sending) hasCome(exchanges []control.Exchange) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.came = s.came || len(exchanges) > 0
	return s.came
}

// hopelessly is how long an effect is still waited for that was missed several times
// and never seen: a look or two.
const hopelessly = time.Second

// patience is how long the effect of a change is waited for.
func (s *sending) patience(move provision.Move) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.missed[move] >= mostVain && !s.worked[move] {
		return min(s.Deadline, hopelessly)
	}
	return s.Deadline
}

// cleaning is how long taking people out of the directory may last, whoever does it.
func (s *sending) cleaning() time.Duration {
	if s.ByHand() != "" {
		return probe.DefaultPatience
	}
	return 2 * s.Deadline
}

// disablesBy is the road on which the connector disables people, as far as is known.
func (s *sending) disablesBy() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.road
}

func (s *sending) sawRoad(road string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.road = road
}

// errFlood ends the wait for a connector that sends without end.
var errFlood = errors.New("the connector floods the target")

// watched does something while somebody counts what the connector sends. Its context ends
// with errFlood.
func (s *sending) watched(ctx context.Context, mark int, do func(context.Context) error) error {
	if s.traffic == nil {
		return do(ctx)
	}
	counted, stop := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for wait(counted, 4*firstPause) {
			if len(s.traffic.since(counted, mark)) > mostRequests {
				stop(errFlood)
			}
		}
	}()
	err := do(counted)
	if errors.Is(context.Cause(counted), errFlood) {
		err = errFlood
	}
	stop(nil)
	<-ended
	return err
}

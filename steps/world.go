package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// World is what the steps of one scenario share. It belongs to one scenario and
// one goroutine; only the run behind it is shared.
type World struct {
	run      *run
	scenario scenario
	// dialect is that in which the scenario is told.
	dialect *provision.Dialect
	rec     *scim.Recorder
	// alias is unique to this scenario within the run.
	alias string

	people map[string]*Person
	roster []*Person
	groups map[string]*Group
	kept   map[string]string

	next carried
	last *answer
	// posted is what the dialect's client has created last.
	posted  []byte
	bulk    *bulkJob
	rivals  []*rival
	trial   trial
	watched watch
	undo    []undo
	doubts  []doubt
	// tried says that a request to clean up was not answered.
	tried bool
	// abroad are the paths of what the scenario made in the other tenant.
	abroad map[string]bool
	checks int
	// staging says that the step which runs is a Given or a When. It can end the
	// scenario, but only a Then can make it pass.
	staging bool
	// unseen is why something could not be looked at that is no matter of the scenario.
	unseen string
	// warnings are mismatches that warn, whatever the level of the requirement.
	warnings []result.Mismatch

	// delegate asks a connector for the changes; nil where the harness sends them.
	delegate *delegate

	directory *probe.Directory
	// arranged is what the server was told to do in this scenario.
	arranged arrangement
	// client is what a connector sends.
	client observedClient
	// trying says that a change is asked for whose effect need not be seen.
	trying bool
	// provisioned says that the directory passes on what changes in it.
	provisioned bool
	// stopped is the refusal over which the provisioning client would stop.
	stopped error
	// timings are the measurements of those who were put out.
	timings []*timing

	result  result.Scenario
	started time.Time
	// release lets the next scenario in; nil while this one has not been let in.
	release func()
	done    bool
}

// carried is what the next request takes along beside what its step says.
type carried struct {
	query     url.Values
	header    http.Header
	anonymous bool
	// abroad sends it to the other tenant, with the credentials for that.
	abroad bool
}

type worldKey struct{}

func withWorld(ctx context.Context, w *World) context.Context {
	return context.WithValue(ctx, worldKey{}, w)
}

// worldOf returns the scenario's World. Every step runs inside one.
func worldOf(ctx context.Context) *World {
	w, _ := ctx.Value(worldKey{}).(*World)
	return w
}

func newWorld(r *run, s scenario, number int64) *World {
	return &World{
		run: r, scenario: s, dialect: r.plain, rec: r.recorder(),
		alias:  fmt.Sprintf("%d", number),
		people: map[string]*Person{}, groups: map[string]*Group{}, kept: map[string]string{}, abroad: map[string]bool{},
		arranged: arrangement{holds: map[string]string{}},
	}
}

func (r *run) recorder() *scim.Recorder {
	if r.brief {
		return scim.NewCounter(r.redact)
	}
	return scim.NewRecorder(r.redact)
}

// judge counts a judgement and turns what does not match into a violation. What
// an ambiguity of the standard makes a warning at most does not end the scenario.
func (w *World) judge(mismatches ...result.Mismatch) error {
	if !w.staging {
		w.checks++
	}
	if len(mismatches) == 0 {
		return nil
	}
	if result.OnlyWarnings(mismatches) {
		w.warnings = append(w.warnings, mismatches...)
		return nil
	}
	return &violation{mismatches}
}

// judgeThat is a judgement of a single fact.
func (w *World) judgeThat(holds bool, path, want, got string) error {
	if holds {
		return w.judge()
	}
	return w.judge(result.Mismatch{Path: path, Want: want, Got: got})
}

// send sends a request below the SCIM base, keeps the answer as the last one, and
// remembers what it created so that it is deleted at the end.
func (w *World) send(ctx context.Context, r scim.Request) (*answer, error) {
	if w.delegate != nil && changes(r) {
		return nil, errOwnWrites
	}
	client := w.clientFor(w.next.abroad)
	r = w.carry(r)
	a, err := w.ask(ctx, client, r)
	if err != nil {
		if scim.KindOf(err) != scim.Unreachable {
			w.trackCreated(client, &answer{request: r, Response: &scim.Response{}})
		}
		return nil, err
	}
	w.last = a
	w.trackCreated(client, w.last)
	return w.last, w.last.throttled()
}

func (w *World) carry(r scim.Request) scim.Request {
	r.Query = merged(r.Query, w.next.query)
	r.Header = http.Header(merged(url.Values(r.Header), url.Values(w.next.header)))
	r.Anonymous = r.Anonymous || w.next.anonymous
	w.next = carried{}
	r.Header.Set("User-Agent", w.agentOf(r.Header))
	return r
}

// userAgent names the suite, the run and the scenario, so that an operator finds
// a failing request in their own logs.
func (w *World) userAgent() string {
	if name := nameOf(w.dialect); name != provision.RFC {
		return w.run.agent + " (" + w.scenario.ID + "; dialect " + name + ")"
	}
	return w.run.agent + " (" + w.scenario.ID + ")"
}

func merged(a, b url.Values) url.Values {
	sum := url.Values{}
	maps.Copy(sum, a)
	maps.Copy(sum, b)
	return sum
}

// answered is the last answer; a step that judges one before any was given is a
// mistake of the scenario.
func (w *World) answered() (*answer, error) {
	if w.last == nil {
		return nil, mistakef("no request was sent before this step")
	}
	return w.last, nil
}

// placeholder is {Ada.id}, {Analysts.id}, {unique}, {run}, {hourAgo.east} or a
// kept value.
var placeholder = regexp.MustCompile(`\{([\pL][\pL\d_-]*(?:\.[A-Za-z]+)?)\}`)

// expand fills in placeholders; an unknown one is a mistake of the scenario.
func (w *World) expand(text string) (string, error) {
	return w.expandWith(text, func(s string) string { return s })
}

// expandJSON fills in placeholders inside JSON text, escaped as in a string. What is
// quoted within a string, as the value of a filter is in a path, is a string of its own.
func (w *World) expandJSON(text string) (string, error) {
	var failed error
	text = withinString.ReplaceAllStringFunc(text, func(match string) string {
		value, err := w.expandWith(match, func(value string) string { return jsonEscape(jsonEscape(value)) })
		failed = errors.Join(failed, err)
		return value
	})
	if failed != nil {
		return "", failed
	}
	return w.expandWith(text, jsonEscape)
}

// withinString is a placeholder behind a quotation mark that is escaped.
var withinString = regexp.MustCompile(`\\"` + placeholder.String())

func (w *World) expandWith(text string, escape func(string) string) (string, error) {
	var failed error
	expanded := placeholder.ReplaceAllStringFunc(text, func(match string) string {
		value, err := w.value(match[1 : len(match)-1])
		if failed == nil {
			failed = err
		}
		return escape(value)
	})
	if failed != nil {
		return "", failed
	}
	return expanded, nil
}

// value is what a placeholder stands for. Something that the scenario knows and the
// target has refused is no mistake of the scenario.
func (w *World) value(name string) (string, error) {
	if value, ok := w.kept[name]; ok {
		return value, nil
	}
	switch name {
	case "unique":
		return w.run.id + "-" + w.alias, nil
	case "run":
		return w.run.id, nil
	}
	owner, property, _ := strings.Cut(name, ".")
	if at, ok := moments[owner]; ok {
		return at.in(property)
	}
	if g, ok := w.groups[owner]; ok {
		return g.property(property)
	}
	if p := w.byFirstName(owner); p != nil {
		return p.property(property)
	}
	return "", mistakef("nothing in the scenario is called {%s}", name)
}

// byFirstName introduces a person of the fixtures whom a body names before any
// step does.
func (w *World) byFirstName(name string) *Person {
	if p, ok := w.people[name]; ok {
		return p
	}
	for full := range w.run.people {
		if firstName(full) == name {
			if p, err := w.introduce(full); err == nil {
				return p
			}
		}
	}
	return nil
}

// moment is a point in time near now, for filters on dateTime.
type moment time.Duration

var moments = map[string]moment{"hourAgo": moment(-time.Hour), "inAnHour": moment(time.Hour)}

// in writes the moment as the clocks show it in the far east or west: the same
// instant under another date.
func (m moment) in(zone string) (string, error) {
	offsets := map[string]int{"": 0, "utc": 0, "east": 14, "west": -12}
	hours, ok := offsets[zone]
	if !ok {
		return "", mistakef("there is no zone %q", zone)
	}
	at := time.Now().Add(time.Duration(m)).In(time.FixedZone("", hours*3600))
	return at.Format(time.RFC3339), nil
}

// object reads a step's doc string as a JSON object, placeholders filled in.
func (w *World) object(doc *godog.DocString) (oracle.Object, error) {
	value, err := w.json(doc)
	if err != nil {
		return nil, err
	}
	object, ok := value.(oracle.Object)
	if !ok {
		return nil, mistakef("the doc string is no JSON object")
	}
	return object, nil
}

func (w *World) json(doc *godog.DocString) (any, error) {
	text, err := w.expandJSON(doc.Content)
	if err != nil {
		return nil, err
	}
	value, err := oracle.Parse([]byte(text))
	if err != nil {
		return nil, mistakef("the doc string is no JSON: %v", err)
	}
	return value, nil
}

// literal reads a JSON value written in a step's text.
func (w *World) literal(text string) (any, error) {
	expanded, err := w.expandJSON(text)
	if err != nil {
		return nil, err
	}
	value, err := oracle.Parse([]byte(expanded))
	if err != nil {
		return nil, mistakef("%s is no JSON value: %v", text, err)
	}
	return value, nil
}

// watch is whose state "nothing else has changed" is compared with.
type watch struct {
	people, groups []string
	acting         bool
}

var (
	watchedPerson = regexp.MustCompile(`^(?:nothing else about )?(\pL[\pL'’-]*) (?:has changed|is unchanged)$`)
	watchedGroup  = regexp.MustCompile(`^(?:nothing else about )?the group "([^"]+)" (?:has changed|is unchanged)$`)
)

// watchFor reads ahead: only who is compared later is read before the change.
func (w *World) watchFor(steps []*messages.PickleStep) {
	for _, st := range steps {
		if m := watchedPerson.FindStringSubmatch(st.Text); m != nil {
			w.watched.people = append(w.watched.people, m[1])
		}
		if m := watchedGroup.FindStringSubmatch(st.Text); m != nil {
			w.watched.groups = append(w.watched.groups, m[1])
		}
	}
}

// observe reads the state of who is watched, just before the first action.
func (w *World) observe(ctx context.Context, st *godog.Step) error {
	acting := st.Type == messages.PickleStepType_ACTION
	defer func() { w.watched.acting = acting }()
	if !acting || w.watched.acting {
		return nil
	}
	for _, r := range w.watchedNow() {
		if err := w.snapshot(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// watchedNow are those who are watched and have an id by now.
func (w *World) watchedNow() []*resource {
	var all []*resource
	for _, name := range w.watched.people {
		if p, ok := w.people[name]; ok && p.ID != "" {
			all = append(all, &p.resource)
		}
	}
	for _, name := range w.watched.groups {
		if g, ok := w.groups[name]; ok && g.ID != "" {
			all = append(all, &g.resource)
		}
	}
	return all
}

// personNames splits "Ada Lovelace, Grace Hopper and Alan Turing".
func personNames(list string) []string {
	return slices.Collect(func(yield func(string) bool) {
		for _, part := range strings.Split(strings.ReplaceAll(list, " and ", ", "), ", ") {
			if name := strings.TrimSpace(part); name != "" && !yield(name) {
				return
			}
		}
	})
}

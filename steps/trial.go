package steps

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/template"
)

// trial is what a scenario tries of all that the target announces.
type trial struct {
	// selections are those of the scenario's steps, read ahead.
	selections []string
	// aboutNew says that the scenario is about what the target keeps: only then it is
	// worth a warning what it does not take.
	aboutNew  bool
	specimens []*specimen
	// writes and searches are those of the last step of their kind.
	writes   []write
	searches []searched
	sampler  *sampler
}

// specimen is a resource of an announced type.
type specimen struct {
	resource
	kind announcedType
	// declined are the paths of attributes that the target does not take.
	declined map[string]bool
	// shown is the answer to the last read, nil where that was declined.
	shown *answer
}

// write is one request that writes announced attributes.
type write struct {
	of         *specimen
	label      string
	attributes []announcedAttribute
	values     []any
	answer     *answer
}

func registerAnnounced(sc *godog.ScenarioContext) {
	sc.Step(expression(`^a resource of every type$`), resourceOfEveryType)
	sc.Step(expression(`^a resource of every type without any attribute with mutability immutable$`), resourceOfEveryTypeWithoutImmutable)
	sc.Step(expression(`^the client creates a resource of every type with its required attributes only$`), clientCreatesMinimal)
	sc.Step(expression(`^the client creates a resource of every type without each required attribute$`), clientCreatesLacking)
	sc.Step(expression(`^the client writes another value to `+selecting+` by (PUT|PATCH)$`), clientWritesAnother)
	sc.Step(expression(`^the client writes the value of another resource to `+selecting+` by PUT$`), clientWritesTaken)
	sc.Step(expression(`^the client creates another resource with the value of `+selecting+`$`), clientCreatesTwin)
	sc.Step(expression(`^the client writes a wrong value to `+selecting+`$`), clientWritesWrong)
	sc.Step(expression(`^every write is answered `+codes+`$`), everyWriteIsAnswered)
	sc.Step(expression(`^every write is refused with `+codes+`$`), everyWriteIsRefused)
	sc.Step(expression(`^every write is refused with `+codes+` and `+scimTypes+`$`), everyWriteIsRefusedWith)
	sc.Step(expression(`^`+selecting+` has its new value$`), hasNewValue)
	sc.Step(expression(`^`+selecting+` has its old value$`), hasOldValue)
	sc.Step(expression(`^the client reads every resource$`), clientReadsEvery)
	sc.Step(expression(`^the client reads every resource, (asking for|excluding) `+selecting+`$`), clientReadsSome)
	sc.Step(expression(`^`+selecting+` is shown$`), isShown)
	sc.Step(expression(`^`+selecting+` is not shown$`), isNotShown)
	sc.Step(expression(`^`+selecting+` is valid$`), isValid)
	sc.Step(expression(`^every resource is valid$`), everyResourceIsValid)
	sc.Step(expression(`^every resource has ([\w.]+)$`), everyResourceHas)
	sc.Step(expression(`^every resource names schemas of its type only$`), schemasAreOfType)
	sc.Step(expression(`^every resource names the schema of every attribute that can be written$`), schemasAreNamed)
	sc.Step(expression(`^no resource names a schema twice$`), schemasAreNamedOnce)
	sc.Step(expression(`^the client looks for every resource by `+selecting+`( in the other case)?$`), clientLooksFor)
	sc.Step(expression(`^(every|no) search finds its resource, or is declined with `+codes+` and `+scimTypes+`$`), searchesFind)
}

// selectionIn finds the selection in the text of a step.
var selectionIn = regexp.MustCompile(`every attribute (?:that can be written|with canonicalValues|with \w+ \w+)|externalId has|for externalId`)

// selectFor reads ahead what a scenario selects, so that its resources have all of it.
func (t *trial) selectFor(steps []*messages.PickleStep) {
	for _, st := range steps {
		t.aboutNew = t.aboutNew || strings.HasSuffix(st.Text, " has its new value")
		selection := selectionIn.FindString(st.Text)
		if strings.Contains(selection, "externalId") {
			selection = "externalId"
		}
		if selection != "" && !slices.Contains(t.selections, selection) {
			t.selections = append(t.selections, selection)
		}
	}
}

// chosen are the attributes of a type that the scenario is about.
func (t *trial) chosen(kind announcedType) []announcedAttribute {
	var all []announcedAttribute
	for _, selection := range t.selections {
		all = append(all, kind.selected(selection)...)
	}
	return all
}

// sampled gives the values of the scenario.
func (w *World) sampled() *sampler {
	if w.trial.sampler == nil {
		w.trial.sampler = &sampler{w: w, referents: map[string]oracle.Object{}}
	}
	return w.trial.sampler
}

// demanded is what the target's file says that everybody has to have.
func (s *sampler) demanded() (oracle.Object, error) {
	own, err := s.w.run.target.Attributes(template.Vars{
		"alias": "Scimproof." + s.unique(), "run": s.w.run.id, "givenName": "Ada", "fullName": "Ada Lovelace",
	})
	if err != nil {
		return nil, err
	}
	return asObject(own)
}

// none ends a scenario for which the target announces nothing, or where nothing got a value.
func (w *World) none() error {
	if len(w.trial.selections) == 0 {
		return &skipped{reason: "the target announces no resource type", optional: true}
	}
	selection := w.trial.selections[0]
	declined := func(s *specimen) bool {
		return slices.ContainsFunc(w.trial.chosen(s.kind), func(a announcedAttribute) bool { return s.declined[a.path()] || s.declined[a.top().path()] })
	}
	if slices.ContainsFunc(w.trial.specimens, declined) {
		return &skipped{reason: "nothing that the target announces could be given a value for this: " + selection, optional: true}
	}
	return &skipped{reason: "the target announces nothing to try this on: " + selection, optional: true}
}

func everyWriteIsAnswered(ctx context.Context, list string) error {
	return judgeWrites(ctx, func(w *World, wr write) []result.Mismatch {
		w.readStatus(wr.answer, statuses(list))
		return wr.answer.statusMismatch(statuses(list)...)
	})
}

func everyWriteIsRefused(ctx context.Context, list string) error {
	return everyWriteIsRefusedWith(ctx, list, "")
}

func everyWriteIsRefusedWith(ctx context.Context, list, types string) error {
	var wanted []string
	if types != "" {
		wanted = scimTypesOf(types)
	}
	return judgeWrites(ctx, func(w *World, wr write) []result.Mismatch {
		w.readRefusal(wr.answer, statuses(list), wanted)
		return wr.answer.refusal(statuses(list), wanted)
	})
}

// judgeWrites holds every write of the last step against what it should have got.
func judgeWrites(ctx context.Context, wrong func(*World, write) []result.Mismatch) error {
	w := worldOf(ctx)
	if len(w.trial.writes) == 0 {
		return w.none()
	}
	var mismatches []result.Mismatch
	for _, wr := range w.trial.writes {
		for _, m := range wrong(w, wr) {
			m.Path = wr.label + ": " + m.Path
			mismatches = append(mismatches, m)
		}
	}
	return w.judge(mismatches...)
}

// write sends attributes to a specimen, and keeps the request among the writes.
func (w *World) write(ctx context.Context, s *specimen, method, path string, body any, attributes []announcedAttribute, values []any) (*answer, error) {
	a, err := w.sendJSON(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	label := s.kind.name
	if len(attributes) == 1 {
		label += " " + attributes[0].path()
	}
	w.trial.writes = append(w.trial.writes, write{of: s, label: label, attributes: attributes, values: values, answer: a})
	return a, nil
}

// decline notes that the target does not take a value, which is worth a warning.
func (w *World) decline(s *specimen, attribute announcedAttribute, a *answer) {
	s.declined[attribute.path()] = true
	if !w.trial.aboutNew {
		return
	}
	w.warnings = append(w.warnings, result.Mismatch{
		Path: s.kind.name + " " + attribute.path(), Want: "taken", Got: a.statusMismatch(http.StatusOK)[0].Got, Warn: true,
	})
}

package steps

import (
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/features"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/result"
)

// speak takes the dialects of the run: that of the connector, else those of the configuration, else
// those of the target's file, else RFC 7644 to the letter. What no client has a part in is always told in that.
func (r *run) speak(c Config) (err error) {
	if r.plain, err = provision.Load(provision.RFC); err != nil {
		return fmt.Errorf("loading the dialect %s: %w", provision.RFC, err)
	}
	if r.dialects, err = c.dialects(); err != nil {
		return err
	}
	return r.checkRules()
}

func (c Config) dialects() ([]*provision.Dialect, error) {
	switch {
	case c.Provisioner != nil:
		return provision.Choose(c.Provisioner.Speaks)
	case len(c.Dialects) > 0:
		return c.Dialects, nil
	default:
		return provision.Choose(c.Target.Dialects...)
	}
}

// checkRules refuses a dialect whose rules nobody wrote: it is misspelt, or long out of date.
func (r *run) checkRules() error {
	for _, d := range r.dialects {
		for _, rule := range d.Rules {
			if !r.hasScenario(rule) {
				return problem.Usage("%s, on which the client of the dialect %s relies, is about no scenario", rule, d.Name).
					Hint("scimproof list requirements shows every id")
			}
		}
	}
	return nil
}

// dialectsOf are those in which a scenario is told: all that were chosen where the life cycle
// is told, and the RFC's own for the rest. What goes beyond the RFCs is told by the clients
// that send it.
func (r *run) dialectsOf(s scenario) []*provision.Dialect {
	if s.isBeyond() {
		if asking := r.sentBy(s.requirement.ID); len(asking) > 0 {
			return asking
		}
		return []*provision.Dialect{r.plain}
	}
	if !result.Retold(s.Tags) {
		return []*provision.Dialect{r.plain}
	}
	return r.dialects
}

// sentBy are the chosen dialects whose client relies on a requirement.
func (r *run) sentBy(requirement string) (asking []*provision.Dialect) {
	for _, d := range r.dialects {
		if slices.Contains(d.Rules, requirement) {
			asking = append(asking, d)
		}
	}
	return asking
}

// tellings is how often the selected scenarios are told, in all dialects together.
func (r *run) tellings() (n int) {
	for _, s := range r.scenarios {
		if r.selected[s.ID] {
			n += len(r.dialectsOf(s))
		}
	}
	return n
}

// tells finds the dialect of that name among those in which the scenario is told.
func (r *run) tells(s scenario, name string) (*provision.Dialect, bool) {
	for _, d := range r.dialectsOf(s) {
		if nameOf(d) == name {
			return d, true
		}
	}
	return nil, false
}

// nameOf takes the scenarios of a test that loads no dialect for those of the RFC.
func nameOf(d *provision.Dialect) string {
	if d == nil {
		return provision.RFC
	}
	return d.Name
}

// retold is the folder in which every feature is found once more for each dialect, so that one
// suite runs all of them side by side.
const retold = "dialects/"

// retelling is the path of a feature as it is told in a dialect.
func retelling(d *provision.Dialect, feature string) string {
	if nameOf(d) == provision.RFC {
		return feature
	}
	return retold + d.Name + "/" + feature
}

// toldIn takes such a path apart.
func toldIn(path string) (dialect, feature string) {
	if rest, ok := strings.CutPrefix(path, retold); ok {
		dialect, feature, _ = strings.Cut(rest, "/")
		return dialect, feature
	}
	return provision.RFC, path
}

// retellings are the features, and each of them once more for each dialect.
type retellings struct{ fs.FS }

// Open opens the feature itself, whatever it is told in.
func (r retellings) Open(path string) (fs.File, error) {
	_, feature := toldIn(path)
	return r.FS.Open(feature)
}

// isBeyond tells whether a scenario asks what the RFCs do not: only of a target that promises
// it, or in a dialect whose client sends it.
func (s scenario) isBeyond() bool {
	return len(beyond(s.requirement, s.Tags)) > 0
}

// beyond are the needs of a scenario that go beyond the RFCs.
func beyond(r features.Requirement, tags []string) (needs []string) {
	for _, need := range needsOf(r, tags) {
		if slices.Contains(claimable, need) {
			needs = append(needs, need)
		}
	}
	return needs
}

// needs are those of the scenario in the dialect in which it is told: what the dialect's client
// sends need not be claimed by the target's file.
func (w *World) needs() []string {
	needs := needsOf(w.scenario.requirement, w.scenario.Tags)
	if w.dialect == nil || !slices.Contains(w.dialect.Rules, w.scenario.requirement.ID) {
		return needs
	}
	return slices.DeleteFunc(needs, func(need string) bool { return slices.Contains(claimable, need) })
}

// promises tells whether the target's file says that it takes what the dialect's client sends
// beyond the RFCs: nothing that it refuses is expected then.
func (r *run) promises(d *provision.Dialect) bool {
	for _, s := range r.scenarios {
		if slices.Contains(d.Rules, s.requirement.ID) && slices.ContainsFunc(beyond(s.requirement, s.Tags), func(need string) bool { return r.target.Capabilities[need] }) {
			return true
		}
	}
	return false
}

// expected turns the refusal of a move that a strict service provider may refuse into a skip
// that says so; nil where it may not, or has promised otherwise.
func (w *World) expected(r provision.Request, status int) error {
	if !r.Strict.Expects(status) || w.run.promises(w.dialect) {
		return nil
	}
	return refusedBeyond(fmt.Sprintf("%s in the dialect %s (%s)", r.Move, w.dialect.Name, r.Strict.Refuses))
}

// refusedBeyond is a skip that is no fault of the target, and yet leaves the dialect unproven.
func refusedBeyond(what string) *skipped {
	return &skipped{reason: "refused, as a strict service provider may: " + what, refused: what}
}

// beyondRefused is the same for a request that a scenario on what the dialect's client sends has
// written out: 400 is the status of RFC 7644 §3.12 for what is not understood.
func (w *World) beyondRefused(st *godog.Step, err error) error {
	if _, judged := breaches(err); !judged || isContext(st) || w.last == nil || w.last.Status != http.StatusBadRequest {
		return err
	}
	if !w.scenario.isBeyond() || nameOf(w.dialect) == provision.RFC || w.run.promises(w.dialect) {
		return err
	}
	return refusedBeyond(fmt.Sprintf("what %s asks for the sake of the dialect %s", w.scenario.requirement.ID, w.dialect.Name))
}

// neverSent is the skip of a scenario with a move that the dialect's client does not make. It
// says nothing about the target. That of the RFC makes every move.
func neverSent(unknown *provision.UnknownMoveError) (*skipped, bool) {
	if unknown.Dialect == provision.RFC {
		return nil, false
	}
	what := string(unknown.Move)
	if unknown.Road != "" {
		what += " by " + unknown.Road
	}
	return unsent(unknown.Dialect, what, unknown.Because), true
}

// unsent is the skip of what a dialect's client never sends; why may be "".
func unsent(dialect, what, why string) *skipped {
	reason := fmt.Sprintf("the client of the dialect %s never sends this: %s", dialect, what)
	if why != "" {
		reason += " (" + why + ")"
	}
	return &skipped{reason: reason, optional: true, unsent: what}
}

// dialectVerdicts are the chosen dialects, for the report to count.
func (r *run) dialectVerdicts() (all []result.DialectVerdict) {
	for _, d := range r.dialects {
		all = append(all, result.DialectVerdict{ID: d.Name, Title: d.Title, Confidence: d.Confidence()})
	}
	return all
}

func (r *run) dialectNames() (names []string) {
	for _, d := range r.dialects {
		names = append(names, d.Name)
	}
	return names
}

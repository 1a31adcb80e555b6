package probe

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Mode is how the assets of a kind change hands.
type Mode string

// The modes of a hand-over. "" means PerAsset.
const (
	// PerAsset is one request for each asset.
	PerAsset Mode = "per-asset"
	// Bulk is one request for many, with a result for each.
	Bulk Mode = "bulk"
	// Job is a request that starts a job, which is asked for until it has ended.
	Job Mode = "job"
	// Takeover is a request that the heir sends for each asset.
	Takeover Mode = "takeover"
	// DeleteParam is the deletion of the owner, which names the heir.
	DeleteParam Mode = "delete-param"
	// Immovable is for what cannot change hands; "none" in a file.
	Immovable Mode = "none"
)

var modes = []Mode{PerAsset, Bulk, Job, Takeover, DeleteParam, Immovable}

// TransferRecipe hands assets over to the heir.
type TransferRecipe struct {
	Mode    Mode `yaml:"mode"`
	Request Step `yaml:"request"`
	// Refused are the statuses of a refusal; default 400, 404, 409 and 422.
	Refused []int `yaml:"refused"`
	// Batch is the most assets in one request of Bulk; 0 for all.
	Batch   int            `yaml:"batch"`
	Results *ResultsRecipe `yaml:"results"`
	// Poll asks for a Job.
	Poll *PollRecipe `yaml:"poll"`
	// Login names the attempt by which the heir of a Takeover logs in; the recipe's own
	// where it is "".
	Login string `yaml:"login"`
	// Reason is why a kind is Immovable.
	Reason string `yaml:"reason"`

	node *yamlfile.Node
}

// TryRecipe does something that may be refused.
type TryRecipe struct {
	Request Step  `yaml:"request"`
	Refused []int `yaml:"refused"`
}

// ResultsRecipe reads what an answer to Bulk says of each asset.
type ResultsRecipe struct {
	// Items, ID and Status are JSONPaths: the results, and the asset's id and the status in a result.
	Items  string `yaml:"items"`
	ID     string `yaml:"id"`
	Status string `yaml:"status"`
	// Done are the statuses of what was handed over: numbers or words; any 2xx by default.
	Done []string `yaml:"done"`
}

// PollRecipe asks how far a job is.
type PollRecipe struct {
	Request Step   `yaml:"request"`
	Value   string `yaml:"value"`
	// Done and Failed are the values of a job that has ended.
	Done   []string `yaml:"done"`
	Failed []string `yaml:"failed"`
	// Every is the pause between two looks, 2 s by default, and Deadline how long a job may take, 5 min by default.
	Every    time.Duration `yaml:"every"`
	Deadline time.Duration `yaml:"deadline"`
}

func (t *TransferRecipe) mode() Mode {
	if t.Mode == "" {
		return PerAsset
	}
	return t.Mode
}

// FromYAML reads the recipe, and wants of it what its mode needs.
func (t *TransferRecipe) FromYAML(n *yamlfile.Node) error {
	type plain TransferRecipe
	t.node = n
	if err := n.Decode((*plain)(t)); err != nil {
		return err
	}
	if !slices.Contains(modes, t.mode()) {
		return t.unknown(n.Get("mode"))
	}
	if err := t.checkKeys(n); err != nil {
		return err
	}
	if err := checkStatuses(n, t.Refused, true); err != nil {
		return err
	}
	if t.mode() == Bulk {
		return t.checkBulk(n)
	}
	return nil
}

func (t *TransferRecipe) unknown(n *yamlfile.Node) error {
	var names []string
	for _, m := range modes {
		names = append(names, string(m))
	}
	err := n.Errorf("unknown mode %q of a transfer", string(t.Mode))
	if meant := yamlfile.Closest(string(t.Mode), names); meant != "" {
		return err.Hint("did you mean `mode: %s`?", meant)
	}
	return err.Hint("the modes are %s", strings.Join(names, ", "))
}

// keysOf are the keys that a mode must have, and those that it may have.
var keysOf = map[Mode]struct{ must, may []string }{
	PerAsset:    {[]string{"request"}, []string{"refused"}},
	Bulk:        {[]string{"request"}, []string{"refused", "batch", "results"}},
	Job:         {[]string{"request", "poll"}, []string{"refused"}},
	Takeover:    {[]string{"request"}, []string{"refused", "login"}},
	DeleteParam: {},
	Immovable:   {may: []string{"reason"}},
}

// checkKeys wants the keys of the mode and no others: one that is not looked at would
// promise what is not done.
func (t *TransferRecipe) checkKeys(n *yamlfile.Node) error {
	keys := keysOf[t.mode()]
	if err := want(n, keys.must...); err != nil {
		return err
	}
	for _, m := range n.Members {
		name := m.Key.Text
		if name != "mode" && !m.Value.IsNull() && !slices.Contains(keys.must, name) && !slices.Contains(keys.may, name) {
			return m.Key.Errorf("a transfer of the mode %s has no %s", t.mode(), name)
		}
	}
	return nil
}

// checkBulk wants the assets in the request, and to be told of each what became of it
// where the status of the whole does not say.
func (t *TransferRecipe) checkBulk(n *yamlfile.Node) error {
	if !t.Request.loopsOver("assets") {
		return n.Get("request").Errorf("a bulk request does not name the assets").
			Hint("write `json: {connections: {each: assets, as: {id: \"{{asset.id}}\", ownerId: \"{{heir.nativeId}}\"}}}`")
	}
	if t.Batch < 0 {
		return n.Get("batch").Errorf("a batch has 1 asset or more")
	}
	if t.Results == nil && t.Request.expects(http.StatusMultiStatus) {
		return n.Errorf("a 207 says nothing of what became of each asset").
			Hint("add `results: {items: $.data, id: $.id, status: $.status}`, or an `expect` without 207")
	}
	return nil
}

// FromYAML reads the recipe.
func (r *TryRecipe) FromYAML(n *yamlfile.Node) error {
	type plain TryRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "request"); err != nil {
		return err
	}
	return checkStatuses(n, r.Refused, true)
}

// FromYAML reads the recipe.
func (r *ResultsRecipe) FromYAML(n *yamlfile.Node) error {
	type plain ResultsRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	return wantPaths(n, "items", "id", "status")
}

// FromYAML reads the recipe.
func (r *PollRecipe) FromYAML(n *yamlfile.Node) error {
	type plain PollRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "request", "done", "failed"); err != nil {
		return err
	}
	if len(r.Done) == 0 {
		return n.Get("done").Errorf("done is empty: no job could ever be done")
	}
	for _, value := range r.Failed {
		if slices.Contains(r.Done, value) {
			return n.Errorf("%q stands under both done and failed", value)
		}
	}
	return wantPaths(n, "value")
}

// wantPaths wants members that are JSONPaths.
func wantPaths(n *yamlfile.Node, names ...string) error {
	if err := want(n, names...); err != nil {
		return err
	}
	for _, name := range names {
		if at := n.Get(name); checkPath(at.Text) != nil {
			return at.Errorf("%v", checkPath(at.Text))
		}
	}
	return nil
}

func (s *Step) loopsOver(list string) bool {
	return s.JSON != nil && slices.ContainsFunc(s.JSON.Loops(), func(l template.Loop) bool { return l.List == list })
}

func refusals(declared []int) []int {
	return orDefault(declared, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity)
}

// ask sends a step that may be refused: Allowed when done, Denied when refused.
func (k Kit) ask(ctx context.Context, s *Step, refused []int, vars template.Vars) (Answer, Attempt, error) {
	answer, err := k.send(ctx, s, vars)
	if errors.Is(err, errNoAnswer) {
		return answer, Attempt{Evidence: err.Error()}, nil
	}
	if err != nil {
		return answer, Attempt{}, err
	}
	return answer, judge(s, Denial{Status: refused}, answer), nil
}

// try is ask with what the step saves, when it is done.
func (k Kit) try(ctx context.Context, s *Step, refused []int, vars template.Vars) (template.Vars, Attempt, error) {
	answer, out, err := k.ask(ctx, s, refused, vars)
	if err == nil && out.Verdict == Allowed {
		vars, err = k.keep(s, answer, vars, false)
	}
	return vars, out, err
}

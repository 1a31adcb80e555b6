package probe

import (
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// What can be wrong with the recipe of an ownership probe, by itself and as a whole.

// DeleteRecipe deletes a person where SCIM DELETE does not, or not alone.
type DeleteRecipe struct {
	// Request deletes; nil for SCIM DELETE.
	Request *Step `yaml:"request"`
	// WithHeir deletes and hands over what the kinds of the mode DeleteParam are.
	WithHeir *Step `yaml:"withHeir"`
	// Refused are the statuses of a refusal; those of Deletion by default.
	Refused []int `yaml:"refused"`
	Guard   Guard `yaml:"guard"`
}

// Guard says what has to hold before somebody is deleted who owned something.
type Guard string

// The guards. "" means TransferParam where a kind is of the mode DeleteParam, else ListsEmpty.
const (
	ListsEmpty    Guard = "lists-empty"
	TransferParam Guard = "transfer-param"
	NoGuard       Guard = "none"
)

var guards = []Guard{"", ListsEmpty, TransferParam, NoGuard}

// RecoveryRecipe says that what was left behind by a deletion can be handed over after it.
type RecoveryRecipe struct {
	// Window is for how long.
	Window time.Duration `yaml:"window"`
	// Transfer does it; nil where each kind is handed over as ever.
	Transfer *TransferRecipe `yaml:"transfer"`
}

// FromYAML reads the recipe.
func (r *OwnershipRecipe) FromYAML(n *yamlfile.Node) error {
	type plain OwnershipRecipe
	r.node = n
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if r.None != "" && (len(r.Kinds) > 0 || r.TransferAll != nil || r.Delete != nil || r.Recovery != nil) {
		return n.Get("none").Errorf("where nobody owns anything, there is nothing to list, to hand over or to recover")
	}
	seen := map[string]bool{}
	for i, kind := range r.Kinds {
		if seen[kind.Name] {
			return n.Get("kinds").Items[i].Errorf("there are two kinds by the name %q", kind.Name)
		}
		seen[kind.Name] = true
	}
	if all := r.TransferAll; all != nil && all.mode() != PerAsset && all.mode() != Job {
		return n.Get("transferAll").Errorf("everything at once is handed over by one request or by a job, not by %s", all.mode())
	}
	return r.checkDeletion(n)
}

// checkDeletion holds the kinds that go with the deletion against how people are deleted.
func (r *OwnershipRecipe) checkDeletion(n *yamlfile.Node) error {
	i := slices.IndexFunc(r.Kinds, func(k KindRecipe) bool { return k.Transfer.mode() == DeleteParam })
	carries := r.Delete != nil && r.Delete.WithHeir != nil
	switch {
	case i >= 0 && !carries:
		return r.Kinds[i].Transfer.node.Errorf("the kind %s goes with the deletion, and no deletion carries the heir", r.Kinds[i].Name).
			Hint("add `delete: {withHeir: {method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}\"}}`")
	case i >= 0 && r.TransferAll != nil:
		return n.Get("transferAll").Errorf("the kind %s goes with the deletion, and transferAll hands over everything before it", r.Kinds[i].Name)
	case i < 0 && carries:
		return n.Get("delete").Get("withHeir").Errorf("no kind goes with the deletion").
			Hint("write `transfer: {mode: delete-param}` at those that do")
	}
	return nil
}

// FromYAML reads the recipe.
func (r *DeleteRecipe) FromYAML(n *yamlfile.Node) error {
	type plain DeleteRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	switch {
	case r.Request == nil && r.WithHeir == nil:
		return n.Errorf("neither request nor withHeir says how people are deleted")
	case !slices.Contains(guards, r.Guard):
		return n.Get("guard").Errorf("the guard %q is none of lists-empty, transfer-param, none", string(r.Guard))
	case r.Guard == TransferParam && r.WithHeir == nil:
		return n.Get("guard").Errorf("the guard transfer-param wants a deletion that carries the heir").Hint("add `withHeir`")
	case r.WithHeir != nil && !slices.ContainsFunc(r.WithHeir.names(), isOfHeir):
		return n.Get("withHeir").Errorf("the deletion does not carry the heir").Hint("put {{heir.nativeId}} into it")
	}
	return checkStatuses(n, r.Refused, true)
}

func isOfHeir(name string) bool { return strings.HasPrefix(name, "heir.") }

// FromYAML reads the recipe.
func (r *RecoveryRecipe) FromYAML(n *yamlfile.Node) error {
	type plain RecoveryRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if r.Window <= 0 {
		return n.Errorf("window is missing here").Hint("write `recovery: {window: 720h}`")
	}
	if t := r.Transfer; t != nil && !slices.Contains([]Mode{PerAsset, Bulk, Job}, t.mode()) {
		return n.Get("transfer").Errorf("what was left behind is recovered by one request, in bulk or by a job, not by %s", t.mode())
	}
	return nil
}

// FromYAML reads the recipe.
func (r *KindRecipe) FromYAML(n *yamlfile.Node) error {
	type plain KindRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "name", "create", "list", "owner", "transfer"); err != nil {
		return err
	}
	if r.Create.Save["id"] == "" {
		return n.Get("create").Errorf("create does not save the id of what it made").Hint("write `save: {id: $.id}`")
	}
	if r.Owner.Value == "" {
		return n.Get("owner").Errorf("value is missing here")
	}
	if r.Sharing != nil && r.Sharing.Value == "" {
		return n.Get("sharing").Errorf("value is missing here")
	}
	return nil
}

func (r Recipes) checkOwnership(base scope) error {
	o := r.Ownership
	if o == nil {
		return nil
	}
	owner, err := r.loggedIn(base.withPerson("user"), o.Login, o.node)
	if err != nil {
		return err
	}
	for i := range o.Kinds {
		if err := r.checkKind(&o.Kinds[i], base, owner); err != nil {
			return err
		}
	}
	if err := r.checkDelete(base); err != nil {
		return err
	}
	both := base.withPerson("user").withPerson("heir")
	if err := both.transfer(o.TransferAll); err != nil || o.Recovery == nil {
		return err
	}
	return both.listing("assets", "asset.id", "asset.kind").transfer(o.Recovery.Transfer)
}

// loggedIn adds what the login of that name saves.
func (r Recipes) loggedIn(s scope, name string, at *yamlfile.Node) (scope, error) {
	if name == "" {
		return s, nil
	}
	if r.Login != nil {
		for _, a := range r.Login.Attempts {
			if a.Name == name {
				return s.steps(a.Obtain)
			}
		}
	}
	return s, at.Errorf("the login probe has no attempt %q, that the ownership probe wants", name).
		Hint("name one of the attempts of probes.login")
}

func (r Recipes) checkKind(kind *KindRecipe, base, owner scope) error {
	asset := base.with("asset.id", "asset.kind")
	each := []struct {
		s    scope
		step *Step
	}{
		{owner.with("asset.kind", "asset.name", "asset.content", "asset.sharedWith"), &kind.Create},
		{base.withPerson("user").with("asset.kind"), &kind.List.Request},
		{asset, &kind.Owner.Request},
	}
	for _, e := range each {
		if _, err := e.s.step(e.step); err != nil {
			return err
		}
	}
	if err := r.checkTransfer(kind, base); err != nil {
		return err
	}
	if kind.Open != nil {
		if _, err := owner.with("asset.id", "asset.kind").step(&kind.Open.Request); err != nil {
			return err
		}
	}
	_, err := asset.steps(kind.optional())
	return err
}

// optional are the steps about one asset that a kind need not have.
func (r *KindRecipe) optional() []Step {
	var all []Step
	if r.Sharing != nil {
		all = append(all, r.Sharing.Request)
	}
	if r.Content != nil {
		all = append(all, r.Content.Request)
	}
	if r.Run != nil {
		all = append(all, r.Run.Request)
	}
	if r.Remove != nil {
		all = append(all, *r.Remove)
	}
	return all
}

func (r Recipes) checkTransfer(kind *KindRecipe, base scope) error {
	t := &kind.Transfer
	both := base.withPerson("user").withPerson("heir").with("asset.kind")
	switch t.mode() {
	case DeleteParam, Immovable:
		return nil
	case Bulk, Job:
		return both.listing("assets", "asset.id", "asset.kind").transfer(t)
	case Takeover:
		caller, err := r.loggedIn(base.withPerson("user"), r.Ownership.heirLogin(t), t.node)
		if err != nil {
			return err
		}
		return caller.without(Person{}.vars("user")).withPerson("heir").with("asset.id", "asset.kind").transfer(t)
	default:
		return both.with("asset.id").transfer(t)
	}
}

// heirLogin is the attempt by which a heir logs in to take something over.
func (r *OwnershipRecipe) heirLogin(t *TransferRecipe) string {
	if t.Login != "" {
		return t.Login
	}
	return r.Login
}

func (r Recipes) checkDelete(base scope) error {
	d := r.Ownership.Delete
	if d == nil {
		return nil
	}
	person := base.withPerson("user")
	if d.Request != nil {
		if _, err := person.step(d.Request); err != nil {
			return err
		}
	}
	if d.WithHeir != nil {
		if _, err := person.withPerson("heir").step(d.WithHeir); err != nil {
			return err
		}
	}
	return nil
}

// transfer checks the steps of a hand-over; nil has none.
func (s scope) transfer(t *TransferRecipe) error {
	if t == nil {
		return nil
	}
	after, err := s.step(&t.Request)
	if err != nil || t.Poll == nil {
		return err
	}
	_, err = after.step(&t.Poll.Request)
	return err
}

// listing knows a list whose elements know those names.
func (s scope) listing(list string, names ...string) scope {
	more := s.with()
	more.lists = map[string][]string{list: names}
	return more
}

func (s scope) without(names template.Vars) scope {
	fewer := s.with()
	for name := range names {
		delete(fewer.names, name)
	}
	return fewer
}

// loops checks the lists that a step's document writes element by element.
func (s scope) loops(step *Step) error {
	if step.JSON == nil {
		return nil
	}
	for _, loop := range step.JSON.Loops() {
		names, known := s.lists[loop.List]
		if !known {
			return step.node.Errorf("there is no list %q here", loop.List).Hint("a bulk request and a job know `each: assets`")
		}
		for _, name := range loop.Names {
			if inside := s.with(names...); !inside.names[name] {
				return inside.unknownName(step, name)
			}
		}
	}
	return nil
}

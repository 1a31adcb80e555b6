package probe

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Recipes are all that a target's file says about probing; nil for what it lacks.
type Recipes struct {
	Identities map[string]Identity
	Status     *StatusRecipe
	Login      *LoginRecipe
	Ownership  *OwnershipRecipe
	Switch     *SwitchRecipe
	Directory  *DirectoryRecipe
	Local      *LocalRecipe
	Native     *NativeRecipe
}

// scope is what a step may name.
type scope struct {
	identities map[string]Identity
	names      map[string]bool
	// lists are those that a document may write element by element, and what each
	// element knows.
	lists map[string][]string
}

// Check follows every recipe from step to step and complains, with file and line,
// about the first name or identity that nobody gives. It needs no target.
func (r Recipes) Check() error {
	base := scope{identities: r.Identities, names: map[string]bool{"origin": true, "scim": true, "run": true, "scenario": true}}
	for _, check := range []func(scope) error{r.checkStatus, r.checkLogin, r.checkOwnership, r.checkSwitch, r.checkDirectory, r.checkLocal, r.checkNative} {
		if err := check(base); err != nil {
			return err
		}
	}
	return nil
}

func (s scope) with(names ...string) scope {
	more := maps.Clone(s.names)
	for _, name := range names {
		more[name] = true
	}
	return scope{s.identities, more, s.lists}
}

// withPerson knows a person under a prefix.
func (s scope) withPerson(prefix string) scope {
	return s.with(slices.Collect(maps.Keys(Person{}.vars(prefix)))...)
}

// steps checks steps in order; each knows what those before it saved.
func (s scope) steps(steps []Step) (scope, error) {
	for i := range steps {
		next, err := s.step(&steps[i])
		if err != nil {
			return s, err
		}
		s = next
	}
	return s, nil
}

func (s scope) step(step *Step) (scope, error) {
	if _, known := s.identities[step.As]; step.As != "" && !known {
		return s, s.unknownIdentity(step)
	}
	texts := step.texts()
	if step.JSON != nil {
		for _, name := range step.JSON.Names() {
			texts = append(texts, "{{"+name+"}}")
		}
	}
	for _, name := range step.asks {
		texts = append(texts, "{{"+name+"}}")
	}
	if err := s.with(step.makes()...).mustKnow(step, texts...); err != nil {
		return s, err
	}
	if err := s.loops(step); err != nil {
		return s, err
	}
	after := s.with(slices.Collect(maps.Keys(step.Save))...)
	for name, text := range step.Equals {
		if err := after.mustKnow(step, "{{"+name+"}}", text); err != nil {
			return s, err
		}
	}
	return after, nil
}

// mustKnow complains about the first name that texts ask for and nobody gives.
func (s scope) mustKnow(step *Step, texts ...string) error {
	for _, text := range texts {
		names, err := template.Names(text)
		if err != nil {
			return step.node.Errorf("%v", err)
		}
		for _, name := range names {
			if !s.names[name] {
				return s.unknownName(step, name)
			}
		}
	}
	return nil
}

func (s scope) unknownName(step *Step, name string) error {
	known := slices.Sorted(maps.Keys(s.names))
	err := step.node.Errorf("nothing is known here under the name {{%s}}", name)
	if meant := yamlfile.Closest(name, known); meant != "" {
		return err.Hint("did you mean {{%s}}?", meant)
	}
	return err.Hint("this step knows %s", strings.Join(known, ", "))
}

func (s scope) unknownIdentity(step *Step) error {
	known := slices.Sorted(maps.Keys(s.identities))
	err := step.node.Errorf("there are no credentials under the name %q", step.As)
	if meant := yamlfile.Closest(step.As, known); meant != "" {
		return err.Hint("did you mean `as: %s`?", meant)
	}
	return err.Hint("add `credentials: {%s: {bearer: \"${TOKEN}\"}}` to the file", step.As)
}

func (r Recipes) checkStatus(base scope) error {
	if r.Status == nil {
		return nil
	}
	s, err := base.withPerson("user").steps(r.Status.Prepare)
	if err != nil {
		return err
	}
	_, err = s.step(&r.Status.Request)
	return err
}

func (r Recipes) checkLogin(base scope) error {
	if r.Login == nil {
		return nil
	}
	for _, a := range r.Login.Attempts {
		s, err := base.withPerson("user").with(r.connectionNames()...).steps(a.Obtain)
		if err != nil {
			return err
		}
		if _, err := s.steps(a.Use); err != nil {
			return err
		}
	}
	return r.checkOwn(base)
}

// checkOwn follows the credential that people are lent for SCIM.
func (r Recipes) checkOwn(base scope) error {
	own := r.Login.SCIM
	if own == nil {
		return nil
	}
	var names []string
	for _, a := range r.Login.Attempts {
		if a.Name == own.Attempt {
			s, err := base.withPerson("user").steps(a.Obtain)
			if err != nil {
				return err
			}
			return s.mustKnow(own.step(), own.step().texts()...)
		}
		names = append(names, a.Name)
	}
	err := own.node.Errorf("the login probe has no attempt %q, whose credential is to open SCIM", own.Attempt)
	if meant := yamlfile.Closest(own.Attempt, names); meant != "" {
		return err.Hint("did you mean `attempt: %s`?", meant)
	}
	return err.Hint("name one of the attempts of probes.login: %s", strings.Join(names, ", "))
}

func (r Recipes) checkSwitch(base scope) error {
	if r.Switch == nil {
		return nil
	}
	for _, steps := range [][]Step{r.Switch.Off, r.Switch.On} {
		if _, err := base.steps(steps); err != nil {
			return err
		}
	}
	return nil
}

func (r Recipes) checkLocal(base scope) error {
	if r.Local == nil {
		return nil
	}
	person := base.withPerson("user")
	for _, steps := range [][]Step{r.Local.Create, {r.Local.Read}, r.Local.Remove} {
		if _, err := person.steps(steps); err != nil {
			return err
		}
	}
	return nil
}

func (r Recipes) checkDirectory(base scope) error {
	d := r.Directory
	if d == nil {
		return nil
	}
	connected, err := base.with("connection.name", "connection.provisioning", "connection.justInTime").hooks(d.Connect)
	if err != nil {
		return err
	}
	added, err := connected.withPerson("user").hooks(d.Add)
	if err != nil {
		return err
	}
	if _, err := added.hooks(d.Remove); err != nil {
		return err
	}
	for _, hooks := range [][]Hook{d.Switch, d.Cycle, d.Disconnect} {
		if _, err := connected.hooks(hooks); err != nil {
			return err
		}
	}
	return nil
}

package probe

import (
	"context"
	"errors"
	"fmt"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

// NativeRecipe asks the target by which id its other interfaces know a person of SCIM.
type NativeRecipe struct {
	// Prepare runs first; what it saves is known to Request.
	Prepare []Step `yaml:"prepare"`
	Request Step   `yaml:"request"`
	// Value is the JSONPath of the id.
	Value string `yaml:"value"`
}

// FromYAML reads the recipe.
func (r *NativeRecipe) FromYAML(n *yamlfile.Node) error {
	type plain NativeRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "request", "value"); err != nil {
		return err
	}
	if err := checkPath(r.Value); err != nil {
		return n.Get("value").Errorf("%v", err)
	}
	return nil
}

// checkNative lets a recipe use the SCIM id, but not the id that it is to find.
func (r Recipes) checkNative(base scope) error {
	if r.Native == nil {
		return nil
	}
	person := base.withPerson("user")
	delete(person.names, "user.nativeId")
	s, err := person.steps(r.Native.Prepare)
	if err != nil {
		return err
	}
	_, err = s.step(&r.Native.Request)
	return err
}

// errNobody says that the answer about a person names nobody.
var errNobody = errors.New("the person is not found")

// NotFound tells whether a look-up failed because the target does not know the person
// (yet), as opposed to a recipe that cannot be followed.
func NotFound(err error) bool { return errors.Is(err, errNobody) }

// Of asks for the id of a person whom the run created, who has to be there. A person who
// is not found is an error that names file, line and step.
func (r *NativeRecipe) Of(ctx context.Context, k Kit, p Person) (string, error) {
	vars, err := k.all(ctx, r.Prepare, k.Vars.With(p.vars("user")))
	if err != nil {
		return "", wrap("looking up the native id", err)
	}
	answer, err := k.must(ctx, &r.Request, vars)
	if err != nil && isGone(answer.Status) {
		err = k.stepError(&r.Request, answer.Status, fmt.Errorf("%w (answered with %d)", errNobody, answer.Status))
	}
	if err != nil {
		return "", wrap("looking up the native id", err)
	}
	if _, err := k.keep(&r.Request, answer, vars, false); err != nil {
		return "", wrap("looking up the native id", err)
	}
	id, err := r.read(answer)
	if err == nil && k.Created != nil {
		err = k.Created.Name(id, p.ID)
	}
	if err != nil {
		return "", wrap("looking up the native id", k.stepError(&r.Request, answer.Status, err))
	}
	return id, nil
}

// SelfCheck proves that the look-up looks: for a person who does not exist it must find
// nobody. A target that ignores the filter would have the harness act on somebody else.
func (r *NativeRecipe) SelfCheck(ctx context.Context, k Kit, nobody Person) error {
	id, err := r.Of(ctx, k, nobody)
	var step *StepError
	switch {
	case err == nil:
		return k.stepError(&r.Request, 0, fmt.Errorf("the look-up finds %s for a person who does not exist", id))
	case errors.As(err, &step) && (NotFound(err) || step.Status >= 400 && step.Status < 500):
		return nil
	default:
		return err
	}
}

// read takes the one id out of the answer. Two would leave it open who is meant.
func (r *NativeRecipe) read(a Answer) (string, error) {
	document, err := a.document()
	if err != nil {
		return "", err
	}
	found, err := values(document, r.Value)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("%w: nothing at %s", errNobody, r.Value)
	}
	if len(found) > 1 {
		return "", fmt.Errorf("%d values at %s, wanted one", len(found), r.Value)
	}
	id, err := scalar(found[0], r.Value)
	if err == nil && id == "" {
		err = fmt.Errorf("%w: the value at %s is empty", errNobody, r.Value)
	}
	return id, err
}

// Native is the id by which the target's own interfaces know the person.
func (p Person) Native() string {
	if p.NativeID != "" {
		return p.NativeID
	}
	return p.ID
}

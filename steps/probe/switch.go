package probe

import "context"

// SwitchRecipe turns the whole SCIM interface of a target off and on again.
type SwitchRecipe struct {
	Off []Step `yaml:"off"`
	On  []Step `yaml:"on"`
}

// Turn switches SCIM on or off. Both may be done twice.
func (r *SwitchRecipe) Turn(ctx context.Context, k Kit, on bool) error {
	steps, what := r.Off, "switching SCIM off"
	if on {
		steps, what = r.On, "switching SCIM on"
	}
	_, err := k.all(ctx, steps, k.Vars)
	return wrap(what, err)
}

package probe

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/scimproof/scimproof/steps/probe/browser"
	"github.com/scimproof/scimproof/steps/template"
)

// visit is a login through a real browser. What the browser sends is not recorded: the
// attempt's evidence is one line about the visit.
type visit struct {
	start  string
	fields map[string]string
	recipe browser.Recipe
}

func (v *visit) label() string {
	path, _, _ := strings.Cut(v.start, "?")
	return "the browser at " + strings.TrimPrefix(path, "{{origin}}")
}

func (v *visit) sent() (method, where string) {
	where, _, _ = strings.Cut(v.start, "?")
	return "BROWSE", where
}

func (v *visit) enter(ctx context.Context, k Kit, s *Step, d Denial, vars template.Vars) (template.Vars, Attempt, error) {
	r, err := v.render(k, vars)
	if err != nil {
		return vars, Attempt{}, k.stepError(s, 0, err)
	}
	seen, err := browser.Go(ctx, r)
	switch {
	case errors.Is(err, browser.ErrNoBrowser), errors.Is(err, browser.ErrAstray):
		return vars, Attempt{}, k.stepError(s, 0, err)
	case err != nil:
		return vars, Attempt{}, err
	}
	one := Attempt{Verdict: v.verdict(seen, d), Status: seen.Status, Evidence: v.label() + " " + seen.Why}
	if one.Verdict != Allowed {
		return vars, one, nil
	}
	var pairs []string
	for _, c := range seen.Cookies {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	if len(pairs) == 0 {
		return vars, Attempt{Status: seen.Status, Evidence: v.label() + " was given no cookie"}, nil
	}
	cookies := strings.Join(pairs, "; ")
	k.secret(allCookies, cookies)
	return vars.With(template.Vars{savedCookies: cookies}), one, nil
}

func (v *visit) verdict(seen browser.Visit, d Denial) Verdict {
	switch {
	case seen.Outcome == browser.In:
		return Allowed
	case seen.Outcome != browser.Refused:
		return Inconclusive
	case seen.Status >= 400 && !contains(d.statuses(), seen.Status):
		return Inconclusive
	}
	return Denied
}

// render fills in the recipe.
func (v *visit) render(k Kit, vars template.Vars) (browser.Recipe, error) {
	r := v.recipe
	var err error
	if r.Start, err = template.URL(v.start, vars); err != nil {
		return r, fmt.Errorf("start: %w", err)
	}
	r.Fields = map[string]string{}
	for name, text := range v.fields {
		if r.Fields[name], err = template.Text(text, vars); err != nil {
			return r, fmt.Errorf("fields: %w", err)
		}
	}
	r.Home, _ = vars["origin"].(string)
	r.User, _ = vars["user.userName"].(string)
	r.Password, _ = vars["user.password"].(string)
	if r.Timeout == 0 {
		r.Timeout = visits * k.timeout()
	}
	return r, nil
}

// visits is how many requests' time a visit by a browser has: it loads several pages, and
// has to start first.
const visits = 3

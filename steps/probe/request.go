package probe

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// request renders a step.
func (k Kit) request(ctx context.Context, s *Step, vars template.Vars) (*http.Request, error) {
	vars, err := s.minted(k, vars)
	if err != nil {
		return nil, err
	}
	target, err := template.URL(s.URL, vars)
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	body, mediaType, err := s.body(vars)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, s.Method, target, body)
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	if err := s.addCookies(req, vars); err != nil {
		return nil, err
	}
	if err := k.authorize(req, s, vars); err != nil {
		return nil, err
	}
	return req, setHeaders(req, s.Headers, vars)
}

func (s *Step) body(vars template.Vars) (io.Reader, string, error) {
	switch {
	case s.JSON != nil:
		text, err := s.JSON.Render(vars)
		return strings.NewReader(string(text)), "application/json", err
	case s.Form != nil:
		form := url.Values{}
		for name, text := range s.Form {
			value, err := template.Text(text, vars)
			if err != nil {
				return nil, "", fmt.Errorf("form: %w", err)
			}
			form.Set(name, value)
		}
		return strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", nil
	case s.Body != "":
		text, err := template.Text(s.Body, vars)
		return strings.NewReader(text), "", err
	}
	return nil, "", nil
}

// addCookies sends values as they were set: a session that is quoted or cleaned up
// on its way is another session.
func (s *Step) addCookies(req *http.Request, vars template.Vars) error {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(s.Cookie)) {
		value, err := template.Text(s.Cookie[name], vars)
		if err != nil {
			return fmt.Errorf("cookie: %w", err)
		}
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
	return nil
}

// authorize puts the step's own credential on the request, or its identity's. An
// identity's values come from the environment and are no templates.
func (k Kit) authorize(req *http.Request, s *Step, vars template.Vars) error {
	if s.As != "" {
		who, known := k.Identities[s.As]
		if !known {
			return fmt.Errorf("there are no credentials under the name %q", s.As)
		}
		who.Apply(req)
		return nil
	}
	own := Identity{}
	var err error
	if own.Bearer, err = template.Text(s.Bearer, vars); err != nil {
		return fmt.Errorf("bearer: %w", err)
	}
	if s.Basic != nil {
		if own.Basic, err = s.Basic.render(vars); err != nil {
			return fmt.Errorf("basic: %w", err)
		}
	}
	own.Apply(req)
	return nil
}

func (b Basic) render(vars template.Vars) (*Basic, error) {
	name, err := template.Text(b.Username, vars)
	if err != nil {
		return nil, err
	}
	password, err := template.Text(b.Password, vars)
	return &Basic{name, password}, err
}

// Apply puts the identity's credentials on a request.
func (i Identity) Apply(req *http.Request) {
	for name, value := range i.Headers {
		req.Header.Set(name, value)
	}
	if i.Bearer != "" {
		req.Header.Set("Authorization", "Bearer "+i.Bearer)
	}
	if i.Basic != nil {
		req.SetBasicAuth(i.Basic.Username, i.Basic.Password)
	}
}

func setHeaders(req *http.Request, headers map[string]string, vars template.Vars) error {
	for name, text := range headers {
		value, err := template.Text(text, vars)
		if err != nil {
			return fmt.Errorf("headers: %w", err)
		}
		req.Header.Set(name, value)
	}
	return nil
}

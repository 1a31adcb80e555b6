package probe

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// way is a kind of attempt with keys of its own, from which its steps follow.
type way interface {
	// entry are the steps that let the person in, and proof, those that show who is in.
	// What was issued is taken by entry once, and shown by proof each time.
	entry(n *yamlfile.Node) ([]Step, error)
	proof(n *yamlfile.Node) ([]Step, error)
	common() *wayKeys
}

// wayKeys are the keys of every kind.
type wayKeys struct {
	Name     string         `yaml:"name"`
	Kind     string         `yaml:"kind"`
	Denied   Denial         `yaml:"denied"`
	Deadline *time.Duration `yaml:"deadline"`
}

func (k *wayKeys) common() *wayKeys { return k }

// from is what an attempt takes over from another one, named in it.
type from struct {
	name string
	// entry makes the steps of obtain out of those by which the other one lets in.
	entry func(n *yamlfile.Node, other []Step) ([]Step, error)
}

// inherits is a way that may begin where another attempt ends.
type inherits interface{ from() *from }

// ways are the kinds by their names; issued are those that are taken once and then used.
func ways() map[string]func() way {
	return map[string]func() way{
		"password-grant": func() way { return &passwordGrant{} },
		"token-exchange": func() way { return &tokenExchange{} },
		"impersonation":  func() way { return &impersonation{} },
		"jwt-bearer":     func() way { return &jwtBearer{} },
		"jwt-session":    func() way { return &jwtSession{} },
		"basic":          func() way { return &basicAuth{} },
		"api-token":      func() way { return &apiToken{} },
		"session":        func() way { return &session{} },
		"access-token":   func() way { return &accessToken{} },
		"refresh-token":  func() way { return &refreshToken{} },
		"form":           func() way { return &formLogin{} },
		"oidc-code":      func() way { return &codeFlow{} },
		"browser":        func() way { return &browserLogin{} },
		"ldap-bind":      func() way { return &ldapBind{} },
		"command":        func() way { return &command{} },
	}
}

var issuedKinds = []string{"api-token", "session", "access-token", "refresh-token"}

// FromYAML reads the recipe: obtain and use as they stand, or those of its kind.
func (r *AttemptRecipe) FromYAML(n *yamlfile.Node) error {
	r.node = n
	if !n.Get("kind").IsNull() {
		return r.ofKind(n)
	}
	type plain AttemptRecipe
	if err := n.Decode((*plain)(r)); err != nil {
		return err
	}
	if err := want(n, "name", "use"); err != nil {
		return err
	}
	if len(r.Use) == 0 {
		return n.Errorf("use has no step: nothing would prove that the person is in")
	}
	return checkStatuses(n, r.Denied.Status, true)
}

func (r *AttemptRecipe) ofKind(n *yamlfile.Node) error {
	kind := n.Get("kind")
	create, known := ways()[kind.Text]
	if !known {
		return unknownKind(kind)
	}
	w := create()
	if err := n.Decode(w); err != nil {
		return err
	}
	if err := want(n, "name"); err != nil {
		return err
	}
	keys := w.common()
	r.Name, r.Kind, r.Denied, r.Deadline = keys.Name, keys.Kind, keys.Denied, keys.Deadline
	if err := checkStatuses(n, r.Denied.Status, true); err != nil {
		return err
	}
	return r.follow(n, w)
}

func unknownKind(n *yamlfile.Node) error {
	names := slices.Sorted(maps.Keys(ways()))
	err := n.Errorf("there is no kind of attempt %q", n.Text)
	if meant := yamlfile.Closest(n.Text, names); meant != "" {
		return err.Hint("did you mean `kind: %s`?", meant)
	}
	return err.Hint("the kinds are %s; or write obtain and use as steps", strings.Join(names, ", "))
}

// follow lays out the steps of a kind.
func (r *AttemptRecipe) follow(n *yamlfile.Node, w way) error {
	entry, err := w.entry(n)
	if err != nil {
		return err
	}
	proof, err := w.proof(n)
	if err != nil {
		return err
	}
	if in, ok := w.(inherits); ok {
		r.from = in.from()
	}
	r.Use = proof
	if slices.Contains(issuedKinds, r.Kind) {
		r.Obtain = entry
		return nil
	}
	r.Use = append(entry, proof...)
	return nil
}

// resolve gives attempts that begin where another one ends the steps of that one.
func (r *LoginRecipe) resolve(at *yamlfile.Node) error {
	for i := range r.Attempts {
		a := &r.Attempts[i]
		if a.from == nil {
			continue
		}
		other, err := r.begun(a, at.Items[i])
		if err != nil {
			return err
		}
		if a.Obtain, err = a.from.entry(at.Items[i], other); err != nil {
			return err
		}
	}
	return nil
}

// begun are the steps of the attempt that another one names.
func (r *LoginRecipe) begun(a *AttemptRecipe, n *yamlfile.Node) ([]Step, error) {
	var names []string
	for i := range r.Attempts {
		other := &r.Attempts[i]
		switch {
		case other.from != nil || other.Name == a.Name:
		case other.Name == a.from.name:
			return slices.Concat(other.Obtain, other.Use), nil
		default:
			names = append(names, other.Name)
		}
	}
	err := n.Get("from").Errorf("there is no attempt %q that the %s could be taken from", a.from.name, a.Name)
	if meant := yamlfile.Closest(a.from.name, names); meant != "" {
		return nil, err.Hint("did you mean `from: %s`?", meant)
	}
	return nil, err.Hint("it begins where one of these ends: %s", strings.Join(names, ", "))
}

// stepAt finishes a step that a kind makes: it stands where the kind does.
func stepAt(n *yamlfile.Node, s Step) (Step, error) {
	s.node = n
	if s.Method == "" {
		s.Method = "GET"
	}
	if s.mint != nil {
		s.asks = append(s.asks, s.mint.names()...)
	}
	if s.door != nil {
		return s, nil
	}
	return s, s.checkForm()
}

func oneStep(n *yamlfile.Node, s Step) ([]Step, error) {
	made, err := stepAt(n, s)
	return []Step{made}, err
}

// requestStep is a step of the file where a kind has one request: POST by default.
type requestStep struct{ Step }

// FromYAML reads the step.
func (r *requestStep) FromYAML(n *yamlfile.Node) error {
	if err := r.Step.FromYAML(n); err != nil {
		return err
	}
	if n.Get("method").IsNull() {
		r.Method = "POST"
	}
	return nil
}

// saving is the step with one more value to keep.
func (s Step) saving(name, source string) Step {
	s.Save = maps.Clone(s.Save)
	if s.Save == nil {
		s.Save = map[string]string{}
	}
	s.Save[name] = source
	return s
}

// whoAmI is the question that shows who is in.
type whoAmI struct {
	URL string `yaml:"url"`
	// ID is where the answer has the id of who is in: a JSONPath or another source.
	ID string `yaml:"id"`
	// Is is what it has to be: the id of the person, as the target's other interfaces
	// know it, by default.
	Is      string            `yaml:"is"`
	Bearer  string            `yaml:"bearer"`
	Cookie  map[string]string `yaml:"cookie"`
	Headers map[string]string `yaml:"headers"`
	Expect  []int             `yaml:"expect"`
}

// FromYAML wants a URL, and where the id is.
func (w *whoAmI) FromYAML(n *yamlfile.Node) error {
	type plain whoAmI
	if err := n.Decode((*plain)(w)); err != nil {
		return err
	}
	if err := want(n, "url", "id"); err != nil {
		return err
	}
	if err := checkSource(w.ID); err != nil {
		return n.Get("id").Errorf("%v", err)
	}
	if w.Is == "" {
		w.Is = idOf()
	}
	return nil
}

// idOf is the id of a person outside of SCIM, where recipes know one of their own.
func idOf() string {
	const native = "user.nativeId"
	if _, known := (Person{}).vars("user")[native]; known {
		return "{{" + native + "}}"
	}
	return "{{user.id}}"
}

// step asks, by a credential that carries puts on the step unless the file itself does.
func (w *whoAmI) step(n *yamlfile.Node, credential string, carries func(*Step)) ([]Step, error) {
	if n.Get("whoami").IsNull() {
		return nil, n.Errorf("whoami is missing here: nothing would prove that the person is in").
			Hint("write `whoami: {url: \"{{origin}}/api/me\", id: $.id}`")
	}
	s := Step{
		URL: w.URL, Bearer: w.Bearer, Cookie: w.Cookie, Headers: maps.Clone(w.Headers), Expect: w.Expect,
		Save: map[string]string{"me": w.ID}, Equals: map[string]string{"me": w.Is},
	}
	carried := slices.ContainsFunc(s.texts(), func(text string) bool { return names(text, credential) })
	switch {
	case !carried && (w.Bearer != "" || len(w.Cookie) > 0):
		return nil, n.Get("whoami").Errorf("whoami does not show the credential that is to be proven, but another one").
			Hint("leave bearer and cookie out, or write {{%s}} there", credential)
	case !carried:
		carries(&s)
	}
	return oneStep(n.Get("whoami"), s)
}

func names(text, name string) bool {
	found, _ := template.Names(text) // an odd text is refused where its step is checked
	return slices.Contains(found, name)
}

// byBearer shows a token as RFC 6750 has it.
func byBearer(name string) func(*Step) {
	return func(s *Step) { s.Bearer = "{{" + name + "}}" }
}

// byCookies shows all the cookies that a login set.
func byCookies(s *Step) {
	if s.Headers == nil {
		s.Headers = map[string]string{}
	}
	s.Headers["Cookie"] = "{{" + savedCookies + "}}"
}

package probe

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/scimproof/scimproof/steps/yamlfile"
)

func formEncoded(text string) string { return url.QueryEscape(text) }

// issued is what a login gave: the steps of that login, or another attempt that is one.
type issued struct {
	From  string `yaml:"from"`
	Login []Step `yaml:"login"`
}

// begin checks where the credential comes from.
func (i *issued) begin(n *yamlfile.Node) error {
	if count(i.From != "", len(i.Login) > 0) != 1 {
		return n.Errorf("a %s is taken either by the steps of login, or from another attempt", n.Get("kind").Text).
			Hint("write `from: password grant` with the name of that attempt, or `login: [{...}]`")
	}
	return nil
}

// taking are the steps of a login whose last request gives a value more.
func taking(n *yamlfile.Node, steps []Step, name, source string) ([]Step, error) {
	steps = slices.Clone(steps)
	i := lastGiving(steps)
	if i < 0 || steps[i].door != nil {
		if i >= 0 && steps[i].Save[name] == source {
			return steps, nil
		}
		return nil, n.Errorf("that attempt gives no %s that could be kept", name).Hint("write the steps of login here")
	}
	steps[i] = steps[i].saving(name, source)
	return steps, nil
}

// lastGiving is the step that lets in: what follows it only asks who is in.
func lastGiving(steps []Step) int {
	for i := len(steps) - 1; i >= 0; i-- {
		if len(steps[i].Equals) == 0 {
			return i
		}
	}
	return -1
}

// session is one that was begun before.
type session struct {
	wayKeys
	issued
	// Name of the cookie; every cookie of the login by default.
	CookieName string `yaml:"cookie"`
	WhoAmI     whoAmI `yaml:"whoami"`
}

func (s *session) entry(n *yamlfile.Node) ([]Step, error) {
	if err := s.begin(n); err != nil || s.From != "" {
		return nil, err
	}
	return s.taken(n, s.Login)
}

func (s *session) taken(n *yamlfile.Node, steps []Step) ([]Step, error) {
	if s.CookieName != "" {
		return taking(n, steps, savedSession, "cookie:"+s.CookieName)
	}
	return taking(n, steps, savedCookies, allCookies)
}

func (s *session) from() *from { return s.begins(s.taken) }

// begins is nil for what has steps of its own.
func (i *issued) begins(taken func(*yamlfile.Node, []Step) ([]Step, error)) *from {
	if i.From == "" {
		return nil
	}
	return &from{i.From, taken}
}

func (s *session) proof(n *yamlfile.Node) ([]Step, error) {
	if s.CookieName == "" {
		return s.WhoAmI.step(n, savedCookies, byCookies)
	}
	return s.WhoAmI.step(n, savedSession, func(step *Step) {
		step.Cookie = map[string]string{s.CookieName: "{{" + savedSession + "}}"}
	})
}

// accessToken is one that was issued before.
type accessToken struct {
	wayKeys
	issued
	// Token is where the answer to the last step of login has it; $.access_token by default.
	Token  string `yaml:"token"`
	WhoAmI whoAmI `yaml:"whoami"`
}

func (a *accessToken) entry(n *yamlfile.Node) ([]Step, error) {
	if err := a.begin(n); err != nil || a.From != "" {
		return nil, err
	}
	return a.taken(n, a.Login)
}

func (a *accessToken) taken(n *yamlfile.Node, steps []Step) ([]Step, error) {
	return taking(n, steps, savedToken, or(a.Token, "$.access_token"))
}

func (a *accessToken) from() *from { return a.begins(a.taken) }

func (a *accessToken) proof(n *yamlfile.Node) ([]Step, error) {
	return a.WhoAmI.step(n, savedToken, byBearer(savedToken))
}

// refreshToken is one that was issued before, and buys an access token (RFC 6749 §6).
type refreshToken struct {
	wayKeys
	issued
	endpoint
	// Refresh is where answers have the refresh token; $.refresh_token by default.
	Refresh string `yaml:"refresh"`
}

func (r *refreshToken) entry(n *yamlfile.Node) ([]Step, error) {
	if err := r.begin(n); err != nil || r.From != "" {
		return nil, err
	}
	return r.taken(n, r.Login)
}

func (r *refreshToken) source() string { return or(r.Refresh, "$.refresh_token") }

func (r *refreshToken) taken(n *yamlfile.Node, steps []Step) ([]Step, error) {
	return taking(n, steps, savedRefresh, r.source())
}

func (r *refreshToken) from() *from { return r.begins(r.taken) }

func (r *refreshToken) proof(n *yamlfile.Node) ([]Step, error) {
	steps, err := r.request(n, map[string]string{
		"grant_type": "refresh_token", "refresh_token": "{{" + savedRefresh + "}}",
	}, act{renews: map[string]string{savedRefresh: r.source()}})
	if err != nil {
		return nil, err
	}
	proof, err := r.endpoint.proof(n)
	return append(steps, proof...), err
}

// apiToken is a token that a person, or an administrator for them, has made to be used by
// programs.
type apiToken struct {
	wayKeys
	issued
	// Create makes it; it knows what the login saved.
	Create requestStep `yaml:"create"`
	// Token is where the answer to Create has it; $.token by default.
	Token  string `yaml:"token"`
	WhoAmI whoAmI `yaml:"whoami"`
}

func (a *apiToken) entry(n *yamlfile.Node) ([]Step, error) {
	if err := want(n, "create"); err != nil || a.From != "" {
		return nil, err
	}
	return a.taken(n, a.Login)
}

func (a *apiToken) taken(n *yamlfile.Node, steps []Step) ([]Step, error) {
	create, err := stepAt(n.Get("create"), a.Create.saving(savedAPI, or(a.Token, "$.token")))
	return append(slices.Clone(steps), create), err
}

func (a *apiToken) from() *from { return a.begins(a.taken) }

func (a *apiToken) proof(n *yamlfile.Node) ([]Step, error) {
	return a.WhoAmI.step(n, savedAPI, byBearer(savedAPI))
}

// basicAuth is a password with every request (RFC 7617).
type basicAuth struct {
	wayKeys
	Username string `yaml:"username"`
	WhoAmI   whoAmI `yaml:"whoami"`
}

func (*basicAuth) entry(*yamlfile.Node) ([]Step, error) { return nil, nil }

func (b *basicAuth) proof(n *yamlfile.Node) ([]Step, error) {
	return b.WhoAmI.step(n, "user.password", func(s *Step) {
		s.Basic = &Basic{or(b.Username, "{{user.userName}}"), "{{user.password}}"}
		if len(s.Expect) == 0 {
			s.Expect = []int{http.StatusOK}
		}
	})
}

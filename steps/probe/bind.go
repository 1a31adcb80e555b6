package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// ldapBind is a simple bind (RFC 4513 §5.1).
type ldapBind struct {
	wayKeys
	// URL is ldap://host:389 or ldaps://host:636.
	URL      string `yaml:"url"`
	StartTLS bool   `yaml:"starttls"`
	// DN is who binds; values that are filled in are escaped.
	DN string `yaml:"dn"`
	// Results are the result codes that are a denial; 49, 50 and 53 by default.
	Results []int `yaml:"results"`
	// WhoAmI is the authorization identity that the server then has to name (RFC 4532),
	// such as "dn:uid=ada,ou=people,dc=example,dc=com"; "" does not ask.
	WhoAmI string `yaml:"whoami"`
}

// refusedBinds are the codes of RFC 4511 §4.1.9 for who may not come in: invalidCredentials,
// insufficientAccessRights and unwillingToPerform.
var refusedBinds = []int{ldap.LDAPResultInvalidCredentials, ldap.LDAPResultInsufficientAccessRights, ldap.LDAPResultUnwillingToPerform}

// outages are the codes that say nothing of the person: what a server answers that is
// wrongly asked, busy or out of order.
var outages = []int{
	ldap.LDAPResultSuccess, ldap.LDAPResultOperationsError, ldap.LDAPResultProtocolError, ldap.LDAPResultTimeLimitExceeded,
	ldap.LDAPResultAdminLimitExceeded, ldap.LDAPResultConfidentialityRequired, ldap.LDAPResultBusy, ldap.LDAPResultUnavailable,
	ldap.LDAPResultLoopDetect, ldap.LDAPResultOther,
}

func (l *ldapBind) entry(n *yamlfile.Node) ([]Step, error) {
	if err := want(n, "url", "dn"); err != nil {
		return nil, err
	}
	u, err := url.Parse(l.URL)
	if err != nil || u.Host == "" || u.Scheme != "ldap" && u.Scheme != "ldaps" {
		return nil, n.Get("url").Errorf("want a URL such as ldap://directory.example.com:389 here, or ldaps://")
	}
	if l.StartTLS && u.Scheme == "ldaps" {
		return nil, n.Get("starttls").Errorf("ldaps:// is encrypted already")
	}
	for _, code := range l.Results {
		if slices.Contains(outages, code) {
			return nil, n.Get("results").Errorf("the result %d cannot count as a refusal: an outage answers the same", code)
		}
	}
	asks := []string{"user.password"}
	for _, text := range []string{l.DN, l.WhoAmI} {
		found, err := template.Names(text)
		if err != nil {
			return nil, n.Errorf("%v", err)
		}
		asks = append(asks, found...)
	}
	if !slices.ContainsFunc(asks[1:], func(name string) bool { return strings.HasPrefix(name, "user.") }) {
		return nil, n.Get("dn").Errorf("the dn names nobody: everybody would bind as the same one").
			Hint("write `dn: \"uid={{user.userName}},ou=people,dc=example,dc=com\"`")
	}
	return oneStep(n, Step{act: act{asks: asks, door: l}})
}

func (*ldapBind) proof(*yamlfile.Node) ([]Step, error) { return nil, nil }

func (l *ldapBind) label() string { return "the bind at " + l.URL }

func (l *ldapBind) sent() (method, where string) { return "BIND", l.URL }

func (l *ldapBind) enter(ctx context.Context, k Kit, s *Step, _ Denial, vars template.Vars) (template.Vars, Attempt, error) {
	who, err := template.Text(l.DN, escaped(vars))
	if err != nil {
		return vars, Attempt{}, k.stepError(s, 0, fmt.Errorf("dn: %w", err))
	}
	password, _ := vars["user.password"].(string)
	// An empty password makes an anonymous bind, which succeeds for everybody (RFC 4513 §5.1.2).
	if password == "" {
		return vars, Attempt{}, k.stepError(s, 0, errors.New("there is no password to bind with"))
	}
	bounded, cancel := k.bounded(ctx)
	defer cancel()
	conn, err := l.dial(bounded, k)
	if err == nil {
		defer func() { _ = conn.Close() }()
		stop := context.AfterFunc(bounded, func() { _ = conn.Close() })
		defer stop()
		err = conn.Bind(who, password)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return vars, Attempt{}, fmt.Errorf("waiting for a bind: %w", cause)
	}
	one := l.judge(err)
	if one.Verdict != Allowed || l.WhoAmI == "" {
		return vars, one, nil
	}
	one, err = l.isWho(conn, escaped(vars), one)
	if err != nil {
		return vars, one, k.stepError(s, 0, err)
	}
	return vars, one, nil
}

// escaped are the values as they stand in a DN (RFC 4514 §2.4).
func escaped(vars template.Vars) template.Vars {
	out := template.Vars{}
	for name, value := range vars {
		if text, ok := value.(string); ok {
			value = ldap.EscapeDN(text)
		}
		out[name] = value
	}
	return out
}

func (l *ldapBind) dial(ctx context.Context, k Kit) (*ldap.Conn, error) {
	u, err := url.Parse(l.URL)
	if err != nil {
		return nil, fmt.Errorf("parsing the URL: %w", err)
	}
	trust := &tls.Config{RootCAs: k.Roots, ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	dialer := &net.Dialer{Timeout: k.timeout()}
	if deadline, ok := ctx.Deadline(); ok {
		dialer.Deadline = deadline
	}
	conn, err := ldap.DialURL(l.URL, ldap.DialWithDialer(dialer), ldap.DialWithTLSConfig(trust))
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	conn.SetTimeout(k.timeout())
	if !l.StartTLS {
		return conn, nil
	}
	if err := conn.StartTLS(trust); err != nil {
		_ = conn.Close()
		return nil, &net.OpError{Op: "starttls", Net: "ldap", Err: err}
	}
	return conn, nil
}

// judge says what a bind came to. The server's own words stay out: they may name whom they
// like.
func (l *ldapBind) judge(err error) Attempt {
	if err == nil {
		return Attempt{Verdict: Allowed, Evidence: l.label() + " gave result 0"}
	}
	var answer *ldap.Error
	var connection *net.OpError
	if errors.As(err, &connection) || !errors.As(err, &answer) || answer.ResultCode >= ldap.ErrorNetwork {
		return Attempt{Evidence: l.label() + " had no answer"}
	}
	code := int(answer.ResultCode)
	one := Attempt{Evidence: fmt.Sprintf("%s gave result %d (%s)", l.label(), code, ldap.LDAPResultCodeMap[answer.ResultCode])}
	denied := l.Results
	if len(denied) == 0 {
		denied = refusedBinds
	}
	if slices.Contains(denied, code) {
		one.Verdict = Denied
	}
	return one
}

// isWho asks who has bound.
func (l *ldapBind) isWho(conn *ldap.Conn, vars template.Vars, bound Attempt) (Attempt, error) {
	want, err := template.Text(l.WhoAmI, vars)
	if err != nil {
		return bound, fmt.Errorf("whoami: %w", err)
	}
	got, err := conn.WhoAmI(nil)
	switch {
	case err != nil:
		return Attempt{Evidence: bound.Evidence + ", and then nobody knew who that is"}, nil //nolint:nilerr // what cannot be told is inconclusive, no error
	case !strings.EqualFold(got.AuthzID, want):
		return Attempt{Evidence: bound.Evidence + ", as somebody else", Other: true}, nil
	}
	return bound, nil
}

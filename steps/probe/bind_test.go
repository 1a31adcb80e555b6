package probe_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"

	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
)

// slapd is an LDAP server of a few lines: simple binds, StartTLS and "Who am I?".
type slapd struct {
	mu sync.Mutex
	// result overrules every answer to a bind, where it is not 0; hangs answers none.
	result   int64
	disabled bool
	open     bool
	lax      bool
	hangs    bool
	who      string
	trust    *tls.Config
}

// newSlapd starts one and gives its address.
func newSlapd(t *testing.T, encrypted bool) (*slapd, string, *x509.CertPool) {
	t.Helper()
	// A test server's certificate is as good for LDAP as for HTTP.
	web := httptest.NewTLSServer(nil)
	web.Close()
	s := &slapd{trust: &tls.Config{Certificates: web.TLS.Certificates}}
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if encrypted {
		listener = tls.NewListener(listener, s.trust)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	pool := x509.NewCertPool()
	pool.AddCert(web.Certificate())
	return s, listener.Addr().String(), pool
}

func (s *slapd) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	bound := ""
	for {
		packet, err := ber.ReadPacket(conn)
		if err != nil || len(packet.Children) < 2 {
			return
		}
		id, request := packet.Children[0].Value, packet.Children[1]
		switch request.Tag {
		case ldap.ApplicationBindRequest:
			name, _ := request.Children[1].Value.(string)
			result := s.bind(name, request.Children[2].Data.String())
			if result < 0 {
				continue
			}
			bound = name
			reply(conn, id, ldap.ApplicationBindResponse, result, "")
		case ldap.ApplicationExtendedRequest:
			if request.Children[0].Data.String() == "1.3.6.1.4.1.1466.20037" {
				reply(conn, id, ldap.ApplicationExtendedResponse, 0, "")
				conn = tls.Server(conn, s.trust)
				continue
			}
			if s.who != "" {
				bound = s.who
			}
			reply(conn, id, ldap.ApplicationExtendedResponse, 0, "dn:"+bound)
		default:
			return
		}
	}
}

func reply(conn net.Conn, id any, tag ber.Tag, result int64, value string) {
	number, _ := id.(int64)
	out := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSequence, nil, "")
	out.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, number, ""))
	body := ber.Encode(ber.ClassApplication, ber.TypeConstructed, tag, nil, "")
	body.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, result, ""))
	for range 2 {
		body.AppendChild(ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, "", ""))
	}
	if value != "" {
		body.AppendChild(ber.NewString(ber.ClassContext, ber.TypePrimitive, 11, value, ""))
	}
	out.AppendChild(body)
	_, _ = conn.Write(out.Bytes())
}

func (s *slapd) bind(name, password string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]string{`uid=ada@example.com,ou=people\, and others`: ada.Password, `uid=grace@example.com,ou=people\, and others`: grace.Password}
	switch {
	case s.hangs:
		return -1
	case s.result != 0:
		return s.result
	case s.lax:
		return 0
	case known[name] == "" || known[name] != password:
		return ldap.LDAPResultInvalidCredentials
	case strings.HasPrefix(name, "uid=ada") && s.disabled && !s.open:
		return ldap.LDAPResultUnwillingToPerform
	}
	return 0
}

func (s *slapd) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

const binding = `attempts:
  - {name: directory, kind: ldap-bind, url: "ldap://%AT%", dn: "uid={{user.userName}},ou=people\\, and others"}
`

// binds gives a probe by one bind and how to try it.
func binds(t *testing.T, text, at string, kit probe.Kit) func(probe.Person) (probe.Attempt, error) {
	t.Helper()
	p, _ := newPortal(t)
	login := probe.NewLogin(p.recipe(t, strings.ReplaceAll(text, "%AT%", at)), kit)
	return func(who probe.Person) (probe.Attempt, error) {
		credential, _, err := login.Obtain(t.Context(), "directory", who)
		if err != nil {
			return probe.Attempt{}, err
		}
		return login.Use(t.Context(), credential)
	}
}

func wantVerdict(t *testing.T, what string, want probe.Verdict, attempt probe.Attempt, err error) {
	t.Helper()
	if err != nil || attempt.Verdict != want || attempt.Evidence == "" || strings.Contains(attempt.Evidence, ada.Password) {
		t.Errorf("%s: %+v, %v; want %s", what, attempt, err, want)
	}
}

func TestBind(t *testing.T) {
	s, at, _ := newSlapd(t, false)
	noted := ""
	kit := probe.Kit{Source: "test", Timeout: 10 * time.Second, Note: func(method, where, outcome string, _ time.Time) {
		noted = method + " " + where + ": " + outcome
	}}
	try := binds(t, binding, at, kit)
	attempt, err := try(ada)
	wantVerdict(t, "who is active", probe.Allowed, attempt, err)
	if want := "BIND ldap://" + at + ": the bind at ldap://" + at + " gave result 0"; noted != want {
		t.Errorf("noted %q, want %q", noted, want)
	}
	s.set(func() { s.disabled = true })
	attempt, err = try(ada)
	wantVerdict(t, "who is disabled", probe.Denied, attempt, err)
	attempt, err = try(grace)
	wantVerdict(t, "somebody else", probe.Allowed, attempt, err)
	s.set(func() { s.open = true })
	attempt, err = try(ada)
	wantVerdict(t, "an open door", probe.Allowed, attempt, err)
	for result, want := range map[int64]probe.Verdict{49: probe.Denied, 50: probe.Denied, 53: probe.Denied, 51: probe.Inconclusive, 52: probe.Inconclusive, 1: probe.Inconclusive, 80: probe.Inconclusive, 13: probe.Inconclusive, 32: probe.Inconclusive} {
		s.set(func() { s.result = result })
		attempt, err = try(ada)
		wantVerdict(t, "a result", want, attempt, err)
	}
	s.set(func() { s.result, s.hangs = 0, true })
	attempt, err = binds(t, binding, at, probe.Kit{Timeout: 50 * time.Millisecond})(ada)
	wantVerdict(t, "no answer in time", probe.Inconclusive, attempt, err)
	attempt, err = binds(t, binding, "127.0.0.1:1", kit)(ada)
	wantVerdict(t, "no server", probe.Inconclusive, attempt, err)
	if _, err := try(probe.Person{UserName: "ada@example.com"}); err == nil || !strings.Contains(err.Error(), "no password to bind with") {
		t.Errorf("an empty password: %v; it would let anybody in", err)
	}
}

func TestBindOverTLS(t *testing.T) {
	for name, text := range map[string]string{
		"ldaps":    strings.Replace(binding, "ldap://", "ldaps://", 1),
		"starttls": strings.Replace(binding, "dn:", "starttls: true, dn:", 1),
	} {
		_, at, pool := newSlapd(t, name == "ldaps")
		attempt, err := binds(t, text, at, probe.Kit{Timeout: 10 * time.Second, Roots: pool})(ada)
		wantVerdict(t, name, probe.Allowed, attempt, err)
		attempt, err = binds(t, text, at, probe.Kit{Timeout: 10 * time.Second, Roots: x509.NewCertPool()})(ada)
		wantVerdict(t, name+" by a certificate that is not trusted", probe.Inconclusive, attempt, err)
	}
}

func TestBindAsks(t *testing.T) {
	s, at, _ := newSlapd(t, false)
	text := strings.Replace(binding, "dn:", `whoami: "dn:uid={{user.userName}},ou=people\\, and others", dn:`, 1)
	try := binds(t, text, at, probe.Kit{Timeout: 10 * time.Second})
	attempt, err := try(ada)
	wantVerdict(t, "who is who they say", probe.Allowed, attempt, err)
	s.set(func() { s.who = "cn=anybody" })
	attempt, err = try(ada)
	if wantVerdict(t, "somebody else", probe.Inconclusive, attempt, err); !attempt.Other {
		t.Errorf("%+v, want somebody else", attempt)
	}
}

func TestBindChecksItself(t *testing.T) {
	s, at, _ := newSlapd(t, false)
	p, _ := newPortal(t)
	login := probe.NewLogin(p.recipe(t, strings.ReplaceAll(binding, "%AT%", at)), probe.Kit{Timeout: 10 * time.Second})
	if err := login.SelfCheck(t.Context(), "directory", ada); err != nil {
		t.Error(err)
	}
	s.set(func() { s.lax = true })
	if err := login.SelfCheck(t.Context(), "directory", ada); err == nil || !strings.Contains(err.Error(), "a wrong password was allowed") {
		t.Errorf("a server that lets anybody in: %v", err)
	}
}

func TestABindThatIsWrong(t *testing.T) {
	p, _ := newPortal(t)
	for _, tt := range []struct{ old, new, want string }{
		{"ldap://", "http://", "want a URL such as ldap://"},
		{"dn: \"uid={{user.userName}},ou=people\\\\, and others\"", "dn: cn=admin", "the dn names nobody"},
		{"dn:", "results: [51], dn:", "the result 51 cannot count as a refusal"},
		{"dn:", "results: [0], dn:", "the result 0 cannot count as a refusal"},
		{`url: "ldap://%AT%"`, `url: "ldaps://%AT%", starttls: true`, "ldaps:// is encrypted already"},
		{"dn:", "base: x, dn:", `unknown key "base"`},
		{"user.userName", "user.name", "nothing is known here under the name {{user.name}}"},
	} {
		spoilt := strings.Replace(binding, tt.old, tt.new, 1)
		_, err := p.read(t, strings.ReplaceAll(spoilt, "%AT%", "127.0.0.1:389"))
		if spoilt == binding || problem.ExitCode(err) != 2 || !strings.HasPrefix(err.Error(), "ways.yaml:2: "+tt.want) {
			t.Errorf("%s: %v", tt.want, err)
		}
	}
}

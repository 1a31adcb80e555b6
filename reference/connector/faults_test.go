package connector_test

import (
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/connector"
	"github.com/scimproof/scimproof/reference/connector/faults"
)

// TestFaults shows the misconduct of each fault, and that an honest connector has none of it.
func TestFaults(t *testing.T) {
	t.Parallel()
	trials := allTrials()
	for _, fault := range faults.All() {
		tried, found := trials[fault.ID]
		if !found {
			t.Errorf("nothing shows %s", fault.ID)
			continue
		}
		t.Run(fault.ID, func(t *testing.T) {
			t.Parallel()
			if tried.on(t, func(*connector.Options) {}) {
				t.Error("an honest connector shows it")
			}
			if !tried.on(t, fault.Adjust) {
				t.Error("the fault does not show")
			}
		})
		delete(trials, fault.ID)
	}
	for id := range trials {
		t.Errorf("there is no fault %s", id)
	}
}

func (tried trial) on(t *testing.T, adjust func(*connector.Options)) bool {
	t.Helper()
	o := connector.Options{}
	if tried.options != nil {
		tried.options(&o)
	}
	adjust(&o)
	return tried.seen(withReference(t, o))
}

// TestTheRegistry wants sound ids, evidence that is a public address, and every check to have a fault.
func TestTheRegistry(t *testing.T) {
	t.Parallel()
	seen, checks := map[string]bool{}, map[string]bool{}
	for _, f := range faults.All() {
		if seen[f.ID] || !strings.HasPrefix(f.ID, "client-") || !strings.HasSuffix(f.Title, strings.TrimRight(f.Title, ".")) {
			t.Errorf("%s: %q", f.ID, f.Title)
		}
		if f.Evidence != "" && !strings.HasPrefix(f.Evidence, "https://") {
			t.Errorf("%s: the evidence is %q", f.ID, f.Evidence)
		}
		seen[f.ID], checks[f.Check] = true, true
	}
	for _, shipped := range []string{
		"client-config-parse-falls-back-to-no-patch", "client-deletes-never-sent", "client-filter-plus-not-encoded",
		"client-patch-forwarded-as-put", "client-removals-computed-from-empty-members", "client-remove-member-with-value-array",
		"client-sends-readonly-id-in-patch",
	} {
		if f, found := faults.ByID(shipped); !found || f.Evidence == "" {
			t.Errorf("connectors have shipped %s, and no fault shows it with its evidence", shipped)
		}
	}
	for _, of := range []struct{ from, to int }{{1, 7}, {10, 26}, {30, 36}, {40, 47}, {50, 59}} {
		for n := of.from; n <= of.to; n++ {
			if check := fmt.Sprintf("C%02d", n); !checks[check] {
				t.Errorf("no fault fails %s", check)
			}
		}
	}
}

func allTrials() map[string]trial {
	all := map[string]trial{}
	for _, some := range []map[string]trial{reachingTrials(), matchingTrials(), describingTrials(), changingTrials(), groupTrials(), leavingTrials(), patienceTrials(), readingTrials()} {
		maps.Copy(all, some)
	}
	return all
}

func reachingTrials() map[string]trial {
	whenever := func(holds func(exchange) bool) trial {
		return trial{seen: func(s *stage) bool { return has(append(s.joined(), s.changed()...), holds) }}
	}
	return map[string]trial{
		"client-token-in-query":     whenever(func(e exchange) bool { return strings.Contains(e.query, token) }),
		"client-asks-without-token": whenever(func(e exchange) bool { return e.header.Get("Authorization") != "Bearer "+token }),
		"client-sends-plain-text":   whenever(func(e exchange) bool { return e.body != "" && e.header.Get("Content-Type") != "application/scim+json" }),
		"client-sends-plain-json":   whenever(func(e exchange) bool { return e.header.Get("Content-Type") == "application/json" }),
		"client-nameless":           whenever(func(e exchange) bool { return e.header.Get("User-Agent") == "" }),
		"client-sends-passwords":    whenever(func(e exchange) bool { return says(e, "password") }),
		"client-accepts-anything-but-scim": whenever(func(e exchange) bool {
			return e.header.Get("Accept") != "application/scim+json"
		}),
		"client-trusts-every-certificate": {seen: func(s *stage) bool {
			impostor := httptest.NewTLSServer(http.NotFoundHandler())
			s.t.Cleanup(impostor.Close)
			asked := false
			impostor.Config.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true })
			s.configure(impostor.URL)
			s.joined()
			return asked
		}},
		"client-old-tls": {seen: func(s *stage) bool {
			old := false
			secure := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { old = r.TLS.Version < tls.VersionTLS12 }))
			secure.TLS = &tls.Config{MinVersion: tls.VersionTLS10}
			secure.StartTLS()
			s.t.Cleanup(secure.Close)
			ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
			s.hook(http.StatusNoContent, http.MethodPut, "/settings", object{"scim": secure.URL, "token": token, "ca": string(ca)})
			s.joined()
			return old
		}},
		"client-takes-token-elsewhere": {seen: func(s *stage) bool {
			got := ""
			other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") }))
			s.t.Cleanup(other.Close)
			s.stand(func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
				http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
			})
			s.joined()
			return got != ""
		}},
		"client-config-parse-falls-back-to-no-patch": {seen: func(s *stage) bool {
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if strings.HasSuffix(r.URL.Path, "/ServiceProviderConfig") {
					reply(w, 200, `{"patch":{"supported":true},"filter":{"supported":true},"bulk":{"supported":false}}`)
					return
				}
				next.ServeHTTP(w, r)
			})
			s.joined()
			return has(s.changed(), is("PUT", "/Users"))
		}},
	}
}

func matchingTrials() map[string]trial {
	return map[string]trial{
		"client-creates-without-matching": {seen: func(s *stage) bool { return len(looked(s.joined())) == 0 }},
		"client-filter-plus-not-encoded":  {seen: func(s *stage) bool { return s.misaskedFor("ada+test@example.com", `"ada+test@example.com"`) }},
		"client-filter-quotes-unescaped":  {seen: func(s *stage) bool { return s.misaskedFor(`ada "the countess"`, `"ada \"the countess\""`) }},
		"client-filter-backslash-unescaped": {seen: func(s *stage) bool {
			return s.misaskedFor(`DOMAIN\ada`, `"DOMAIN\\ada"`)
		}},
		"client-filter-percent-not-encoded":   {seen: func(s *stage) bool { return s.misaskedFor("ada%41", `"ada%41"`) }},
		"client-filter-ampersand-not-encoded": {seen: func(s *stage) bool { return s.misaskedFor("ada&co", `"ada&co"`) }},
		"client-posts-again-after-timeout": {seen: func(s *stage) bool {
			cut := false
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if r.Method == http.MethodPost && !cut {
					cut = true
					next.ServeHTTP(httptest.NewRecorder(), r)
					panic(http.ErrAbortHandler)
				}
				next.ServeHTTP(w, r)
			})
			s.person("grace", grace())
			_, sent := s.cycle()
			return count(sent, is("POST", "/Users")) > 1
		}},
		"client-loops-on-conflict": {seen: func(s *stage) bool {
			s.stand(refusing(requested(http.MethodPost, "/Users"), always, http.StatusConflict))
			s.person("grace", grace())
			_, sent := s.cycle()
			return count(sent, is("POST", "/Users")) > 1
		}},
		"client-id-not-encoded": {seen: func(s *stage) bool {
			got := ""
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				switch {
				case r.Method == http.MethodPost:
					reply(w, 201, `{"id":"a/b?c"}`)
				case r.Method == http.MethodPatch:
					got = r.RequestURI
					reply(w, 200, `{"id":"a/b?c"}`)
				default:
					next.ServeHTTP(w, r)
				}
			})
			s.person("ada", with(ada(), enterprise, nil))
			s.cycle()
			s.person("ada", with(with(ada(), enterprise, nil), "title", "Countess"))
			s.cycle()
			return !strings.HasSuffix(got, "/Users/a%2Fb%3Fc")
		}},
		"client-id-of-its-own": {seen: func(s *stage) bool {
			s.joined()
			return has(s.changed(), func(e exchange) bool { return e.path == "/Users/ada" })
		}},
		"client-changes-external-id": {seen: func(s *stage) bool {
			s.joined()
			return has(s.changed(), func(e exchange) bool { return says(e, "externalId") })
		}},
		"client-rename-creates": {seen: func(s *stage) bool {
			s.joined()
			s.person("ada", with(ada(), "userName", "ada.king@example.com"))
			return has(s.next(), is("POST", "/Users"))
		}},
		"client-takes-garbage-for-nobody": {seen: func(s *stage) bool {
			s.stand(rewritten(requested(http.MethodGet, "/Users"), func(w http.ResponseWriter, _ *httptest.ResponseRecorder) {
				reply(w, 200, "<html>Please log in</html>")
			}))
			return has(s.joined(), is("POST", "/Users"))
		}},
		"client-takes-the-first": {seen: func(s *stage) bool {
			s.joined()
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				r.URL.RawQuery = "" // the filter is ignored
				next.ServeHTTP(w, r)
			})
			s.configure(s.target.URL + "/scim/v2/") // as if the connector had forgotten everything
			s.hook(204, "DELETE", "/people/grace?purge=true", nil)
			s.person("alan", object{"userName": "alan@example.com"})
			return !has(s.next(), is("POST", "/Users"))
		}},
	}
}

func describingTrials() map[string]trial {
	created := func(holds func(user object) bool) trial {
		return trial{seen: func(s *stage) bool {
			return has(s.joined(), func(e exchange) bool {
				var user object
				return is("POST", "/Users")(e) && json.Unmarshal([]byte(e.body), &user) == nil && holds(user)
			})
		}}
	}
	return map[string]trial{
		"client-omits-extension-schema": created(func(user object) bool {
			return user[enterprise] != nil && !slices.Contains(user["schemas"].([]any), any(enterprise))
		}),
		"client-sends-unknown-attributes": created(func(user object) bool { return user["badgeColour"] != nil }),
		"client-omits-user-name":          created(func(user object) bool { return user["userName"] == nil }),
		"client-drops-attributes":         created(func(user object) bool { return user["externalId"] == "ada" && user["title"] == nil }),
		"client-active-as-text":           created(func(user object) bool { _, isText := user["active"].(string); return isText }),
		"client-two-primaries": created(func(user object) bool {
			primaries := 0
			emails, _ := user["emails"].([]any)
			for _, one := range emails {
				if one.(object)["primary"] == true {
					primaries++
				}
			}
			return primaries > 1
		}),
	}
}

func changingTrials() map[string]trial {
	change := func(holds func(exchange) bool) trial {
		return trial{seen: func(s *stage) bool { s.joined(); return has(s.changed(), holds) }}
	}
	cleared := func(holds func(exchange) bool) trial {
		return trial{seen: func(s *stage) bool {
			s.joined()
			s.person("ada", with(ada(), "title", nil))
			return has(s.next(), holds)
		}}
	}
	return map[string]trial{
		"client-patch-without-schema":   change(func(e exchange) bool { return isWrite(e) && !says(e, "PatchOp") }),
		"client-capital-operations":     change(func(e exchange) bool { return says(e, `"Replace"`) }),
		"client-empty-operations":       change(func(e exchange) bool { return says(e, `"Operations":[]`) }),
		"client-sends-everything":       change(func(e exchange) bool { return says(e, "familyName") }),
		"client-patch-forwarded-as-put": change(func(e exchange) bool { return e.method == "PUT" && !says(e, "Mathematics") }),
		"client-put-forgets-what-it-read": {
			options: func(o *connector.Options) { o.Style = connector.Put },
			seen: func(s *stage) bool {
				s.joined()
				s.stand(rewritten(requested(http.MethodGet, "/Users"), showing("timezone", "Africa/Nairobi")))
				return has(s.changed(), func(e exchange) bool { return e.method == "PUT" && !says(e, "Africa/Nairobi") })
			},
		},
		"client-takes-204-for-failure": {seen: repeated(http.StatusNoContent, "")},
		"client-takes-200-for-failure": {seen: repeated(http.StatusOK, `{"id":"1"}`)},
		"client-manager-by-own-key": {seen: func(s *stage) bool {
			return has(s.joined(), func(e exchange) bool { return says(e, `"manager":{"value":"grace"}`) })
		}},
		"client-never-clears": {seen: func(s *stage) bool {
			s.joined()
			s.person("ada", with(ada(), "title", nil))
			return !has(s.next(), isWrite)
		}},
		"client-clears-with-empty-text": cleared(func(e exchange) bool { return says(e, `"value":""`) }),
		"client-writes-every-cycle":     {seen: func(s *stage) bool { s.joined(); return has(s.next(), isWrite) }},
	}
}

// repeated tells whether a PATCH that is answered with success is sent again.
func repeated(status int, body string) func(*stage) bool {
	return func(s *stage) bool {
		s.joined()
		s.stand(rewritten(requested(http.MethodPatch, "/Users"), func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { reply(w, status, body) }))
		return count(s.changed(), isWrite) > 1
	}
}

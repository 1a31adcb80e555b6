package connector_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/connector"
)

func groupTrials() map[string]trial {
	// swapped has a group of three whose third member leaves it.
	swapped := func(holds func(exchange) bool) trial {
		return trial{seen: func(s *stage) bool {
			s.group("all", "All", s.newcomers(3)...)
			s.cycle()
			s.group("all", "All", "person00", "person01")
			return has(s.next(), holds)
		}}
	}
	return map[string]trial{
		"client-drops-other-members": {seen: func(s *stage) bool {
			s.group("all", "All", s.newcomers(2)...)
			s.cycle()
			return len(s.team("All")["members"].([]any)) < 2
		}},
		"client-member-by-own-key": {seen: func(s *stage) bool {
			s.group("all", "All", s.newcomers(1)...)
			return has(s.next(), func(e exchange) bool { return is("PATCH", "/Groups")(e) && says(e, "person00") })
		}},
		"client-resends-members":     swapped(func(e exchange) bool { return says(e, `"add"`) }),
		"client-replaces-members":    swapped(func(e exchange) bool { return says(e, `"replace"`) }),
		"client-removes-all-members": swapped(func(e exchange) bool { return says(e, `{"op":"remove","path":"members"}`) }),
		"client-remove-member-with-value-array": swapped(func(e exchange) bool {
			return is("PATCH", "/Groups")(e) && !says(e, "members[value eq")
		}),
		"client-sends-readonly-id-in-patch": swapped(func(e exchange) bool { return says(e, `"id"`) }),
		"client-removals-computed-from-empty-members": {seen: func(s *stage) bool {
			s.stand(rewritten(requested(http.MethodGet, "/Groups"), showing("members", nil)))
			s.group("all", "All", s.newcomers(2)...)
			s.cycle()
			s.group("all", "All", "person00")
			return !has(s.next(), func(e exchange) bool { return says(e, `"remove"`) })
		}},
		"client-fooled-by-members": {seen: func(s *stage) bool {
			s.group("all", "All", s.newcomers(1)...)
			s.cycle()
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "excludedAttributes", "ignored")
				next.ServeHTTP(w, r)
			})
			return has(s.next(), is("POST", "/Groups"))
		}},
		"client-members-unchunked": {
			options: func(o *connector.Options) { o.MembersPerPatch = 2 },
			seen: func(s *stage) bool {
				s.group("all", "All", s.newcomers(5)...)
				return has(s.next(), func(e exchange) bool { return strings.Count(e.body, `"op"`) > 2 })
			},
		},
		"client-skips-empty-group": {seen: func(s *stage) bool {
			s.group("all", "All")
			return !has(s.next(), is("POST", "/Groups"))
		}},
		"client-nests-groups": {seen: func(s *stage) bool {
			s.group("a", "Inner")
			s.group("b", "Outer")
			return has(s.next(), func(e exchange) bool { return is("PATCH", "/Groups")(e) && says(e, `"add"`) })
		}},
	}
}

func leavingTrials() map[string]trial {
	held := func(s *stage) (first, second []exchange) {
		s.joined()
		s.stand(refusing(requested(http.MethodDelete, "/Users"), always, http.StatusConflict))
		s.isPurged("grace")
		return s.next(), s.next()
	}
	return map[string]trial{
		"client-deletes-never-sent": {seen: func(s *stage) bool { s.joined(); s.leaves("grace"); return !has(s.next(), isWrite) }},
		"client-deactivates-again-and-again": {seen: func(s *stage) bool {
			s.joined()
			s.leaves("grace")
			return count(s.next(), isWrite) > 1
		}},
		"client-deletes-without-deactivating": {seen: func(s *stage) bool {
			s.joined()
			s.isPurged("grace")
			return !has(s.next(), is("PATCH", "/Users"))
		}},
		"client-storms-held-delete": {seen: func(s *stage) bool {
			first, _ := held(s)
			return count(first, is("DELETE", "/Users")) > 1
		}},
		"client-forces-held-delete": {seen: func(s *stage) bool {
			first, _ := held(s)
			return has(first, func(e exchange) bool { return e.method == "DELETE" && e.query != "" })
		}},
		"client-forgets-held-delete": {seen: func(s *stage) bool {
			_, second := held(s)
			return !has(second, is("DELETE", "/Users"))
		}},
		"client-deletes-who-leaves": {seen: func(s *stage) bool {
			s.joined()
			s.leaves("grace")
			return has(s.next(), is("DELETE", "/Users"))
		}},
		"client-returns-as-new": {seen: func(s *stage) bool {
			s.joined()
			s.leaves("grace")
			s.cycle()
			s.person("grace", grace())
			return has(s.next(), is("POST", "/Users"))
		}},
		"client-reuses-deleted-account": {seen: func(s *stage) bool {
			s.person("grace", grace())
			s.cycle()
			s.isPurged("grace")
			s.cycle()
			s.person("grace", grace())
			return has(s.next(), is("PATCH", "/Users"))
		}},
		"client-ignores-suspension": {seen: func(s *stage) bool {
			s.joined()
			s.person("ada", with(ada(), "active", false))
			return !has(s.next(), isWrite)
		}},
		"client-without-threshold": {seen: func(s *stage) bool {
			keys := s.newcomers(12)
			s.cycle()
			for _, key := range keys[:9] {
				s.leaves(key)
			}
			return has(s.next(), isWrite)
		}},
	}
}

func patienceTrials() map[string]trial {
	first := func(status int, header ...string) func(*stage) int {
		return func(s *stage) int {
			s.stand(refusing(requested(http.MethodGet, "/Users"), always, status, header...))
			s.person("grace", grace())
			_, sent := s.cycle()
			return count(sent, is("GET", "/Users"))
		}
	}
	var shortest time.Duration
	return map[string]trial{
		"client-ignores-retry-after": {
			options: func(o *connector.Options) { o.LongestWait = time.Second },
			seen:    func(s *stage) bool { return first(http.StatusTooManyRequests, "Retry-After", "5")(s) > 1 },
		},
		"client-retries-at-once": {
			options: func(o *connector.Options) {
				shortest = time.Hour
				o.Sleep = func(_ context.Context, d time.Duration) error { shortest = min(shortest, d); return nil }
			},
			seen: func(s *stage) bool { first(http.StatusBadGateway)(s); return shortest < 10*time.Millisecond },
		},
		"client-retries-without-end": {seen: func(s *stage) bool { return first(http.StatusBadGateway)(s) > 3*4 }},
		"client-never-resumes": {seen: func(s *stage) bool {
			first(http.StatusBadGateway)(s)
			s.stand(nil)
			return !has(s.next(), is("POST", "/Users"))
		}},
		"client-ignores-401": {seen: func(s *stage) bool {
			s.stand(refusing(func(*http.Request) bool { return true }, always, http.StatusUnauthorized))
			return len(s.joined())+len(s.next()) > 1
		}},
		"client-storms-the-vanished": {seen: func(s *stage) bool {
			s.joined()
			s.stand(refusing(requested(http.MethodPatch, "/Users"), always, http.StatusNotFound))
			return count(s.changed(), is("PATCH", "/Users")) > 2
		}},
		"client-forgets-the-vanished": {seen: func(s *stage) bool {
			s.joined()
			s.stand(refusing(requested(http.MethodPatch, "/Users"), always, http.StatusNotFound))
			return len(looked(s.changed())) == 0
		}},
		"client-drops-who-got-garbage": {seen: func(s *stage) bool {
			garbage := true
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if garbage && r.Method == http.MethodPost {
					garbage = false
					reply(w, 201, "<html>Done</html>")
					return
				}
				next.ServeHTTP(w, r)
			})
			s.person("grace", grace())
			s.cycle()
			s.cycle()
			return s.user("grace@example.com") == nil
		}},
		"client-gives-up-early": {seen: func(s *stage) bool {
			s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if r.Method == http.MethodPost {
					select {
					case <-time.After(time.Second):
					case <-r.Context().Done():
						return
					}
				}
				next.ServeHTTP(w, r)
			})
			s.person("grace", grace())
			return count(s.next(), is("POST", "/Users")) > 1
		}},
		"client-floods": {seen: func(s *stage) bool { return count(s.joined(), is("GET", "/Users")) > 10 }},
	}
}

func readingTrials() map[string]trial {
	// starts are where the pages of everybody begin that were asked for, of a service provider that gives three at a time.
	starts := func(s *stage, config string) []string {
		s.newcomers(7)
		s.cycle()
		s.stand(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if config != "" && strings.HasSuffix(r.URL.Path, "/ServiceProviderConfig") {
				reply(w, 200, config)
				return
			}
			if r.Method == http.MethodGet && !strings.Contains(r.URL.RawQuery, "filter") {
				query := r.URL.Query()
				query.Set("count", "3")
				r.URL.RawQuery = query.Encode()
			}
			next.ServeHTTP(w, r)
		})
		var all []string
		for _, e := range s.next("full=true") {
			request, _ := http.NewRequest(e.method, "/?"+e.query, nil)
			if e.path == "/Users" {
				all = append(all, request.URL.Query().Get("startIndex")+request.URL.Query().Get("cursor"))
			}
		}
		return all
	}
	return map[string]trial{
		"client-reads-first-page": {seen: func(s *stage) bool { return len(starts(s, "")) < 3 }},
		"client-skips-by-count": {seen: func(s *stage) bool {
			return !slices.Equal(starts(s, `{"patch":{"supported":true}}`), []string{"1", "4", "7"})
		}},
		"client-ignores-cursors": {seen: func(s *stage) bool { return len(starts(s, "")) < 3 }},
		"client-confused-by-order": {seen: func(s *stage) bool {
			s.newcomers(3)
			s.cycle()
			s.next("full=true")
			s.stand(rewritten(requested(http.MethodGet, "/Users"), func(w http.ResponseWriter, told *httptest.ResponseRecorder) {
				var list object
				_ = json.Unmarshal(told.Body.Bytes(), &list)
				slices.Reverse(list["Resources"].([]any))
				content, _ := json.Marshal(list)
				reply(w, told.Code, string(content))
			}))
			return has(s.next("full=true"), isWrite)
		}},
	}
}

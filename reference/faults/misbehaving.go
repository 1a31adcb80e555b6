package faults

import (
	"net/http"
	"slices"
	"strings"
)

// announces says something of an attribute in the schemas.
func announces(p place, characteristic string, value any) violation {
	return on(http.MethodGet, schemas+" "+schema).
		say(resource(inSchema(p.schema, ofAttribute(p.attribute, set(characteristic, value)))))
}

func anyRequest(*request) bool { return true }

// mentions is for requests that name an attribute in one of the parameters for that.
func mentions(name string) func(*request) bool {
	return func(r *request) bool {
		values := r.query()
		named := strings.Split(values.Get("attributes")+","+values.Get("excludedAttributes"), ",")
		return slices.ContainsFunc(named, func(one string) bool { return strings.EqualFold(one, name) })
	}
}

// hasOnly is for bodies that have no other attributes.
func hasOnly(names ...string) func(*request) bool {
	return func(r *request) bool {
		for name := range r.object() {
			if !slices.Contains(names, name) {
				return false
			}
		}
		return true
	}
}

func bodyHas(path string, value any) func(*request) bool {
	return func(r *request) bool { return at(r.object(), path) == value }
}

// asItWas has a replacement leave an attribute as it is.
func asItWas(p place) asking {
	return func(r *request) {
		if now := at(r.also(http.MethodGet, r.path, nil).object(), p.path()); now != nil {
			body(set(p.path(), now))(r)
		}
	}
}

// sparing answers as if all had been done, and leaves out those operations of a PATCH.
func sparing(spared func(op) bool) flaw {
	return func(r *request) *response {
		operations(func(all []object) []object {
			return slices.DeleteFunc(all, func(one object) bool { return spared(op{one}) })
		})(r)
		if len(operationsOf(r)) > 0 {
			return r.forward()
		}
		return r.also(http.MethodGet, r.path, nil)
	}
}

// keeping shows what is kept of a resource, by the path of an attribute.
func keeping(m *memory, paths, path string) rule {
	return on("", paths).say(resource(func(one object) {
		if kept := m.recall(textAt(one, "id") + " " + path); kept != nil {
			set(path, kept)(one)
		}
	}))
}

// betraying shows a secret of which the schema says that it is never returned.
func betraying(p place, to func(*request) bool) violation {
	return remembering(func(m *memory) violation {
		return together{
			keeping(m, p.one+" "+p.all, p.path()).when(to),
			on(http.MethodPost, p.all).say(func(r *request, a *response) {
				m.keep(textAt(a.object(), "id")+" "+p.path(), p.wantedBy(r))
			}),
		}
	})
}

// yielding lets clients change what they must not, by one of the methods.
func yielding(method, paths string, p place) violation {
	return remembering(func(m *memory) violation {
		return together{
			on("", paths).say(func(r *request, a *response) {
				if kept := m.recall(r.path); kept != nil {
					resource(set(p.path(), kept))(r, a)
				}
			}),
			on(method, paths).do(func(r *request) *response {
				if wanted := p.wantedBy(r); wanted != nil {
					m.keep(r.path, wanted)
				}
				if method == http.MethodPatch {
					return sparing(p.isIn)(r)
				}
				asItWas(p)(r)
				return r.forward()
			}),
		}
	})
}

// sharing gives what is unique to several resources: the tenant gets another value, and
// shows the one that was sent.
func sharing(methods, paths string, p place) violation {
	return remembering(func(m *memory) violation {
		return together{
			keeping(m, p.one+" "+p.all, p.path()),
			on(methods, paths).do(func(r *request) *response {
				a, wanted := r.forward(), p.wantedBy(r)
				if a.status != http.StatusConflict || wanted == nil {
					return a
				}
				body(set(p.path(), newToken()))(r)
				a = r.forward()
				m.keep(textAt(a.object(), "id")+" "+p.path(), wanted)
				return a
			}),
		}
	})
}

// onceOnly refuses to create what has a value that another has.
func onceOnly(p place) violation {
	return remembering(func(m *memory) violation {
		return on(http.MethodPost, p.all).when(func(r *request) bool {
			value, _ := p.wantedBy(r).(string)
			return value != "" && m.mark(p.attribute, value)
		}).do(refuse(http.StatusConflict, "uniqueness", p.attribute+" is taken"))
	})
}

// caseless finds a value in any case of its letters.
func caseless(p place) violation {
	like := p.equality()
	return on(http.MethodGet, p.all).when(filteredBy(like.String())).do(func(r *request) *response {
		wanted := like.FindStringSubmatch(r.filter())[1]
		query("filter", func(filter string) string { return like.ReplaceAllString(filter, "id pr") })(r)
		a := r.forward()
		unlisted(func(_ *request, one object) bool { return !strings.EqualFold(textAt(one, p.path()), wanted) })(r, a)
		return a
	})
}

// exactly finds a value in its own case only.
func exactly(p place) violation {
	like := p.equality()
	return on(http.MethodGet, p.all).when(filteredBy(like.String())).say(unlisted(func(r *request, one object) bool {
		return textAt(one, p.path()) != like.FindStringSubmatch(r.filter())[1]
	}))
}

// joined is a list of texts as one text.
func joined(value any) any {
	list, _ := value.([]any)
	texts := make([]string, len(list))
	for i, one := range list {
		texts[i] = printed(one)
	}
	return strings.Join(texts, ", ")
}

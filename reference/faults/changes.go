package faults

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The paths of the SCIM road.
const (
	users      = "/Users"
	user       = "/Users/*"
	groups     = "/Groups"
	group      = "/Groups/*"
	config     = "/ServiceProviderConfig"
	types      = "/ResourceTypes"
	oneType    = "/ResourceTypes/*"
	schemas    = "/Schemas"
	schema     = "/Schemas/*"
	userPaths  = users + " " + user
	groupPaths = groups + " " + group
	resources  = userPaths + " " + groupPaths
	// everywhere is any path below the SCIM base.
	everywhere = "/..."
)

// body edits the JSON object that the request carries.
func body(edits ...edit) asking {
	return func(r *request) {
		if document := r.object(); document != nil {
			for _, e := range edits {
				e(document)
			}
			r.put(document)
		}
	}
}

// withoutQuery drops parameters of the query.
func withoutQuery(names ...string) asking {
	return func(r *request) {
		values := r.query()
		for _, name := range names {
			values.Del(name)
		}
		r.setQuery(values)
	}
}

// query changes a parameter that is there.
func query(name string, f func(string) string) asking {
	return func(r *request) {
		if values := r.query(); values.Has(name) {
			values.Set(name, f(values.Get(name)))
			r.setQuery(values)
		}
	}
}

func withoutHeader(names ...string) asking {
	return func(r *request) {
		for _, name := range names {
			r.Header.Del(name)
		}
	}
}

// operations changes the operations of a PATCH.
func operations(f func([]object) []object) asking {
	return body(elements("Operations", func(list []any) []any {
		var changed []any
		for _, op := range f(objects(list)) {
			changed = append(changed, op)
		}
		return changed
	}))
}

// everyOperation edits those operations of a PATCH of which the condition holds.
func everyOperation(concerned func(op) bool, e edit) asking {
	return operations(func(all []object) []object {
		for _, one := range all {
			if concerned(op{one}) {
				e(one)
			}
		}
		return all
	})
}

// op is one operation of a PATCH.
type op struct{ object }

func (o op) verb() string { return strings.ToLower(textAt(o.object, "op")) }

func (o op) path() string { return textAt(o.object, "path") }

func (o op) is(verb string) bool { return o.verb() == verb }

func (o op) filtered() bool { return strings.Contains(o.path(), "[") }

// operationsOf are those of a PATCH, none of any other request.
func operationsOf(r *request) []op {
	if r.Method != http.MethodPatch {
		return nil
	}
	list, _ := r.object()["Operations"].([]any)
	var all []op
	for _, one := range objects(list) {
		all = append(all, op{one})
	}
	return all
}

// patches tells whether the request has such an operation.
func patches(concerned func(op) bool) func(*request) bool {
	return func(r *request) bool { return slices.ContainsFunc(operationsOf(r), concerned) }
}

func asksFor(names ...string) func(*request) bool {
	return func(r *request) bool {
		values := r.query()
		return !slices.ContainsFunc(names, func(name string) bool { return !values.Has(name) })
	}
}

func not(condition func(*request) bool) func(*request) bool {
	return func(r *request) bool { return !condition(r) }
}

// status answers with another status.
func status(code int) saying {
	return func(_ *request, a *response) { a.status = code }
}

// header sets a header; an empty value takes it away.
func header(name, value string) saying {
	return func(_ *request, a *response) {
		if value == "" {
			a.header.Del(name)
			return
		}
		a.header.Set(name, value)
	}
}

// says answers with that body as it stands.
func says(text string) saying {
	return func(_ *request, a *response) { a.body = []byte(text) }
}

// document edits the JSON object of the answer.
func document(edits ...edit) saying {
	return func(_ *request, a *response) {
		if whole := a.object(); whole != nil {
			for _, e := range edits {
				e(whole)
			}
			a.put(whole)
		}
	}
}

// resource edits every resource of the answer.
func resource(edits ...edit) saying {
	return func(_ *request, a *response) {
		a.resources(func(one object) {
			for _, e := range edits {
				e(one)
			}
		})
	}
}

// unlisted takes resources out of a list.
func unlisted(out func(*request, object) bool) saying {
	return func(r *request, a *response) {
		relist(a, func(list []any) []any {
			return slices.DeleteFunc(list, func(one any) bool {
				resource, ok := one.(object)
				return ok && out(r, resource)
			})
		})
	}
}

// relist changes the resources of a list, and its numbers with them.
func relist(a *response, f func([]any) []any) {
	whole := a.object()
	list, ok := whole["Resources"].([]any)
	if !ok {
		return
	}
	changed := f(slices.Clone(list))
	total, _ := whole["totalResults"].(float64)
	whole["Resources"], whole["itemsPerPage"] = changed, len(changed)
	whole["totalResults"] = total + float64(len(changed)-len(list))
	a.put(whole)
}

// nothing empties a list.
func nothing(*request, object) bool { return true }

// failed is a SCIM Error.
func failed(code int, scimType, detail string) *response {
	problem := object{"schemas": []any{errorURN}, "status": strconv.Itoa(code), "detail": detail}
	if scimType != "" {
		problem["scimType"] = scimType
	}
	return answer(code, problem)
}

// refuse answers with a SCIM Error.
func refuse(code int, scimType, detail string) flaw {
	return func(*request) *response { return failed(code, scimType, detail) }
}

// refusal turns the answer into a SCIM Error.
func refusal(code int, scimType, detail string) saying {
	return func(_ *request, a *response) { *a = *failed(code, scimType, detail) }
}

// answer is an answer with a JSON body.
func answer(code int, body any) *response {
	a := &response{status: code, header: http.Header{"Content-Type": {"application/scim+json"}}}
	a.put(body)
	return a
}

// pretend answers with the resource as it is and those changes, none of which is made.
func pretend(edits ...edit) flaw {
	return func(r *request) *response {
		a := r.also(http.MethodGet, r.path, nil)
		resource(edits...)(r, a)
		return a
	}
}

// then makes a change by PATCH once the answer is a success. The answer stays.
func then(operations ...object) saying {
	return func(r *request, a *response) {
		if a.ok() {
			r.also(http.MethodPatch, r.path, patchOf(operations...))
		}
	}
}

func patchOf(operations ...object) object {
	list := make([]any, len(operations))
	for i, one := range operations {
		list[i] = one
	}
	return object{"schemas": []any{patchOp}, "Operations": list}
}

func remove(path string) object { return object{"op": "remove", "path": path} }

func replace(path string, value any) object {
	return object{"op": "replace", "path": path, "value": value}
}

// shows edits resources wherever an answer shows them.
func shows(paths string, edits ...edit) rule { return on("", paths).say(resource(edits...)) }

// The requests about people that faults most often concern.
var (
	userReads  = on(http.MethodGet, user)
	userLists  = on(http.MethodGet, users)
	userWrites = on("PUT PATCH", user)
)

package variants

import (
	"net/http"
	"slices"
)

// variation is what a variant does to the exchanges with a tenant, in three steps of
// which each may be missing.
type variation struct {
	// ask changes a request before the tenant sees it.
	ask func(*request)
	// instead answers in place of the tenant; nil leaves it to the tenant.
	instead func(*request) *response
	// say changes an answer before the client sees it.
	say func(*request, *response)
}

func (v variation) wrap(tenant http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, arrived *http.Request) {
		v.serve(newRequest(arrived, tenant)).write(w)
	})
}

func (v variation) serve(r *request) *response {
	if v.ask != nil {
		v.ask(r)
	}
	a := v.answer(r)
	if v.say != nil {
		v.say(r, a)
	}
	return a
}

func (v variation) answer(r *request) *response {
	if v.instead != nil {
		if a := v.instead(r); a != nil {
			return a
		}
	}
	return r.forward()
}

// refuse answers with a SCIM Error where the condition holds.
func refuse(when func(*request) bool, code int, scimType, detail string) func(*request) *response {
	return func(r *request) *response {
		if !when(r) || !r.authorized() {
			return nil
		}
		return failed(code, scimType, detail)
	}
}

// authorized tells whether the tenant lets the client in: who is not let in is told
// that, and nothing else.
func (r *request) authorized() bool {
	return r.also(http.MethodGet, types, nil).status != http.StatusUnauthorized
}

// announce changes what ServiceProviderConfig says.
func announce(change func(object)) func(*request, *response) {
	return func(r *request, a *response) {
		if r.below(config) {
			a.resources(change)
		}
	}
}

// unsupported announces that features are not there.
func unsupported(features ...string) func(*request, *response) {
	return announce(func(provider object) {
		for _, feature := range features {
			if of := objectAt(provider, feature); of != nil {
				of["supported"] = false
			}
		}
	})
}

// all does several things to an answer, one after the other.
func all(changes ...func(*request, *response)) func(*request, *response) {
	return func(r *request, a *response) {
		for _, change := range changes {
			change(r, a)
		}
	}
}

// resource changes every resource of a successful answer about resources.
func resource(change func(*request, object)) func(*request, *response) {
	return func(r *request, a *response) {
		if r.forResources() || r.below(me) {
			a.resources(func(one object) { change(r, one) })
		}
	}
}

// listed changes the answer to a query.
func listed(change func(*request, object)) func(*request, *response) {
	return func(r *request, a *response) {
		if r.isQuery() && a.ok() {
			a.edit(func(list object) { change(r, list) })
		}
	}
}

// unlessBulk serves the operations of a job apart: those of which the condition holds
// are refused, and the tenant is asked for the others.
func unlessBulk(refused func(operation object) bool, code int, scimType string) func(*request) *response {
	return func(r *request) *response {
		if !r.isBulk() {
			return nil
		}
		job := r.object()
		operations := objectsAt(job, "Operations")
		if !slices.ContainsFunc(operations, refused) || !r.authorized() {
			return nil
		}
		results, rest := []any{}, []any{}
		for _, operation := range operations {
			if refused(operation) {
				results = append(results, refusedOperation(r, operation, failed(code, scimType, "not supported")))
			} else {
				rest = append(rest, operation)
			}
		}
		return r.restOfJob(job, results, rest)
	}
}

func (r *request) restOfJob(job object, results, rest []any) *response {
	whole := answer(http.StatusOK, object{
		"schemas": []any{"urn:ietf:params:scim:api:messages:2.0:BulkResponse"}, "Operations": results,
	})
	if limit := integer(job["failOnErrors"]); len(rest) == 0 || limit > 0 && len(results) >= limit {
		return whole
	}
	job["Operations"] = rest
	r.put(job)
	a := r.forward()
	if a.ok() {
		a.edit(func(response object) {
			done, _ := response["Operations"].([]any)
			response["Operations"] = append(results, done...)
		})
	}
	return a
}

func refusedOperation(r *request, operation object, refusal *response) object {
	result := object{"method": operation["method"], "status": textAt(refusal.object(), "status"), "response": refusal.object()}
	if id, given := operation["bulkId"]; given {
		result["bulkId"] = id
	}
	if operation["method"] != http.MethodPost {
		result["location"] = r.base() + textAt(operation, "path")
	}
	return result
}

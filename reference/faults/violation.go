package faults

import (
	"net/http"
	"slices"
	"strings"
)

// violation is what a fault does to the exchanges with a tenant.
type violation interface {
	wrap(honest http.Handler) http.Handler
}

// flaw serves a request in place of the handler behind it, which it may ask.
type flaw func(r *request) *response

func (f flaw) wrap(honest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, arrived *http.Request) {
		f(newRequest(arrived, honest)).write(w)
	})
}

// remembering is a violation that goes by what has happened before: each wrapping
// gets a memory of its own, which learns from what the tenant is asked and answers.
type remembering func(m *memory) violation

func (violate remembering) wrap(honest http.Handler) http.Handler {
	m := newMemory()
	return violate(m).wrap(flaw(m.learn).wrap(honest))
}

// together are several violations at once, the first in front.
type together []violation

func (all together) wrap(honest http.Handler) http.Handler {
	for _, v := range slices.Backward(all) {
		honest = v.wrap(honest)
	}
	return honest
}

// rule is a violation of one kind of request: which ones it concerns, how they are
// changed on their way in, and what becomes of the answer. Every method gives
// another rule and leaves its receiver alone.
type rule struct {
	concerns []func(*request) bool
	asks     []asking
	instead  flaw
	answers  []func(*request, *response) bool
	says     []saying
}

// asking changes a request before the tenant sees it.
type asking func(*request)

// saying changes an answer before the client sees it.
type saying func(*request, *response)

// on concerns requests with one of the methods (none: all) to one of the paths,
// which are those below the SCIM base, or whole ones of the other roads. A star
// stands for one segment.
func on(methods, paths string) rule {
	return rule{}.when(func(r *request) bool {
		return (methods == "" || slices.Contains(strings.Fields(methods), r.Method)) &&
			slices.ContainsFunc(strings.Fields(paths), r.isTo)
	})
}

// when narrows the rule to requests of which all the conditions hold.
func (u rule) when(conditions ...func(*request) bool) rule {
	u.concerns = slices.Concat(u.concerns, conditions)
	return u
}

// ask changes the request.
func (u rule) ask(changes ...asking) rule {
	u.asks = slices.Concat(u.asks, changes)
	return u
}

// do answers in place of the tenant.
func (u rule) do(instead flaw) rule {
	u.instead = instead
	return u
}

// answered narrows what is said to answers with one of the statuses.
func (u rule) answered(statuses ...int) rule {
	return u.provided(func(_ *request, a *response) bool { return slices.Contains(statuses, a.status) })
}

// provided narrows what is said to answers of which the condition holds.
func (u rule) provided(condition func(*request, *response) bool) rule {
	u.answers = slices.Concat(u.answers, []func(*request, *response) bool{condition})
	return u
}

// say changes the answer.
func (u rule) say(changes ...saying) rule {
	u.says = slices.Concat(u.says, changes)
	return u
}

func (u rule) wrap(honest http.Handler) http.Handler { return flaw(u.serve).wrap(honest) }

func (u rule) serve(r *request) *response {
	for _, concerns := range u.concerns {
		if !concerns(r) {
			return r.forward()
		}
	}
	for _, ask := range u.asks {
		ask(r)
	}
	answer := u.answer(r)
	for _, holds := range u.answers {
		if !holds(r, answer) {
			return answer
		}
	}
	for _, say := range u.says {
		say(r, answer)
	}
	return answer
}

func (u rule) answer(r *request) *response {
	if u.instead != nil {
		return u.instead(r)
	}
	return r.forward()
}

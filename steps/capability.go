package steps

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// probed is a capability that no document announces: it is tried when the first
// scenario needs it, once a run.
type probed struct {
	name, source string
	try          func(context.Context) *answer

	once  sync.Once
	mu    sync.Mutex
	value string
}

// learn tries the capability, unless that was done.
func (p *probed) learn(ctx context.Context, holds func(*answer) string) {
	p.once.Do(func() {
		value := unknown
		if a := p.try(ctx); a != nil {
			value = holds(a)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.value = value
	})
}

// known is what was learnt; false where nobody has asked yet.
func (p *probed) known() (result.Capability, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return result.Capability{Name: p.name, Value: p.value, Source: p.source}, p.value != ""
}

// toProbe are the capabilities that are tried, unless the target's file speaks of them.
func (r *run) toProbe() []*probed {
	search := func(path string) func(context.Context) *answer {
		return func(ctx context.Context) *answer { return r.try(ctx, http.MethodPost, path, r.searchForNobody()) }
	}
	return []*probed{
		{name: "me", source: "GET /Me", try: func(ctx context.Context) *answer { return r.try(ctx, http.MethodGet, "/Me", nil) }},
		{name: "search", source: "POST /Users/.search", try: search("/Users/.search")},
		{name: "root-search", source: "POST /.search", try: search("/.search")},
	}
}

func (r *run) searchForNobody() oracle.Object {
	return oracle.Object{
		"schemas": []any{searchSchema}, "filter": equals("userName", "nobody-"+r.id), "count": oracle.Number("1"),
	}
}

// try asks the target what it says to a request that changes nothing; nil where it
// does not say.
func (r *run) try(ctx context.Context, method, path string, body any) *answer {
	request := scim.Request{Method: method, Path: path}
	if body != nil {
		encoded, err := oracle.Marshal(body)
		if err != nil {
			return nil
		}
		request.Body = encoded
	}
	resp, err := r.client.Do(ctx, r.rec, request)
	if err != nil {
		return nil
	}
	return readAnswer(request, resp, r.redact.Text)
}

// learn makes sure that what is only known by trying is known.
func (k *known) learn(ctx context.Context, needs []string) {
	for _, p := range k.probed {
		if _, told := k.capabilities[p.name]; !told && slices.Contains(needs, p.name) {
			p.learn(ctx, readings[p.name])
		}
	}
}

// capability is what is known of a capability; unknown where nothing is.
func (k *known) capability(name string) result.Capability {
	if told, ok := k.capabilities[name]; ok {
		return told
	}
	for _, p := range k.probed {
		if learnt, ok := p.known(); ok && p.name == name {
			return learnt
		}
	}
	return result.Capability{Name: name, Value: unknown, Source: sourceAssumed}
}

// readings tell what an answer says of the capability that was tried.
var readings = map[string]func(*answer) string{
	"me": func(a *answer) string {
		if a.is(http.StatusOK, http.StatusTemporaryRedirect, http.StatusPermanentRedirect) {
			return present
		}
		return lacking
	},
	"search": func(a *answer) string { return readSearch(a) },
	"root-search": func(a *answer) string {
		tooMany := a.declined([]int{http.StatusBadRequest}, []string{"tooMany"})
		if tooMany || a.is(http.StatusForbidden) {
			return lacking
		}
		return readSearch(a)
	},
}

func readSearch(a *answer) string {
	switch {
	case a.is(http.StatusOK):
		return present
	case a.is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented):
		return lacking
	default:
		return unknown
	}
}

// list gives the capabilities by name, for the report.
func (k *known) list() []result.Capability {
	var all []result.Capability
	for _, capability := range k.capabilities {
		all = append(all, capability)
	}
	for _, p := range k.probed {
		if learnt, ok := p.known(); ok {
			all = append(all, learnt)
		}
	}
	slices.SortFunc(all, func(a, b result.Capability) int { return strings.Compare(a.Name, b.Name) })
	return all
}

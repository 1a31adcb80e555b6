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
	read         func(*answer) string

	once  sync.Once
	mu    sync.Mutex
	value string
}

// learn tries the capability, unless that was done.
func (p *probed) learn(ctx context.Context) {
	p.once.Do(func() {
		value := unknown
		if a := p.try(ctx); a != nil {
			value = p.read(a)
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
		r.toProbeMe(),
		{name: "search", source: "POST /Users/.search", try: search("/Users/.search"), read: readSearch},
		{name: "root-search", source: "POST /.search", try: search("/.search"), read: readRootSearch},
	}
}

// toProbeMe asks for /Me as a person does, where the target's file lends people their
// credential: to the service's own token it may mean nothing.
func (r *run) toProbeMe() *probed {
	if r.target.Lends() {
		return &probed{name: "me", source: "GET /Me by a person", try: r.tryMeAsPerson, read: readMe}
	}
	return &probed{
		name: "me", source: "GET /Me", read: readMe,
		try: func(ctx context.Context) *answer { return r.try(ctx, http.MethodGet, "/Me", nil) },
	}
}

// tryMeAsPerson asks as the bystander; nil where that cannot be done, so that the
// scenarios say why.
func (r *run) tryMeAsPerson(ctx context.Context) *answer {
	p, err := r.bystander.of(ctx, r)
	if err != nil {
		return nil
	}
	a, err := r.bystander.world.sendAs(ctx, p, http.MethodGet, "/Me", nil)
	if err != nil || a.is(http.StatusUnauthorized, http.StatusForbidden) {
		return nil
	}
	return a
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
			p.learn(ctx)
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

// readMe takes what no person is told either for a target without the alias.
func readMe(a *answer) string {
	if a.is(http.StatusOK, http.StatusTemporaryRedirect, http.StatusPermanentRedirect) {
		return present
	}
	return lacking
}

func readRootSearch(a *answer) string {
	tooMany := a.declined([]int{http.StatusBadRequest}, []string{"tooMany"})
	if tooMany || a.is(http.StatusForbidden) {
		return lacking
	}
	return readSearch(a)
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

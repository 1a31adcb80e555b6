package faults

import (
	"context"
	"net/http"
	"sync"
	"time"
)

var racing = []row{
	{
		"create-race-duplicate-500", "Of two creations of one userName at once the later is answered 500",
		breaks{"SECURITY-CONCURRENCY-01"},
		medium, "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/pull/797",
		racingCreations(func(_ *memory, _ *request, a *response) {
			*a = *failed(http.StatusInternalServerError, "", "duplicate key value violates unique constraint")
		}),
	},
	{
		"create-race-two-accounts", "Two creations of one userName at once make two accounts",
		breaks{"SECURITY-CONCURRENCY-01", "SECURITY-CONCURRENCY-02"},
		high, "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/pull/797",
		racingCreations(func(m *memory, r *request, a *response) {
			twin := r.object()
			twin["id"] = newToken()
			m.keep("twin of "+textAt(twin, "userName"), twin)
			*a = *answer(http.StatusCreated, twin)
		}),
	},
	{
		"update-race-loses-change", "A change writes back the whole record that it read before another change",
		breaks{"SECURITY-CONCURRENCY-03", "SECURITY-CONCURRENCY-04"},
		high, "",
		overtaking(func(d *duel) flaw { return d.writeBack }),
	},
	{
		"update-race-revives", "A change at the same moment as a deactivation writes back that the person is active",
		breaks{"SECURITY-CONCURRENCY-06"},
		critical, "",
		overtaking(func(d *duel) flaw { return d.revive }),
	},
	{
		"etag-check-not-atomic", "If-Match is checked before the write, and not with it",
		breaks{"SECURITY-CONCURRENCY-05"},
		medium, "https://github.com/thunder-id/thunderid/pull/3971",
		overtaking(func(d *duel) flaw { return d.checkThenWrite }),
	},
}

// longestWait is how long somebody who might have a rival waits for one: whoever is alone
// goes on alone.
const longestWait = 300 * time.Millisecond

// meetings let those who do the same thing at the same time wait for each other, so that
// a race is lost each time and not now and then.
type meetings struct {
	mu   sync.Mutex
	open map[string]chan struct{}
}

func newMeetings() *meetings { return &meetings{open: map[string]chan struct{}{}} }

// meet waits for a second one, and tells whether it came.
func (m *meetings) meet(ctx context.Context, about string) bool {
	m.mu.Lock()
	if waiting, ok := m.open[about]; ok {
		delete(m.open, about)
		m.mu.Unlock()
		close(waiting)
		return true
	}
	mine := make(chan struct{})
	m.open[about] = mine
	m.mu.Unlock()
	if awaited(ctx, mine) {
		return true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.open[about] == mine {
		delete(m.open, about)
	}
	return false
}

// await waits until something happens, unless it has.
func (m *meetings) await(ctx context.Context, about string) { awaited(ctx, m.event(about)) }

// happen ends the waiting of those who await it, now and later.
func (m *meetings) happen(about string) {
	event := m.event(about)
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-event:
	default:
		close(event)
	}
}

func (m *meetings) event(about string) chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.open[about] == nil {
		m.open[about] = make(chan struct{})
	}
	return m.open[about]
}

func awaited(ctx context.Context, happens <-chan struct{}) bool {
	timer := time.NewTimer(longestWait)
	defer timer.Stop()
	select {
	case <-happens:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// racingCreations looks whether a userName is free, lets a rival look as well, and then
// creates. The conflict of the one who comes second is what lose makes of it.
func racingCreations(lose func(*memory, *request, *response)) violation {
	return remembering(func(m *memory) violation {
		rivals := newMeetings()
		return together{
			on(http.MethodGet, users).answered(http.StatusOK).say(m.listTwins),
			on(http.MethodPost, users).do(func(r *request) *response {
				name := textAt(r.object(), "userName")
				free := m.named(name).id == ""
				met := free && rivals.meet(r.Context(), name)
				a := r.forward()
				if met && a.status == http.StatusConflict {
					lose(m, r, a)
				}
				return a
			}),
		}
	})
}

// listTwins adds who was created twice to a list that shows one of the two.
func (m *memory) listTwins(_ *request, a *response) {
	relist(a, func(list []any) []any {
		for _, one := range objects(list) {
			if twin := m.recall("twin of " + textAt(one, "userName")); twin != nil {
				list = append(list, twin)
			}
		}
		return list
	})
}

// overtaking is a violation that needs two changes of one resource at once.
func overtaking(fight func(*duel) flaw) violation {
	return remembering(func(*memory) violation {
		return on("PUT PATCH", "/Users/* /Groups/*").do(fight(&duel{meetings: newMeetings()}))
	})
}

// duel is two changes of one resource, of which each reads, and each then writes.
type duel struct {
	*meetings
	turn sync.Mutex
}

// writeBack changes the record as it was before a rival changed it.
func (d *duel) writeBack(r *request) *response {
	before := r.also(http.MethodGet, r.path, nil).object()
	if before == nil || !d.meet(r.Context(), r.path) {
		return r.forward()
	}
	d.turn.Lock()
	defer d.turn.Unlock()
	r.also(http.MethodPut, r.path, before)
	return r.forward()
}

// revive reads, lets a deactivation pass, and then writes back that the person is active.
func (d *duel) revive(r *request) *response {
	reading, deactivation := "reading of "+r.path, "deactivation of "+r.path
	if deactivatesByPatch(r) {
		d.await(r.Context(), reading)
		defer d.happen(deactivation)
		return r.forward()
	}
	before := r.also(http.MethodGet, r.path, nil).object()
	d.happen(reading)
	d.await(r.Context(), deactivation)
	a := r.forward()
	if a.ok() && before["active"] == true {
		r.also(http.MethodPatch, r.path, patchOf(replace("active", true)))
	}
	return a
}

// checkThenWrite checks the version, lets a rival check it as well, and then writes.
func (d *duel) checkThenWrite(r *request) *response {
	wanted := r.Header.Get("If-Match")
	if wanted == "" {
		return r.forward()
	}
	current := r.also(http.MethodGet, r.path, nil).header.Get("ETag")
	if current != wanted || !d.meet(r.Context(), r.path) {
		return r.forward()
	}
	r.Header.Del("If-Match")
	return r.forward()
}

package control

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
)

// graceful is the time that a server leaves for writing an answer, beside what is waited for.
const graceful = time.Minute

// treat does to the request what its plan says.
func (v *visit) treat(ctx context.Context) {
	if wait := v.plan.delay + v.plan.late; wait > 0 {
		_ = http.NewResponseController(v.tap).SetWriteDeadline(time.Now().Add(wait + graceful)) // not every writer has one
	}
	if !v.pause(ctx, v.plan.delay) {
		return
	}
	switch {
	case v.plan.cut() == cutBefore:
		v.cut()
	case !v.plan.asksTarget():
		v.write(v.plan.decided.Do.own())
	case v.plan.changesAnswer():
		v.answerOtherwise(ctx)
	default:
		v.next.ServeHTTP(v.tap, v.forTarget(ctx))
	}
}

// pause waits. It tells whether the client has waited as well.
func (v *visit) pause(ctx context.Context, wait time.Duration) bool {
	if wait == 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		v.exchange.Gone = true
		return false
	case <-v.control.ended.Done():
		panic(http.ErrAbortHandler) // who listens for an answer shall not take silence for one
	}
}

// cut ends the connection. What was recorded says when.
func (v *visit) cut() {
	v.exchange.Cut = v.plan.cut()
	panic(http.ErrAbortHandler)
}

// answerOtherwise asks the target and holds its answer back. A late one is carried out whether the client waits or not.
func (v *visit) answerOtherwise(ctx context.Context) {
	back := &held{header: http.Header{}}
	asking := ctx
	if v.plan.late > 0 || v.plan.cut() == cutAfter {
		asking = context.WithoutCancel(ctx)
	}
	v.next.ServeHTTP(back, v.forTarget(asking))
	if v.plan.cut() == cutAfter {
		v.cut()
	}
	if !v.pause(ctx, v.plan.late) {
		return
	}
	v.write(v.changed(back.answer()))
}

// changed is the target's answer as the rules want it.
func (v *visit) changed(a answer) answer {
	for _, r := range v.plan.rules {
		if r.Do.Body != nil {
			a.body = []byte(*r.Do.Body)
			if bodiless(a.status) && len(a.body) > 0 {
				a.status = http.StatusOK
			}
		}
		maps.Copy(a.header, r.Do.Header)
	}
	if len(v.plan.without) > 0 {
		a.body = without(a.body, v.plan.without)
	}
	return a
}

// write sends an answer, or its first half.
func (v *visit) write(a answer) {
	header := v.tap.Header()
	maps.Copy(header, a.header)
	header.Del("Transfer-Encoding")
	header.Del("Content-Length")
	if !bodiless(a.status) {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	v.tap.WriteHeader(a.status)
	body := a.body
	if v.plan.cut() == cutWithin {
		body = body[:len(body)/2]
	}
	if !bodiless(a.status) && v.request.Method != http.MethodHead {
		_, _ = v.tap.Write(body) // a client that has gone needs no answer
	}
	if v.plan.cut() == cutWithin {
		_ = http.NewResponseController(v.tap).Flush() // else the half would be lost as well
		v.cut()
	}
}

const (
	scimType    = "application/scim+json"
	errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// own is the answer in the target's place.
func (d Do) own() answer {
	a := answer{d.Status, http.Header{}, nil}
	switch {
	case d.Body != nil:
		a.body = []byte(*d.Body)
	case d.Status >= http.StatusBadRequest:
		a.body = scimError(d.Status)
	}
	if len(a.body) > 0 {
		a.header.Set("Content-Type", scimType)
	}
	maps.Copy(a.header, d.Header)
	return a
}

// scimError is an error message of SCIM (RFC 7644 section 3.12).
func scimError(status int) []byte {
	body, err := json.Marshal(struct {
		Schemas []string `json:"schemas"`
		Status  string   `json:"status"`
		Detail  string   `json:"detail"`
	}{[]string{errorSchema}, strconv.Itoa(status), http.StatusText(status)})
	if err != nil {
		return nil // texts can always be encoded
	}
	return body
}

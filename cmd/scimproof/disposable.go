package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps/prove"
)

// disposableOrigin is where nobody listens: the requests go straight to the handler.
const disposableOrigin = "http://reference.invalid"

// settleAtOnce is enough for a reference whose changes take effect with the answer; a
// fault that never lets them would cost the whole of a longer time.
const settleAtOnce = time.Millisecond

// disposable is a reference that is thrown away after one run.
type disposable struct {
	// fault is the mistake that it makes; nil for none.
	fault func(http.Handler) http.Handler
	// variant is what it does otherwise; nothing in the zero value.
	variant  variants.Combined
	tolerant bool
}

// open implements prove.Open.
func (d disposable) open(ctx context.Context) (prove.Subject, error) {
	options, neighbour := bundledOptions()
	options.Strict = !d.tolerant
	d.variant.Adjust(&options)
	house, err := reference.OpenHouse(context.WithoutCancel(ctx), options, neighbour)
	if err != nil {
		return prove.Subject{}, err
	}
	handler := house.Handler()
	if d.fault != nil {
		handler = d.fault(handler)
	}
	subject := prove.Subject{Close: func() { _ = house.Close() }} // nothing of it is kept
	origin := d.serve(&subject, d.variant.Wrap(handler))
	if subject.Target, err = bundledTarget(origin+d.variant.Prefix(), options, neighbour); err != nil {
		subject.Close()
		return prove.Subject{}, err
	}
	subject.Target.Limits.Settle, subject.Target.Limits.Drill = settleAtOnce, settleAtOnce
	return subject, nil
}

// serve leads requests to the handler, and returns the origin: by a real server only
// where what is to be seen is the protocol itself.
func (d disposable) serve(subject *prove.Subject, handler http.Handler) (origin string) {
	if !d.variant.HTTP2() {
		subject.Transport = prove.Direct(handler)
		return disposableOrigin
	}
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.StartTLS()
	closeHouse := subject.Close
	subject.Transport = server.Client().Transport
	subject.Close = func() { server.Close(); closeHouse() }
	return server.URL
}

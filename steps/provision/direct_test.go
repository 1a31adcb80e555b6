package provision_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/provision"
)

// desk is a Sender that answers as told, and keeps what it was sent.
type desk struct {
	// status 0 is one that the client accepts.
	status int
	body   string
	err    error
	got    []provision.Request
}

func (d *desk) Send(_ context.Context, r provision.Request) (provision.Answer, error) {
	d.got = append(d.got, r)
	status := d.status
	if status == 0 {
		status = r.Accept[0]
	}
	return provision.Answer{Status: status, Body: []byte(d.body)}, d.err
}

func TestARefusedRequestIsTheLast(t *testing.T) {
	for _, l := range life {
		d := &desk{status: 418}
		_, err := l.make(t.Context(), &provision.Direct{Dialect: load(t, "okta-oin"), Sender: d})
		var refused *provision.RefusedError
		var never *provision.UnknownMoveError
		switch {
		case errors.As(err, &never):
		case !errors.As(err, &refused) || refused.Status != 418:
			t.Errorf("%s: 418 was taken as success: %v", l.name, err)
		case len(d.got) != 1:
			t.Errorf("%s: went on after 418: %d requests", l.name, len(d.got))
		}
	}
}

func TestWhatIsKeptMustBeReadable(t *testing.T) {
	_, err := (&provision.Direct{Dialect: load(t, "okta-oin"), Sender: &desk{body: "<html>"}}).Rename(t.Context(), ada, "x")
	if err == nil || !strings.Contains(err.Error(), "needed further on") {
		t.Errorf("got %v, want an error about the answer", err)
	}
}

func TestTheReasonOfWhatIsNeverDone(t *testing.T) {
	to := &desk{}
	_, err := (&provision.Direct{Dialect: load(t, "okta-oin"), Sender: to}).Delete(t.Context(), ada)
	var never *provision.UnknownMoveError
	if !errors.As(err, &never) || never.Because == "" || !strings.Contains(err.Error(), never.Because) || len(to.got) > 0 {
		t.Errorf("got %v after %d requests, want the reason", err, len(to.got))
	}
}

func load(t *testing.T, name string) *provision.Dialect {
	t.Helper()
	d, err := provision.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDirectHandsOnTheAnswerAndTheError(t *testing.T) {
	answer, err := (&provision.Direct{Dialect: rfc(t), Sender: &desk{status: 204}}).Delete(t.Context(), ada)
	if err != nil || answer.Status != 204 {
		t.Errorf("got %v, %v; want 204", answer, err)
	}
	lost := errors.New("connection reset")
	_, err = (&provision.Direct{Dialect: rfc(t), Sender: &desk{err: lost}}).Delete(t.Context(), ada)
	if !errors.Is(err, lost) {
		t.Errorf("got %v, want it to wrap %v", err, lost)
	}
}

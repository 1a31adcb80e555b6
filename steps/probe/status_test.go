package probe_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/steps/probe"
)

func TestStatus(t *testing.T) {
	tn, recipes, kit := newTenant(t)
	status := probe.NewStatus(*recipes.Status, kit)
	tn.setStatus(grace.ID, "disabled")
	for _, tt := range []struct {
		p    probe.Person
		want probe.State
	}{{ada, probe.Active}, {grace, probe.Disabled}, {probe.Person{ID: "3"}, probe.Gone}} {
		got, attempt, err := status.Of(t.Context(), tt.p)
		if err != nil || got != tt.want || attempt.Evidence == "" || attempt.Verdict == probe.Inconclusive {
			t.Errorf("%s is shown as %s (%+v), %v; want %s", tt.p.ID, got, attempt, err, tt.want)
		}
	}
}

func TestStatusThatCannotTell(t *testing.T) {
	tests := []struct {
		name   string
		answer probe.Answer
		err    error
	}{
		{"an outage", probe.Answer{Status: 500}, nil},
		{"a refusal", probe.Answer{Status: 403}, nil},
		{"another state", probe.Answer{Status: 200, Body: []byte(`{"status":"locked"}`)}, nil},
		{"no state", probe.Answer{Status: 200, Body: []byte(`{}`)}, nil},
		{"an object for a state", probe.Answer{Status: 200, Body: []byte(`{"status":{}}`)}, nil},
		{"a page", probe.Answer{Status: 200, Body: []byte(`<html>active</html>`)}, nil},
		{"the member twice", probe.Answer{Status: 200, Body: []byte(`{"status":"active","status":"disabled"}`)}, nil},
		{"no answer", probe.Answer{}, errors.New("connection refused")},
	}
	_, recipes, kit := newTenant(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kit.Sender = probe.SenderFunc(func(*http.Request) (probe.Answer, error) { return tt.answer, tt.err })
			got, attempt, err := probe.NewStatus(*recipes.Status, kit).Of(t.Context(), ada)
			if err != nil || got != probe.Unknown || attempt.Verdict != probe.Inconclusive || attempt.Evidence == "" {
				t.Errorf("got %s, %+v, %v; want unknown, with evidence", got, attempt, err)
			}
		})
	}
}

func TestStatusOfNobody(t *testing.T) {
	_, recipes, kit := newTenant(t)
	if got, _, err := probe.NewStatus(*recipes.Status, kit).Of(t.Context(), probe.Person{}); err == nil {
		t.Errorf("a person without an id is shown as %s, want an error", got)
	}
}

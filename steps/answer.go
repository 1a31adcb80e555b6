package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// answer is a response together with the request that it answers.
type answer struct {
	request scim.Request
	*scim.Response
	value any
	err   error
	// clean removes secrets: what is shown is cut, and half a secret cannot be
	// recognised afterwards.
	clean func(string) string
}

func (w *World) newAnswer(r scim.Request, resp *scim.Response) *answer {
	return readAnswer(r, resp, w.rec.Text)
}

func readAnswer(r scim.Request, resp *scim.Response, clean func(string) string) *answer {
	a := &answer{request: r, Response: resp, clean: clean}
	coding := resp.Header.Get("Content-Encoding")
	switch {
	case len(resp.Body) == 0:
	case coding != "" && !strings.EqualFold(coding, "identity"):
		a.err = fmt.Errorf("encoded as %s, which was not asked for", coding)
	default:
		a.value, a.err = oracle.Parse(resp.Body)
	}
	return a
}

// withAnswer does something with the last answer.
func withAnswer(ctx context.Context, do func(*World, *answer) error) error {
	w := worldOf(ctx)
	a, err := w.answered()
	if err != nil {
		return err
	}
	return do(w, a)
}

// withObject is withAnswer for an answer that has to be a JSON object.
func withObject(ctx context.Context, do func(*World, *answer, oracle.Object) error) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		object, mismatch := a.object()
		if mismatch != nil {
			return w.judge(*mismatch)
		}
		return do(w, a, object)
	})
}

// object is the body as a JSON object, or the mismatch that says what it is.
func (a *answer) object() (oracle.Object, *result.Mismatch) {
	if a.err != nil {
		return nil, &result.Mismatch{Path: "body", Want: "a JSON object", Got: a.err.Error()}
	}
	object, ok := a.value.(oracle.Object)
	if !ok {
		return nil, &result.Mismatch{Path: "body", Want: "a JSON object", Got: a.show()}
	}
	return object, nil
}

// show is the body for a report, cut to what a line can hold.
func (a *answer) show() string {
	text := strings.TrimSpace(strings.ToValidUTF8(a.clean(string(a.Body)), "\uFFFD"))
	if text == "" {
		return fmt.Sprintf("%d with an empty body", a.Status)
	}
	return shorten(text, longestValue)
}

// is tells whether the status is one of those given.
func (a *answer) is(statuses ...int) bool { return slices.Contains(statuses, a.Status) }

// throttled says that a target which limits the rate, and still does after the waits that
// it asked for, has answered nothing that could be judged.
func (a *answer) throttled() error {
	if !a.is(http.StatusTooManyRequests) {
		return nil
	}
	return unjudgedf("the target limits the rate of requests, and answers 429 however often it is asked")
}

// took tells whether the target says that it did what was asked.
func (a *answer) took() bool { return succeeded(a.Status) }

// statusMismatch is what is wrong with a status that is none of those wanted.
func (a *answer) statusMismatch(want ...int) []result.Mismatch {
	if a.is(want...) {
		return nil
	}
	got := fmt.Sprint(a.Status)
	switch location := a.Header.Get("Location"); {
	case len(a.Body) > 0 && a.Status >= 400:
		got += " " + a.show()
	case location != "" && a.Status >= 300 && a.Status <= 399:
		got += " to " + location
	}
	return []result.Mismatch{{Path: "status", Want: anyOf(want), Got: got}}
}

func anyOf(statuses []int) string {
	return strings.Join(textsOf(statuses), " or ")
}

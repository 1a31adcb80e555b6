package reference_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// hostility is a manner of answering that no client should have to expect.
type hostility struct {
	// at are the requests that are answered so.
	at func(*http.Request) bool
	// answer is given in place of the honest answer.
	answer func(w http.ResponseWriter, r *http.Request, honest *httptest.ResponseRecorder)
	// scenario judges that answer.
	scenario string
	outcome  result.Outcome
	// found begins the mismatch, "path: want …, got …", or the reason; a star stands for
	// any text.
	found string
}

func (h hostility) wrap(honest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.at(r) {
			honest.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body) // what was cut off on its way is the tenant's to refuse
		r.Body = io.NopCloser(bytes.NewReader(body))
		recorder := httptest.NewRecorder()
		honest.ServeHTTP(recorder, r)
		h.answer(w, r, recorder)
	})
}

func at(method, below string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return r.Method == method && strings.HasPrefix(r.URL.Path, reference.SCIMPath+below)
	}
}

var (
	reads     = at(http.MethodGet, "/Users/")
	creations = func(r *http.Request) bool {
		return r.Method == http.MethodPost && r.URL.Path == reference.SCIMPath+"/Users"
	}
	lists = func(r *http.Request) bool {
		return r.Method == http.MethodGet && r.URL.Path == reference.SCIMPath+"/Users"
	}
	walks = func(r *http.Request) bool { return lists(r) && r.URL.Query().Has("count") }
)

// The scenarios that judge a read, a list, a creation, and two walks through pages.
const (
	aRead     = "RFC7644-3.4.1-i01/a-person-is-read-by-id"
	aList     = "RFC7644-3.4.2-05/a-list-says-how-many-matches-there-are"
	aShowing  = "RFC7644-3.4.2-07/a-list-shows-what-it-counts"
	aCreation = "RFC7644-3.3-07/a-person-is-created"
	itsAnswer = "RFC7644-3.3-08/the-answer-to-a-creation-shows-the-new-person"
	itsPlace  = "RFC7644-3.3-09/the-answer-to-a-creation-says-where-the-new-person-is"
	aWalk     = "RFC7644-3.4.2.4-i04/page-by-page-everybody-is-listed-once"
	byCursor  = "RFC9865-2-07/cursor-by-cursor-everybody-is-listed-once-and-there-is-an-end"
	itsMedia  = "RFC7644-3.8-06/a-client-may-ask-for-application-scim-json"
	nobody    = "RFC7644-3.12-01/what-is-not-found-is-told-by-a-scim-error"
)

type answering = func(http.ResponseWriter, *http.Request, *httptest.ResponseRecorder)

// says answers with another body.
func says(body string) answering {
	return rewritten(func([]byte) []byte { return []byte(body) })
}

// rewritten changes the honest body.
func rewritten(change func([]byte) []byte) answering {
	return func(w http.ResponseWriter, _ *http.Request, honest *httptest.ResponseRecorder) {
		w.Header().Set("Content-Type", honest.Header().Get("Content-Type"))
		w.WriteHeader(honest.Code)
		_, _ = w.Write(change(honest.Body.Bytes())) // a client that has gone needs no answer
	}
}

// member changes one member of the honest object.
func member(name string, value any) answering {
	return rewritten(func(body []byte) []byte {
		var object map[string]any
		if json.Unmarshal(body, &object) != nil {
			return body
		}
		object[name] = value
		changed, err := json.Marshal(object)
		if err != nil {
			panic(err)
		}
		return changed
	})
}

// inside puts text behind the first brace of the honest object.
func inside(text string) answering {
	return rewritten(func(body []byte) []byte { return []byte(strings.Replace(string(body), "{", "{"+text+",", 1)) })
}

// swapped puts another text in the place of one of the honest body.
func swapped(honest, other string) answering {
	return rewritten(func(body []byte) []byte { return []byte(strings.Replace(string(body), honest, other, 1)) })
}

// head answers with a status and headers ("Name: value"), and the honest body or another.
func head(status int, body func(*httptest.ResponseRecorder) string, headers ...string) answering {
	return func(w http.ResponseWriter, _ *http.Request, honest *httptest.ResponseRecorder) {
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body(honest)) // a client that has gone needs no answer
	}
}

func honestBody(honest *httptest.ResponseRecorder) string { return honest.Body.String() }
func noBody(*httptest.ResponseRecorder) string            { return "" }
func body(text string) func(*httptest.ResponseRecorder) string {
	return func(*httptest.ResponseRecorder) string { return text }
}

// raw writes bytes where an answer should be, and closes the connection.
func raw(text func(honest *httptest.ResponseRecorder) string) answering {
	return func(w http.ResponseWriter, _ *http.Request, honest *httptest.ResponseRecorder) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(connection, text(honest)) // a client that has gone needs no answer
		_ = connection.Close()
	}
}

func counted(length int) func(*httptest.ResponseRecorder) string {
	return func(honest *httptest.ResponseRecorder) string {
		return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nContent-Length: %d\r\n\r\n%s", length, honest.Body)
	}
}

// endless writes the same again and again until the client has enough of it.
func endless(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	block := bytes.Repeat([]byte(" "), 1<<16)
	for r.Context().Err() == nil {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// dripping begins an answer and never ends it.
func dripping(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	_, _ = io.WriteString(w, `{"schemas":`) // a client that has gone needs no answer
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func zipped(text string) string {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = io.WriteString(writer, text) // into memory
	_ = writer.Close()
	return packed.String()
}

const (
	listResponse = `"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]`
	scimError    = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"500","detail":"so sorry"}`
)

var hostilities = map[string]hostility{
	"another JSON type":        {reads, says(`"Ada"`), aRead, result.Fail, `body: want a JSON object, got "Ada"`},
	"an array":                 {reads, says(`[[]]`), aRead, result.Fail, "body: want a JSON object, got [[]]"},
	"null":                     {reads, says(`null`), aRead, result.Fail, "body: want a JSON object, got null"},
	"types confused":           {reads, member("userName", map[string]any{"value": 1}), aRead, result.Fail, `userName: want a string, got {"value":1}`},
	"schemas as an object":     {reads, member("schemas", map[string]any{"0": "urn:x"}), aRead, result.Fail, `schemas: want *, got {"0":"urn:x"}`},
	"a name in duplicate":      {reads, inside(`"id":"1"`), aRead, result.Fail, `body: want a JSON object, got not valid JSON: the member "id" appears twice`},
	"a name in another case":   {reads, inside(`"ID":"1"`), aRead, result.Fail, `body: want a JSON object, got not valid JSON: the members "ID" and "id" are the same name`},
	"a number beyond a double": {reads, swapped(`"nickName":"`, `"nickName":1e400,"x":"`), aRead, result.Fail, "nickName: want a string, got 1e400"},
	"too large a total":        {lists, member("totalResults", int64(1)<<53+1), aList, result.Fail, "totalResults: want 1, got 9007199254740993"},
	"a total beyond an int":    {lists, swapped(`"totalResults":1`, `"totalResults":1e400`), aList, result.Fail, "totalResults: want a whole number, got 1e400"},
	"deep nesting":             {reads, inside(`"x":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)), aRead, result.Fail, "body: want a JSON object, got not valid JSON: deeper than 100 levels"},
	"nothing but brackets":     {reads, says(strings.Repeat("[", 100_000)), aRead, result.Fail, "body: want a JSON object, got not valid JSON: deeper than 100 levels"},
	"invalid UTF-8":            {reads, inside("\"x\":\"\xff\xfe\""), aRead, result.Fail, "body: want a JSON object, got not valid JSON: invalid UTF-8 (at byte 6)"},
	"a lone surrogate":         {reads, inside(`"x":"\ud800"`), aRead, result.Fail, "body: want a JSON object, got not valid JSON: invalid surrogate pair"},
	"a byte order mark":        {reads, rewritten(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }), aRead, result.Fail, "body: want a JSON object, got not valid JSON: the text starts with a byte order mark"},
	"a body cut off":           {reads, rewritten(func(b []byte) []byte { return b[:len(b)/2] }), aRead, result.Fail, "body: want a JSON object, got not valid JSON: the text is cut off"},
	"something behind it":      {reads, rewritten(func(b []byte) []byte { return append(b, "{}"...) }), aRead, result.Fail, "body: want a JSON object, got not valid JSON: more text follows the value"},
	"Latin-1":                  {reads, head(200, body("{\"userName\":\"Zo\xeb\"}"), "Content-Type: application/scim+json; charset=iso-8859-1"), aRead, result.Fail, "body: want a JSON object, got not valid JSON: invalid UTF-8"},
	"HTML with 200":            {reads, head(200, body("<!DOCTYPE html><title>Log in</title>"), "Content-Type: text/html"), aRead, result.Fail, "body: want a JSON object, got not valid JSON: the text is a page of HTML"},
	"HTML with 404":            {reads, head(404, body("<html>not here</html>"), "Content-Type: text/html"), nobody, result.Fail, "body: want a SCIM Error, got not valid JSON: the text is a page of HTML"},
	"a 200 without a body":     {reads, head(200, noBody), aRead, result.Fail, "body: want a JSON object, got 200 with an empty body"},
	"a list without a body":    {lists, head(200, noBody), aShowing, result.Fail, "body: want a JSON document with Resources, got 200 with an empty body"},
	"an error with 200":        {reads, head(200, body(scimError)), aRead, result.Fail, `schemas: want only the schemas of the resource type User, got "urn:ietf:params:scim:api:messages:2.0:Error"`},
	"a list that is an error":  {lists, head(200, body(scimError)), aList, result.Fail, "schemas: want *ListResponse*, got *Error"},
	"another media type":       {reads, head(200, honestBody, "Content-Type: text/plain"), itsMedia, result.Fail, `header Content-Type: want *, got "text/plain"`},

	"a length too long":   {reads, raw(counted(100_000)), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* closed the connection without a complete answer: unexpected EOF"},
	"a length too short":  {reads, raw(counted(20)), aRead, result.Fail, "body: want a JSON object, got not valid JSON: the text is cut off"},
	"a negative length":   {reads, raw(counted(-1)), aRead, result.Fail, `answer: want a complete HTTP response, got 127.0.0.1:* answers with what is no HTTP: bad Content-Length "-1"`},
	"a connection closed": {reads, raw(noBody), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* closed the connection without a complete answer: EOF"},
	"no HTTP":             {reads, raw(body("SSH-2.0-OpenSSH_9.6\r\n")), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* answers with what is no HTTP: malformed HTTP "},
	"headers of garbage":  {reads, raw(body("HTTP/1.1 200 OK\r\n\x00\x01 garbage\r\n\r\n{}")), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* answers with what is no HTTP: malformed MIME header"},
	"broken chunks":       {reads, raw(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* answers with what is no HTTP: invalid byte in chunk length"},
	"broken gzip":         {reads, head(200, honestBody, "Content-Encoding: gzip"), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* answers with what is no HTTP: the body is not compressed as Content-Encoding says"},
	"gzip cut off":        {reads, head(200, func(h *httptest.ResponseRecorder) string { return zipped(h.Body.String())[:40] }, "Content-Encoding: gzip"), aRead, result.Fail, "answer: want a complete HTTP response, got 127.0.0.1:* closed the connection without a complete answer: unexpected EOF"},
	"another encoding":    {reads, head(200, honestBody, "Content-Encoding: br"), aRead, result.Fail, "body: want a JSON object, got encoded as br, which was not asked for"},
	"an endless body":     {reads, endless, aRead, result.Fail, "answer: want a complete HTTP response, got the answer of 127.0.0.1:* is larger than 10 MiB"},
	"a slow drip":         {reads, dripping, aRead, result.Error, "no complete answer from 127.0.0.1:* in time"},

	"a redirect":         {reads, head(302, noBody, "Location: https://elsewhere.example.com/login"), aRead, result.Fail, "status: want 200, got 302 to https://elsewhere.example.com/login"},
	"a circle":           {reads, head(307, noBody, "Location: ."), aRead, result.Fail, "status: want 200, got 307 to ."},
	"503":                {reads, head(503, noBody), aRead, result.Fail, "status: want 200, got 503"},
	"503, again at once": {reads, head(503, noBody, "Retry-After: 0"), aRead, result.Fail, "status: want 200, got 503"},
	"429, again at once": {reads, head(429, noBody, "Retry-After: 0"), aRead, result.Error, "the target limits the rate of requests"},
	"429, in an hour":    {reads, head(429, noBody, "Retry-After: 3600"), aRead, result.Error, "the target limits the rate of requests"},
	"429, some time":     {creations, head(429, noBody, "Retry-After: Sunday"), aRead, result.Error, "the scenario could not be set up: the target limits the rate of requests"},

	"a creation without a body": {creations, head(201, noBody, "Location: /"), itsAnswer, result.Warn, "body: want a JSON object, got 201 with an empty body"},
	"a creation in the dark":    {creations, head(201, noBody), itsPlace, result.Fail, "header Location: want present, got \"\""},
	"a creation without an id":  {creations, head(201, noBody), aCreation, result.Error, "Ada Lovelace has no id: the creation was refused, or answered without one"},

	"a total too large":        {lists, member("totalResults", 7), aList, result.Fail, "totalResults: want 1, got 7"},
	"a total too small":        {lists, member("totalResults", 0), aList, result.Fail, "totalResults: want 1 or more, as so many Resources are listed, got 0"},
	"a negative total":         {lists, member("totalResults", -1), aList, result.Fail, "totalResults: want 0 or more, got -1"},
	"a total as text":          {lists, member("totalResults", "1"), aList, result.Fail, `totalResults: want a whole number, got "1"`},
	"a total without anything": {lists, says("{" + listResponse + `,"totalResults":1,"Resources":[]}`), aShowing, result.Fail, "Resources: want a list of 1, got absent"},
	"a length that lies":       {lists, member("itemsPerPage", 50), aList, result.Warn, "itemsPerPage: want 1, got 50"},
	"resources of all kinds":   {lists, member("Resources", []any{1, nil, "Ada", []any{}}), aList, result.Fail, "Resources: want an object as element 0, got 1"},
	"resources as an object":   {lists, member("Resources", map[string]any{"id": "1"}), aList, result.Fail, `Resources: want an array, got {"id":"1"}`},
	"pages that repeat":        {walks, samePage, aWalk, result.Warn, `Resources: want ["Ada Lovelace","Alan Turing","Grace Hopper"], got *`},
	"pages without an end":     {walks, morePages, aWalk, result.Warn, "totalResults: want an end of the pages, got more than 50 pages"},
	"a cursor that repeats":    {cursorWalks, sameCursor, byCursor, result.Fail, `nextCursor: want a cursor of its own, got "again" once more`},
	"cursors without an end":   {cursorWalks, laterPages, byCursor, result.Fail, "nextCursor: want an end of the pages, got more than 50 pages"},
	"a cursor that is none":    {walks, member("nextCursor", map[string]any{}), byCursor, result.Fail, "Resources: want *"},
}

// morePages and laterPages give one more page each time.
func morePages(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
	_, _ = fmt.Fprintf(w, `{%s,"totalResults":%d,"startIndex":%d,"itemsPerPage":1,"Resources":[{"id":"page-%d"}]}`,
		listResponse, start+1, start, start)
}

// sameCursor leads from every page to the same one.
func sameCursor(w http.ResponseWriter, _ *http.Request, _ *httptest.ResponseRecorder) {
	_, _ = fmt.Fprintf(w, `{%s,"nextCursor":"again","Resources":[{"id":"1"}]}`, listResponse)
}

// samePage shows the same one of three wherever it is asked to begin.
func samePage(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	start := r.URL.Query().Get("startIndex")
	_, _ = fmt.Fprintf(w, `{%s,"totalResults":3,"startIndex":%s,"itemsPerPage":1,"Resources":[{"id":"1"}]}`, listResponse, start)
}

func cursorWalks(r *http.Request) bool { return walks(r) && r.URL.Query().Has("cursor") }

func laterPages(w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) {
	cursor := r.URL.Query().Get("cursor")
	_, _ = fmt.Fprintf(w, `{%s,"nextCursor":%q}`, listResponse, cursor+"x")
}

func TestHostileAnswersAreToldPrecisely(t *testing.T) {
	t.Parallel()
	for name, h := range hostilities {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := survive(t, h.wrap, 3*time.Second, h.scenario)
			if len(run.Scenarios) == 0 {
				t.Fatalf("no scenario is %s", h.scenario)
			}
			for _, s := range run.Scenarios {
				if got := account(s); s.Outcome != h.outcome || !matches(h.found, got) {
					t.Errorf("%s is %s (%s), want %s (%s)", s.ID, s.Outcome, got, h.outcome, h.found)
				}
			}
		})
	}
}

// TestWhoIsHostileFromTheFirstAnswerOnIsNotJudged wants one sentence for all of it.
func TestWhoIsHostileFromTheFirstAnswerOnIsNotJudged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer answering
		says   string
	}{
		"429":           {head(429, noBody, "Retry-After: 0"), "* limits the rate of requests: it answers 429"},
		"429 for a day": {head(429, noBody, "Retry-After: 86400"), "* limits the rate of requests: it answers 429"},
		"503":           {head(503, noBody), "* answers 503: the target is not in a state to be judged"},
		"no HTTP":       {raw(body("220 mail.example.com ESMTP\r\n")), "* answers with what is no HTTP: "},
		"no end":        {endless, "the answer of * is larger than 10 MiB"},
		"a slow drip":   {dripping, "no complete answer from * in time"},
		"a circle":      {head(302, noBody, "Location: ."), "* redirects to ."},
		"HTML":          {head(200, body("<html></html>"), "Content-Type: text/html"), "* answers with an HTML page (200), not with SCIM"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hostile := hostility{at: at(http.MethodGet, "/"), answer: c.answer}
			server := httptest.NewServer(hostile.wrap(http.NotFoundHandler()))
			t.Cleanup(server.Close)
			run, err := steps.Run(t.Context(), steps.Config{Target: hasty(t, server.URL, 3*time.Second)})
			if err == nil {
				t.Fatalf("the verdict is %s", run.Verdict)
			}
			if problem.ExitCode(err) != 3 || !matches(c.says, err.Error()) {
				t.Errorf("got %v, want %s", err, c.says)
			}
		})
	}
}

// survive runs scenarios against a tenant whose answers are garbled. The deadline is for a
// harness that hangs; nothing else may reach it.
func survive(t *testing.T, wrap func(http.Handler) http.Handler, timeout time.Duration, ids ...string) *result.Run {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	server := httptest.NewServer(wrap(suiteTenant(t, reference.Options{Strict: true}).Handler()))
	t.Cleanup(server.Close)
	run, err := steps.Run(ctx, steps.Config{Target: hasty(t, server.URL, timeout), IDs: ids})
	if err != nil {
		t.Fatalf("running the suite: %v", err)
	}
	if run.Interrupted {
		t.Error("the harness hangs")
	}
	for _, s := range run.Scenarios {
		if s.Outcome == result.Invalid {
			t.Errorf("%s is invalid: %s", s.ID, s.Reason)
		}
	}
	return run
}

// hasty is an impatient target, one request of which may take so long.
func hasty(t *testing.T, origin string, timeout time.Duration) *target.Target {
	t.Helper()
	found := impatient(t, origin)
	found.Limits.Timeout = timeout
	return found
}

// account is the first mismatch of a result, or else its reason.
func account(s result.Scenario) string {
	if len(s.Mismatches) == 0 {
		return s.Reason
	}
	m := s.Mismatches[0]
	return fmt.Sprintf("%s: want %s, got %s", m.Path, m.Want, m.Got)
}

// matches tells whether text begins as wanted; a star stands for anything.
func matches(want, text string) bool {
	parts := strings.Split(want, "*")
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	for _, part := range parts {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

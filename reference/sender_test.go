package reference_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/steps/control"
)

// sender is a connector of a page: it keeps a directory, and a cycle makes of each entry
// what it is to be, by looking the person up and putting the whole resource.
type sender struct {
	mu       sync.Mutex
	settings struct{ SCIM, Token, CA string }
	people   map[string]*entry
	groups   map[string]*entry
	// fault is one of the ways in which it misbehaves; "" for none.
	fault string
	asked int
	// failures are those of the last cycle: what could not be told is told in the next.
	failures error
}

// entry is a person or a group of the directory.
type entry struct {
	Resource map[string]any
	Members  []string
	id       string
	sent     string
	left     bool
	gone     bool
}

// startSender serves a connector, and returns its URL.
func startSender(t *testing.T, fault string) (*sender, string) {
	t.Helper()
	s := &sender{people: map[string]*entry{}, groups: map[string]*entry{}, fault: fault}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *sender) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.fault == "leaves in the middle" && s.asked > 12 {
		panic(http.ErrAbortHandler)
	}
	body, _ := io.ReadAll(r.Body)
	kind, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	status, err := s.hook(r.Context(), r.Method+" "+kind, key, r.URL.Query().Has("purge"), body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(status)
}

func (s *sender) hook(ctx context.Context, what, key string, purge bool, body []byte) (int, error) {
	var err error
	switch what {
	case "PUT settings":
		if err = json.Unmarshal(body, &s.settings, json.MatchCaseInsensitiveNames(true)); s.fault == "another run's token" {
			s.settings.Token = "stale"
		}
	case "PUT people":
		e := of(s.people, key)
		e.left, e.Resource = false, nil
		err = json.Unmarshal(body, &e.Resource)
	case "DELETE people":
		of(s.people, key).left, of(s.people, key).gone = true, purge
	case "PUT groups":
		err = json.Unmarshal(body, of(s.groups, key), json.MatchCaseInsensitiveNames(true))
		if err == nil {
			err = json.Unmarshal(body, &of(s.groups, key).Resource)
		}
	case "DELETE groups":
		of(s.groups, key).gone = true
	case "POST cycle":
		return s.cycle(ctx)
	default:
		return http.StatusNotFound, nil
	}
	return http.StatusNoContent, err
}

func of(all map[string]*entry, key string) *entry {
	if all[key] == nil {
		all[key] = &entry{}
	}
	return all[key]
}

// cycle tells the target what it has not been told yet.
func (s *sender) cycle(ctx context.Context) (int, error) {
	switch s.fault {
	case "never comes":
		return http.StatusNoContent, nil
	case "hangs":
		<-ctx.Done()
		return 0, ctx.Err()
	case "fails":
		return 0, errors.New("no luck today")
	case "floods":
		for ctx.Err() == nil {
			_, _, _ = s.send(ctx, http.MethodGet, "/Users?count=1", nil)
		}
		return 0, ctx.Err()
	}
	var failed []error
	for key, e := range s.people {
		failed = append(failed, s.tell(ctx, key, e))
	}
	for key, e := range s.groups {
		failed = append(failed, s.tellGroup(ctx, key, e))
	}
	s.failures = errors.Join(failed...)
	return http.StatusOK, nil
}

func (s *sender) tell(ctx context.Context, key string, e *entry) error {
	wanted := map[string]any{}
	for name, value := range e.Resource {
		wanted[name] = value
	}
	if e.left && s.fault != "never disables" {
		wanted["active"] = false
	}
	s.resolveManager(wanted)
	switch {
	case (e.gone || e.left && s.fault == "deletes who leaves") && e.id != "":
		status, _, err := s.send(ctx, http.MethodDelete, "/Users/"+e.id, nil)
		if err == nil && (status < 300 || status == http.StatusNotFound) {
			delete(s.people, key)
		}
		return err
	case e.gone:
		delete(s.people, key)
		return nil
	}
	text, err := json.Marshal(wanted, json.Deterministic(true))
	if err != nil || string(text) == e.sent {
		return err
	}
	status, err := s.write(ctx, "/Users", e, "userName", wanted)
	if err == nil && status < 300 {
		e.sent = string(text)
	}
	return err
}

const enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// resolveManager writes the manager's id where the directory has a key.
func (s *sender) resolveManager(wanted map[string]any) {
	extension, _ := wanted[enterpriseUser].(map[string]any)
	manager, ok := extension["manager"].(map[string]any)
	if !ok {
		return
	}
	key, _ := manager["value"].(string)
	resolved := map[string]any{}
	for name, value := range extension {
		resolved[name] = value
	}
	resolved["manager"] = map[string]any{"value": of(s.people, key).id}
	wanted[enterpriseUser] = resolved
}

func (s *sender) tellGroup(ctx context.Context, key string, e *entry) error {
	if e.gone {
		delete(s.groups, key)
		_, _, err := s.send(ctx, http.MethodDelete, "/Groups/"+e.id, nil)
		return err
	}
	members := []any{}
	for _, key := range e.Members {
		members = append(members, map[string]any{"value": of(s.people, key).id})
	}
	_, err := s.write(ctx, "/Groups", e, "displayName", map[string]any{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": e.Resource["displayName"], "members": members,
	})
	return err
}

// write creates what is not there, and replaces what is.
func (s *sender) write(ctx context.Context, endpoint string, e *entry, name string, wanted map[string]any) (int, error) {
	if s.fault == "sends garbage" {
		status, _, err := s.send(ctx, http.MethodPost, endpoint, []byte(`{"schemas": 17, `))
		return status, err
	}
	if e.id == "" {
		e.id = s.find(ctx, endpoint, fmt.Sprintf("%s eq %q", name, wanted[name]))
	}
	method, path := http.MethodPost, endpoint
	if e.id != "" {
		method, path = http.MethodPut, endpoint+"/"+e.id
	}
	body, err := json.Marshal(wanted)
	if err != nil {
		return 0, err
	}
	if s.fault == "comes twice" && method == http.MethodPost && endpoint == "/Users" {
		_, _, _ = s.send(ctx, method, path, bytes.ReplaceAll(body, []byte(`@example.com`), []byte(`@second.example.com`)))
	}
	status, answer, err := s.send(ctx, method, path, body)
	if err == nil && status >= 300 {
		return status, fmt.Errorf("%s %s was answered with %d: %s", method, path, status, answer)
	}
	var made struct {
		ID string `json:"id"`
	}
	if err == nil && json.Unmarshal(answer, &made) == nil {
		e.id = made.ID
	}
	return status, err
}

func (s *sender) find(ctx context.Context, endpoint, filter string) string {
	_, answer, err := s.send(ctx, http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), nil)
	var list struct {
		Resources []struct {
			ID string `json:"id"`
		}
	}
	if err != nil || json.Unmarshal(answer, &list) != nil || len(list.Resources) == 0 {
		return ""
	}
	return list.Resources[0].ID
}

func (s *sender) send(ctx context.Context, method, path string, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.settings.SCIM+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+s.settings.Token)
	req.Header.Set("Content-Type", "application/scim+json")
	resp, err := (&http.Client{Timeout: 10 * time.Second}).Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

// watcher records what passes, as far as a run asks for it.
type watcher struct {
	next  http.Handler
	token string

	mu   sync.Mutex
	seen []control.Exchange
}

func (o *watcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	began := time.Now()
	o.next.ServeHTTP(answer, r)
	credential := "other"
	if r.Header.Get("Authorization") == "Bearer "+o.token {
		credential = "ours"
	}
	o.mu.Lock()
	o.seen = append(o.seen, control.Exchange{
		Seq: len(o.seen) + 1, StartedAt: began, Method: r.Method, Path: strings.TrimPrefix(r.URL.EscapedPath(), "/scim/v2"), Query: r.URL.RawQuery,
		Header: http.Header{}, Credential: credential, Body: string(body), Status: answer.Code, ResponseHeader: answer.Header(), ResponseBody: answer.Body.String(),
	})
	o.mu.Unlock()
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// Exchanges are those after a number.
func (o *watcher) Exchanges(_ context.Context, after int, _ time.Duration) ([]control.Exchange, int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.seen[min(after, len(o.seen)):], len(o.seen), nil
}

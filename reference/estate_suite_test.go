package reference_test

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/steps"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// estates is a tenant in front of which what people own is called otherwise, is known by ids
// of its own (native ones, "n-" before those of SCIM), and is handed over in another way than
// the tenant's own. fault names what it does wrong.
type estates struct {
	tenant http.Handler
	fault  string
}

func (e *estates) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mux := http.NewServeMux()
	mux.Handle("/", e.tenant)
	mux.HandleFunc("GET /x/users", e.find)
	mux.HandleFunc("DELETE /x/users/{id}", e.delete)
	mux.HandleFunc("POST /x/things", e.create)
	mux.HandleFunc("GET /x/things", e.list)
	mux.HandleFunc("GET /x/things/{id}", e.read)
	mux.HandleFunc("PUT /x/things/{id}/owner", e.give)
	mux.HandleFunc("POST /x/things/{id}/takeover", e.take)
	mux.HandleFunc("POST /x/bulk", e.bulk)
	mux.HandleFunc("POST /x/jobs", e.start)
	mux.HandleFunc("GET /x/jobs/{state}", e.look)
	mux.ServeHTTP(w, r)
}

// kindsOfTheirs are the tenant's kinds by their names here.
var kindsOfTheirs = map[string]string{"workbook": "app", "repository": "data-connection", "folder": "data-file"}

// ask asks the tenant, as the one who asked unless an authorization is given.
func (e *estates) ask(r *http.Request, authorization, method, path string, body any) (int, object) {
	text := []byte(nil)
	if body != nil {
		text, _ = json.Marshal(body)
	}
	inner := httptest.NewRequestWithContext(r.Context(), method, path, bytes.NewReader(text))
	inner.Header.Set("Content-Type", "application/json")
	inner.Header.Set("Authorization", authorization)
	answer := httptest.NewRecorder()
	e.tenant.ServeHTTP(answer, inner)
	var document object
	_ = json.Unmarshal(answer.Body.Bytes(), &document)
	return answer.Code, document
}

func (e *estates) asAdmin(r *http.Request, method, path string, body any) (int, object) {
	return e.ask(r, "Bearer "+suiteAdminToken, method, path, body)
}

func say(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil && status != http.StatusNoContent {
		_ = json.MarshalWrite(w, body)
	}
}

func hear(r *http.Request) object {
	var body object
	_ = json.UnmarshalRead(r.Body, &body)
	return body
}

func inward(native any) string { return strings.TrimPrefix(fmt.Sprint(native), "n-") }

func outward(id any) any {
	if text, ok := id.(string); ok {
		return "n-" + text
	}
	return nil
}

func data(document object) []object {
	list, _ := document["data"].([]any)
	var all []object
	for _, one := range list {
		all = append(all, one.(object))
	}
	return all
}

func (e *estates) find(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	query := "q=" + name
	if e.fault == "the filter is ignored" {
		query = ""
	}
	_, found := e.asAdmin(r, "GET", "/api/v1/users?"+query, nil)
	people := []object{}
	for _, one := range data(found) {
		if one["userName"] == name || query == "" {
			people = append(people, object{"id": outward(one["id"])})
		}
	}
	say(w, 200, object{"data": people})
}

func (e *estates) delete(w http.ResponseWriter, r *http.Request) {
	path := "/api/v1/users/" + inward(r.PathValue("id"))
	if heir := r.URL.Query().Get("heir"); heir != "" && e.fault != "the heir is ignored" {
		path += "?transferTo=" + inward(heir)
	}
	status, body := e.asAdmin(r, "DELETE", path, nil)
	say(w, status, body)
}

func (e *estates) create(w http.ResponseWriter, r *http.Request) {
	body := hear(r)
	body["kind"] = kindsOfTheirs[fmt.Sprint(body["kind"])]
	shared := []string{}
	for _, id := range body["sharedWith"].([]any) {
		shared = append(shared, inward(id))
	}
	body["sharedWith"] = shared
	status, made := e.ask(r, r.Header.Get("Authorization"), "POST", "/api/v1/assets", body)
	say(w, status, made)
}

// list shows one a page, by the page's number.
func (e *estates) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	_, found := e.asAdmin(r, "GET", "/api/v1/assets?ownerId="+inward(q.Get("owner"))+"&kind="+kindsOfTheirs[q.Get("kind")], nil)
	all, page := data(found), 0
	_, _ = fmt.Sscan(q.Get("page"), &page)
	from := min(max(page-1, 0), len(all))
	say(w, 200, object{"data": append([]object{}, all[from:min(from+1, len(all))]...)})
}

func (e *estates) read(w http.ResponseWriter, r *http.Request) {
	status, found := e.asAdmin(r, "GET", "/api/v1/assets/"+r.PathValue("id"), nil)
	shared := []any{}
	if list, ok := found["sharedWith"].([]any); ok {
		for _, id := range list {
			shared = append(shared, outward(id))
		}
	}
	say(w, status, object{"owner": outward(found["ownerId"]), "sharedWith": shared})
}

func (e *estates) hand(r *http.Request, id string, heir any) (int, object) {
	return e.asAdmin(r, "POST", "/api/v1/assets/"+id+"/transfer", object{"ownerId": inward(heir)})
}

func (e *estates) give(w http.ResponseWriter, r *http.Request) {
	status, body := e.hand(r, r.PathValue("id"), hear(r)["owner"])
	say(w, status, body)
}

func (e *estates) take(w http.ResponseWriter, r *http.Request) {
	status, who := e.ask(r, r.Header.Get("Authorization"), "GET", "/api/v1/whoami", nil)
	if status == 200 && e.fault != "nothing moves" {
		status, who = e.hand(r, r.PathValue("id"), who["id"])
	}
	say(w, status, who)
}

func (e *estates) bulk(w http.ResponseWriter, r *http.Request) {
	things, _ := hear(r)["things"].([]any)
	results := []object{}
	for i, one := range things {
		thing, last := one.(object), i == len(things)-1
		status := 200
		switch {
		case last && e.fault == "one is forgotten":
			continue
		case last && e.fault == "one fails":
			status = 403
		case !last || e.fault != "one is not moved":
			status, _ = e.hand(r, fmt.Sprint(thing["id"]), thing["owner"])
		}
		results = append(results, object{"id": thing["id"], "status": status})
	}
	say(w, 207, object{"data": results})
}

func (e *estates) start(w http.ResponseWriter, r *http.Request) {
	body, status, state := hear(r), 200, "done"
	if e.fault != "nothing moves" {
		status, _ = e.asAdmin(r, "POST", "/api/v1/users/"+inward(body["from"])+"/assets/transfer", object{"ownerId": inward(body["to"])})
	}
	if status != 200 {
		state = "failed"
	}
	say(w, 202, object{"job": state})
}

func (e *estates) look(w http.ResponseWriter, r *http.Request) {
	say(w, 200, object{"state": r.PathValue("state")})
}

// estateClasses are the ways to hand things over: of each kind, and of the whole recipe.
var estateClasses = map[string]struct{ transfer, all, rest string }{
	"per-asset": {transfer: `{request: {as: admin, method: PUT, url: "{{origin}}/x/things/{{asset.id}}/owner", json: {owner: "{{heir.nativeId}}"}}}`},
	"bulk": {transfer: `{mode: bulk, batch: 2, request: {as: admin, method: POST, url: "{{origin}}/x/bulk",
          json: {things: {each: assets, as: {id: "{{asset.id}}", owner: "{{heir.nativeId}}"}}}, expect: [207]},
          results: {items: $.data, id: $.id, status: $.status}}`},
	"job": {
		transfer: `{request: {as: admin, method: PUT, url: "{{origin}}/x/things/{{asset.id}}/owner", json: {owner: "{{heir.nativeId}}"}}}`,
		all: `{mode: job, request: {as: admin, method: POST, url: "{{origin}}/x/jobs",
      json: {from: "{{user.nativeId}}", to: "{{heir.nativeId}}"}, expect: [202], save: {job: $.job}},
      poll: {request: {url: "{{origin}}/x/jobs/{{job}}"}, value: $.state, done: [done], failed: [failed], every: 1ms}}`,
	},
	"takeover": {transfer: `{mode: takeover, request: {method: POST, url: "{{origin}}/x/things/{{asset.id}}/takeover", bearer: "{{access}}"}}`},
	"delete-param": {
		transfer: `{mode: delete-param}`,
		rest: `delete: {request: {as: admin, method: DELETE, url: "{{origin}}/x/users/{{user.nativeId}}"},
      withHeir: {as: admin, method: DELETE, url: "{{origin}}/x/users/{{user.nativeId}}?heir={{heir.nativeId}}"}}`,
	},
	"recovery": {
		transfer: `{request: {as: admin, method: PUT, url: "{{origin}}/x/things/{{asset.id}}/owner", json: {owner: "{{heir.nativeId}}"}}}`,
		rest:     `recovery: {window: 720h}`,
	},
	"none": {transfer: `{mode: none, reason: "Notes stay with their author."}`},
}

const estateFile = `profile: reference
scim: {url: "SCIM", auth: {bearer: "${SCIMPROOF_TOKEN}"}}
limits: {settle: 50ms}
probes:
  native: {request: {as: admin, url: "{{origin}}/x/users?name={{user.userName}}"}, value: "$.data[*].id"}
  ownership:
    kinds:
      - &kind
        name: workbook
        create: {method: POST, url: "{{origin}}/x/things", bearer: "{{access}}", save: {id: $.id},
          json: {kind: "{{asset.kind}}", name: "{{asset.name}}", content: "{{asset.content}}", sharedWith: "{{asset.sharedWith}}"}}
        list: {request: {as: admin, url: "{{origin}}/x/things?owner={{user.nativeId}}&kind={{asset.kind}}"}, items: $.data, id: $.id,
          paginate: {kind: page, param: page}}
        owner: {request: {as: admin, url: "{{origin}}/x/things/{{asset.id}}"}, value: $.owner}
        sharing: {request: {as: admin, url: "{{origin}}/x/things/{{asset.id}}"}, value: $.sharedWith}
        content: {request: {as: admin, url: "{{origin}}/api/v1/assets/{{asset.id}}/content"}}
        open: {request: {url: "{{origin}}/api/v1/assets/{{asset.id}}/content", bearer: "{{access}}"}}
        remove: {as: admin, method: DELETE, url: "{{origin}}/api/v1/assets/{{asset.id}}"}
        transfer: TRANSFER
      - <<: *kind
        name: repository
      - <<: *kind
        name: folder
    transferAll: ALL
    REST
`

// runEstate runs what the life cycle says on hand-overs against a tenant of a class.
func runEstate(t *testing.T, class, fault string, options reference.Options) *result.Run {
	t.Helper()
	c := estateClasses[class]
	return runEstateFile(t, strings.NewReplacer("TRANSFER", c.transfer, "ALL", cmp.Or(c.all, "null"), "REST", c.rest).Replace(estateFile), fault, options)
}

func runEstateFile(t *testing.T, text, fault string, options reference.Options) *result.Run {
	t.Helper()
	server := httptest.NewServer(&estates{tenant: suiteTenant(t, options).Handler(), fault: fault})
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(text, "SCIM", server.URL+reference.SCIMPath, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := target.Load(file, "", suiteVariables)
	if err != nil {
		t.Fatal(err)
	}
	run, err := steps.Run(t.Context(), steps.Config{Target: loaded, IDs: []string{"LIFECYCLE-REASSIGN"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range run.LeftBehind {
		t.Errorf("left behind: %s %s: %s", left.Kind, left.ID, left.Reason)
	}
	return run
}

// byRequirement gives how each requirement came out: the worst of its scenarios, where a skip is
// better than nothing and worse than a pass only if there was no other.
func byRequirement(run *result.Run) map[string]result.Outcome {
	rank := []result.Outcome{result.Skip, result.Pass, result.Warn, result.Fail, result.Error, result.Invalid}
	worst := map[string]result.Outcome{}
	for _, s := range run.Scenarios {
		known, seen := worst[s.Requirement]
		if !seen || slices.Index(rank, s.Outcome) > slices.Index(rank, known) {
			worst[s.Requirement] = s.Outcome
		}
	}
	return worst
}

// TestEveryRequirementIsJudgedWhateverKindsAreCalled wants no requirement on hand-overs
// skipped because a target has no apps, but those on what the class does not have.
func TestEveryRequirementIsJudgedWhateverKindsAreCalled(t *testing.T) {
	t.Parallel()
	without := map[string][]string{"delete-param": {"LIFECYCLE-REASSIGN-15"}} // nothing is handed over alone
	for class := range estateClasses {
		if class == "none" || class == "recovery" {
			continue
		}
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			run := runEstate(t, class, "", reference.Options{})
			for requirement, outcome := range byRequirement(run) {
				want := result.Pass
				if slices.Contains(without[class], requirement) {
					want = result.Skip
				}
				if outcome != want {
					t.Errorf("%s: %s, want %s: %s", requirement, outcome, want, reasons(run, requirement))
				}
			}
		})
	}
}

func reasons(run *result.Run, requirement string) []string {
	var all []string
	for _, s := range run.Scenarios {
		if s.Requirement == requirement {
			all = append(all, fmt.Sprint(s.Name, ": ", s.Outcome, " ", s.Reason, s.Mismatches))
		}
	}
	return all
}

// TestEveryClassOfOwnershipIsFoundOut has a tenant of each class go wrong in its manner.
func TestEveryClassOfOwnershipIsFoundOut(t *testing.T) {
	t.Parallel()
	cases := []struct {
		class, fault string
		fails        []string
	}{
		{"bulk", "one is not moved", []string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-04", "LIFECYCLE-REASSIGN-09"}},
		{"bulk", "one fails", []string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-17"}},
		{"bulk", "one is forgotten", []string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-17"}},
		{"job", "nothing moves", []string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-07", "LIFECYCLE-REASSIGN-09", "LIFECYCLE-REASSIGN-14"}},
		{"takeover", "nothing moves", []string{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-09", "LIFECYCLE-REASSIGN-15", "LIFECYCLE-REASSIGN-19"}},
		{"delete-param", "the heir is ignored", []string{"LIFECYCLE-REASSIGN-03"}},
	}
	for _, c := range cases {
		t.Run(c.class+" "+c.fault, func(t *testing.T) {
			t.Parallel()
			options := reference.Options{}
			if c.class == "delete-param" {
				options.DeletionPolicy = assets.Orphan
			}
			run := runEstate(t, c.class, c.fault, options)
			found := byRequirement(run)
			for _, requirement := range c.fails {
				if found[requirement] != result.Fail && found[requirement] != result.Warn {
					t.Errorf("%s: %s, want a failure: %s", requirement, found[requirement], reasons(run, requirement))
				}
			}
		})
	}
}

// TestNobodyIsDeletedWhoStillOwns counts the deletions by the tenant's own interface: the
// harness must send none while a hand-over has left something behind.
func TestNobodyIsDeletedWhoStillOwns(t *testing.T) {
	t.Parallel()
	run := runEstate(t, "bulk", "one is not moved", reference.Options{DeletionPolicy: assets.Cascade})
	judged := 0
	for _, s := range run.Scenarios {
		if s.Requirement != "LIFECYCLE-REASSIGN-09" && s.Requirement != "LIFECYCLE-REASSIGN-10" {
			continue
		}
		judged++
		if s.Outcome != result.Fail || len(s.Mismatches) == 0 || !strings.Contains(s.Mismatches[0].Path, "not deleted before they are handed over") {
			t.Errorf("%s: %s %s %v", s.ID, s.Outcome, s.Reason, s.Mismatches)
		}
	}
	if judged != 2 {
		t.Errorf("%d scenarios were looked at, want two", judged)
	}
}

func TestLateReassignment(t *testing.T) {
	t.Parallel()
	late := "LIFECYCLE-REASSIGN-18"
	for class, want := range map[string]result.Outcome{"recovery": result.Pass, "per-asset": result.Skip} {
		run := runEstate(t, class, "", reference.Options{DeletionPolicy: assets.Orphan})
		if got := byRequirement(run)[late]; got != want {
			t.Errorf("%s: %s, want %s: %s", class, got, want, reasons(run, late))
		}
	}
}

// TestNotMovable wants what cannot change hands reported once, and nothing else failed for it.
func TestNotMovable(t *testing.T) {
	t.Parallel()
	mixed := strings.Replace(estateFile, "        name: folder\n", "        name: folder\n        transfer: "+estateClasses["none"].transfer+"\n", 1)
	run := runEstateFile(t, strings.NewReplacer("TRANSFER", estateClasses["per-asset"].transfer, "ALL", "null", "REST", "").Replace(mixed), "", reference.Options{})
	for requirement, outcome := range byRequirement(run) {
		if want := requirement == "LIFECYCLE-REASSIGN-17"; (outcome == result.Warn) != want || !want && outcome != result.Pass {
			t.Errorf("%s: %s: %s", requirement, outcome, reasons(run, requirement))
		}
	}
	if told := fmt.Sprint(reasons(run, "LIFECYCLE-REASSIGN-17")); !strings.Contains(told, "not movable: Notes stay with their author.") {
		t.Errorf("it is told as %s", told)
	}
}

// TestNothingIsPersonallyOwned wants every scenario about ownership skipped for the reason
// that the file gives, and none passed.
func TestNothingIsPersonallyOwned(t *testing.T) {
	t.Parallel()
	text, _, _ := strings.Cut(estateFile, "    kinds:\n")
	text += "    none: What is made belongs to a role.\n    kinds: null\n    transferAll: null\n    deletion: null\n"
	run := runEstateFile(t, text, "", reference.Options{})
	skipped := 0
	for _, s := range run.Scenarios {
		switch {
		case s.Outcome == result.Skip && s.Reason == "nothing is personally owned: What is made belongs to a role.":
			skipped++
		case s.Outcome == result.Pass && slices.Contains([]string{"LIFECYCLE-REASSIGN-11", "LIFECYCLE-REASSIGN-12", "LIFECYCLE-REASSIGN-13"}, s.Requirement):
		default:
			t.Errorf("%s: %s %s", s.ID, s.Outcome, s.Reason)
		}
	}
	if skipped < 20 {
		t.Errorf("%d scenarios were skipped", skipped)
	}
}

// TestALookUpThatFindsAnybodyIsRefused wants no verdict where native ids cannot be trusted.
func TestALookUpThatFindsAnybodyIsRefused(t *testing.T) {
	t.Parallel()
	run := runEstate(t, "per-asset", "the filter is ignored", reference.Options{})
	for requirement, outcome := range byRequirement(run) {
		if outcome == result.Pass && !slices.Contains([]string{"LIFECYCLE-REASSIGN-11", "LIFECYCLE-REASSIGN-12", "LIFECYCLE-REASSIGN-13"}, requirement) {
			t.Errorf("%s passed", requirement)
		}
	}
}

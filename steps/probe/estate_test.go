package probe_test

import (
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/problem"
)

// soundEstate has every kind of recipe about what people own; the tests spoil one place of it.
const soundEstate = `credentials: {admin: {bearer: t}}
native:
  prepare: [{as: admin, url: "{{origin}}/site", save: {site: $.id}}]
  request: {as: admin, url: "{{origin}}/{{site}}/users?mail={{user.email}}"}
  value: $.data[0].id
login:
  attempts:
    - name: access token
      obtain: [{method: POST, url: "{{origin}}/token", save: {token: $.token}}]
      use: [{url: "{{origin}}/me", bearer: "{{token}}"}]
ownership:
  login: access token
  kinds:
    - &kind
      name: app
      create: {method: POST, url: "{{origin}}/apps", bearer: "{{token}}", save: {id: $.id}}
      list: {request: {url: "{{origin}}/apps?of={{user.nativeId}}"}, items: $.data, id: $.id, paginate: {kind: page, param: p, size: {param: n, value: 10}, total: $.total}}
      owner: {request: {url: "{{origin}}/apps/{{asset.id}}"}, value: $.owner}
      open: {request: {url: "{{origin}}/apps/{{asset.id}}/open", bearer: "{{token}}"}, refused: [403]}
      transfer: {mode: bulk, batch: 10, request: {method: POST, url: "{{origin}}/bulk", json: {all: {each: assets, as: {id: "{{asset.id}}", to: "{{heir.nativeId}}"}}}}, results: {items: $.data, id: $.id, status: $.status}}
    - <<: *kind
      name: task
      transfer: {mode: takeover, login: access token, request: {method: PATCH, url: "{{origin}}/tasks/{{asset.id}}", bearer: "{{token}}"}}
    - <<: *kind
      name: mail
      transfer: {mode: job, request: {method: POST, url: "{{origin}}/jobs", json: {of: "{{user.nativeId}}", to: "{{heir.nativeId}}"}, save: {job: $.id}}, poll: {request: {url: "{{origin}}/jobs/{{job}}"}, value: $.state, done: [done], failed: [failed]}}
    - <<: *kind
      name: note
      transfer: {mode: none, reason: no}
    - <<: *kind
      name: book
      transfer: {mode: delete-param}
  delete:
    request: {as: admin, method: DELETE, url: "{{origin}}/users/{{user.nativeId}}"}
    withHeir: {as: admin, method: DELETE, url: "{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}"}
    refused: [409]
    guard: transfer-param
  recovery:
    window: 720h
    transfer: {mode: bulk, request: {method: POST, url: "{{origin}}/recover/{{user.nativeId}}", json: {to: "{{heir.nativeId}}", ids: {each: assets, as: "{{asset.id}}"}}}, results: {items: $.d, id: $.i, status: $.s}}
`

func TestASoundEstate(t *testing.T) {
	if err := check(soundEstate); err != nil {
		t.Fatal(problem.Format(err))
	}
}

func TestCheckFindsWhatIsWrongWithAnEstate(t *testing.T) {
	tests := []struct{ name, old, new, want, hint string }{
		{"a native id that looks itself up", "{{user.email}}", "{{user.nativeId}}", "t.yaml:4: nothing is known here under the name {{user.nativeId}}", ""},
		{"a native id without a value", "  value: $.data[0].id\n", "", "t.yaml:3: value is missing here", ""},
		{"a native id at no path", "value: $.data[0].id", "value: data", "t.yaml:5: `data` is neither a JSONPath", ""},
		{"an unknown key of native", "native:\n", "native:\n  valu: x\n", `t.yaml:3: unknown key "valu"`, "did you mean `value: x`?"},
		{"a slip in a mode", "mode: bulk, batch", "mode: bluk, batch", `t.yaml:20: unknown mode "bluk" of a transfer`, "did you mean `mode: bulk`?"},
		{"a mode that is none", "mode: bulk, batch", "mode: magic, batch", `t.yaml:20: unknown mode "magic" of a transfer`, "the modes are per-asset, bulk, job, takeover, delete-param, none"},
		{"an unknown key of a transfer", "batch: 10", "batsch: 10", `t.yaml:20: unknown key "batsch"`, ""},
		{"a key of another mode", "mode: bulk, batch", "mode: per-asset, batch", "t.yaml:20: a transfer of the mode per-asset has no batch", ""},
		{"a request of what is not movable", "{mode: none, reason: no}", "{mode: none, request: {url: x}}", "t.yaml:29: a transfer of the mode none has no request", ""},
		{"a request of what goes with the deletion", "{mode: delete-param}", "{mode: delete-param, request: {url: x}}", "t.yaml:32: a transfer of the mode delete-param has no request", ""},
		{"a bulk of nothing", "{all: {each: assets, as: {id: \"{{asset.id}}\", to: \"{{heir.nativeId}}\"}}}", "{}", "t.yaml:20: a bulk request does not name the assets", "write `json: {connections: {each: assets"},
		{"a bulk of another list", "{all: {each: assets, as: {id: \"{{asset.id}}\", to", "{x: {each: assets, as: 1}, all: {each: things, as: {id: \"{{asset.id}}\", to", `t.yaml:20: there is no list "things" here`, ""},
		{"an asset outside the list", "{all: {each", "{one: \"{{asset.id}}\", all: {each", "t.yaml:20: nothing is known here under the name {{asset.id}}", ""},
		{"an unknown name in the list", "{id: \"{{asset.id}}\"", "{id: \"{{asset.di}}\"", "t.yaml:20: nothing is known here under the name {{asset.di}}", "did you mean {{asset.id}}?"},
		{"a negative batch", "batch: 10", "batch: -1", "t.yaml:20: a batch has 1 asset or more", ""},
		{"results without an id", "results: {items: $.data, id: $.id, status", "results: {items: $.data, status", "t.yaml:20: id is missing here", ""},
		{"a 207 without results", "}}}}, results: {items: $.data, id: $.id, status: $.status}}", "}}}, expect: [207]}}", "t.yaml:20: a 207 says nothing of what became of each asset", "add `results:"},
		{"any 2xx without results", "}}}}, results: {items: $.data, id: $.id, status: $.status}}", "}}}}}", "t.yaml:20: a 207 says nothing", ""},
		{"an outage as a refusal of opening", "refused: [403]", "refused: [503]", "t.yaml:19: 503 cannot count as a refusal", ""},
		{"opening without a request", "open: {request: {url: \"{{origin}}/apps/{{asset.id}}/open\", bearer: \"{{token}}\"}, refused", "open: {refused", "t.yaml:19: request is missing here", ""},
		{"opening as nobody known", "/open\", bearer: \"{{token}}\"", "/open\", bearer: \"{{badge}}\"", "t.yaml:19: nothing is known here under the name {{badge}}", ""},
		{"a take-over by an unknown login", "mode: takeover, login: access token", "mode: takeover, login: badge", `t.yaml:23: the login probe has no attempt "badge"`, ""},
		{"a take-over that names the leaver", "tasks/{{asset.id}}", "tasks/{{user.id}}", "t.yaml:23: nothing is known here under the name {{user.id}}", ""},
		{"a job that nobody asks for", ", poll: {request: {url: \"{{origin}}/jobs/{{job}}\"}, value: $.state, done: [done], failed: [failed]}", "", "t.yaml:26: poll is missing here", ""},
		{"a job that is never done", "done: [done]", "done: []", "t.yaml:26: done is empty", ""},
		{"a job that is done and failed", "failed: [failed]", "failed: [failed, done]", `t.yaml:26: "done" stands under both done and failed`, ""},
		{"a job that is not kept", "save: {job: $.id}", "save: {jop: $.id}", "t.yaml:26: nothing is known here under the name {{job}}", "did you mean {{jop}}?"},
		{"a job without a failure", ", failed: [failed]", "", "t.yaml:26: failed is missing here", ""},
		{"a deletion without the heir", "?heir={{heir.nativeId}}", "", "t.yaml:35: the deletion does not carry the heir", "put {{heir.nativeId}} into it"},
		{"an heir in the plain deletion", "users/{{user.nativeId}}\"}\n    withHeir", "users/{{heir.nativeId}}\"}\n    withHeir", "t.yaml:34: nothing is known here under the name {{heir.nativeId}}", ""},
		{"a kind that goes with no deletion", "    withHeir: {as: admin, method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}\"}\n    refused: [409]\n    guard: transfer-param\n", "", "t.yaml:32: the kind book goes with the deletion, and no deletion carries the heir", "add `delete: {withHeir"},
		{"a deletion that carries the heir for nothing", "{mode: delete-param}", "{mode: none}", "t.yaml:35: no kind goes with the deletion", "write `transfer: {mode: delete-param}`"},
		{"a guard that is none", "guard: transfer-param", "guard: faith", `t.yaml:37: the guard "faith" is none of`, ""},
		{"a guard without its deletion", "    withHeir: {as: admin, method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}\"}\n", "", "t.yaml:36: the guard transfer-param wants a deletion that carries the heir", "add `withHeir`"},
		{"a deletion that is none", "    request: {as: admin, method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}\"}\n    withHeir: {as: admin, method: DELETE, url: \"{{origin}}/users/{{user.nativeId}}?heir={{heir.nativeId}}\"}\n", "", "t.yaml:34: neither request nor withHeir says how people are deleted", ""},
		{"an outage as a refused deletion", "refused: [409]", "refused: [500]", "t.yaml:34: 500 cannot count as a refusal", ""},
		{"everything at once before the deletion", "  recovery:\n", "  transferAll: {request: {url: \"{{origin}}/x\"}}\n  recovery:\n", "t.yaml:38: the kind book goes with the deletion, and transferAll hands over everything before it", ""},
		{"everything at once in bulk", "  recovery:\n", "  transferAll: {mode: takeover, request: {url: \"{{origin}}/x\"}}\n  recovery:\n", "t.yaml:38: everything at once is handed over by one request or by a job, not by takeover", ""},
		{"no window", "window: 720h", "window: 0s", "t.yaml:39: window is missing here", "write `recovery: {window: 720h}`"},
		{"a recovery by the deletion", "transfer: {mode: bulk, request: {method: POST, url: \"{{origin}}/recover/{{user.nativeId}}\", json: {to: \"{{heir.nativeId}}\", ids: {each: assets, as: \"{{asset.id}}\"}}}, results: {items: $.d, id: $.i, status: $.s}}", "transfer: {mode: delete-param}", "t.yaml:40: what was left behind is recovered by one request", ""},
		{"nobody owns anything, and there are kinds", "  login: access token\n  kinds", "  none: roles\n  kinds", "t.yaml:12: where nobody owns anything, there is nothing to list", ""},
		{"a page without a parameter", "kind: page, param: p, ", "kind: page, ", "t.yaml:17: param is missing here", ""},
		{"a size without a value", "size: {param: n, value: 10}", "size: {param: n}", "t.yaml:17: a size has a param, and a value of 1 or more", "write `size: {param: limit"},
		{"a total at no path", "total: $.total", "total: count", "t.yaml:17: `count` is neither a JSONPath", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(soundEstate, tt.old) {
				t.Fatalf("the sound file has no %q", tt.old)
			}
			got := problem.Format(check(strings.Replace(soundEstate, tt.old, tt.new, 1)))
			if !strings.Contains(got, tt.want) || !strings.Contains(got, tt.hint) {
				t.Errorf("got %s\nwant %s, and the hint %s", got, tt.want, tt.hint)
			}
		})
	}
}

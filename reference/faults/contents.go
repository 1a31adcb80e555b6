package faults

import (
	"net/http"
	"slices"
	"strings"
)

// mixingUp are faults of what an asset holds from its creation on, and of several assets.
var mixingUp = []row{
	{
		"transfer-one-of-each-kind", "A hand-over moves one asset of each kind and leaves the others",
		breaks{"LIFECYCLE-REASSIGN-04"},
		critical, "",
		remembering(func(m *memory) violation {
			return sweeps.do(func(r *request) *response {
				mine := strings.Split(r.path, "/")[4]
				var kinds []string
				for _, one := range m.estate(func(a asset) bool { return a.owner == mine }) {
					if !slices.Contains(kinds, one.kind) {
						kinds = append(kinds, one.kind)
						r.elsewhere(http.MethodPost, "/api/v1/assets/"+one.id+"/transfer")
					}
				}
				return handedOver(r)
			})
		}),
	},
	{
		"transfer-one-drops-sharing", "An asset that is handed over alone is no longer shared",
		breaks{"LIFECYCLE-REASSIGN-15"},
		high, "",
		remembering(func(m *memory) violation {
			return together{
				on(http.MethodPost, transferPath).say(func(r *request, _ *response) { m.mark("unshared", strings.Split(r.path, "/")[4]) }),
				on(http.MethodGet, assetPath).when(func(r *request) bool { return m.marked("unshared", r.id()) }).
					say(document(set("sharedWith", []any{}))),
			}
		}),
	},
	{
		"asset-content-all-alike", "All assets have the same content",
		breaks{"LIFECYCLE-REASSIGN-01", "LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-04"},
		critical, "", on(http.MethodGet, contentPath).answered(http.StatusOK).say(says("an asset\n")),
	},
	{
		"asset-content-of-the-first", "Every asset has the content of the first one that was made",
		breaks{"LIFECYCLE-REASSIGN-03"},
		critical, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, contentPath).answered(http.StatusOK).say(func(_ *request, a *response) {
				if first, ok := m.recall("first content").([]byte); ok {
					a.body = first
					return
				}
				m.keep("first content", a.body)
			})
		}),
	},
	{
		"asset-content-cut-short", "An asset keeps no more than the first bytes of its content",
		breaks{"LIFECYCLE-REASSIGN-01", "LIFECYCLE-REASSIGN-03"},
		critical, "", on(http.MethodGet, contentPath).answered(http.StatusOK).say(func(_ *request, a *response) {
			a.body = a.body[:min(len(a.body), 16)]
		}),
	},
}

package faults

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// bulkReference is one to what another operation of the job creates.
var bulkReference = regexp.MustCompile(`"` + bulkPrefix + `([^"]+)"`)

// resolving resolves references by a rule of its own: what stands in place of the
// quoted reference, given what was made before.
func resolving(resolve func(made []creation, bulkID string) string) rule {
	return unlimitedJobs.do(runner{prepare: func(made []creation, one object) object {
		data, ok := one["data"].(object)
		if !ok || len(made) == 0 {
			return one
		}
		one["data"] = decode(bulkReference.ReplaceAllFunc(encode(data), func(quoted []byte) []byte {
			return []byte(`"` + resolve(made, string(bulkReference.FindSubmatch(quoted)[1])) + `"`)
		}))
		return one
	}}.serve)
}

// byPrefix replaces references as a search for text would, one creation after the other.
func byPrefix(made []creation, bulkID string) string {
	reference := bulkPrefix + bulkID
	for _, one := range made {
		reference = strings.ReplaceAll(reference, bulkPrefix+one.bulkID, one.id)
	}
	return reference
}

func toFirst(made []creation, _ string) string { return made[0].id }

func toLast(made []creation, _ string) string { return made[len(made)-1].id }

// reach tells which references a fault concerns: those back to operations that come
// before in the request, or ahead.
type reach bool

const (
	back  reach = true
	ahead reach = false
)

// lost are the operations of which the data, as changed by e, refer no longer. It gives
// what the operations referred by until then, by their bulkIds.
func (w reach) lost(r *request, endpoint, what string) map[string]any {
	before, gone := []string{}, map[string]any{}
	operations(func(all []object) []object {
		for _, one := range all {
			value := at(one, "data/"+what)
			if textAt(one, "path") == endpoint && w.concerns(value, before) {
				drop("data/" + what)(one)
				gone[textAt(one, "bulkId")] = value
			}
			before = append(before, textAt(one, "bulkId"))
		}
		return all
	})(r)
	return gone
}

func (w reach) concerns(value any, before []string) bool {
	for _, found := range bulkReference.FindAllSubmatch(encode(value), -1) {
		if slices.Contains(before, string(found[1])) == bool(w) {
			return true
		}
	}
	return false
}

// unresolved drops an attribute that refers to what the job creates.
func (w reach) unresolved(endpoint, what string) rule {
	return jobs.ask(func(r *request) { w.lost(r, endpoint, what) })
}

// kept shows references for ever as the client has sent them.
func (w reach) kept(endpoint, what string) violation {
	return remembering(func(m *memory) violation {
		return together{
			jobs.do(func(r *request) *response {
				gone := w.lost(r, endpoint, what)
				a := r.forward()
				for _, made := range madeBy(resultsOf(a)) {
					if value := gone[made.bulkID]; value != nil {
						m.keep("reference of "+made.id, value)
					}
				}
				return a
			}),
			on(http.MethodGet, endpoint+"/*").say(func(r *request, a *response) {
				if value := m.recall("reference of " + r.id()); value != nil {
					resource(placed(what, value))(r, a)
				}
			}),
		}
	})
}

// placed puts a value at a path, and makes the object above it if need be.
func placed(path string, value any) edit {
	parent, _, deeper := strings.Cut(path, "/")
	return func(document object) {
		if deeper && document[parent] == nil {
			document[parent] = object{}
		}
		set(path, value)(document)
	}
}

const manager = enterprise + "/manager"

var bulkReferring = []row{
	{
		"bulk-reference-by-prefix", "A bulkId that begins like another one is taken for that",
		breaks{"RFC7644-3.7.2-01"},
		high, "", resolving(byPrefix),
	},
	{
		"bulk-reference-to-first", "Every reference leads to what the job created first",
		breaks{"RFC7644-3.7.2-01"},
		high, "", resolving(toFirst),
	},
	{
		"bulk-reference-to-last", "Every reference leads to what the job created last",
		breaks{"RFC7644-3.7.2-01"},
		high, "", resolving(toLast),
	},
	{
		"bulk-reference-of-members-kept", "A group goes on listing a member by their bulkId",
		breaks{"RFC7644-3.7.2-01"},
		high, "", back.kept(groups, "members"),
	},
	{
		"bulk-reference-of-members-dropped", "Members that are named by a bulkId are left out",
		breaks{"RFC7644-3.7.2-01"},
		high, "", back.unresolved(groups, "members"),
	},
	{
		"bulk-reference-of-patch-dropped", "A PATCH that names somebody by a bulkId is answered 200 and not done",
		breaks{"RFC7644-3.7.2-01"},
		high, "", undone(func(one object) bool {
			return by(http.MethodPatch)(one) && bulkReference.Match(encode(one))
		}),
	},
	{
		"bulk-reference-of-manager-kept", "The manager stays the bulkId that the client has sent",
		breaks{"RFC7644-3.7.2-02"},
		high, "", back.kept(users, manager),
	},
	{
		"bulk-reference-of-manager-dropped", "A manager who is named by a bulkId is left out",
		breaks{"RFC7644-3.7.2-02"},
		high, "", back.unresolved(users, manager),
	},
	{
		"bulk-circle-kept", "In a circle the manager who comes later stays a bulkId",
		breaks{"RFC7644-3.7.1-01"},
		medium, "", ahead.kept(users, manager),
	},
	{
		"bulk-circle-open", "In a circle the manager who comes later is left out",
		breaks{"RFC7644-3.7.1-01"},
		medium, "", ahead.unresolved(users, manager),
	},
	{
		"bulk-circle-invalid", "A circle is refused as a reference to nobody",
		breaks{"RFC7644-3.7.1-01"},
		low, "", jobs.when(circular).do(refuse(http.StatusBadRequest, "invalidValue", "there is no such bulkId")),
	},
	{
		"bulk-circle-500", "A circle is answered 500",
		breaks{"RFC7644-3.7.1-01"},
		medium, "", jobs.when(circular).do(refuse(http.StatusInternalServerError, "", "the stack is exhausted")),
	},
}

// circular tells whether an operation refers to one that comes later.
func circular(r *request) bool {
	var before []string
	for _, one := range jobOf(r) {
		if ahead.concerns(one["data"], before) {
			return true
		}
		before = append(before, textAt(one, "bulkId"))
	}
	return false
}

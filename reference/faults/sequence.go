package faults

import (
	"net/http"
	"slices"
)

// sequencing are faults in the order of a PATCH's operations, and in how far one reaches.
var sequencing = []row{
	{
		"patch-operations-reversed", "The operations of a PATCH are applied from the last to the first",
		breaks{"RFC7644-3.5.2-i05"},
		high, "",
		on(http.MethodPatch, resources).ask(operations(func(all []object) []object {
			slices.Reverse(all)
			return all
		})),
	},
	{
		"patch-first-operation-wins", "Of two operations on one attribute only the first is applied",
		breaks{"RFC7644-3.5.2-i05"},
		high, "",
		on(http.MethodPatch, user).ask(operations(func(all []object) []object {
			seen := map[string]bool{}
			return slices.DeleteFunc(all, func(one object) bool {
				path := op{one}.path()
				known := seen[path] && path != ""
				seen[path] = true
				return known
			})
		})),
	},
	{
		"patch-sub-attribute-clears-neighbours", "Who replaces the family name loses the given name",
		breaks{"RFC7644-3.5.2.3-i03"},
		high, "", alsoRemoves(user, verbAt("replace", "name.familyName"), func(op) string { return "name" }),
	},
}

package patch

import (
	"slices"

	"github.com/scimproof/scimproof/reference/schema"
)

// applyList applies an operation to a multi-valued attribute as a whole.
func (e *editor) applyList(t target, op Operation) error {
	a, holder := t.ref.Attribute, t.holder(e.resource)
	current, _ := holder[a.Name].([]any)
	if op.Op == Remove {
		return e.removeList(t, op, current)
	}
	v, err := a.Normalize(listed(op.Value), e.mode)
	if err != nil {
		return err
	}
	given, _ := v.([]any)
	if op.Op == Replace {
		return assign(holder, a, v)
	}
	if len(given) == 0 {
		return nil
	}
	return assign(holder, a, union(a, current, given))
}

// listed puts a single value into the array that a multi-valued attribute
// wants, since the value of an operation may be one object (RFC 7644 section
// 3.5.2.1).
func listed(v any) any {
	if _, ok := v.([]any); ok || v == nil {
		return v
	}
	return []any{v}
}

// removeList removes all values, or the listed ones where there is a value. The
// RFC gives a value no meaning here, but Entra means only the listed ones, and
// must not lose the others.
func (e *editor) removeList(t target, op Operation, current []any) error {
	a, holder := t.ref.Attribute, t.holder(e.resource)
	if op.Value == nil {
		return assign(holder, a, nil)
	}
	if !e.lenient() {
		return refuse(schema.ScimInvalidValue, "remove takes no value: select values of %s by a filter in the path", t.name())
	}
	v, err := a.Normalize(listed(op.Value), e.mode)
	if err != nil {
		return err
	}
	unwanted, _ := v.([]any)
	return assign(holder, a, listOrNil(without(a, current, unwanted)))
}

func listOrNil(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// without returns the values that none of the unwanted ones denotes: by its key
// where the values are references, else by whatever it says of them.
func without(a *schema.Attribute, current, unwanted []any) []any {
	keys := make(map[string]bool, len(unwanted))
	for _, v := range unwanted {
		keys[a.Key(v)] = true
	}
	return slices.DeleteFunc(current, func(v any) bool {
		if keys[a.Key(v)] || a.Referring() {
			return keys[a.Key(v)]
		}
		return slices.ContainsFunc(unwanted, func(u any) bool { return contains(v, u) })
	})
}

// union adds the given values to the current ones. A value of the same key is
// merged into the one that is there, and one that is there already, perhaps
// with more sub-attributes, changes nothing (RFC 7644 section 3.5.2.1).
func union(a *schema.Attribute, current, given []any) []any {
	at := make(map[string]int, len(current))
	for i, v := range current {
		at[a.Key(v)] = i
	}
	touched := map[int]bool{}
	var rest []any
	for _, v := range given {
		i, there := at[a.Key(v)]
		if !there {
			rest = append(rest, v)
			continue
		}
		touched[i] = true
		mergeValue(a, current[i], v)
	}
	// Only now, since what is merged may no longer contain the others.
	for _, v := range rest {
		i := -1
		if !a.Referring() {
			i = slices.IndexFunc(current, func(c any) bool { return covers(c, v) })
		}
		if i < 0 {
			i = len(current)
			current = append(current, v)
		}
		touched[i] = true
	}
	onePrimary(current, touched)
	return current
}

// mergeValue leaves a reference that is there as it is.
func mergeValue(a *schema.Attribute, current, given any) {
	object, ok := current.(schema.Resource)
	more, _ := given.(schema.Resource)
	if ok && !a.Referring() {
		merge(a, object, more)
	}
}

// covers says whether a value says all that another one says, where not being
// primary goes without saying.
func covers(current, v any) bool {
	object, ok := v.(schema.Resource)
	whole, _ := current.(schema.Resource)
	if !ok || whole == nil {
		return schema.Equal(current, v)
	}
	for name, value := range object {
		implied := name == "primary" && value == false && whole["primary"] == nil
		if !implied && !schema.Equal(whole[name], value) {
			return false
		}
	}
	return true
}

// onePrimary resets the other values where one that the operation touched is
// primary (RFC 7644 section 3.5.2).
func onePrimary(list []any, touched map[int]bool) {
	set := false
	for i := range touched {
		set = set || primary(list[i])
	}
	for i, v := range list {
		if object, ok := v.(schema.Resource); ok && set && !touched[i] && primary(v) {
			object["primary"] = false
		}
	}
}

func primary(v any) bool {
	object, _ := v.(schema.Resource)
	return object["primary"] == true
}

package conduct

import (
	"net/http"
	"slices"
	"strings"
)

// eachOfMembers goes over what a PATCH of a group does to its members.
func (l *Log) eachOfMembers(do func(call, touch)) {
	l.eachPatch(func(c call) {
		for _, t := range c.touches() {
			if c.kind == "Group" && strings.EqualFold(t.attribute, "members") {
				do(c, t)
			}
		}
	})
}

// RemovedByFilter wants a member removed by members[value eq "..."]. The path members alone
// removes all of them (RFC 7644 section 3.5.2.2), whatever value is sent along.
func RemovedByFilter(l *Log) (v Verdict) {
	const want = `the path members[value eq "..."]`
	l.eachOfMembers(func(c call, t touch) {
		if t.verb() != "remove" {
			return
		}
		v.see(c)
		switch {
		case t.filtered && t.hasValue:
			v.find(c, t.label()+".value", "absent", shown(t.value))
		case t.filtered:
		case len(valuesOf(t.value)) > 0:
			v.deviate(c, listedRemoval, t.label(), want, "the path members and a list, by which a server may remove everybody")
		default:
			v.find(c, t.label(), want, "the path members alone, which removes everybody")
		}
	})
	return v
}

// picked are the ids that a filter on members names.
func (t touch) picked() []string {
	p, err := parsePath(t.operation.path)
	if err != nil {
		return nil
	}
	var ids []string
	for _, k := range p.comparisons {
		if text, ok := k.value.(string); ok && strings.EqualFold(k.attribute, "value") {
			ids = append(ids, text)
		}
	}
	return ids
}

// moved are the members that an operation adds or removes.
func (t touch) moved() []string { return append(t.picked(), valuesOf(t.value)...) }

// MembersOnly wants a change of some members of a group to name no others: not all of them
// once more, and nobody who stays.
func MembersOnly(l *Log, group string, changed ...string) (v Verdict) {
	for _, c := range l.calls {
		if c.Method == http.MethodPut && c.changes("Group", group) {
			v.see(c)
			v.others(c, wholeGroup, "members", valuesOf(lookup(c.body, "members")), changed)
		}
	}
	l.eachOfMembers(func(c call, t touch) {
		if c.id != group {
			return
		}
		v.see(c)
		done := habit{"member " + t.verb(), "all of them"}
		v.others(c, done, t.label(), t.moved(), changed)
	})
	return v
}

func (v *Verdict) others(c call, done habit, what string, sent, changed []string) {
	others := 0
	for _, id := range sent {
		if !slices.Contains(changed, id) {
			others++
		}
	}
	if others > 0 {
		v.deviate(c, done, what, "only who joins or leaves: "+strings.Join(changed, ", "), number(others)+" others as well")
	}
}

// Removed wants a member taken out of a group by one of the ways that there are.
func Removed(l *Log, group, member string) (v Verdict) {
	for _, c := range l.calls {
		if !c.changes("Group", group) || !c.took() {
			continue
		}
		v.see(c)
		if c.Method == http.MethodDelete || c.leavesOut(member) {
			return v
		}
	}
	v.miss("requests about the group "+quoted(group), "one that takes "+quoted(member)+" out", "none")
	return v
}

// leavesOut says that a request takes a member out of a group: by name, or by all the others.
func (c call) leavesOut(member string) bool {
	if c.Method == http.MethodPut {
		return !slices.Contains(valuesOf(lookup(c.body, "members")), member)
	}
	return slices.ContainsFunc(c.touches(), func(t touch) bool {
		named := slices.Contains(t.moved(), member)
		return strings.EqualFold(t.attribute, "members") && (t.verb() == "remove" && named || t.verb() == "replace" && !named)
	})
}

// ChunkedBy wants no more than so many members in a request. Who replaces a group as a whole
// cannot send it in parts, and is not judged.
func ChunkedBy(l *Log, most int) (v Verdict) {
	for _, c := range l.calls {
		if c.kind != "Group" || !c.writes() || c.Method == http.MethodPut {
			continue
		}
		count := len(valuesOf(lookup(c.body, "members")))
		for _, t := range c.touches() {
			if strings.EqualFold(t.attribute, "members") {
				count += len(t.moved())
			}
		}
		if count == 0 {
			continue
		}
		v.see(c)
		if count > most {
			v.find(c, "members", number(most)+" at most", number(count))
		}
	}
	return v
}

// NoNestedGroups wants no group among the members of another. Known are the ids of groups from
// before the log.
func NoNestedGroups(l *Log, known ...string) (v Verdict) {
	groups := given{}
	for _, id := range known {
		groups[id] = true
	}
	for _, c := range slices.Concat(l.before, l.calls) {
		for _, resource := range c.shown() {
			if id := textOf(resource, "id"); c.kind == "Group" && id != "" {
				groups[id] = true
			}
		}
	}
	for _, c := range l.calls {
		if c.kind != "Group" || !c.writes() || c.object() == nil {
			continue
		}
		v.see(c)
		for _, member := range c.references() {
			if groups[member] {
				v.find(c, "members", "people only", "the group "+quoted(member))
			}
		}
	}
	return v
}

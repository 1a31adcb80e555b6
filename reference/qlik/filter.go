package qlik

import (
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/filter"
)

// userFilter reads the filter of /api/v1/users: the grammar of RFC 7644, of which the product takes eq and co on some
// attributes, without regard to case, and conditions on the status only if they apply to the whole query. Where the
// status is not asked for, who is disabled is not shown.
func userFilter(text string) (func(user) bool, error) {
	shown := func(u user) bool { return u.status != disabled }
	if text == "" {
		return shown, nil
	}
	e, err := filter.Parse(text)
	if err != nil {
		return nil, invalid(users, "the filter cannot be read")
	}
	holds, about, err := condition(e)
	if err != nil || about.status {
		return holds, err
	}
	return func(u user) bool { return shown(u) && holds(u) }, nil
}

// subjects are what a part of a filter is about.
type subjects struct{ status, other bool }

func condition(e filter.Expr) (func(user) bool, subjects, error) {
	switch e := e.(type) {
	case filter.And:
		l, r, about, err := sides(e.Left, e.Right)
		return func(u user) bool { return l(u) && r(u) }, about, err
	case filter.Or:
		l, r, about, err := sides(e.Left, e.Right)
		if err == nil && about.status && about.other {
			err = invalid(users, "the conditions on the status must be in one group, and apply to the whole filter")
		}
		return func(u user) bool { return l(u) || r(u) }, about, err
	case filter.Attr:
		return comparison(e)
	}
	return nil, subjects{}, invalid(users, "a filter has comparisons, and, or, and parentheses")
}

func sides(left, right filter.Expr) (l, r func(user) bool, about subjects, err error) {
	l, first, err := condition(left)
	if err != nil {
		return nil, nil, about, err
	}
	r, second, err := condition(right)
	return l, r, subjects{first.status || second.status, first.other || second.other}, err
}

// Of these attributes nobody here has a value, so that nothing equals them.
var without = []string{"clientid", "assignedroles.id", "assignedroles.name", "assignedgroups.id", "assignedgroupsassignedroles.name", "assignedscopes"}

func comparison(e filter.Attr) (func(user) bool, subjects, error) {
	name := strings.ToLower(e.Path.String())
	wanted, isText := e.Value.(string)
	about := subjects{status: name == "status", other: name != "status"}
	value, partly := attribute(name)
	switch {
	case !isText || value == nil && !slices.Contains(without, name):
		return nil, about, invalid(users, "users are not filtered by "+e.Path.String()+", or not by such a value")
	case e.Op == filter.Equal && value == nil:
		return func(user) bool { return false }, about, nil
	case e.Op == filter.Equal:
		return func(u user) bool { return strings.EqualFold(value(u), wanted) }, about, nil
	case e.Op == filter.Contains && partly:
		return func(u user) bool { return strings.Contains(strings.ToLower(value(u)), strings.ToLower(wanted)) }, about, nil
	}
	return nil, about, invalid(users, e.Path.String()+" is not filtered by "+string(e.Op))
}

// attribute reads what users are filtered by; partly tells whether a part of it will do.
func attribute(name string) (value func(user) string, partly bool) {
	switch name {
	case "id":
		return func(u user) string { return nativeID(u.ID) }, false
	case "subject":
		return func(u user) string { return u.UserName }, true
	case "name":
		return func(u user) string { return u.DisplayName }, true
	case "email":
		return func(u user) string { return u.Email }, true
	case "status":
		return func(u user) string { return u.status }, false
	}
	return nil, false
}

// ownerFilter reads the filter of /api/v1/automations, of which this face takes an owner and nothing else.
func ownerFilter(text string) (owner string, err error) {
	if text == "" {
		return "", nil
	}
	e, err := filter.Parse(text)
	if err != nil {
		return "", invalid(automations, "the filter cannot be read")
	}
	a, ok := e.(filter.Attr)
	if owner, isText := a.Value.(string); ok && isText && owner != "" && a.Op == filter.Equal && strings.EqualFold(a.Path.String(), "ownerId") {
		return owner, nil
	}
	return "", invalid(automations, `this face only takes the filter ownerId eq "..."`)
}

package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// ListURN names the answer to a query (RFC 7644 section 3.4.2).
const ListURN = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// ListResponse is the answer to a query as far as it could be read.
type ListResponse struct {
	// TotalResults is -1 where it is absent.
	TotalResults int
	// StartIndex is 0 where it is absent.
	StartIndex int
	// ItemsPerPage is -1 where it is absent.
	ItemsPerPage int
	// NextCursor and PreviousCursor are those of RFC 9865.
	NextCursor, PreviousCursor string
	Resources                  []Object
}

// ListOptions is what a query asked for, as far as it bears on the shape of the
// answer.
type ListOptions struct {
	// Count is the parameter count; nil where none was sent.
	Count *int
	// StartIndex is the parameter startIndex; 0 where none was sent.
	StartIndex int
	// Cursor says that the query asked for cursors (RFC 9865), so that
	// totalResults and startIndex may be absent.
	Cursor bool
}

// List reads the answer to a query that asked for no particular page, and
// checks it: see [ListOf].
func List(v any) (ListResponse, []result.Mismatch) { return ListOf(v, ListOptions{}) }

// ListOf reads the answer to a query and checks it by RFC 7644 section 3.4.2:
// schemas, totalResults, Resources, and that the numbers agree with each
// other and with what was asked. It reads what it can of a wrong answer, but
// absence proves nothing unless the mismatches are empty or warnings.
func ListOf(v any, asked ListOptions) (ListResponse, []result.Mismatch) {
	list := ListResponse{TotalResults: -1, ItemsPerPage: -1}
	object, ok := v.(Object)
	if !ok {
		return list, []result.Mismatch{{Path: "body", Want: "a ListResponse", Got: kindOf(v)}}
	}
	m := message{object: object}
	m.schema(ListURN)
	list.TotalResults = m.integer("totalResults", -1)
	list.StartIndex = m.integer("startIndex", 0)
	list.ItemsPerPage = m.integer("itemsPerPage", -1)
	list.NextCursor, _ = m.text("nextCursor")
	list.PreviousCursor, _ = m.text("previousCursor")
	list.Resources = m.resources()
	m.counts(list, asked)
	m.page(list, asked)
	return list, m.found
}

// Listed reads the answer to a query of which only the resources matter, and
// checks no more than that it shows them: what else a message should hold is for
// [ListOf]. A list without Resources is empty if it says so.
func Listed(v any, asked ListOptions) (ListResponse, []result.Mismatch) {
	list, mismatches := ListOf(v, asked)
	needed := slices.DeleteFunc(mismatches, func(m result.Mismatch) bool {
		return m.Warn || m.Path != "body" && m.Path != "Resources"
	})
	m := message{object: Object{}}
	if object, ok := v.(Object); ok {
		m.object = object
	}
	if value, _ := m.get("Resources"); value == nil && len(needed) == 0 && !m.saysNone(list, asked) {
		return list, []result.Mismatch{{Path: "Resources", Want: "an array", Got: result.Absent}}
	}
	return list, needed
}

// saysNone tells whether a list without Resources says that it is empty: by its total,
// also where that is a text, or by the page that was asked for. Where cursors leave the
// total out, its name has to do.
func (m *message) saysNone(list ListResponse, asked ListOptions) bool {
	total, found := m.get("totalResults")
	switch {
	case total == "0" || list.TotalResults == 0:
		return true
	case found && list.TotalResults > 0:
		return mayBeEmpty(list, asked)
	case asked.Cursor && !found:
		m.schema(ListURN)
		return len(m.found) == 0
	default:
		return false
	}
}

// resources reads the member Resources, which may be absent from an empty
// list.
func (m *message) resources() []Object {
	value, found := m.get("Resources")
	if !found {
		return nil
	}
	array, ok := value.([]any)
	if !ok {
		m.report("Resources", "an array", Text(value), value == nil)
		return nil
	}
	var out []Object
	for i, element := range array {
		if object, ok := element.(Object); ok {
			out = append(out, object)
		} else {
			m.report("Resources", fmt.Sprintf("an object as element %d", i), Text(element), false)
		}
	}
	return out
}

// counts checks the numbers of resources against each other.
func (m *message) counts(list ListResponse, asked ListOptions) {
	shown := len(list.Resources)
	if _, found := m.get("totalResults"); !found {
		if !asked.Cursor {
			m.report("totalResults", "a number", result.Absent, false)
		}
	} else if list.TotalResults < 0 && m.isInteger("totalResults") {
		m.report("totalResults", "0 or more", fmt.Sprint(list.TotalResults), false)
	} else if list.TotalResults >= 0 && list.TotalResults < shown {
		m.report("totalResults", fmt.Sprintf("%d or more, as so many Resources are listed", shown), fmt.Sprint(list.TotalResults), false)
	}
	if asked.Count != nil && shown > max(0, *asked.Count) {
		m.report("Resources", fmt.Sprintf("at most %d", max(0, *asked.Count)), fmt.Sprint(shown), false)
	}
	if list.TotalResults > 0 && list.NextCursor == "" && m.isEmpty("Resources") && !mayBeEmpty(list, asked) {
		value, found := m.get("Resources")
		got := result.Absent
		if found {
			got = Text(value)
		}
		m.report("Resources", fmt.Sprintf("resources, as totalResults is %d", list.TotalResults), got, false)
	}
}

// isEmpty tells whether a member is unassigned (RFC 7643 section 2.5).
func (m *message) isEmpty(name string) bool {
	value, _ := m.get(name)
	array, ok := value.([]any)
	return value == nil || ok && len(array) == 0
}

// mayBeEmpty tells whether the page that was asked for shows none of the matches.
func mayBeEmpty(list ListResponse, asked ListOptions) bool {
	return noneAsked(asked) || pastEnd(list, asked)
}

func noneAsked(asked ListOptions) bool { return asked.Count != nil && *asked.Count <= 0 }

func pastEnd(list ListResponse, asked ListOptions) bool { return asked.StartIndex > list.TotalResults }

// page checks what says which page it is. An itemsPerPage other than the
// number of resources is a warning, because the RFC's own figures have it so.
func (m *message) page(list ListResponse, asked ListOptions) {
	shown := len(list.Resources)
	if list.TotalResults > shown && !asked.Cursor && list.NextCursor == "" {
		m.partial(list, mayBeEmpty(list, asked))
	}
	if list.ItemsPerPage >= 0 && list.ItemsPerPage != shown {
		m.report("itemsPerPage", fmt.Sprint(shown), fmt.Sprint(list.ItemsPerPage), true)
	}
	if shown == 0 {
		return
	}
	if want := max(1, asked.StartIndex); list.StartIndex != want && m.isInteger("startIndex") && !asked.Cursor {
		m.report("startIndex", fmt.Sprint(want), fmt.Sprint(list.StartIndex), true)
	}
	last := max(1, list.StartIndex) + shown - 1
	if list.TotalResults >= shown && last > list.TotalResults {
		m.report("totalResults", fmt.Sprintf("%d or more, as the page ends there", last), fmt.Sprint(list.TotalResults), false)
	}
}

// partial checks the members that a part of the results needs.
func (m *message) partial(list ListResponse, soft bool) {
	for _, name := range []string{"startIndex", "itemsPerPage"} {
		if _, found := m.get(name); !found {
			want := fmt.Sprintf("a number, as %d of %d results are shown", len(list.Resources), list.TotalResults)
			m.report(name, want, result.Absent, soft)
		}
	}
}

// message is an answer of the protocol, and what was found wrong with it.
type message struct {
	object Object
	found  []result.Mismatch
}

func (m *message) report(path, want, got string, soft bool) {
	m.found = append(m.found, result.Mismatch{Path: path, Want: want, Got: got, Warn: soft})
}

// get returns a member in any case; another case than the RFC's is reported
// once, as a warning.
func (m *message) get(name string) (any, bool) {
	value, written, found := member(m.object, name)
	if found && written != name {
		other := result.Mismatch{Path: name, Want: "the name " + Text(name), Got: Text(written), Warn: true}
		if !slices.Contains(m.found, other) {
			m.found = append(m.found, other)
		}
	}
	return value, found
}

// schema checks that schemas names the message.
func (m *message) schema(urn string) {
	value, found := m.get("schemas")
	array, ok := value.([]any)
	switch {
	case !found || value == nil:
		m.report("schemas", Text([]any{urn}), result.Absent, false)
	case !ok || !slices.ContainsFunc(array, func(e any) bool { return isText(e, urn) }):
		m.report("schemas", Text([]any{urn}), Text(value), false)
	}
}

func isText(v any, text string) bool {
	s, ok := v.(string)
	return ok && strings.EqualFold(s, text)
}

func (m *message) isInteger(name string) bool {
	value, _ := m.get(name)
	n, ok := value.(Number)
	if !ok {
		return false
	}
	_, ok = n.Int()
	return ok
}

// integer reads a whole number; absent, it is otherwise.
func (m *message) integer(name string, otherwise int) int {
	value, found := m.get(name)
	if !found || value == nil {
		return otherwise
	}
	if n, ok := value.(Number); ok {
		if i, ok := n.Int(); ok {
			return i
		}
	}
	m.report(name, "a whole number", Text(value), false)
	return otherwise
}

// text reads a string.
func (m *message) text(name string) (string, bool) {
	value, found := m.get(name)
	if !found || value == nil {
		return "", false
	}
	text, ok := value.(string)
	if !ok {
		m.report(name, "a string", Text(value), false)
	}
	return text, ok
}

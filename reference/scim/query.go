package scim

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// parameters are what a query asks for, RFC 7644 section 3.4.2, as they were
// given in a URL or in a SearchRequest.
type parameters struct {
	filter     *string
	sortBy     string
	sortOrder  string
	startIndex *int
	count      *int
	cursor     *string // empty for the first page, RFC 9865
	attributes []string
	excluded   []string
}

const (
	paramFilter     = "filter"
	paramSortBy     = "sortBy"
	paramSortOrder  = "sortOrder"
	paramStartIndex = "startIndex"
	paramCount      = "count"
	paramCursor     = "cursor"
	paramAttributes = "attributes"
	paramExcluded   = "excludedAttributes"
)

// single are the parameters that make no sense twice. Taking the first or the
// last of two filters in silence would answer another question than was asked.
var single = []string{paramFilter, paramSortBy, paramSortOrder, paramStartIndex, paramCount, paramCursor}

// urlParameters reads the query string; what it does not know it ignores.
func urlParameters(u *url.URL) (parameters, error) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return parameters{}, errSyntax("the query string is malformed")
	}
	for _, name := range single {
		if len(values[name]) > 1 {
			return parameters{}, errRepeated(name)
		}
	}
	found := parameters{
		sortBy:     values.Get(paramSortBy),
		sortOrder:  values.Get(paramSortOrder),
		attributes: names(values[paramAttributes]),
		excluded:   names(values[paramExcluded]),
	}
	if values.Has(paramFilter) {
		text := values.Get(paramFilter)
		found.filter = &text
	}
	if values.Has(paramCursor) {
		text := values.Get(paramCursor)
		found.cursor = &text
	}
	return found, found.readPage(values.Get(paramStartIndex), values.Get(paramCount))
}

func (q *parameters) readPage(startIndex, count string) (err error) {
	if q.startIndex, err = integer(paramStartIndex, startIndex); err != nil {
		return err
	}
	if q.count, err = integer(paramCount, count); err != nil {
		return q.badCount(err)
	}
	return q.oneMethod()
}

// badCount is the error of a count that is no number: RFC 9865 has its own.
func (q *parameters) badCount(err error) error {
	if q.cursor != nil {
		return errCount("an integer")
	}
	return err
}

// oneMethod refuses to page by index and by cursor at once, which would have no
// meaning.
func (q *parameters) oneMethod() error {
	if q.cursor != nil && q.startIndex != nil {
		return InvalidValue("cursor and startIndex are mutually exclusive")
	}
	return nil
}

// first is the index, from 1, of the first result to show.
func (q *parameters) first() int {
	if q.startIndex == nil {
		return 1
	}
	return max(*q.startIndex, 1)
}

// integer reads an integer of any size; one too large for an int is as good
// as the largest.
func integer(name, text string) (*int, error) {
	if text == "" {
		return nil, nil
	}
	digits := strings.TrimLeft(text, "+-")
	if digits == "" || len(text)-len(digits) > 1 || strings.Trim(digits, "0123456789") != "" {
		return nil, errParameter(name, "an integer")
	}
	n, _ := strconv.Atoi(text)
	return &n, nil
}

// names splits comma-separated lists of attribute names.
func names(lists []string) []string {
	var found []string
	for _, list := range lists {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); name != "" {
				found = append(found, name)
			}
		}
	}
	return found
}

// descending reads sortOrder, RFC 7644 section 3.4.2.3.
func (q parameters) descending() (bool, error) {
	switch {
	case q.sortOrder == "", strings.EqualFold(q.sortOrder, "ascending"):
		return false, nil
	case strings.EqualFold(q.sortOrder, "descending"):
		return true, nil
	}
	return false, errParameter(paramSortOrder, "ascending or descending")
}

// projections compiles the choice of attributes for each resource type.
func (q parameters) projections(kinds []*schema.ResourceType) (map[string]*schema.Projection, error) {
	found := map[string]*schema.Projection{}
	for _, kind := range kinds {
		projection, err := kind.Projection(q.attributes, q.excluded)
		if err != nil {
			return nil, err
		}
		found[kind.ID] = projection
	}
	return found, nil
}

const searchURN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"

// searchParameters reads a SearchRequest, RFC 7644 section 3.4.3. Lenient
// providers take one without "schemas".
func searchParameters(message schema.Resource, mode schema.Mode) (parameters, error) {
	r := messageReader{message: message}
	found := parameters{
		sortBy:     r.text(paramSortBy),
		sortOrder:  r.text(paramSortOrder),
		attributes: r.list(paramAttributes),
		excluded:   r.list(paramExcluded),
	}
	if r.member(paramFilter) != nil {
		text := r.text(paramFilter)
		found.filter = &text
	}
	if value := r.member(paramCursor); value != nil {
		found.cursor = r.cursor(value)
	}
	found.startIndex = r.integer(paramStartIndex, errParameter(paramStartIndex, "an integer"))
	found.count = r.integer(paramCount, found.badCount(errParameter(paramCount, "an integer")))
	r.fail(found.oneMethod())
	r.demand(searchURN, mode)
	return found, r.err
}

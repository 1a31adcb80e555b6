package scim

import (
	"net/url"
	"slices"
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
	startIndex int
	count      *int
	attributes []string
	excluded   []string
}

const (
	paramFilter     = "filter"
	paramSortBy     = "sortBy"
	paramSortOrder  = "sortOrder"
	paramStartIndex = "startIndex"
	paramCount      = "count"
	paramAttributes = "attributes"
	paramExcluded   = "excludedAttributes"
)

// single are the parameters that make no sense twice. Taking the first or the
// last of two filters in silence would answer another question than was asked.
var single = []string{paramFilter, paramSortBy, paramSortOrder, paramStartIndex, paramCount}

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
	return found, found.readPage(values.Get(paramStartIndex), values.Get(paramCount))
}

func (q *parameters) readPage(startIndex, count string) error {
	start, err := integer(paramStartIndex, startIndex)
	if err != nil {
		return err
	}
	if start != nil {
		q.startIndex = *start
	}
	q.count, err = integer(paramCount, count)
	return err
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
	r := searchReader{message: message}
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
	if start := r.integer(paramStartIndex); start != nil {
		found.startIndex = *start
	}
	found.count = r.integer(paramCount)
	schemas := r.list("schemas")
	if r.err == nil && !slices.Contains(schemas, searchURN) && (mode == schema.Strict || schemas != nil) {
		r.err = errSyntax("the body of a search needs the schema " + searchURN)
	}
	return found, r.err
}

// searchReader reads the members of a SearchRequest and keeps the first error.
type searchReader struct {
	message schema.Resource
	err     error
}

// member finds a member by its name in any case (RFC 7643 section 2.1).
func (r *searchReader) member(name string) any {
	if value, ok := r.message[name]; ok {
		return value
	}
	for key, value := range r.message {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return nil
}

func (r *searchReader) text(name string) string {
	value := r.member(name)
	text, ok := value.(string)
	if value != nil && !ok {
		r.fail(errParameter(name, "a string"))
	}
	return text
}

func (r *searchReader) integer(name string) *int {
	value := r.member(name)
	if value == nil {
		return nil
	}
	literal, ok := value.(schema.Number)
	if !ok {
		r.fail(errParameter(name, "an integer"))
		return nil
	}
	n, err := integer(name, string(literal))
	if err != nil {
		r.fail(err)
	}
	return n
}

func (r *searchReader) list(name string) []string {
	value := r.member(name)
	items, ok := value.([]any)
	if value != nil && !ok {
		r.fail(errParameter(name, "an array of strings"))
	}
	var list []string
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			r.fail(errParameter(name, "an array of strings"))
		}
		list = append(list, text)
	}
	return list
}

func (r *searchReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

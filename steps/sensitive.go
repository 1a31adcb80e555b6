package steps

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/scim"
)

// ask sends a request below the SCIM base. A filter that the target refuses in a URL,
// for it holds the data to be sensitive, is sent again by POST (RFC 7644 §7.5.2): the
// answer to that is then the answer.
func (w *World) ask(ctx context.Context, client *scim.Client, r scim.Request) (*answer, error) {
	resp, err := client.Do(ctx, w.rec, r)
	if err != nil {
		return nil, err
	}
	first := w.newAnswer(r, resp)
	search, possible := first.asSearch()
	if !possible {
		return first, nil
	}
	resp, err = client.Do(ctx, w.rec, search)
	if err != nil {
		return nil, err
	}
	if second := w.newAnswer(search, resp); readSearch(second) != lacking {
		return second, nil
	}
	return first, nil
}

// asSearch is the refused query as a SearchRequest (RFC 7644 §3.4.3).
func (a *answer) asSearch() (scim.Request, bool) {
	sensitive := a.declined([]int{http.StatusForbidden, http.StatusBadRequest}, []string{"sensitive"})
	if a.request.Method != http.MethodGet || !sensitive {
		return scim.Request{}, false
	}
	endpoint, raw, _ := strings.Cut(a.request.Path, "?")
	inPath, err := url.ParseQuery(raw)
	if err != nil {
		return scim.Request{}, false
	}
	body, err := oracle.Marshal(searchFor(merged(a.request.Query, inPath)))
	if err != nil {
		return scim.Request{}, false
	}
	search := a.request
	search.Method, search.Path, search.Query, search.Body = http.MethodPost, strings.TrimSuffix(endpoint, "/")+"/.search", nil, body
	return search, true
}

// searchFor writes the parameters of a URL as the members of a SearchRequest.
func searchFor(query url.Values) oracle.Object {
	search := oracle.Object{"schemas": []any{searchSchema}}
	for name, values := range query {
		value := strings.Join(values, ",")
		switch _, err := strconv.Atoi(value); {
		case name == "attributes" || name == "excludedAttributes":
			search[name] = anys(strings.Split(value, ","))
		case err == nil && (name == "count" || name == "startIndex"):
			search[name] = oracle.Number(value)
		default:
			search[name] = value
		}
	}
	return search
}

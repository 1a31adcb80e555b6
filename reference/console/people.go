package console

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
)

// perPage is how many rows a page shows.
const perPage = 25

// list is what the page of people shows.
type list struct {
	Query, Status, Source string
	People                []admin.Account
	Total, From, To       int
	Previous, Next        string // queries, empty where there is no such page
}

// Filtered tells whether not everybody was asked for.
func (l list) Filtered() bool { return l.Query != "" || l.Status != "" || l.Source != "" }

func (c *Console) people(w http.ResponseWriter, r *http.Request, v visit) error {
	q, l, err := readSearch(r.URL.Query())
	if err != nil {
		return err
	}
	found, err := c.Accounts.Search(r.Context(), q)
	if err != nil {
		return err
	}
	l.People, l.Total = found.Accounts, found.Total
	l.From, l.To = min(q.Offset+1, l.Total), min(q.Offset+perPage, l.Total)
	if q.Offset > 0 {
		l.Previous = l.page(q.Offset/perPage - 1)
	}
	if l.To < l.Total {
		l.Next = l.page(q.Offset/perPage + 1)
	}
	return c.site.Show(w, r, http.StatusOK, "people", c.page(v, "People", "people", l))
}

func readSearch(query url.Values) (admin.Search, list, error) {
	l := list{Query: query.Get("q"), Status: query.Get("status"), Source: query.Get("source")}
	q := admin.Search{Text: l.Query, Source: admin.Source(l.Source), Limit: perPage}
	switch l.Status {
	case "":
	case "active", "disabled":
		active := l.Status == "active"
		q.Active = &active
	default:
		return q, l, api.Invalid("The status must be active or disabled.")
	}
	switch q.Source {
	case "", admin.FromSCIM, admin.FromLocal, admin.FromIDP:
	default:
		return q, l, api.Invalid("The source must be scim, local or idp.")
	}
	if text := query.Get("page"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > 1_000_000 {
			return q, l, api.Invalid("The page must be a number, beginning with 1.")
		}
		q.Offset = (number - 1) * perPage
	}
	return q, l, nil
}

// page is the query of another page of the same search, counted from 0.
func (l list) page(index int) string {
	query := url.Values{}
	for name, value := range map[string]string{"q": l.Query, "status": l.Status, "source": l.Source} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if index > 0 {
		query.Set("page", strconv.Itoa(index+1))
	}
	return "?" + query.Encode()
}

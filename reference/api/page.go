package api

import (
	"encoding/base64"
	"net/http"
	"strconv"
)

// How many items a page has where the client does not say, and at most.
const (
	defaultLimit = 50
	maxLimit     = 200
)

// Page is what a client asks of a list.
type Page struct {
	After int64 // place of the last item of the page before; 0 for the first page
	Limit int   // from 1 to 200
}

// List is one page of a list as it is sent.
type List[T any] struct {
	Data []T    `json:"data"`
	Next string `json:"next,omitempty"` // cursor of the next page, absent on the last
}

// ReadPage reads limit and cursor from the query. A limit above the greatest is taken as the greatest.
func ReadPage(r *http.Request) (Page, error) {
	page := Page{Limit: defaultLimit}
	query := r.URL.Query()
	if text := query.Get("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 {
			return Page{}, Invalid("limit must be a number from 1 to " + strconv.Itoa(maxLimit))
		}
		page.Limit = min(limit, maxLimit)
	}
	if text := query.Get("cursor"); text != "" {
		place, err := base64.RawURLEncoding.DecodeString(text)
		if err == nil {
			page.After, err = strconv.ParseInt(string(place), 10, 64)
		}
		if err != nil || page.After < 1 {
			return Page{}, Invalid("cursor must be the next of a former page")
		}
	}
	return page, nil
}

// NewList makes a page of items, of which the caller has fetched one more than the limit if there was one.
func NewList[T, U any](page Page, items []T, show func(T) U, place func(T) int64) List[U] {
	list := List[U]{Data: []U{}}
	if len(items) > page.Limit {
		items = items[:page.Limit]
		last := place(items[len(items)-1])
		list.Next = base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, last, 10))
	}
	for _, item := range items {
		list.Data = append(list.Data, show(item))
	}
	return list
}

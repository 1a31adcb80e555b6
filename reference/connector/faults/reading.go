package faults

import (
	"context"
	"net/http"
	"strconv"

	"github.com/scimproof/scimproof/reference/connector"
)

// wholeLists are reads of everybody, page by page.
var wholeLists condition = func(r *http.Request) bool { return lists(r) && !filtered(r) }

// reading are faults in how lists are read.
var reading = []row{
	{
		"C55", "client-reads-first-page", "Of a list only the first page is read",
		high, "", hearing(wholeLists, func(_ *http.Request, h *heard) {
			if list := h.object(); list != nil {
				resources, _ := list["Resources"].([]any)
				list["totalResults"] = len(resources)
				delete(list, "nextCursor")
				h.say(h.status, list)
			}
		}),
	},
	{
		"C55", "client-skips-by-count", "The next page begins as far on as was asked for, not behind what was sent",
		high, "", together(
			hearing(on("GET", "/ServiceProviderConfig"), func(_ *http.Request, h *heard) { forget(h, "pagination") }),
			asking(wholeLists, func(r *http.Request) {
				query := r.URL.Query()
				start, _ := strconv.Atoi(query.Get("startIndex"))
				count, _ := strconv.Atoi(query.Get("count"))
				if start > 1 && count > 0 {
					query.Set("startIndex", strconv.Itoa(1+(start-1+count-1)/count*count))
					r.URL.RawQuery = query.Encode()
				}
			}),
		),
	},
	{
		"C55", "client-ignores-cursors", "The cursor of the next page is not followed",
		high, "", hearing(wholeLists, func(_ *http.Request, h *heard) { forget(h, "nextCursor") }),
	},
	{
		"C56", "client-confused-by-order", "Who stands elsewhere in a list than the last time is sent again",
		low, "", deeds(confused),
	},
}

func forget(h *heard, name string) {
	if said := h.object(); said != nil {
		delete(said, name)
		h.say(h.status, said)
	}
}

// confused remembers people by where they stand in a list.
func confused(d *connector.Deeds) {
	honest, places, once := d.Import, map[string]int{}, false
	d.Import = func(ctx context.Context) error {
		if err := honest(ctx); err != nil {
			return err
		}
		users, err := d.Provider.List(ctx, connector.Users)
		if err != nil {
			return err
		}
		for place, user := range users {
			id, _ := user["id"].(string)
			if before, known := places[id]; once && known && before != place {
				again := []connector.Edit{{Path: []string{"userName"}, Value: user["userName"]}}
				err = d.Provider.Edit(ctx, connector.Users, id, again)
			}
			places[id] = place
		}
		once = true
		return err
	}
}

package faults

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	cursorLists  = userLists.when(asksFor("cursor"))
	firstCursors = cursorLists.when(func(r *request) bool { return r.query().Get("cursor") == "" })
	laterCursors = cursorLists.when(func(r *request) bool { return r.query().Get("cursor") != "" })
	// refusedCursors are those that the tenant has not given out.
	refusedCursors = laterCursors.answered(http.StatusBadRequest)
)

// offsets serves cursors that are nothing but places in the list, as many do. It is
// right where nothing says otherwise.
type offsets struct {
	// forgets are parameters that later pages do not heed.
	forgets []string
	// begins moves the beginning of a later page.
	begins func(at int) int
	// leads gives the place to which nextCursor leads, given the next one, and whether
	// there is a nextCursor.
	leads func(at, next, total int) (int, bool)
	// reads is a cursor as it is understood.
	reads *regexp.Regexp
	// altered answers requests with another count than that of before.
	altered flaw
}

var plainCursor = regexp.MustCompile(`^at(\d+)\.by(\d*)$`)

func (o offsets) rule() rule { return cursorLists.do(o.serve) }

func (o offsets) serve(r *request) *response {
	values := r.query()
	at, count, ok := o.read(values.Get("cursor"), values.Get("count"))
	switch {
	case !ok:
		return failed(http.StatusBadRequest, "invalidCursor", "no such cursor")
	case count != values.Get("count") && o.altered != nil:
		return o.altered(r)
	case at > 0:
		for _, name := range o.forgets {
			values.Del(name)
		}
	}
	a := o.page(r, values, at)
	whole := a.object()
	list, _ := whole["Resources"].([]any)
	total, _ := whole["totalResults"].(float64)
	delete(whole, "startIndex")
	if next, more := o.next(at, len(list), int(total)); a.ok() && more {
		whole["nextCursor"] = fmt.Sprintf("at%d.by%s", next, r.query().Get("count"))
	}
	a.put(whole)
	return a
}

// read gives the place of a cursor and the count that it was given out for.
func (o offsets) read(cursor, count string) (at int, by string, ok bool) {
	if cursor == "" {
		return 0, count, true
	}
	form := plainCursor
	if o.reads != nil {
		form = o.reads
	}
	parts := form.FindStringSubmatch(cursor)
	if parts == nil {
		return 0, "", false
	}
	_, err := fmt.Sscan(parts[1], &at)
	return at, parts[2], err == nil
}

func (o offsets) page(r *request, values url.Values, at int) *response {
	if at > 0 && o.begins != nil {
		at = o.begins(at)
	}
	values.Del("cursor")
	values.Set("startIndex", fmt.Sprint(at+1))
	r.setQuery(values)
	original := r.URL.RawQuery
	a := r.forward()
	r.URL.RawQuery = original
	return a
}

func (o offsets) next(at, shown, total int) (int, bool) {
	next := at + shown
	if o.leads != nil {
		return o.leads(at, next, total)
	}
	return next, shown > 0 && next < total
}

var pagingByCursor = []row{
	{
		"cursor-negative-count-is-all", "A negative count by cursor asks for everybody",
		breaks{"RFC9865-2-02"},
		medium, "", cursorLists.when(negative("count")).ask(withoutQuery("count")),
	},
	{
		"cursor-negative-count-is-positive", "A negative count by cursor loses its sign",
		breaks{"RFC9865-2-02"},
		low, "", cursorLists.ask(query("count", func(count string) string { return strings.TrimPrefix(count, "-") })),
	},
	{
		"cursor-page-one-too-long", "A page by cursor is one longer than asked for",
		breaks{"RFC9865-2-03"},
		medium, "", cursorLists.ask(query("count", number(func(count int) int { return count + 1 }))),
	},
	{
		"cursor-later-pages-ignore-count", "The pages after the first are of any length",
		breaks{"RFC9865-2-03"},
		medium, "", offsets{forgets: []string{"count"}}.rule(),
	},
	{
		"cursor-first-page-is-the-last", "There is no cursor to the second page",
		breaks{"RFC9865-2-06"},
		high, "", firstCursors.say(document(drop("nextCursor"))),
	},
	{
		"cursor-next-empty", "nextCursor is empty",
		breaks{"RFC9865-2-06"},
		high, "", firstCursors.say(document(change("nextCursor", func(any) any { return "" }))),
	},
	{
		"cursor-next-null-on-the-way", "nextCursor is null on the first page",
		breaks{"RFC9865-2-06"},
		high, "", firstCursors.say(document(set("nextCursor", nil))),
	},
	{
		"cursor-ends-early", "The second page has no nextCursor, whatever comes behind it",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(at, next, total int) (int, bool) { return next, at == 0 && next < total }}.rule(),
	},
	{
		"cursor-loses-one", "A page after the first begins one too late",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(_, next, total int) (int, bool) { return next + 1, next+1 < total }}.rule(),
	},
	{
		"cursor-loses-the-last", "The last page is not reached",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(_, next, total int) (int, bool) { return next, next < total-1 }}.rule(),
	},
	{
		"cursor-repeats-one", "A page after the first begins with the end of the one before",
		breaks{"RFC9865-2-07"},
		high, "", offsets{begins: func(at int) int { return at - 1 }}.rule(),
	},
	{
		"cursor-stands-still", "nextCursor leads to the page that it comes with",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(at, next, total int) (int, bool) { return max(at, 1), next < total }}.rule(),
	},
	{
		"cursor-without-end", "The last page has a nextCursor to an empty one, and that has one to itself",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(_, next, _ int) (int, bool) { return next, next > 0 }}.rule(),
	},
	{
		"cursor-in-a-circle", "After the last page comes the first",
		breaks{"RFC9865-2-07"},
		high, "", offsets{leads: func(_, next, total int) (int, bool) {
			if next >= total {
				return 0, total > 0
			}
			return next, true
		}}.rule(),
	},
	{
		"cursor-forgets-filter", "The pages after the first ignore the filter",
		breaks{"RFC9865-2-07"},
		critical, "", offsets{forgets: []string{"filter"}}.rule(),
	},
	{
		"cursor-previous-on-first-page", "The first page has a previousCursor",
		breaks{"RFC9865-2-10"},
		low, "", firstCursors.answered(http.StatusOK).say(document(set("previousCursor", "before-the-first"))),
	},
	{
		"cursor-previous-empty-on-first-page", "The first page has a previousCursor that is empty",
		breaks{"RFC9865-2-10"},
		low, "", firstCursors.answered(http.StatusOK).say(document(set("previousCursor", ""))),
	},
	{
		"cursor-not-for-urls", "A cursor is base64 that has to be encoded in a URL",
		breaks{"RFC9865-2-i01"},
		medium, "",
		cursorLists.ask(query("cursor", func(cursor string) string { return strings.TrimRight(cursor, "+/= ") })).
			say(document(text("nextCursor", func(cursor string) string { return cursor + "+/==" }))),
	},
	{
		"cursor-total-is-page-size", "totalResults by cursor is the number of resources on the page",
		breaks{"RFC9865-2-i03"},
		medium, "", cursorLists.say(document(func(whole object) { whole["totalResults"] = whole["itemsPerPage"] })),
	},
	{
		"cursor-total-of-the-rest", "totalResults by cursor does not count the pages of before",
		breaks{"RFC9865-2-i03"},
		low, "", cursorLists.do(func(r *request) *response {
			at, _, _ := offsets{}.read(r.query().Get("cursor"), "")
			a := offsets{}.serve(r)
			document(change("totalResults", func(total any) any {
				all, _ := total.(float64)
				return all - float64(at)
			}))(r, a)
			return a
		}),
	},
	{
		"cursor-unknown-is-none", "What cannot be a cursor at all is taken for the wish for the first page",
		breaks{"RFC9865-2.1-01", "RFC9865-2.1-i01"},
		medium, "", refusedCursors.when(tooShort).ask(query("cursor", func(string) string { return "" })),
	},
	{
		"cursor-unknown-is-the-end", "A cursor that nobody gave out leads to an empty page",
		breaks{"RFC9865-2.1-01", "RFC9865-2.1-i01"},
		medium, "", refusedCursors.when(tooShort).say(status(http.StatusOK), says(emptyList)),
	},
	{
		"cursor-unknown-500", "A cursor that nobody gave out is answered 500",
		breaks{"RFC9865-2.1-01", "RFC9865-2.1-i01"},
		medium, "", refusedCursors.when(tooShort).say(refusal(http.StatusInternalServerError, "", "cannot decode the cursor")),
	},
	{
		"cursor-unknown-without-scimtype", "The refusal of a cursor has no scimType",
		breaks{"RFC9865-2.1-i01"},
		low, "", refusedCursors.when(tooShort).say(document(drop("scimType"))),
	},
	{
		"cursor-unknown-invalid-value", "The refusal of a cursor calls it an invalid value",
		breaks{"RFC9865-2.1-i01"},
		low, "", refusedCursors.when(tooShort).say(document(set("scimType", "invalidValue"))),
	},
	{
		"cursor-altered-count-500", "Another count on the way is answered 500",
		breaks{"RFC9865-2.1-i03"},
		medium, "", offsets{altered: refuse(http.StatusInternalServerError, "", "the window has another size")}.rule(),
	},
	{
		"cursor-altered-count-unnamed", "Another count on the way is refused without a scimType",
		breaks{"RFC9865-2.1-i03"},
		low, "", offsets{altered: refuse(http.StatusBadRequest, "", "the window has another size")}.rule(),
	},
	{
		"cursor-altered-count-forgets-filter", "Another count on the way makes the filter forgotten",
		breaks{"RFC9865-2.1-i03"},
		high, "", offsets{altered: func(r *request) *response {
			withoutQuery("filter")(r)
			return offsets{}.serve(r)
		}}.rule(),
	},
	{
		"cursor-sort-ignored", "Pages by cursor are not sorted",
		breaks{"RFC9865-2.2-i01"},
		medium, "", cursorLists.ask(withoutQuery("sortBy", "sortOrder")),
	},
	{
		"cursor-forgets-sort", "The pages after the first are not sorted",
		breaks{"RFC9865-2.2-i01"},
		medium, "", offsets{forgets: []string{"sortBy", "sortOrder"}}.rule(),
	},
	{
		"cursor-sorts-each-page", "Each page is sorted by itself",
		breaks{"RFC9865-2.2-i01"},
		medium, "", cursorLists.when(asksFor("sortBy")).do(func(r *request) *response {
			by := strings.ReplaceAll(r.query().Get("sortBy"), ".", "/")
			withoutQuery("sortBy", "sortOrder")(r)
			a := r.forward()
			sortedBy(by, strings.Compare)(r, a)
			return a
		}),
	},
	{
		"paging-method-demanded", "A list of more than two is refused unless the client names a kind of paging",
		breaks{"RFC9865-2.4-01"},
		medium, "", userLists.when(not(asksFor("cursor")), not(asksFor("startIndex")), not(asksFor("count"))).
			provided(func(r *request, a *response) bool {
				total, _ := a.object()["totalResults"].(float64)
				return asksFor("filter")(r) && total > 2
			}).say(refusal(http.StatusBadRequest, "invalidValue", "startIndex or cursor is required")),
	},
	{
		"paging-method-sticks", "Who has paged by cursor once is answered by cursor from then on",
		breaks{"RFC9865-2.4-i01"},
		medium, "", remembering(func(m *memory) violation {
			return userLists.ask(func(r *request) {
				if asksFor("cursor")(r) {
					m.mark("cursors", r.client())
				} else if values := r.query(); m.marked("cursors", r.client()) && values.Has("startIndex") {
					values.Del("startIndex")
					values.Set("cursor", "")
					r.setQuery(values)
				}
			})
		}),
	},
	{
		"cursor-forgeable", "A cursor holds its place openly, and what is around it is ignored",
		breaks{"RFC9865-5.2-i01"},
		medium, "", offsets{reads: regexp.MustCompile(`at(\d+)\.by(\d*)`)}.rule(),
	},
	{
		"cursor-forgery-500", "A cursor that was forged is answered 500",
		breaks{"RFC9865-5.2-i01"},
		medium, "", refusedCursors.when(not(tooShort)).say(refusal(http.StatusInternalServerError, "", "message authentication failed")),
	},
}

// tooShort tells whether a cursor cannot even be one of the tenant's.
func tooShort(r *request) bool { return len(r.query().Get("cursor")) < 40 }

// paginated changes what the configuration says of paging.
func paginated(e edit) rule { return on(http.MethodGet, config).say(document(e)) }

var announcingPages = slices.Concat(
	[]row{{
		"cursor-not-announced", "The configuration says nothing of cursors, and there are some",
		breaks{"RFC9865-4-01"},
		low, "", paginated(drop("pagination")),
	}, {
		"cursor-announced-wrongly", "The configuration says that there are no cursors, and there are some",
		breaks{"RFC9865-4-01"},
		low, "", paginated(set("pagination/cursor", false)),
	}},
	silentOn("cursor", "RFC9865-4-03"),
	silentOn("index", "RFC9865-4-04"),
)

// silentOn are the ways not to say whether there is that kind of paging.
func silentOn(kind, requirement string) []row {
	path := "pagination/" + kind
	return []row{
		{
			"config-pagination-without-" + kind, "The configuration does not say whether there is paging by " + kind,
			breaks{requirement},
			low, "", paginated(drop(path)),
		},
		{
			"config-pagination-" + kind + "-is-text", "The configuration says in a text whether there is paging by " + kind,
			breaks{requirement},
			low, "", paginated(set(path, "true")),
		},
		{
			"config-pagination-" + kind + "-is-object", "The configuration says in an object whether there is paging by " + kind,
			breaks{requirement},
			low, "", paginated(set(path, object{"supported": true})),
		},
	}
}

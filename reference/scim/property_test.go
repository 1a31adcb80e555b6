package scim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimproof/scimproof/reference/schema"
)

// people creates n users with titles, some without.
func (c *client) people(titles []string) []string {
	ids := make([]string, len(titles))
	for i, title := range titles {
		var more []string
		if title != "" {
			more = []string{fmt.Sprintf(`"title":%q`, title)}
		}
		ids[i] = c.user(fmt.Sprintf("person%d", i), more...)
	}
	return ids
}

// delete clears the provider for the next trial.
func (c *client) deleteAll(ids []string) {
	for _, id := range ids {
		c.must(204, "DELETE", "/Users/"+id, "")
	}
}

var aTitle = rapid.StringMatching(`[abAB éß]{0,3}`)

// RFC 7644 section 3.4.2.4: the pages of a quiet data set are disjoint and
// complete, whatever their size, and in the order of the whole.
func TestPagesAreDisjointAndComplete(t *testing.T) {
	c := serve(t)
	rapid.Check(t, func(t *rapid.T) {
		ids := c.people(rapid.SliceOfN(aTitle, 0, 12).Draw(t, "titles"))
		defer c.deleteAll(ids)
		count := rapid.IntRange(1, 15).Draw(t, "count")
		query := rapid.SampledFrom([]string{
			"", "&sortBy=title", "&sortBy=title&sortOrder=descending", "&filter=userName+pr", "&sortBy=meta.created&filter=id+pr",
		}).Draw(t, "query")
		whole := c.must(200, "GET", "/Users?count=200"+query, "").names("id")
		var paged []string
		for start := 1; start <= len(ids)+count; start += count {
			page := c.must(200, "GET", fmt.Sprintf("/Users?startIndex=%d&count=%d%s", start, count, query), "")
			if total := text(page.body, "totalResults"); total != fmt.Sprint(len(ids)) {
				t.Fatalf("totalResults is %s on the page at %d, want %d", total, start, len(ids))
			}
			if len(page.names("id")) > count {
				t.Fatalf("the page at %d has more than %d resources", start, count)
			}
			paged = append(paged, page.names("id")...)
		}
		if !slices.Equal(paged, whole) {
			t.Fatalf("the pages are %v, the whole is %v", paged, whole)
		}
		slices.Sort(paged)
		if !slices.Equal(paged, slices.Sorted(slices.Values(ids))) {
			t.Fatalf("the pages hold %v, created were %v", paged, ids)
		}
	})
}

// RFC 7644 section 3.4.2.3: order by the folded title, what has none last,
// what is alike in the order of creation; descending puts what has none first.
func TestSortOrder(t *testing.T) {
	c := serve(t)
	rapid.Check(t, func(t *rapid.T) {
		titles := rapid.SliceOfN(aTitle, 0, 10).Draw(t, "titles")
		ids := c.people(titles)
		defer c.deleteAll(ids)
		descending := rapid.Bool().Draw(t, "descending")
		order := map[bool]string{false: "ascending", true: "descending"}[descending]
		got := c.must(200, "GET", "/Users?sortBy=title&sortOrder="+order, "").names("id")

		places := make([]int, len(ids))
		for i := range places {
			places[i] = i
		}
		slices.SortStableFunc(places, func(a, b int) int {
			if descending {
				a, b = b, a
			}
			return byTitle(titles[a], titles[b])
		})
		for i, place := range places {
			if got[i] != ids[place] {
				t.Fatalf("at %d stands the wrong one of %q", i, titles)
			}
		}
	})
}

func byTitle(a, b string) int {
	if a == "" || b == "" {
		return len(b) - len(a)
	}
	return strings.Compare(schema.Fold(a), schema.Fold(b))
}

// Who is listed is who was created and not deleted, by every road.
func TestEveryRoadLeadsToTheSame(t *testing.T) {
	c := serve(t)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-c"\\é]{1,3}`), 1, 6, schema.Fold).Draw(t, "names")
		var ids []string
		for _, name := range names {
			ids = append(ids, c.must(201, "POST", "/Users", object(coreUser, `"userName":`+quote(name), `"externalId":`+quote(name))).id())
		}
		defer c.deleteAll(ids)
		for i, name := range names {
			for _, filter := range []string{
				"userName eq " + quote(name), "externalId eq " + quote(name), "id eq " + quote(ids[i]),
				"userName eq " + quote(name) + " and id pr", "not (userName ne " + quote(name) + ")",
			} {
				found := c.must(200, "GET", "/Users"+escape(filter), "").names("id")
				if len(found) != 1 || found[0] != ids[i] {
					t.Fatalf("%s found %v, want %s", filter, found, ids[i])
				}
			}
		}
	})
}

func quote(s string) string {
	encoded, err := schema.Encode(schema.Resource{"s": s})
	if err != nil {
		panic(err)
	}
	return string(encoded[len(`{"s":`) : len(encoded)-1])
}

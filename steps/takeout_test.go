package steps

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

// directoryOf is a scenario whose connector keeps a directory: DELETE of nobody is answered 404. asked
// are the deletions.
func directoryOf(t *testing.T) (d *delegate, asked *[]string) {
	t.Helper()
	people := map[string]bool{}
	asked = &[]string{}
	r := sendsBy(t, func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		who := strings.TrimPrefix(req.URL.Path, "/people/")
		if req.Method == http.MethodPut {
			people[who] = true
			return
		}
		*asked = append(*asked, who)
		if !people[who] {
			w.WriteHeader(http.StatusNotFound)
		}
		delete(people, who)
	}, `declares: {groups: false, returns: false}
hooks:
  person: [{method: PUT, url: "${SERVER}/people/{{user.key}}", json: "{{resource}}"}]
  leave: &leave [{method: DELETE, url: "${SERVER}/people/{{user.key}}"}]
  purge: *leave
`)
	return r.newDelegate(t.Context(), &World{run: r, rec: r.rec}), asked
}

// TestWhoIsGoneIsNotTakenOutAgain: the connector's directory answers 404 for whom it does not know, and
// nobody is left behind for that reason.
func TestWhoIsGoneIsNotTakenOutAgain(t *testing.T) {
	t.Parallel()
	d, asked := directoryOf(t)
	for _, key := range []string{"stays", "left", "purged", "interrupted"} {
		d.people[key] = oracle.Object{"userName": key}
	}
	for _, key := range []string{"stays", "left", "purged"} {
		if err := d.put(key)(t.Context(), "joins"); err != nil {
			t.Fatal(err)
		}
	}
	for _, leave := range []hook{d.leave("left"), d.purgePerson("purged"), d.purgePerson("purged")} {
		if err := leave(t.Context(), "goes"); err != nil {
			t.Fatal(err)
		}
	}
	if failed := d.purge(t.Context()); len(failed) > 0 {
		t.Errorf("left behind: %v", failed)
	}
	if want := []string{"left", "purged", "interrupted", "left", "stays"}; !slices.Equal(*asked, want) {
		t.Errorf("asked for %v, want %v", *asked, want)
	}
}

// TestWhoShouldBeThereIsLeftBehind: a hook that finds nobody where somebody came in is out of order.
func TestWhoShouldBeThereIsLeftBehind(t *testing.T) {
	t.Parallel()
	d, _ := directoryOf(t)
	d.people["ada"] = oracle.Object{"userName": "ada"}
	d.there[personNamed("ada")] = true
	if failed := d.purge(t.Context()); failed[personNamed("ada")] == nil {
		t.Errorf("got %v", failed)
	}
}

// TestDecidedBy the exchange by which the connector was judged, else its last write.
func TestDecidedBy(t *testing.T) {
	t.Parallel()
	d, _ := directoryOf(t)
	w := d.w
	w.delegate = d
	log := &recorded{}
	log.sends("POST", "/Users", "{}", 201)
	log.sends("PATCH", "/Users/1", "{}", 204)
	log.sends("GET", "/Users/1", "", 200)
	marked := func() (all []int) {
		for _, e := range w.evidence(log.exchanges, []result.Exchange{{Method: "GET"}}) {
			if e.Decisive {
				all = append(all, e.Number)
			}
		}
		return all
	}
	if got := marked(); len(got) > 0 {
		t.Errorf("the harness decided, and %v is marked", got)
	}
	d.late = true
	if got := marked(); !slices.Equal(got, []int{2}) {
		t.Errorf("nothing came of it, and %v is marked", got)
	}
	w.client.decisive = 1
	if got := marked(); !slices.Equal(got, []int{1}) {
		t.Errorf("judged by the first, and %v is marked", got)
	}
}

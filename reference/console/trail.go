package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// trail is what the audit trail's page shows.
type trail struct {
	Of     string // id of the person whom it is about, empty for all
	Events []deed
	Older  string // query of the page after this, empty where there is none
	Newest string // query of the first page, empty where this is it
}

// deed is an entry of the audit trail with the names of those it is about.
type deed struct {
	store.Event
	Who, Whom string
	Known     bool // whether the account still exists
	Detail    string
}

func (c *Console) audit(w http.ResponseWriter, r *http.Request, v visit) error {
	before, err := place(r, "before")
	if err != nil {
		return err
	}
	of := r.URL.Query().Get("person")
	events, err := c.Accounts.Audit(r.Context(), of, before, perPage+1)
	if err != nil {
		return err
	}
	shown := trail{Of: of}
	if len(events) > perPage {
		events = events[:perPage]
		shown.Older = trailQuery(of, events[perPage-1].Seq)
	}
	if before > 0 {
		shown.Newest = trailQuery(of, 0)
	}
	names, err := c.Accounts.Names(r.Context(), mentioned(of, events)...)
	if err != nil {
		return err
	}
	for _, e := range events {
		shown.Events = append(shown.Events, told(e, names))
	}
	return c.site.Show(w, r, http.StatusOK, "audit", c.trailPage(v, shown, names))
}

func (c *Console) trailPage(v visit, shown trail, names map[string]string) page.Page {
	p := c.page(v, "Audit trail", "audit", shown)
	if shown.Of == "" {
		return p
	}
	p.Title, p.Above = "Audit trail of an account", page.Link{Text: "The whole audit trail", Path: Path + "/audit"}
	if name := names[shown.Of]; name != "" {
		p.Title, p.Above = "Audit trail of "+name, page.Link{Text: "Back to " + name, Path: personPath(shown.Of)}
	}
	return p
}

func trailQuery(of string, before int64) string {
	query := url.Values{}
	if of != "" {
		query.Set("person", of)
	}
	if before > 0 {
		query.Set("before", strconv.FormatInt(before, 10))
	}
	return "?" + query.Encode()
}

// shortestID keeps plain words of a sentence from being looked up as ids.
const shortestID = 20

// mentioned lists every id that might be somebody's.
func mentioned(of string, events []store.Event) []string {
	ids := []string{of}
	for _, e := range events {
		ids = append(ids, e.Actor, e.UserID)
		for _, word := range strings.Fields(e.Detail) {
			if len(word) >= shortestID {
				ids = append(ids, word)
			}
		}
	}
	return unique(ids)
}

// told puts names in the place of ids.
func told(e store.Event, names map[string]string) deed {
	d := deed{Event: e, Who: names[e.Actor], Whom: names[e.UserID], Known: names[e.UserID] != ""}
	switch {
	case d.Who != "":
	case e.Actor == api.ActorSCIM:
		d.Who = "SCIM client"
	case e.Actor == api.ActorAdministrator:
		d.Who = "Administrator"
	default:
		d.Who = e.Actor
	}
	words := strings.Fields(e.Detail)
	for i, word := range words {
		if name := names[word]; name != "" {
			words[i] = name
		}
	}
	d.Detail = sentence(strings.Join(words, " "))
	return d
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

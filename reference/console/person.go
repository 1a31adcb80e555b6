package console

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

var administrator = api.Caller{Administrator: true}

// profile is what a person's page shows.
type profile struct {
	admin.Person
	Owned  int
	Assets []thing
	More   string // query of the next assets, empty where there is none
	Later  bool   // whether these are not the first
}

// thing is an asset as it is shown.
type thing struct {
	store.Asset
	Guests []guest
}

// guest is somebody with whom an asset is shared.
type guest struct{ ID, Name string }

func (c *Console) person(w http.ResponseWriter, r *http.Request, v visit) error {
	return c.showPerson(w, r, v, http.StatusOK)
}

func (c *Console) showPerson(w http.ResponseWriter, r *http.Request, v visit, status int, problems ...page.Problem) error {
	known, err := c.Accounts.Person(r.Context(), r.PathValue("id"), c.Now())
	if err != nil {
		return err
	}
	shown := profile{Person: known, Owned: total(known.Account)}
	if err := c.addAssets(r, &shown); err != nil {
		return err
	}
	p := c.page(v, known.DisplayName, "", shown)
	p.Above, p.Problems = page.Link{Text: "All people", Path: Path}, problems
	return c.site.Show(w, r, status, "person", p)
}

// addAssets reads one page of what a person owns.
func (c *Console) addAssets(r *http.Request, p *profile) error {
	after, err := place(r, "after")
	if err != nil {
		return err
	}
	owned, err := c.Estate.List(r.Context(), administrator, store.AssetQuery{OwnerID: p.ID, After: after, Limit: perPage + 1})
	if err != nil {
		return err
	}
	if len(owned) > perPage {
		owned = owned[:perPage]
		p.More = "?after=" + strconv.FormatInt(owned[perPage-1].Seq, 10)
	}
	p.Later = after > 0
	p.Assets, err = c.things(r, owned)
	return err
}

// things adds the names of those with whom assets are shared.
func (c *Console) things(r *http.Request, owned []store.Asset) ([]thing, error) {
	var ids []string
	for _, a := range owned {
		ids = append(ids, a.SharedWith...)
	}
	names, err := c.Accounts.Names(r.Context(), ids...)
	if err != nil {
		return nil, err
	}
	list := make([]thing, len(owned))
	for i, a := range owned {
		list[i].Asset = a
		for _, id := range a.SharedWith {
			list[i].Guests = append(list[i].Guests, guest{id, names[id]})
		}
	}
	return list, nil
}

// place reads where a list goes on.
func place(r *http.Request, name string) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, api.Invalid("This link does not lead to a page. Begin with the first.")
	}
	return n, nil
}

func (c *Console) setActive(active bool) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		id := r.PathValue("id")
		changed, err := c.Accounts.SetActive(r.Context(), id, active)
		if refusal, ok := errors.AsType[*assets.RefusalError](err); ok {
			return c.showPerson(w, r, v, http.StatusConflict, refused("was not disabled", refusal, id))
		}
		if err != nil {
			return err
		}
		said := " is disabled: nobody gets in with this account, and no session or token of before works any more."
		if active {
			said = " is active again. Sessions and tokens of before stay ended: a new login is needed."
		}
		return c.done(w, r, v, changed.DisplayName+said, personPath(id))
	}
}

// refused tells why the services refuse something, and where that can be mended.
func refused(what string, refusal *assets.RefusalError, id string) page.Problem {
	problem := page.Problem{Text: "The account " + what + ": " + refusal.Detail + "."}
	if refusal.Reason == assets.StillOwning {
		problem.Link = page.Link{Text: "Reassign what they own", Path: personPath(id, "reassign")}
	}
	return problem
}

// unique leaves out what is empty or repeated.
func unique(list []string) []string {
	var kept []string
	for _, s := range list {
		if s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

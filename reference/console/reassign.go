package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/page"
	"github.com/scimproof/scimproof/reference/store"
)

// fewHeirs is how many people are offered at once: more than that are found by searching.
const fewHeirs = 8

// What is to move: everything, what was ticked, or (after ofKind) all of a kind.
const (
	everything = "all"
	ticked     = "chosen"
	ofKind     = "kind:"
)

// choice is what an administrator has chosen in the form of reassigning.
type choice struct {
	What  string
	Asset []string // ids, where What is ticked
	To    string   // id of the new owner
	Query string   // for which they were searched
}

// reassigning is what the form shows.
type reassigning struct {
	choice
	Leaver admin.Person
	Kinds  []owned
	Owned  []thing
	Total  int
	Heirs  []admin.Account
	Others int // people who could inherit as well, and are not shown
}

// Has tells whether an asset is ticked.
func (c choice) Has(id string) bool { return slices.Contains(c.Asset, id) }

// moving is what the preview shows.
type moving struct {
	choice
	Leaver admin.Person
	Heir   admin.Person
	Moving []thing
	Rest   int // what stays with the leaver
}

// Button says what confirming does.
func (m moving) Button() string {
	return fmt.Sprintf("Move %s to %s", count(len(m.Moving), "asset"), m.Heir.DisplayName)
}

func (c *Console) reassignForm(w http.ResponseWriter, r *http.Request, v visit) error {
	return c.showReassign(w, r, v, http.StatusOK, choice{What: everything})
}

// reassignSearch looks for a new owner, and changes nothing else of the form.
func (c *Console) reassignSearch(w http.ResponseWriter, r *http.Request, v visit) error {
	return c.showReassign(w, r, v, http.StatusOK, readChoice(r))
}

func readChoice(r *http.Request) choice {
	return choice{
		What: r.PostForm.Get("what"), Asset: unique(r.PostForm["asset"]),
		To: r.PostForm.Get("to"), Query: strings.TrimSpace(r.PostForm.Get("q")),
	}
}

func (c *Console) showReassign(w http.ResponseWriter, r *http.Request, v visit, status int, chosen choice, problems ...page.Problem) error {
	shown, err := c.reassigning(r, chosen)
	if err != nil {
		return err
	}
	p := c.page(v, "Reassign what "+shown.Leaver.DisplayName+" owns", "", shown)
	p.Above, p.Problems = backTo(shown.Leaver), problems
	return c.site.Show(w, r, status, "reassign", p)
}

func backTo(who admin.Person) page.Link {
	return page.Link{Text: "Back to " + who.DisplayName, Path: personPath(who.ID)}
}

func (c *Console) reassigning(r *http.Request, chosen choice) (reassigning, error) {
	ctx, id := r.Context(), r.PathValue("id")
	leaver, err := c.Accounts.Person(ctx, id, c.Now())
	if err != nil {
		return reassigning{}, err
	}
	list, err := c.estate(ctx, id)
	if err != nil {
		return reassigning{}, err
	}
	things, err := c.things(r, list)
	if err != nil {
		return reassigning{}, err
	}
	heirs, others, err := c.heirs(ctx, id, chosen)
	return reassigning{
		choice: chosen, Leaver: leaver, Kinds: kinds(leaver.Account), Owned: things, Total: len(things), Heirs: heirs, Others: others,
	}, err
}

// estate lists everything that a person owns.
func (c *Console) estate(ctx context.Context, id string) ([]store.Asset, error) {
	return c.Estate.List(ctx, administrator, store.AssetQuery{OwnerID: id, Limit: -1})
}

// heirs finds active people by the text that was searched for; who is chosen already is among them in any case.
func (c *Console) heirs(ctx context.Context, leaver string, chosen choice) ([]admin.Account, int, error) {
	active := true
	found, err := c.Accounts.Search(ctx, admin.Search{Active: &active, Text: chosen.Query, But: leaver, Limit: fewHeirs})
	if err != nil {
		return nil, 0, err
	}
	others := found.Total - len(found.Accounts)
	isChosen := func(a admin.Account) bool { return a.ID == chosen.To }
	if chosen.To == "" || slices.ContainsFunc(found.Accounts, isChosen) {
		return found.Accounts, others, nil
	}
	heir, err := c.Accounts.Person(ctx, chosen.To, c.Now())
	if errors.Is(err, admin.ErrNoAccount) || err == nil && !heir.Active {
		return found.Accounts, others, nil
	}
	return append(found.Accounts, heir.Account), others, err
}

// reassignPreview shows what will move before anything does.
func (c *Console) reassignPreview(w http.ResponseWriter, r *http.Request, v visit) error {
	chosen := readChoice(r)
	list, err := c.estate(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	selected := chosen.pick(list)
	heir, err := c.heir(r, chosen.To)
	if err != nil {
		return err
	}
	if problems := incomplete(selected, heir); len(problems) > 0 {
		return c.showReassign(w, r, v, http.StatusUnprocessableEntity, chosen, problems...)
	}
	return c.showPreview(w, r, v, chosen, heir, selected, len(list))
}

func (c choice) pick(list []store.Asset) []store.Asset {
	var selected []store.Asset
	for _, a := range list {
		kind, byKind := strings.CutPrefix(c.What, ofKind)
		if c.What == everything || byKind && a.Kind == kind || c.What == ticked && c.Has(a.ID) {
			selected = append(selected, a)
		}
	}
	return selected
}

// heir reads the new owner; one without an id where nobody fit to be one was chosen.
func (c *Console) heir(r *http.Request, id string) (admin.Person, error) {
	heir, err := c.Accounts.Person(r.Context(), id, c.Now())
	if errors.Is(err, admin.ErrNoAccount) || err == nil && (!heir.Active || id == r.PathValue("id")) {
		return admin.Person{}, nil
	}
	return heir, err
}

func incomplete(selected []store.Asset, heir admin.Person) []page.Problem {
	var problems []page.Problem
	if len(selected) == 0 {
		problems = append(problems, page.Problem{Text: "Choose what is to move: nothing was selected.", Field: "what-all"})
	}
	if heir.ID == "" {
		problems = append(problems, page.Problem{Text: "Choose who gets it: an active person other than the one who has it.", Field: "q"})
	}
	return problems
}

func (c *Console) showPreview(w http.ResponseWriter, r *http.Request, v visit, chosen choice, heir admin.Person, selected []store.Asset, all int) error {
	leaver, err := c.Accounts.Person(r.Context(), r.PathValue("id"), c.Now())
	if err != nil {
		return err
	}
	things, err := c.things(r, selected)
	if err != nil {
		return err
	}
	shown := moving{choice: chosen, Leaver: leaver, Heir: heir, Moving: things, Rest: all - len(selected)}
	p := c.page(v, "Check what will move", "", shown)
	p.Above = backTo(leaver)
	return c.site.Show(w, r, http.StatusOK, "preview", p)
}

// reassign moves exactly what the preview has shown, or nothing.
func (c *Console) reassign(w http.ResponseWriter, r *http.Request, v visit) error {
	id, to, ids := r.PathValue("id"), r.PostForm.Get("to"), unique(r.PostForm["asset"])
	if len(ids) == 0 {
		return api.Invalid("Nothing was moved: the form names no asset. Begin with the person's page.")
	}
	heir, err := c.heir(r, to)
	if err != nil {
		return err
	}
	err = c.Estate.TransferChosen(r.Context(), id, to, ids)
	if refusal, ok := errors.AsType[*assets.RefusalError](err); ok {
		problem := page.Problem{Text: "Nothing was moved: " + refusal.Detail + ". Choose again: this is how things are now."}
		return c.showReassign(w, r, v, http.StatusConflict, choice{What: everything, To: to}, problem)
	}
	if err != nil {
		return err
	}
	return c.done(w, r, v, fmt.Sprintf("%s moved to %s, with content and sharing as they were.", count(len(ids), "asset"), heir.DisplayName), personPath(id))
}

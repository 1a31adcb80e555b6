package console

import (
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/page"
)

// leaving is what the page that asks before a deletion shows.
type leaving struct {
	Leaver admin.Person
	Kinds  []owned
	// Policy and Heir say what becomes of what they own.
	Policy assets.Policy
	Heir   string
}

// Refused tells whether the deletion would be refused for what they own.
func (l leaving) Refused() bool { return len(l.Kinds) > 0 && l.Policy == assets.RefuseWhileOwning }

func (c *Console) deleteForm(w http.ResponseWriter, r *http.Request, v visit) error {
	return c.showDelete(w, r, v, http.StatusOK)
}

func (c *Console) showDelete(w http.ResponseWriter, r *http.Request, v visit, status int, problems ...page.Problem) error {
	leaver, err := c.Accounts.Person(r.Context(), r.PathValue("id"), c.Now())
	if err != nil {
		return err
	}
	shown := leaving{Leaver: leaver, Kinds: kinds(leaver.Account)}
	shown.Policy, shown.Heir = c.Estate.Policy()
	p := c.page(v, "Delete "+leaver.DisplayName+"?", "", shown)
	p.Above, p.Problems = backTo(leaver), problems
	return c.site.Show(w, r, status, "delete", p)
}

func (c *Console) delete(w http.ResponseWriter, r *http.Request, v visit) error {
	id := r.PathValue("id")
	leaver, err := c.Accounts.Person(r.Context(), id, c.Now())
	if err != nil {
		return err
	}
	err = c.Accounts.Delete(r.Context(), id, "")
	if refusal, ok := errors.AsType[*assets.RefusalError](err); ok {
		return c.showDelete(w, r, v, http.StatusConflict, refused("was not deleted", refusal, id))
	}
	if err != nil {
		return err
	}
	return c.done(w, r, v, "The account of "+leaver.DisplayName+" was deleted. The audit trail keeps what happened to it.", Path)
}

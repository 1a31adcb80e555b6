package faults

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/scimproof/scimproof/reference/connector"
)

// leaving are faults with who leaves, is deleted, and comes back.
var leaving = []row{
	{
		"C40", "client-deletes-never-sent", "Who leaves stays active: the service provider is never told",
		critical, "https://github.com/goauthentik/authentik/issues/20411",
		deeds(func(d *connector.Deeds) {
			d.Leave = func(context.Context, *connector.Account) error { return nil }
			d.Purge = d.Leave
		}),
	},
	{
		"C41", "client-deactivates-again-and-again", "Who leaves is deactivated many times over",
		low, "", afterLeaving(func(ctx context.Context, p connector.Provider, id string) error {
			for range 4 {
				if err := p.Edit(ctx, connector.Users, id, inactive); err != nil {
					return err
				}
			}
			return nil
		}),
	},
	{
		"C42", "client-deletes-without-deactivating", "An account is deleted without having been deactivated",
		high, "", deeds(func(d *connector.Deeds) {
			d.Leave = func(context.Context, *connector.Account) error { return nil }
		}),
	},
	{
		"C42", "client-storms-held-delete", "A deletion that is refused is sent again at once, many times",
		high, "", again(on("DELETE", "/Users"), 5, status(http.StatusConflict)),
	},
	{
		"C42", "client-forces-held-delete", "A deletion that is refused is forced",
		critical, "", wire(func() sending {
			return func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
				response, err := next.RoundTrip(copyOf(r))
				if err != nil || r.Method != http.MethodDelete || response.StatusCode != http.StatusConflict {
					return response, err
				}
				_ = response.Body.Close() // nobody reads it
				r.URL.RawQuery = "force=true"
				return next.RoundTrip(r)
			}
		}),
	},
	{
		"C42", "client-forgets-held-delete", "A deletion that is refused is never tried again",
		medium, "", deeds(func(d *connector.Deeds) {
			honest, refused := d.Purge, map[string]bool{}
			d.Purge = func(ctx context.Context, a *connector.Account) error {
				if refused[a.Key] {
					return nil
				}
				err := honest(ctx, a)
				refused[a.Key] = errors.Is(err, connector.ErrHeld)
				return err
			}
		}),
	},
	{
		"C43", "client-deletes-who-leaves", "Who leaves is deleted at once, whatever time of grace was declared",
		critical, "", afterLeaving(func(ctx context.Context, p connector.Provider, id string) error {
			return p.Delete(ctx, connector.Users, id)
		}),
	},
	{
		"C44", "client-returns-as-new", "Who comes back is created again, although their account is there",
		critical, "", deeds(returningAsNew),
	},
	{
		"C45", "client-reuses-deleted-account", "Who is hired again after the deletion is taken for the account that was deleted",
		high, "", deeds(reusing),
	},
	{
		"C46", "client-ignores-suspension", "Who is suspended stays active",
		high, "", deeds(func(d *connector.Deeds) {
			honest := d.Differences
			d.Differences = func(known, wanted connector.Resource) []connector.Edit {
				return slices.DeleteFunc(honest(known, wanted), func(e connector.Edit) bool {
					return e.Path[0] == "active" && e.Value == false
				})
			}
		}),
	},
	{
		"C47", "client-without-threshold", "However many leave at once, all of them are deactivated",
		critical, "", func(o *connector.Options) { o.Threshold.Percent = 100 },
	},
}

var inactive = []connector.Edit{{Path: []string{"active"}, Value: false}}

// afterLeaving does something more to the account of who has left.
func afterLeaving(more func(ctx context.Context, p connector.Provider, id string) error) adjustment {
	return deeds(func(d *connector.Deeds) {
		honest := d.Leave
		d.Leave = func(ctx context.Context, a *connector.Account) error {
			if err := honest(ctx, a); err != nil || a.ID == "" {
				return err
			}
			return more(ctx, d.Provider, a.ID)
		}
	})
}

// returningAsNew forgets the account of who comes back, and does not look for it.
func returningAsNew(d *connector.Deeds) {
	bring, match, coming := d.Bring, d.Match, map[string]bool{}
	d.Bring = func(ctx context.Context, a *connector.Account) error {
		if a.ID != "" && a.Known["active"] == false && a.Wanted["active"] != false {
			a.ID, a.Known, coming[a.Key] = "", nil, true
		}
		return bring(ctx, a)
	}
	d.Match = func(ctx context.Context, a *connector.Account) (connector.Resource, error) {
		if coming[a.Key] {
			delete(coming, a.Key)
			return nil, nil
		}
		return match(ctx, a)
	}
}

// reusing keeps the id of an account that was deleted, and takes it for that of who has the same userName later.
func reusing(d *connector.Deeds) {
	purge, bring, deleted := d.Purge, d.Bring, map[any]string{}
	d.Purge = func(ctx context.Context, a *connector.Account) error {
		id := a.ID
		err := purge(ctx, a)
		if err == nil && a.ID == "" && id != "" {
			deleted[a.Wanted["userName"]] = id
		}
		return err
	}
	d.Bring = func(ctx context.Context, a *connector.Account) error {
		name := a.Wanted["userName"]
		if id := deleted[name]; a.ID == "" && id != "" {
			a.ID, a.Known = id, connector.Resource{"active": false}
			delete(deleted, name)
		}
		return bring(ctx, a)
	}
}

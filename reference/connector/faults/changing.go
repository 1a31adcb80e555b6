package faults

import (
	"context"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/reference/connector"
)

// changing are faults in how a change is sent.
var changing = []row{
	{
		"C20", "client-patch-without-schema", "A PATCH does not say that it is one",
		medium, "", putting(patches, without("schemas")),
	},
	{
		"C20", "client-capital-operations", "The names of operations begin with a capital",
		low, "https://github.com/langwatch/langwatch/issues/6972", operating(patches, func(o object) {
			op, _ := o["op"].(string)
			o["op"] = strings.ToUpper(op[:1]) + op[1:]
		}),
	},
	{
		"C21", "client-empty-operations", "Who is known already is sent a PATCH without operations as well",
		low, "", deeds(func(d *connector.Deeds) {
			honest := d.Bring
			d.Bring = func(ctx context.Context, a *connector.Account) error {
				known := a.ID != ""
				if err := honest(ctx, a); err != nil || !known {
					return err
				}
				return d.Provider.Edit(ctx, connector.Users, a.ID, nil)
			}
		}),
	},
	{
		"C22", "client-sends-everything", "One change sends all attributes again",
		medium, "", deeds(func(d *connector.Deeds) {
			honest := d.Differences
			d.Differences = func(known, wanted connector.Resource) []connector.Edit {
				edits := honest(known, wanted)
				if len(edits) == 0 {
					return nil
				}
				gone := slices.DeleteFunc(edits, func(e connector.Edit) bool { return e.Value != nil })
				return append(honest(nil, wanted), gone...)
			}
		}),
	},
	{
		"C22", "client-patch-forwarded-as-put", "A change of one attribute is sent as a PUT that has no other",
		high, "https://github.com/wso2/product-is/issues/1745",
		puttingChanges,
	},
	{
		"C22", "client-put-forgets-what-it-read", "A PUT holds only what the directory knows, and takes away all else",
		high, "", forgettingWhatItRead,
	},
	{
		"C23", "client-takes-204-for-failure", "An answer without a body is taken for a failure, and the change sent again",
		medium, "", hearing(patches, func(_ *http.Request, h *heard) {
			if h.status == http.StatusNoContent {
				h.status = http.StatusBadGateway
			}
		}),
	},
	{
		"C23", "client-takes-200-for-failure", "An answer with a body is taken for a failure, and the change sent again",
		medium, "", hearing(patches, func(_ *http.Request, h *heard) {
			if h.status == http.StatusOK {
				h.status = http.StatusBadGateway
			}
		}),
	},
	{
		"C24", "client-manager-by-own-key", "A manager is named by the connector's own key, whether there is an account or not",
		medium, "", deeds(func(d *connector.Deeds) { d.Manager = asKey }),
	},
	{
		"C26", "client-never-clears", "What is empty in the directory is never cleared",
		medium, "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/customize-application-attributes",
		deeds(func(d *connector.Deeds) {
			honest := d.Differences
			d.Differences = func(known, wanted connector.Resource) []connector.Edit {
				return slices.DeleteFunc(honest(known, wanted), func(e connector.Edit) bool { return e.Value == nil })
			}
		}),
	},
	{
		"C26", "client-clears-with-empty-text", "An attribute is cleared by an empty text, which is a value",
		low, "", deeds(func(d *connector.Deeds) {
			honest := d.Differences
			d.Differences = func(known, wanted connector.Resource) []connector.Edit {
				edits := honest(known, wanted)
				for i := range edits {
					if edits[i].Value == nil {
						edits[i].Value = ""
					}
				}
				return edits
			}
		}),
	},
	{
		"C59", "client-writes-every-cycle", "Every cycle sends everybody again, whether they have changed or not",
		high, "", deeds(func(d *connector.Deeds) {
			honest := d.Bring
			d.Bring = func(ctx context.Context, a *connector.Account) error {
				if a.Known != nil {
					a.Known = connector.Resource{}
				}
				return honest(ctx, a)
			}
		}),
	},
}

const coreUser = "urn:ietf:params:scim:schemas:core:2.0:User"

// asKey takes keys for ids.
func asKey(key string) (string, bool) { return key, true }

// forgettingWhatItRead sends a PUT without what only the service provider had.
func forgettingWhatItRead(o *connector.Options) {
	o.Style = connector.Put
	wanted := map[string]connector.Resource{} // by id
	deeds(func(d *connector.Deeds) {
		honest := d.Bring
		d.Bring = func(ctx context.Context, a *connector.Account) error {
			wanted[a.ID] = a.Wanted
			return honest(ctx, a)
		}
	})(o)
	asking(on("PUT", "/Users"), func(r *http.Request) {
		body, known := bodyOf(r), wanted[path.Base(r.URL.Path)]
		maps.DeleteFunc(body, func(name string, _ any) bool { return known[name] == nil && name != "schemas" && name != "active" })
		setBody(r, body)
	})(o)
}

// puttingChanges sends a PUT that has what a PATCH would have changed, and the userName, without which it would be refused.
func puttingChanges(o *connector.Options) {
	names := map[string]any{} // by id
	deeds(func(d *connector.Deeds) {
		honest := d.Bring
		d.Bring = func(ctx context.Context, a *connector.Account) error {
			names[a.ID] = a.Wanted["userName"]
			return honest(ctx, a)
		}
	})(o)
	asking(on("PATCH", "/Users"), func(r *http.Request) {
		whole := object{"schemas": []any{coreUser}}
		if name := names[path.Base(r.URL.Path)]; name != nil {
			whole["userName"] = name
		}
		for _, one := range operationsOf(bodyOf(r)) {
			to, _ := one["path"].(string)
			set(whole, to, one["value"])
		}
		r.Method = http.MethodPut
		setBody(r, whole)
	})(o)
}

// set puts a value at a path into a resource.
func set(whole object, to string, value any) {
	inner, name := whole, to
	cut := strings.LastIndex(to, ":")
	if cut < 0 {
		cut = strings.Index(to, ".")
	}
	if cut >= 0 {
		parent, isObject := whole[to[:cut]].(object)
		if !isObject {
			parent = object{}
			whole[to[:cut]] = parent
		}
		inner, name = parent, to[cut+1:]
	}
	if value != nil {
		inner[name] = value
	}
}

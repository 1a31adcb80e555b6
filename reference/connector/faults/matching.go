package faults

import (
	"context"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/connector"
)

var filtered condition = func(r *http.Request) bool { return lists(r) && strings.Contains(r.URL.RawQuery, "filter=") }

// matching are faults in who is taken for whom.
var matching = []row{
	{
		"C01", "client-creates-without-matching", "People are created without a look whether they are there, and after a conflict as well",
		high, "", deeds(func(d *connector.Deeds) {
			d.Match = func(context.Context, *connector.Account) (connector.Resource, error) { return nil, nil }
			d.Import = func(context.Context) error { return nil }
		}),
	},
	{
		"C10", "client-filter-plus-not-encoded", "A plus in a filter is sent as it is, and read as a space",
		high, "https://github.com/okta/okta-sdk-java/issues/839", rewriting("%2B", "+"),
	},
	{
		"C10", "client-filter-quotes-unescaped", "Quotation marks in a filter are not escaped",
		high, "", rewriting("%5C%22", "%22"),
	},
	{
		"C10", "client-filter-backslash-unescaped", "A backslash in a filter is not escaped",
		medium, "", rewriting("%5C%5C", "%5C"),
	},
	{
		"C10", "client-filter-percent-not-encoded", "A percent sign in a filter is sent as it is, and what follows read as an encoded letter",
		medium, "", rewriting("%25", "%"),
	},
	{
		"C10", "client-filter-ampersand-not-encoded", "An ampersand in a filter is sent as it is, and ends it",
		medium, "", rewriting("%26", "&"),
	},
	{
		"C11", "client-posts-again-after-timeout", "A creation without an answer is sent again without a look whether it was done",
		critical, "", again(on("POST", "/Users", "/Groups"), 1, func(response *http.Response) bool { return response == nil }),
	},
	{
		"C12", "client-loops-on-conflict", "A creation that is a conflict is sent again and again",
		high, "", again(on("POST", "/Users"), 10, status(http.StatusConflict)),
	},
	{
		"C13", "client-id-not-encoded", "An id is put into a path as it is",
		medium, "", asking(on("GET PUT PATCH DELETE", "/Users", "/Groups"), func(r *http.Request) {
			plain := strings.NewReplacer(" ", "%20", "%", "%").Replace(r.URL.Path)
			if plain != r.URL.EscapedPath() {
				r.URL.Opaque = "//" + r.URL.Host + plain
			}
		}),
	},
	{
		"C13", "client-id-of-its-own", "Accounts are addressed by the connector's own key",
		high, "", deeds(func(d *connector.Deeds) { d.Provider = &ownIDs{d.Provider, map[string]string{}} }),
	},
	{
		"C14", "client-changes-external-id", "Every change gives an account another externalId",
		medium, "", deeds(func(d *connector.Deeds) { d.Provider = &shifting{Provider: d.Provider} }),
	},
	{
		"C25", "client-rename-creates", "Who has another userName is created once more",
		critical, "", deeds(func(d *connector.Deeds) {
			honest := d.Bring
			d.Bring = func(ctx context.Context, a *connector.Account) error {
				if a.Known != nil && a.Known["userName"] != a.Wanted["userName"] {
					a.ID, a.Known = "", nil
				}
				return honest(ctx, a)
			}
		}),
	},
	{
		"C54", "client-takes-garbage-for-nobody", "What cannot be read is taken for an empty list, and people are created",
		critical, "", hearing(lists, func(_ *http.Request, h *heard) {
			if h.object() == nil && h.status/100 == 2 {
				h.say(http.StatusOK, object{"totalResults": 0})
			}
		}),
	},
	{
		"C56", "client-takes-the-first", "Whoever comes first in a list is taken for whom was asked for",
		critical, "", hearing(filtered, func(r *http.Request, h *heard) {
			list := h.object()
			found, _ := list["Resources"].([]any)
			name, literal, _ := strings.Cut(r.URL.Query().Get("filter"), " eq ")
			if len(found) == 0 {
				return
			}
			if first, isObject := found[0].(object); isObject {
				first[name] = unquoted(literal)
				h.say(h.status, object{"totalResults": 1, "Resources": []any{first}})
			}
		}),
	},
}

func unquoted(literal string) string {
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(strings.Trim(literal, `"`))
}

// rewriting sends filters in which something is written otherwise.
func rewriting(honest, wrong string) adjustment {
	return asking(filtered, func(r *http.Request) {
		var parts []string
		for part := range strings.SplitSeq(r.URL.RawQuery, "&") {
			if strings.HasPrefix(part, "filter=") {
				part = strings.ReplaceAll(part, honest, wrong)
			}
			parts = append(parts, part)
		}
		r.URL.RawQuery = strings.Join(parts, "&")
	})
}

// ownIDs addresses accounts by their externalId.
type ownIDs struct {
	connector.Provider
	own map[string]string // by the service provider's
}

// Create implements connector.Provider.
func (p *ownIDs) Create(ctx context.Context, kind connector.Kind, r connector.Resource) (connector.Resource, error) {
	made, err := p.Provider.Create(ctx, kind, r)
	id, _ := made["id"].(string)
	if key, _ := r["externalId"].(string); err == nil && key != "" {
		p.own[id] = key
	}
	return made, err
}

// Edit implements connector.Provider.
func (p *ownIDs) Edit(ctx context.Context, kind connector.Kind, id string, edits []connector.Edit) error {
	if own := p.own[id]; own != "" {
		id = own
	}
	return p.Provider.Edit(ctx, kind, id, edits)
}

// shifting changes the externalId with each change.
type shifting struct {
	connector.Provider
	changes int
}

// Edit implements connector.Provider.
func (p *shifting) Edit(ctx context.Context, kind connector.Kind, id string, edits []connector.Edit) error {
	p.changes++
	another := connector.Edit{Path: []string{"externalId"}, Value: "changed-" + id + strings.Repeat("'", p.changes)}
	return p.Provider.Edit(ctx, kind, id, append(edits, another))
}

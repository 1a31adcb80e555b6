package console

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// functions are what the templates call.
func functions() template.FuncMap {
	return template.FuncMap{"source": sourceName, "owns": total, "door": door}
}

func sourceName(a admin.Account) string {
	switch admin.SourceOf(a.Account) {
	case admin.FromSCIM:
		return "SCIM"
	case admin.FromLocal:
		return "Local"
	case admin.FromIDP:
	}
	return "Identity provider"
}

// total counts what an account owns.
func total(a admin.Account) int {
	n := 0
	for _, count := range a.Assets {
		n += count
	}
	return n
}

// count says how many there are of something: "1 asset", "2 assets".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// kinds lists how much an account owns of each kind, in the order of the kinds.
func kinds(a admin.Account) []owned {
	var list []owned
	for _, kind := range assets.Kinds() {
		if n := a.Assets[kind]; n > 0 {
			list = append(list, owned{kind, n})
		}
	}
	return list
}

type owned struct {
	Kind  string
	Count int
}

// Label says how many of which kind: "2 data files".
func (o owned) Label() string {
	return count(o.Count, strings.ReplaceAll(o.Kind, "-", " "))
}

// door says how many credentials of a kind there are: "2 API tokens".
func door(d admin.Door) string {
	if d.Kind == store.APIToken {
		return count(d.Count, "API token")
	}
	return count(d.Count, strings.ReplaceAll(string(d.Kind), "-", " "))
}

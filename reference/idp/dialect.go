package idp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/reference/store"
	"github.com/scimproof/scimproof/reference/wire"
)

// ErrNeverDeletes says that clients of a dialect disable, and delete nobody.
var ErrNeverDeletes = errors.New("clients of this dialect never delete a user")

// dialect is how a client puts on the wire what RFC 7644 lets it say in several ways. The zero value of [Agent] speaks
// the RFC's own.
type dialect string

const (
	rfc   dialect = "rfc"
	entra dialect = "entra"
	okta  dialect = "okta"
)

// Dialects are the names of those that are known, the RFC's own first.
func Dialects() []string { return []string{string(rfc), string(entra), string(okta)} }

// KnownDialect tells whether there is a dialect of that name; the empty name is the RFC's own.
func KnownDialect(name string) bool {
	_, known := dialectOf(name)
	return known
}

func dialectOf(name string) (d dialect, known bool) {
	switch d = dialect(name); d {
	case "":
		return rfc, true
	case rfc, entra, okta:
		return d, true
	}
	return rfc, false
}

// neverDeletes: Okta disables whoever leaves, and sends no DELETE for users (Okta, SCIM FAQ).
func (d dialect) neverDeletes() bool { return d == okta }

func (d dialect) userAgent() string {
	if d == okta {
		return "Okta SCIM Client 1.0.0"
	}
	return "scimproof-reference-agent"
}

// query is what goes beside the filter: Okta always asks for a page (Okta, SCIM 2.0 reference).
func (d dialect) query() url.Values {
	if d == okta {
		return url.Values{"startIndex": {"1"}, "count": {"100"}}
	}
	return nil
}

// user is the body that creates a user.
func (d dialect) user(p store.Person) object {
	user := profile(p)
	user["schemas"] = []string{wire.UserURN}
	user["active"] = true
	switch d {
	case entra: // sends meta, empty roles, and no password (Entra ID, SCIM tutorial)
		user["schemas"] = []string{wire.UserURN, wire.EnterpriseURN}
		user["meta"], user["roles"] = object{"resourceType": "User"}, []object{}
		return user
	case rfc:
	case okta: // sends groups, a locale, and a password even where none is synchronized (Okta, SCIM 2.0 reference)
		user["locale"], user["groups"], user["password"] = "en-US", []object{}, rand.Text()
	}
	if p.Password != "" {
		user["password"] = p.Password
	}
	return user
}

// profile are the attributes that the directory governs.
func profile(p store.Person) object {
	full := strings.TrimSpace(p.GivenName + " " + p.FamilyName)
	user := object{"userName": p.UserName, "externalId": p.ID}
	if full != "" {
		user["displayName"] = full
		user["name"] = object{"givenName": p.GivenName, "familyName": p.FamilyName, "formatted": full}
	}
	if p.Email != "" {
		user["emails"] = []object{{"value": p.Email, "type": "work", "primary": true}}
	}
	return user
}

func (d dialect) update(ctx context.Context, a *Agent, id string, p store.Person) (int, error) {
	switch d {
	case entra:
		return a.patch(ctx, id, entraChanges(p)...)
	case okta:
		return a.mergeByPut(ctx, id, p)
	default:
		user := profile(p)
		user["active"] = true
		return a.patch(ctx, id, object{"op": "replace", "value": user})
	}
}

// entraChanges are one operation per attribute, with operations in capitals and active as text (Entra ID, known issues of
// SCIM compliance; without the flag aadOptscim062020).
func entraChanges(p store.Person) []object {
	replace := func(path, value string) object { return object{"op": "Replace", "path": path, "value": value} }
	changes := []object{replace("userName", p.UserName), replace("externalId", p.ID)}
	if full := strings.TrimSpace(p.GivenName + " " + p.FamilyName); full != "" {
		changes = append(changes, replace("displayName", full), replace("name.formatted", full),
			replace("name.givenName", p.GivenName), replace("name.familyName", p.FamilyName))
	}
	if p.Email != "" {
		changes = append(changes, object{"op": "Add", "path": `emails[type eq "work"].value`, "value": p.Email})
	}
	return append(changes, replace("active", "True"))
}

// mergeByPut enables a user, reads them, and sends them back whole with what the directory governs laid over (Okta, SCIM
// 2.0 reference).
func (a *Agent) mergeByPut(ctx context.Context, id string, p store.Person) (int, error) {
	status, err := a.patch(ctx, id, activation(true))
	if err != nil {
		return status, err
	}
	path := "/Users/" + url.PathEscape(id)
	user := object{}
	if status, err = a.send(ctx, http.MethodGet, path, nil, &user); err != nil {
		return status, fmt.Errorf("reading a user: %w", err)
	}
	maps.Copy(user, profile(p))
	if status, err = a.send(ctx, http.MethodPut, path, user, nil); err != nil {
		return status, fmt.Errorf("replacing a user: %w", err)
	}
	return status, nil
}

func (d dialect) disable() []object {
	switch d {
	case entra:
		return []object{{"op": "Replace", "path": "active", "value": "False"}}
	case okta:
		return []object{activation(false)}
	default:
		return []object{{"op": "replace", "path": "active", "value": false}}
	}
}

func activation(active bool) object {
	return object{"op": "replace", "value": object{"active": active}}
}

package faults

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// learn watches an exchange.
func (m *memory) learn(r *request) *response {
	a := r.forward()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !r.scim {
		m.learnOther(r, a)
		return a
	}
	if authorization := r.Header.Get("Authorization"); authorization != "" && m.scim == "" && r.path != me && a.status != http.StatusUnauthorized {
		m.scim = authorization
	}
	if a.ok() {
		m.learnUser(r, a)
		m.learnGroup(r, a)
	}
	return a
}

// authorization is the one that lets the run in.
func (m *memory) authorization() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.scim
}

func (m *memory) learnUser(r *request, a *response) {
	if r.isTo(users) && r.Method == http.MethodPost {
		sent := r.object()
		made := &account{id: textAt(a.object(), "id"), client: r.client(), made: sent, authorization: r.Header.Get("Authorization")}
		made.adopt(sent)
		made.inactive = sent["active"] == false
		m.accounts[made.id] = made
		return
	}
	known, ok := m.accounts[r.id()]
	if !ok || !r.isTo(user) {
		return
	}
	switch r.Method {
	case http.MethodPut:
		known.adopt(r.object())
		if active, ok := known.sent["active"].(bool); ok {
			known.become(active, put)
		}
	case http.MethodPatch:
		known.patched(r)
	case http.MethodDelete:
		known.deleted, known.left = true, erasure
	}
}

// adopt takes over a whole representation.
func (a *account) adopt(sent object) {
	a.sent, a.userName = sent, textAt(sent, "userName")
	if password := textAt(sent, "password"); password != "" {
		a.password = password
	}
}

func (a *account) patched(r *request) {
	a.changes++
	for _, o := range operationsOf(r) {
		by := patchWithPath
		values := object{o.path(): o.object["value"]}
		if whole, ok := o.object["value"].(object); ok && o.path() == "" {
			by, values = patchWithoutPath, whole
		}
		if active, ok := values["active"].(bool); ok {
			a.become(active, by)
		}
		if userName := textAt(values, "userName"); userName != "" {
			a.userName = userName
		}
		if password := textAt(values, "password"); password != "" {
			a.password = password
		}
	}
}

// become is a deactivation or an activation. Who was made inactive has not left.
func (a *account) become(active bool, by road) {
	switch {
	case !active && !a.inactive:
		a.left, a.returned = by, false
	case active && a.inactive:
		a.returned = true
	}
	a.inactive = !active
}

func (m *memory) learnGroup(r *request, a *response) {
	document := a.object()
	id := textAt(document, "id")
	if id == "" || !r.isTo(groups) && !r.isTo(group) || r.Method == http.MethodGet {
		return
	}
	known, ok := m.groups[id]
	if !ok {
		known = &membership{id: id, client: r.client()}
		m.groups[id] = known
	}
	known.now = idsIn(document["members"])
	for _, member := range known.now {
		if !slices.Contains(known.ever, member) {
			known.ever = append(known.ever, member)
		}
	}
}

// learnOther learns from logins and from what people own.
func (m *memory) learnOther(r *request, a *response) {
	switch {
	case !a.ok():
	case r.isTo("/login"):
		m.hold(cookieOf(a), session, m.idOf(loginOf(r).name))
	case r.isTo("/oauth/token"):
		m.learnTokens(r, a)
	case r.isTo(nativeUsers) && r.Method == http.MethodPost:
		made := r.object()
		known := &localAccount{textAt(a.object(), "id"), textAt(made, "userName"), textAt(made, "email"), r.Header.Get("Authorization")}
		m.locals[known.id] = known
	case r.isTo("/api/v1/tokens") && r.Method == http.MethodPost:
		m.hold(textAt(a.object(), "token"), apiToken, m.holders[credentialOf(r)].user)
	case r.isTo("/api/v1/assets") && r.Method == http.MethodPost:
		m.learnAsset(r, a.object())
	case r.isTo(sweepPath):
		moved, _ := a.object()["ids"].([]any)
		m.learnTransfer(r, moved)
	case r.isTo(transferPath):
		m.learnTransfer(r, []any{a.object()["id"]})
	}
}

func (m *memory) learnTokens(r *request, a *response) {
	form := formOf(r)
	owner := m.idOf(form.Get("username"))
	if used := form.Get("refresh_token"); used != "" {
		owner = m.holders[used].user
	}
	m.hold(textAt(a.object(), "access_token"), accessToken, owner)
	m.hold(textAt(a.object(), "refresh_token"), refreshToken, owner)
}

func (m *memory) hold(credential, kind, owner string) {
	if credential != "" {
		m.holders[credential] = holder{kind, owner}
	}
}

// idOf is the id behind a userName; the caller has the lock.
func (m *memory) idOf(userName string) string {
	for id, known := range m.accounts {
		if strings.EqualFold(known.userName, userName) && !known.deleted && known.authorization == m.scim {
			return id
		}
	}
	return ""
}

func (m *memory) learnAsset(r *request, made object) {
	owner := textAt(made, "ownerId")
	known := &asset{id: textAt(made, "id"), kind: textAt(made, "kind"), client: r.client(), maker: owner, owner: owner}
	shared, _ := made["sharedWith"].([]any)
	for _, id := range shared {
		known.shared = append(known.shared, fmt.Sprint(id))
	}
	m.assets[known.id] = known
}

func (m *memory) learnTransfer(r *request, moved []any) {
	for _, id := range moved {
		if known, ok := m.assets[fmt.Sprint(id)]; ok {
			known.owner = textAt(r.object(), "ownerId")
		}
	}
}

// attempt is what somebody gives to log in.
type attempt struct{ name, password string }

func loginOf(r *request) attempt {
	if document := r.object(); document != nil {
		return attempt{textAt(document, "username"), textAt(document, "password")}
	}
	form := formOf(r)
	return attempt{form.Get("username"), form.Get("password")}
}

func formOf(r *request) url.Values {
	form, _ := url.ParseQuery(string(r.body)) // what cannot be read is no form
	return form
}

func cookieOf(a *response) string {
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == session {
			return cookie.Value
		}
	}
	return ""
}

// credentialOf is the session or the token that a request shows.
func credentialOf(r *request) string {
	if cookie, err := r.Cookie(session); err == nil {
		return cookie.Value
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return token
}

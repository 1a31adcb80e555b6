package openid

import (
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// How long things last at the provider.
const (
	requestLifetime = 10 * time.Minute
	codeLifetime    = time.Minute
	tokenLifetime   = 5 * time.Minute
	sessionLifetime = 8 * time.Hour
)

// maxRequests bounds the logins that strangers may have begun at once.
const maxRequests = 10_000

var (
	errUnknown = errors.New("unknown, used or expired")
	errTooMany = errors.New("too many logins have begun and not ended")
)

// ledger is what the provider remembers, until the program ends. Each entry belongs to one connection, and is nothing to
// another.
type ledger struct {
	mu       sync.Mutex
	now      func() time.Time
	requests map[string]*request
	codes    map[string]grant // by the digest of the code
	tokens   map[string]grant // by id
	sessions map[string]grant // by the digest of the cookie
}

// grant is something that was given to a person, or for a login.
type grant struct {
	connection, person string
	request            string // codes only
	scopes             []string
	given, expires     time.Time
}

func newLedger(now func() time.Time) *ledger {
	return &ledger{
		now: now, requests: map[string]*request{}, codes: map[string]grant{}, tokens: map[string]grant{}, sessions: map[string]grant{},
	}
}

// begin notes a login that has begun.
func (l *ledger) begin(at place, asked *oidc.AuthRequest) (*request, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forgetExpired()
	if len(l.requests) >= maxRequests {
		return nil, errTooMany
	}
	r := &request{id: rand.Text(), connection: at.connection, browser: at.browser, asked: *asked, expires: l.now().Add(requestLifetime)}
	l.requests[r.id] = r
	return r.copy(), nil
}

// find gives a login that has begun in this connection and, unless it is empty, by this browser.
func (l *ledger) find(connection, browser, id string) (*request, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, known := l.requests[id]
	if !known || r.connection != connection || browser != r.browser || !l.now().Before(r.expires) {
		return nil, errUnknown
	}
	return r.copy(), nil
}

// finish notes who has logged in, and when.
func (l *ledger) finish(id, person string, when time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r, known := l.requests[id]; known {
		r.person, r.when = person, when
	}
}

// issue notes a code for a login.
func (l *ledger) issue(connection, id, code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.codes[digest(code)] = grant{connection: connection, request: id, given: now, expires: now.Add(codeLifetime)}
}

// redeem gives the login of a code, once.
func (l *ledger) redeem(connection, code string) (*request, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	given, known := l.codes[digest(code)]
	delete(l.codes, digest(code))
	r, begun := l.requests[given.request]
	if !known || !begun || given.connection != connection || !l.now().Before(given.expires) {
		return nil, errUnknown
	}
	return r.copy(), nil
}

// end forgets a login.
func (l *ledger) end(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.requests, id)
}

// give notes an access token.
func (l *ledger) give(connection, person string, scopes []string) (id string, expires time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, now := rand.Text(), l.now()
	expires = now.Add(tokenLifetime)
	l.tokens[id] = grant{connection: connection, person: person, scopes: scopes, given: now, expires: expires}
	return id, expires
}

// token gives what an access token of this connection was given for.
func (l *ledger) token(connection, id string) (grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.valid(l.tokens, connection, id)
}

// open begins a session, and gives the secret of its cookie.
func (l *ledger) open(connection, person string) (secret string, when time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	secret, when = rand.Text(), l.now()
	l.sessions[digest(secret)] = grant{connection: connection, person: person, given: when, expires: when.Add(sessionLifetime)}
	return secret, when
}

// session gives whose session of this connection it is, and since when.
func (l *ledger) session(connection, digested string) (grant, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.valid(l.sessions, connection, digested)
}

// close ends a session, and every token of its person.
func (l *ledger) close(connection, person, digested string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sessions, digested)
	for id, t := range l.tokens {
		if t.connection == connection && t.person == person {
			delete(l.tokens, id)
		}
	}
}

// forget ends everything of a person, logins that have begun too.
func (l *ledger) forget(connection, person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, r := range l.requests {
		if r.connection == connection && r.person == person {
			delete(l.requests, id)
		}
	}
	for _, of := range []map[string]grant{l.tokens, l.sessions} {
		for key, g := range of {
			if g.connection == connection && g.person == person {
				delete(of, key)
			}
		}
	}
}

func (l *ledger) valid(of map[string]grant, connection, key string) (grant, error) {
	found, known := of[key]
	if !known || found.connection != connection || !l.now().Before(found.expires) {
		return grant{}, errUnknown
	}
	return found, nil
}

func (l *ledger) forgetExpired() {
	now := l.now()
	for id, r := range l.requests {
		if !now.Before(r.expires) {
			delete(l.requests, id)
		}
	}
	for _, of := range []map[string]grant{l.codes, l.tokens, l.sessions} {
		for key, g := range of {
			if !now.Before(g.expires) {
				delete(of, key)
			}
		}
	}
}

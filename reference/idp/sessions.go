package idp

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// The cookie of an administrator, and for how long it is good. A restart ends every session.
const (
	adminCookie   = "idp_admin"
	adminLifetime = 8 * time.Hour
)

// sessions are those of administrators, by the digest of their secret.
type sessions struct {
	now func() time.Time
	mu  sync.Mutex
	all map[[sha256.Size]byte]*session
}

type session struct {
	ends   time.Time
	notice string // to be shown once
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, all: map[[sha256.Size]byte]*session{}}
}

// begin starts a session, and answers its secret. Those that are over are forgotten.
func (s *sessions) begin() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for digest, old := range s.all {
		if !s.now().Before(old.ends) {
			delete(s.all, digest)
		}
	}
	secret := rand.Text()
	s.all[sha256.Sum256([]byte(secret))] = &session{ends: s.now().Add(adminLifetime)}
	return secret
}

// open tells whether a secret is that of a session that goes on.
func (s *sessions) open(secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.all[sha256.Sum256([]byte(secret))]
	return known && s.now().Before(found.ends)
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, sha256.Sum256([]byte(secret)))
}

// leave keeps a notice for the next page of a session.
func (s *sessions) leave(secret, notice string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, known := s.all[sha256.Sum256([]byte(secret))]; known {
		found.notice = notice
	}
}

// take answers the notice that was left, once.
func (s *sessions) take(secret string) (notice string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, known := s.all[sha256.Sum256([]byte(secret))]; known {
		notice, found.notice = found.notice, ""
	}
	return notice
}

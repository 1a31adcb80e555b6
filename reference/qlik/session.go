package qlik

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// audience is whom a JWT is for that opens a session.
const audience = "qlik.api/login/jwt-session"

// loggedIn is the action in the audit trail by which the tenant remembers that somebody has been here themselves.
const loggedIn = "user.logged-in"

// leeway is by how much clocks may differ.
const leeway = time.Minute

// algorithms are those of a JWT: asymmetric ones, for the tenant holds a public key only.
func algorithms() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.ES256, jose.ES384, jose.ES512}
}

func publicKey(text []byte) (crypto.PublicKey, error) {
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		return nil, errors.New("the public key of the identity provider is not PEM")
	case block.Type == "CERTIFICATE": // as the product's own tutorial makes one
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("reading the certificate of the identity provider: %w", err)
		}
		return certificate.PublicKey, nil
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("reading the public key of the identity provider: %w", err)
	}
	return key, nil
}

// claims are what a JWT says beside what every one does.
type claims struct {
	SubType string `json:"subType"`
}

// startSession lets somebody in by a JWT of the identity provider. The product may create who is unknown; this face
// lets in only who has an account, so that a leaver cannot come back by this door.
func (f *face) startSession(w http.ResponseWriter, r *http.Request) error {
	subject, err := f.subject(api.Bearer(r))
	if err != nil {
		return err
	}
	id, err := f.bySubject(r.Context(), subject)
	if err != nil {
		return err
	}
	session, who, err := f.logins.Issue(r.Context(), id, store.Session)
	if errors.Is(err, login.ErrRefused) {
		return notLetIn()
	}
	if err != nil {
		return err
	}
	if err := f.remember(r.Context(), who); err != nil {
		return err
	}
	f.setCookie(w, sessionCookie, session, true)
	f.setCookie(w, csrfCookie, f.sign("csrf "+session), false)
	w.WriteHeader(http.StatusOK)
	return nil
}

// notLetIn is the answer to whoever has no session to get. Its text for somebody who is disabled is not documented.
func notLetIn() error {
	return &refusal{http.StatusUnauthorized, "LOGIN-401", "Unauthorized", "the JWT opens no session"}
}

// subject checks a JWT and answers whom it is about.
func (f *face) subject(token string) (string, error) {
	parsed, err := jwt.ParseSigned(token, algorithms())
	if err != nil || len(parsed.Headers) != 1 || parsed.Headers[0].KeyID != f.options.KeyID {
		return "", notLetIn()
	}
	var usual jwt.Claims
	var more claims
	if err := parsed.Claims(f.key, &usual, &more); err != nil {
		return "", notLetIn()
	}
	wanted := jwt.Expected{Issuer: f.options.Issuer, AnyAudience: jwt.Audience{audience}, Time: f.now()}
	if err := usual.ValidateWithLeeway(wanted, leeway); err != nil || usual.Expiry == nil || more.SubType != "user" {
		return "", notLetIn()
	}
	return usual.Subject, nil
}

// bySubject answers the id of the account of a subject, which is the userName; "" where there is none.
func (f *face) bySubject(ctx context.Context, subject string) (string, error) {
	var id string
	err := f.store.View(ctx, func(tx *store.Tx) error {
		who, err := account.Directory{}.AccountByUserName(tx, subject)
		id = who.ID
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return id, err
}

// remember notes that somebody has logged in: until then, who came by SCIM is only provisioned.
func (f *face) remember(ctx context.Context, who account.Account) error {
	return f.store.Update(ctx, func(tx *store.Tx) error {
		return tx.AppendAudit(store.Event{
			At: f.now().UTC(), Actor: who.ID, Action: loggedIn, UserID: who.ID, Detail: "they logged in by a JWT",
		})
	})
}

func (f *face) setCookie(w http.ResponseWriter, name, value string, hidden bool) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever the tenant is reached by https; the page has to read the CSRF token
		Name: name, Value: value, Path: "/", MaxAge: int(login.SessionLifetime / time.Second),
		HttpOnly: hidden, Secure: f.isSecure(), SameSite: http.SameSiteLaxMode,
	})
}

func (f *face) isSecure() bool { return len(f.publicURL) > 6 && f.publicURL[:6] == "https:" }

// csrfToken answers 204 with the token of the caller's session in a header.
func (f *face) csrfToken(w http.ResponseWriter, r *http.Request) error {
	sid, err := r.Cookie(sessionCookie)
	if err != nil {
		return notFound(platform, "there is no session")
	}
	if _, err := f.check(r, sid.Value, store.Session); err != nil {
		return err
	}
	w.Header().Set(csrfHeader, f.sign("csrf "+sid.Value))
	return api.NoContent(w)
}

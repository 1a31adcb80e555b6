package qlik

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// impersonation is the grant by which an OAuth client acts as somebody.
const impersonation = "urn:qlik:oauth:user-impersonation"

// grantRequest is what the token endpoint takes, as JSON.
type grantRequest struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	GrantType    string `json:"grant_type"`
	Scope        string `json:"scope"`
	UserLookup   struct {
		Field string `json:"field"`
		Value string `json:"value"`
	} `json:"user_lookup"`
}

// grant is what it issues.
type grant struct {
	AccessToken string    `json:"access_token"`
	TokenType   string    `json:"token_type"`
	ExpiresIn   int       `json:"expires_in"`
	ExpiresAt   time.Time `json:"expires_at"`
	Scope       string    `json:"scope"`
}

func (f *face) token(w http.ResponseWriter, r *http.Request) error {
	var asked grantRequest
	if err := read(w, r, logins, &asked); err != nil {
		return err
	}
	if asked.ClientID != f.options.ClientID || !api.SameSecret(asked.ClientSecret, f.options.ClientSecret) {
		return &refusal{http.StatusUnauthorized, "invalid_client", "The OAuth client is unknown, or its secret wrong", ""}
	}
	switch asked.GrantType {
	case "client_credentials":
		scopes := scopesOf(asked.Scope)
		return f.answerGrant(w, f.clientToken(scopes), scopes)
	case impersonation:
		return f.impersonate(w, r, asked)
	}
	return &refusal{http.StatusBadRequest, "unsupported_grant_type", "The grant type is not supported", ""}
}

func scopesOf(text string) []string {
	if text == "" {
		return []string{"user_default"}
	}
	return strings.Fields(text)
}

func (f *face) answerGrant(w http.ResponseWriter, token string, scopes []string) error {
	return api.Write(w, http.StatusOK, grant{
		token, "bearer", int(login.AccessLifetime / time.Second), f.now().UTC().Add(login.AccessLifetime), strings.Join(scopes, " "),
	})
}

// impersonate issues an access token of somebody's. It is no login of theirs: who was only provisioned stays so.
func (f *face) impersonate(w http.ResponseWriter, r *http.Request, asked grantRequest) error {
	id := accountID(asked.UserLookup.Value)
	switch asked.UserLookup.Field {
	case "userId":
	case "subject":
		who, err := f.bySubject(r.Context(), asked.UserLookup.Value)
		if err != nil {
			return err
		}
		id = who
	default:
		return invalid(logins, "user_lookup.field must be userId or subject")
	}
	token, _, err := f.logins.Issue(r.Context(), id, store.AccessToken)
	if errors.Is(err, login.ErrRefused) {
		return forbidden(logins, "the user cannot be impersonated")
	}
	if err != nil {
		return err
	}
	return f.answerGrant(w, token, scopesOf(asked.Scope))
}

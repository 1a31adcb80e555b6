package qlik

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/login"
	"github.com/scimproof/scimproof/reference/store"
)

// SCIMPath is where a tenant with this face serves SCIM, unless it is told otherwise. The product's own path is not public, so this one is like
// nothing that is documented: a client has to be told.
const SCIMPath = "/provisioning/entry/scim/v2"

// Options are what an administrator of the product would configure. All of it is required but SCIMPath.
type Options struct {
	// ClientID and ClientSecret are those of an OAuth client with the grants client_credentials and
	// urn:qlik:oauth:user-impersonation.
	ClientID, ClientSecret string
	// Issuer, KeyID and PublicKey (PEM, a certificate will do) are an identity provider of the protocol jwtAuth.
	Issuer, KeyID string
	PublicKey     []byte
	// SCIMPath is where SCIM is served; SCIMPath where empty.
	SCIMPath string
}

// As turns the options of a tenant into those of one that shows itself as Qlik Cloud: it leaves the assets of a deleted
// person without an owner, and asks nobody to hand over a space before they are disabled.
func As(tenant reference.Options, o Options) (reference.Options, error) {
	if o.ClientID == "" || o.ClientSecret == "" || o.Issuer == "" || o.KeyID == "" {
		return tenant, errors.New("the face of Qlik Cloud needs an OAuth client, and the issuer and the key of an identity provider")
	}
	key, err := publicKey(o.PublicKey)
	if err != nil {
		return tenant, err
	}
	tenant.DeletionPolicy, tenant.WorkspacesMayBeLeft = assets.Orphan, true
	tenant.Face = &reference.Face{
		SCIMPath: cmp.Or(o.SCIMPath, SCIMPath),
		Make:     func(inside reference.Interior) (http.Handler, error) { return newFace(inside, o, key), nil },
	}
	return tenant, nil
}

// face serves the endpoints.
type face struct {
	options   Options
	key       any // the public key of the identity provider
	store     *store.Store
	logins    *login.Service
	works     *assets.Service
	accounts  *admin.Service
	adminKey  string // an API key of a tenant administrator
	publicURL string
	tenantID  string
	now       func() time.Time
	log       *slog.Logger
	secret    []byte // signs tokens of the OAuth client and CSRF tokens, for as long as the face lives
	mux       *http.ServeMux
}

func newFace(inside reference.Interior, o Options, key any) *face {
	f := &face{
		options: o, key: key,
		store: inside.Store, logins: inside.Logins, works: inside.Works, accounts: inside.Accounts,
		adminKey: inside.AdminToken, publicURL: inside.PublicURL, tenantID: "t" + fmt.Sprintf("%x", sha256.Sum256([]byte(o.Issuer)))[:23],
		now: inside.Now, log: inside.Log, secret: make([]byte, sha256.Size), mux: http.NewServeMux(),
	}
	_, _ = rand.Read(f.secret) // documented never to fail
	f.registerLogin()
	f.registerUsers()
	f.registerAssets()
	return f
}

func (f *face) registerLogin() {
	f.handle("POST /oauth/token", f.token)
	f.handle("POST /login/jwt-session", f.startSession)
	f.handle("GET /api/v1/csrf-token", f.csrfToken)
	f.handle("POST /api/v1/api-keys", f.asPerson(f.createKey))
	f.handle("GET /api/v1/api-keys", f.known(f.listKeys))
	f.handle("DELETE /api/v1/api-keys/{id}", f.known(f.deleteKey))
}

func (f *face) registerUsers() {
	f.handle("GET /api/v1/users", f.asAdministrator(f.listUsers))
	f.handle("GET /api/v1/users/me", f.asPerson(f.me))
	f.handle("GET /api/v1/users/actions/count", f.asAdministrator(f.countUsers))
	f.handle("GET /api/v1/users/{id}", f.asAdministrator(f.getUser))
	f.handle("PATCH /api/v1/users/{id}", f.asAdministrator(f.patchUser))
	f.handle("DELETE /api/v1/users/{id}", f.asAdministrator(f.deleteUser))
	f.handle("GET /api/v1/audits", f.asAdministrator(f.listAudits))
}

func (f *face) registerAssets() {
	f.handle("GET /api/v1/items", f.known(f.listItems))
	f.handle("POST /api/v1/apps", f.asPerson(f.createApp))
	f.handle("GET /api/v1/apps/{id}", f.known(f.getApp))
	f.handle("PUT /api/v1/apps/{id}/owner", f.known(f.changeAppOwner))
	f.handle("DELETE /api/v1/apps/{id}", f.known(f.deleteApp))
	f.handle("POST /api/v1/data-connections", f.asPerson(f.createConnection))
	f.handle("GET /api/v1/data-connections", f.known(f.listConnections))
	f.handle("GET /api/v1/data-connections/{id}", f.known(f.getConnection))
	f.handle("POST /api/v1/data-connections/actions/update", f.known(f.updateConnections))
	f.handle("DELETE /api/v1/data-connections/{id}", f.known(f.deleteAsset(connections)))
	f.handle("POST /api/v1/data-files", f.asPerson(f.createFile))
	f.handle("GET /api/v1/data-files", f.known(f.listFiles))
	f.handle("GET /api/v1/data-files/{id}", f.known(f.getFile))
	f.handle("POST /api/v1/data-files/{id}/actions/change-owner", f.known(f.changeFileOwner))
	f.handle("DELETE /api/v1/data-files/{id}", f.known(f.deleteAsset(files)))
	f.handle("POST /api/v1/spaces", f.asPerson(f.createSpace))
	f.handle("GET /api/v1/spaces", f.known(f.listSpaces))
	f.handle("GET /api/v1/spaces/{id}", f.known(f.getSpace))
	f.handle("PATCH /api/v1/spaces/{id}", f.known(f.patchSpace))
	f.handle("DELETE /api/v1/spaces/{id}", f.known(f.deleteAsset(spaces)))
	f.handle("POST /api/v1/automations", f.asPerson(f.createAutomation))
	f.handle("GET /api/v1/automations", f.known(f.listAutomations))
	f.handle("GET /api/v1/automations/{id}", f.known(f.getAutomation))
	f.handle("POST /api/v1/automations/{id}/actions/change-owner", f.known(f.changeAutomationOwner))
	f.handle("DELETE /api/v1/automations/{id}", f.known(f.deleteAsset(automations)))
}

// ServeHTTP implements http.Handler. What is not served is refused in the manner of the product too.
func (f *face) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := f.mux.Handler(r); pattern == "" {
		writeError(w, notFound(platform, "there is no such endpoint"))
		return
	}
	f.mux.ServeHTTP(w, r)
}

// sign answers what only this face can have made of a text.
func (f *face) sign(text string) string {
	mac := hmac.New(sha256.New, f.secret)
	_, _ = mac.Write([]byte(text)) // documented never to fail
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

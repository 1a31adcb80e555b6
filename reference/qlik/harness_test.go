package qlik_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/scimproof/scimproof/reference"
	"github.com/scimproof/scimproof/reference/qlik"
)

type object = map[string]any

const (
	scimToken    = "scim-key-of-the-tests"
	clientID     = "client-of-the-tests"
	clientSecret = "secret-of-the-tests"
	issuer       = "https://idp.example.com"
	keyID        = "key-1"
)

// tenant is a tenant that shows itself as Qlik Cloud.
type tenant struct {
	t       *testing.T
	handler http.Handler
	signer  jose.Signer
	admin   string // an administrator's access token
}

func open(t *testing.T) *tenant {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	options, err := qlik.As(reference.Options{SCIMToken: scimToken}, qlik.Options{
		ClientID: clientID, ClientSecret: clientSecret, Issuer: issuer, KeyID: keyID,
		PublicKey: pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}),
	})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := reference.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	tn := &tenant{t: t, handler: opened.Handler(), signer: signerOf(t, private, keyID)}
	tn.admin, _ = tn.want(200, request{method: "POST", path: "/oauth/token", body: object{
		"client_id": clientID, "client_secret": clientSecret, "grant_type": "client_credentials", "scope": "admin_classic",
	}, schema: "token"}).body["access_token"].(string)
	return tn
}

func signerOf(t *testing.T, key any, kid string) jose.Signer {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", kid))
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// claims are those of a JWT that opens a session.
func claims(subject string) object {
	return object{
		"iss": issuer, "aud": "qlik.api/login/jwt-session", "sub": subject, "subType": "user", "name": subject,
		"email": subject + "@example.com", "email_verified": true, "jti": rand.Text(),
		"iat": time.Now().Unix(), "nbf": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
}

func (tn *tenant) jwt(signer jose.Signer, c object) string {
	tn.t.Helper()
	text, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		tn.t.Fatal(err)
	}
	return text
}

type request struct {
	method, path, bearer, cookie, csrf string
	body                               any
	media                              string
	schema                             string // of the answer
}

type answer struct {
	*http.Response
	body object
	text string
}

func (a answer) id() string {
	attributes, _ := a.body["attributes"].(object)
	for _, at := range []any{a.body["id"], a.body["qID"], attributes["id"]} {
		if id, ok := at.(string); ok {
			return id
		}
	}
	return ""
}

func (a answer) data() []any {
	list, _ := a.body["data"].([]any)
	return list
}

// want sends a request, and wants that status and an answer of that shape. Every refusal has the shape of errors.
func (tn *tenant) want(status int, r request) answer {
	tn.t.Helper()
	recorder := httptest.NewRecorder()
	tn.handler.ServeHTTP(recorder, tn.request(r))
	got := answer{Response: recorder.Result(), text: recorder.Body.String()}
	if got.StatusCode != status {
		tn.t.Fatalf("%s %s was answered %d %s, want %d", r.method, r.path, got.StatusCode, got.text, status)
	}
	if status >= 400 && !strings.HasPrefix(r.path, qlik.SCIMPath) {
		r.schema = "errors"
	}
	if got.text != "" {
		if err := json.Unmarshal([]byte(got.text), &got.body); err != nil {
			tn.t.Fatalf("%s %s: %v", r.method, r.path, err)
		}
		if r.schema == "" && !strings.HasPrefix(r.path, qlik.SCIMPath) {
			tn.t.Fatalf("%s %s answered a body, and no schema is named", r.method, r.path)
		}
	}
	if r.schema != "" {
		tn.mustHold(r, got.text)
	}
	return got
}

func (tn *tenant) request(r request) *http.Request {
	tn.t.Helper()
	var body []byte
	switch b := r.body.(type) {
	case nil:
	case string:
		body = []byte(b)
	default:
		var err error
		if body, err = json.Marshal(b); err != nil {
			tn.t.Fatal(err)
		}
	}
	sent := httptest.NewRequestWithContext(tn.t.Context(), r.method, "http://tenant.example.com"+r.path, bytes.NewReader(body))
	sent.Header.Set("Content-Type", "application/json")
	for name, value := range map[string]string{"Content-Type": r.media, "Cookie": r.cookie, "Qlik-Csrf-Token": r.csrf} {
		if value != "" {
			sent.Header.Set(name, value)
		}
	}
	if r.bearer != "" {
		sent.Header.Set("Authorization", "Bearer "+r.bearer)
	}
	return sent
}

// mustHold wants an answer to have a published shape.
func (tn *tenant) mustHold(r request, text string) {
	tn.t.Helper()
	file, err := os.ReadFile("testdata/" + r.schema + ".schema.json")
	if err != nil {
		tn.t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		tn.t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("answer.json", schema); err != nil {
		tn.t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		tn.t.Fatal(err)
	}
	if err := compiler.MustCompile("answer.json").Validate(value); err != nil {
		tn.t.Errorf("%s %s has not the shape %s: %v\n%s", r.method, r.path, r.schema, err, text)
	}
}

// asAdmin is want with the administrator's access token.
func (tn *tenant) asAdmin(status int, method, path string, body any, schema string) answer {
	tn.t.Helper()
	return tn.want(status, request{method: method, path: path, bearer: tn.admin, body: body, schema: schema})
}

func (tn *tenant) scim(status int, method, path string, body any) answer {
	tn.t.Helper()
	return tn.want(status, request{method: method, path: qlik.SCIMPath + path, bearer: scimToken, body: body, media: "application/scim+json"})
}

// person is somebody with an account.
type person struct {
	name, scimID, id string
	token            string // an access token, by impersonation
}

// hire provisions somebody by SCIM, and impersonates them.
func (tn *tenant) hire(name string) person {
	tn.t.Helper()
	p := person{name: name}
	p.scimID = tn.scim(201, "POST", "/Users", object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": name, "displayName": name,
		"emails": []object{{"value": name + "@example.com", "primary": true}},
	}).id()
	filter := "/api/v1/users?filter=" + strings.ReplaceAll(`email eq "`+name+`@example.com" and (status eq "provisioned" or status eq "active")`, " ", "%20")
	found := tn.asAdmin(200, "GET", strings.ReplaceAll(filter, `"`, "%22"), nil, "users").data()
	if len(found) != 1 {
		tn.t.Fatalf("found %v", found)
	}
	p.id, _ = found[0].(object)["id"].(string)
	p.token, _ = tn.impersonate(200, p.id).body["access_token"].(string)
	return p
}

func (tn *tenant) impersonate(status int, id string) answer {
	tn.t.Helper()
	return tn.want(status, request{method: "POST", path: "/oauth/token", body: object{
		"client_id": clientID, "client_secret": clientSecret, "grant_type": "urn:qlik:oauth:user-impersonation",
		"user_lookup": object{"field": "userId", "value": id}, "scope": "user_default",
	}, schema: "token"})
}

// session opens one by JWT, and answers its cookie and CSRF token.
func (tn *tenant) session(name string) (cookie, csrf string) {
	tn.t.Helper()
	got := tn.want(200, request{method: "POST", path: "/login/jwt-session", bearer: tn.jwt(tn.signer, claims(name))})
	values := map[string]string{}
	for _, c := range got.Cookies() {
		values[c.Name] = c.Value
	}
	if values["eas.sid"] == "" || values["_csrfToken"] == "" {
		tn.t.Fatalf("got the cookies %v", values)
	}
	return "eas.sid=" + values["eas.sid"], values["_csrfToken"]
}

func (tn *tenant) setActive(p person, active bool) {
	tn.t.Helper()
	tn.scim(200, "PATCH", "/Users/"+p.scimID, object{
		"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
		"Operations": []object{{"op": "replace", "path": "active", "value": active}},
	})
}

func (tn *tenant) status(p person) any {
	tn.t.Helper()
	return tn.asAdmin(200, "GET", "/api/v1/users/"+p.id, nil, "user").body["status"]
}

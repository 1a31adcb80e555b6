package scim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/reference/scim"
)

// RFC 7644 section 2, RFC 6750 sections 2.1 and 3.
func TestAuthentication(t *testing.T) {
	c := serve(t)
	cases := map[string]struct {
		authorization string
		status        int
	}{
		"the token":               {"Bearer " + token, 200},
		"the scheme in any case":  {"bEARER " + token, 200},
		"none":                    {"", 401},
		"a wrong token":           {"Bearer difference-engine", 401},
		"a beginning of it":       {"Bearer " + token[:5], 401},
		"more than it":            {"Bearer " + token + "s", 401},
		"the token in capitals":   {"Bearer " + strings.ToUpper(token), 401},
		"an empty token":          {"Bearer ", 401},
		"the scheme alone":        {"Bearer", 401},
		"another scheme":          {"Basic " + token, 401},
		"the token alone":         {token, 401},
		"the token and something": {"Bearer " + token + " x", 401},
	}
	for name, it := range cases {
		for _, path := range []string{"/Users", "/Schemas", "/ResourceTypes", "/", "/Gadgets", "/Me"} {
			found := c.send("GET", path, "", "Authorization: "+it.authorization)
			if it.status == 401 {
				c.refused(found, 401, "")
				if !strings.HasPrefix(found.header.Get("WWW-Authenticate"), "Bearer ") {
					t.Errorf("%s: WWW-Authenticate is %q", name, found.header.Get("WWW-Authenticate"))
				}
				if strings.Contains(found.raw, token) {
					t.Errorf("%s: the answer holds the token", name)
				}
			} else if found.status == 401 {
				t.Errorf("%s: GET %s was refused", name, path)
			}
		}
	}
}

// RFC 7643 section 5 wants the authentication schemes readable without
// authentication; a wrong token is told so all the same.
func TestServiceProviderConfigIsPublic(t *testing.T) {
	c := serve(t)
	c.must(200, "GET", "/ServiceProviderConfig", "", "Authorization: ")
	c.refused(c.send("GET", "/ServiceProviderConfig", "", "Authorization: Bearer wrong"), 401, "")
	c.refused(c.send("GET", "/Me", "", "Authorization: "), 401, "")
}

func TestTwoAuthorizationHeaders(t *testing.T) {
	c := serve(t)
	r, err := http.NewRequest("GET", baseURL+"/Users", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header["Authorization"] = []string{"Bearer " + token, "Bearer " + token}
	c.refused(c.do(r), 401, "")
}

func TestNewRefusals(t *testing.T) {
	cases := map[string]func(*scim.Config){
		"no store":             func(config *scim.Config) { config.Store = nil },
		"no token":             func(config *scim.Config) { config.Token = "" },
		"a blank token":        func(config *scim.Config) { config.Token = " \t" },
		"a token with a blank": func(config *scim.Config) { config.Token = token + " " },
		"a relative URL":       func(config *scim.Config) { config.PublicURL = "/scim" },
		"another scheme":       func(config *scim.Config) { config.PublicURL = "ftp://tenant.example.com" },
		"a query":              func(config *scim.Config) { config.PublicURL = publicURL + "?tenant=1" },
		"a password":           func(config *scim.Config) { config.PublicURL = "https://ada:secret@tenant.example.com" },
		"no URL":               func(config *scim.Config) { config.PublicURL = "https://ten ant" },
	}
	for name, change := range cases {
		config := scim.Config{Store: openStore(t), Token: token, PublicURL: publicURL}
		change(&config)
		if _, err := scim.New(config); err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells the password", name)
		}
	}
}

// Locations never follow the Host header where a public URL is known.
func TestLocationBase(t *testing.T) {
	cases := map[string]struct {
		change func(*scim.Config)
		host   string
		want   string
	}{
		"public URL":    {func(*scim.Config) {}, "evil.example.com", baseURL},
		"with a prefix": {func(config *scim.Config) { config.PublicURL = publicURL + "/eu/" }, "x", publicURL + "/eu/scim/v2"},
		"listener": {func(config *scim.Config) {
			config.PublicURL, config.ListenerURL = "", "http://127.0.0.1:8080"
		}, "x", "http://127.0.0.1:8080/scim/v2"},
		"neither":                {func(config *scim.Config) { config.PublicURL = "" }, "127.0.0.1:32768", "http://127.0.0.1:32768/scim/v2"},
		"a host that is no host": {func(config *scim.Config) { config.PublicURL = "" }, "a/b?c", "http://localhost/scim/v2"},
	}
	for name, it := range cases {
		c := serve(t, it.change)
		r, err := http.NewRequest("GET", "/scim/v2/ServiceProviderConfig", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = it.host
		equal(t, name, text(c.do(r).body, "meta", "location"), it.want+"/ServiceProviderConfig")
	}
}

func TestBasePath(t *testing.T) {
	for _, base := range []string{"/", "/tenants/7/scim/v2", "/api/v2/"} {
		c := serve(t, func(config *scim.Config) { config.BasePath = base })
		c.base = strings.TrimSuffix(base, "/")
		ada := c.user("ada")
		found := c.must(200, "GET", "/Users/"+ada, "")
		equal(t, base, found.header.Get("Location"), publicURL+c.base+"/Users/"+ada)
		equal(t, base, c.send("GET", "", "").status, 200)
	}
}

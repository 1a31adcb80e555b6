package main

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/steps/target"
)

func TestTargetFileCanBeLoaded(t *testing.T) {
	t.Parallel()
	secrets := tokens{scim: token{value: "PROVISION"}, admin: token{value: "ADMINISTER", variable: "MY_ADMIN"}, other: token{value: "NEIGHBOUR"}}
	for _, policy := range assets.Policies() {
		f := &serveFlags{policy: deletionPolicy{policy: policy, heir: "grace@example.com"}}
		path := filepath.Join(t.TempDir(), "target.yaml")
		if err := replaceFile(path, targetFile(f, "http://127.0.0.1:8080", secrets)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("the file has the mode %o, and is for its owner alone", mode)
		}
		loaded, err := target.Load(path, "", func(name string) (string, bool) { return "ADMINISTER", name == "MY_ADMIN" })
		if err != nil {
			t.Fatalf("policy %s: %v", policy, err)
		}
		if loaded.SCIM.URL != "http://127.0.0.1:8080/scim/v2" || loaded.SCIM.Auth.Bearer != "PROVISION" {
			t.Errorf("got %+v", loaded.SCIM)
		}
		if loaded.Credentials["admin"].Bearer != "ADMINISTER" {
			t.Errorf("the administrator is %+v", loaded.Credentials["admin"])
		}
		if other, ok := loaded.Other(); !ok || other.Auth.Bearer != "NEIGHBOUR" || other.URL != loaded.SCIM.URL {
			t.Errorf("the other tenant is %+v, %v", other, ok)
		}
		if got := string(loaded.Probes.Ownership.Deletion.Policy); got != string(declared(policy)) {
			t.Errorf("the policy %s is told as %q", policy, got)
		}
		if present, told := loaded.Capabilities["directory"]; present || !told {
			t.Error("an identity provider that is not served is not told to be absent")
		}
	}
}

func TestOriginOf(t *testing.T) {
	t.Parallel()
	tests := []struct{ public, listens, want string }{
		{"", "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"", "0.0.0.0:8080", "http://127.0.0.1:8080"},
		{"", "[::]:8080", "http://127.0.0.1:8080"},
		{"", "[::1]:8080", "http://[::1]:8080"},
		{"", "192.0.2.1:80", "http://192.0.2.1:80"},
		{"https://tenant.example.com/base", "0.0.0.0:8080", "https://tenant.example.com/base"},
	}
	for _, test := range tests {
		if got := originOf(test.public, net.TCPAddrFromAddrPort(netip.MustParseAddrPort(test.listens))); got != test.want {
			t.Errorf("%s, listening on %s: got %s, want %s", test.public, test.listens, got, test.want)
		}
	}
}

func TestPublicURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "",
		"https://tenant.example.com":        "https://tenant.example.com",
		"https://tenant.example.com/":       "https://tenant.example.com",
		"http://tenant.example.com:81/a/":   "http://tenant.example.com:81/a",
		"tenant.example.com":                "error",
		"https://":                          "error",
		"https:///path":                     "error",
		"ftp://tenant.example.com":          "error",
		"https://tenant.example.com?q=1":    "error",
		"https://tenant.example.com#there":  "error",
		"https://ada:pw@tenant.example.com": "error",
		"https://tenant.example.com:port":   "error",
	} {
		got, err := publicURL(text)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/tmp/scimproof-1/reference.yaml": "/tmp/scimproof-1/reference.yaml",
		"my target.yaml":                  "'my target.yaml'",
		"ada's.yaml":                      `'ada'\''s.yaml'`,
		"$HOME.yaml":                      "'$HOME.yaml'",
		"":                                "''",
	} {
		if got := shellWord(path); got != want {
			t.Errorf("%q: got %s, want %s", path, got, want)
		}
	}
}

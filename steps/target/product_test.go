package target_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/scimproof/scimproof/steps/target"
)

func TestTheOriginMayBeElsewhere(t *testing.T) {
	text := "scim: {url: \"http://127.0.0.1/scim/v2\"}\norigin: https://tenant.example.com/\n"
	got, err := target.Parse("file.yaml", []byte(text), "", env())
	if err != nil {
		t.Fatal(err)
	}
	if got.Origin() != "https://tenant.example.com" {
		t.Errorf("got %s", got.Origin())
	}
	wantUsage(t, got.CheckWrites(), "writing to tenant.example.com is not allowed", "add `allow_writes: true`")
	_, err = target.Parse("file.yaml", []byte("scim: {url: \"http://127.0.0.1/scim\"}\norigin: nowhere\n"), "", env())
	wantUsage(t, err, "file.yaml:2: the SCIM URL has to begin", "it looks like")
}

func TestAFileMayHoldItsVariables(t *testing.T) {
	text := "scim: {url: \"${URL}\", auth: {bearer: \"${TOKEN}\"}}\nvariables: {URL: \"http://127.0.0.1/scim\", TOKEN: \"of the file\"}\n"
	got, err := target.Parse("file.yaml", []byte(text), "", env("TOKEN", "of the environment"))
	if err != nil {
		t.Fatal(err)
	}
	if got.SCIM.URL != "http://127.0.0.1/scim" || got.SCIM.Auth.Bearer != "of the file" || !slices.Contains(got.Secrets(), "of the file") {
		t.Errorf("got %+v", got.SCIM)
	}
	_, err = target.Parse("file.yaml", []byte("scim: {url: \"http://127.0.0.1/scim\"}\nvariables: [a]\n"), "", env())
	wantUsage(t, err, "file.yaml:2", "")
}

func TestObservations(t *testing.T) {
	o := target.Observation{Requirements: []string{"RFC7644-3.5", "RFC7643", "LIFECYCLE-LOGIN-01/a", "LIFECYCLE-*/*-put"}}
	for id, want := range map[string]bool{
		"RFC7644-3.5-01/a": true, "RFC7644-3.5.2-01/a": true, "RFC7644-3.51-01/a": false, "RFC7643-2-01/a": true,
		"RFC76430-2-01/a": false, "LIFECYCLE-LOGIN-01/a": true, "LIFECYCLE-LOGIN-01/b": false,
		"LIFECYCLE-LOGIN-02/after-put": true, "LIFECYCLE-LOGIN-02/after-put-it-is": false, "RFC7644-3.3-01/a-put": false,
	} {
		requirement, _, _ := strings.Cut(id, "/")
		if got := o.Covers(requirement, id); got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	const scim = "scim: {url: \"http://127.0.0.1/scim\"}\n"
	for text, want := range map[string]string{
		"observed: [{reason: \"why\"}]":                              "nothing is named",
		"observed: [{requirements: [RFC7643]}]":                      "there is no reason why RFC7643 is only observed",
		"observed: [{requirements: [RFC7643], reason: a, until: b}]": "unknown key \"until\"",
	} {
		_, err := target.Parse("file.yaml", []byte(scim+text+"\n"), "", env())
		wantUsage(t, err, "file.yaml:2: "+want, "")
	}
}

// privateKey is one in PEM.
func privateKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}))
}

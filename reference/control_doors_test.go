package reference_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"testing"

	"github.com/scimproof/scimproof/reference/control"
	theirs "github.com/scimproof/scimproof/steps/control"
)

func TestControlDoors(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	for kind, refusedBy := range map[string]func(error) bool{
		"none":    nil,
		"trusted": nil,
		"untrusted": func(err error) bool {
			_, ok := errors.AsType[x509.UnknownAuthorityError](err)
			return ok
		},
		"expired": func(err error) bool {
			invalid, ok := errors.AsType[x509.CertificateInvalidError](err)
			return ok && invalid.Reason == x509.Expired
		},
		"wrong-host": func(err error) bool {
			_, ok := errors.AsType[x509.HostnameError](err)
			return ok
		},
	} {
		door, err := o.control.Open(t.Context(), theirs.Door{Certificate: kind})
		if err != nil {
			t.Fatal(err)
		}
		trusted := x509.NewCertPool()
		if kind == "trusted" && !trusted.AppendCertsFromPEM([]byte(door.CA)) || kind == "untrusted" && door.CA != "" {
			t.Errorf("%s: the authority is %q", kind, door.CA)
		}
		trusted.AppendCertsFromPEM([]byte(door.CA))
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: trusted}}}
		got := sendBy(t, client, http.MethodGet, door.URL+"/Users", "")
		switch {
		case refusedBy == nil && got.status != http.StatusOK:
			t.Errorf("%s: got %+v", kind, got)
		case refusedBy != nil && !refusedBy(got.err):
			t.Errorf("%s: got %+v", kind, got)
		}
		mustHaveComeTo(t, o, door, refusedBy == nil)
		if err := o.control.Close(t.Context(), door.ID); err != nil {
			t.Error(err)
		}
		if got := sendBy(t, client, http.MethodGet, door.URL+"/Users", ""); got.err == nil {
			t.Errorf("%s: it is open after it was closed", kind)
		}
	}
}

// mustHaveComeTo wants a client to have come to the door, and to have asked for something if it was let to.
func mustHaveComeTo(t *testing.T, o *observed, door theirs.Door, asked bool) {
	t.Helper()
	doors, err := o.control.Doors(t.Context())
	if err != nil || len(doors) != 1 || doors[0].ID != door.ID || doors[0].Connections == 0 {
		t.Errorf("%v: %+v", err, doors)
	}
	all, _, err := o.control.Exchanges(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	through := 0
	for _, e := range all {
		if e.Door == door.ID {
			through++
			if (e.TLS == "") != (door.Certificate == "none") || e.Path != "/Users" {
				t.Errorf("got %+v", e)
			}
		}
	}
	if (through > 0) != asked {
		t.Errorf("%s: %d requests came through", door.Certificate, through)
	}
}

// Who follows a redirect to another host with the token is seen there.
func TestControlSeesATokenThatFollowsARedirect(t *testing.T) {
	t.Parallel()
	o := observe(t, control.DefaultLimits())
	door, err := o.control.Open(t.Context(), theirs.Door{Certificate: "none"})
	if err != nil {
		t.Fatal(err)
	}
	o.arrange(theirs.Rule{Times: 1, Do: theirs.Do{Status: 307, Header: http.Header{"Location": {door.URL + "/Users"}}}})
	careless := &http.Client{CheckRedirect: func(r *http.Request, via []*http.Request) error {
		r.Header.Set("Authorization", via[0].Header.Get("Authorization"))
		return nil
	}}
	sendBy(t, careless, http.MethodGet, o.scim+"/Users", "")
	followed, err := o.control.Through(door.ID).Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sendBy(t, new(http.Client), http.MethodGet, door.URL+"/Users", "", "Authorization: ")
	o.send(http.MethodGet, "/Users", "")
	if all := o.exchanges(4); all[1].Door != door.ID || all[1].Credential != "ours" || all[2].Credential != "none" {
		t.Errorf("got %+v", all)
	}
	if seen, err := followed.Seen(t.Context()); err != nil || len(seen) != 1 || seen[0].Credential != "none" {
		t.Errorf("%v: the follower of the door has seen %+v", err, seen)
	}
}

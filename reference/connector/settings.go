package connector

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Settings are what the connector is told of the service provider.
type Settings struct {
	SCIM  string `json:"scim"`  // URL of the SCIM base
	Token string `json:"token"` // bearer token
	CA    string `json:"ca"`    // certificates that are trusted, in PEM; empty for those of the system
}

// sound refuses settings by which the token could be read on its way, or that lead nowhere.
func (s Settings) sound() error {
	base, err := url.Parse(s.SCIM)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return errors.New("scim must be the http or https URL of a SCIM base")
	case base.RawQuery != "" || base.Fragment != "" || base.User != nil:
		return errors.New("scim must be a URL without a query, a fragment or a user")
	case base.Scheme == "http" && !isLoopback(base.Hostname()):
		return errors.New("scim must be https, so that nobody reads the token on its way; http is for this machine alone")
	case s.Token == "" || strings.ContainsAny(s.Token, " \t\r\n"):
		return errors.New("token must be a bearer token")
	}
	_, err = s.trusted()
	return err
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// trusted are the certificates that are trusted; nil for those of the system.
func (s Settings) trusted() (*x509.CertPool, error) {
	if s.CA == "" {
		return nil, nil //nolint:nilnil // what crypto/tls takes for those of the system
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(s.CA)) {
		return nil, errors.New("ca must hold certificates in PEM")
	}
	return pool, nil
}

// transport is the way to the service provider. The settings are sound.
func (s Settings) transport() *http.Transport {
	pool, _ := s.trusted() // they are sound
	return &http.Transport{
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool},
		ForceAttemptHTTP2:   true,
		TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout:     time.Minute,
	}
}

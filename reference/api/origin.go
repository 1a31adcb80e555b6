package api

import (
	"net/http"
	"net/url"
)

// Origin tells the URL under which a request reached the tenant, without a path of the tenant's own: the public one, or
// where there is none, what the request itself asked for.
func Origin(publicURL string) func(*http.Request) string {
	return func(r *http.Request) string {
		if publicURL != "" {
			return publicURL
		}
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		return scheme + "://" + host(r)
	}
}

// host is the Host of a request, if it has the form of one.
func host(r *http.Request) string {
	if u, err := url.Parse("http://" + r.Host); err == nil && r.Host != "" && u.Host == r.Host {
		return r.Host
	}
	return "localhost"
}

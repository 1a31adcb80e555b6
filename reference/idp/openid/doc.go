// Package openid is the OpenID Provider of the bundled identity provider: people of a directory log in with user name
// and password, and applications learn by the code flow with PKCE who they are. Each connection is an issuer of its own.
//
// Whoever is no longer in the directory is nobody here, at once: each step of a login, each session and each token looks
// the person up again.
package openid

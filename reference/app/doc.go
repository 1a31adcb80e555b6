// Package app is the page on which people see who they are in the tenant, and what they own: the smallest application
// that has a login form, a session, and links to log in by an identity provider.
package app

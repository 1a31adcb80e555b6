// Package console is the administration console: the tenant's accounts as pages, for an administrator who logs in with
// the administrator's token. It changes accounts and owners by the very services that the administration API uses, so
// that what a button does and what a request does never differ.
package console

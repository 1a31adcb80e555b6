// Package login lets people into the tenant, and keeps them out: passwords, sessions, OAuth 2.0 access and refresh
// tokens, and personal API tokens.
//
// Two rules hold for every credential. It works only while its holder's account is active, which is looked up at each
// request. And it is gone for good, in the same transaction, once the account is disabled or deleted or the password
// changed: see [Service.Revoke].
package login

// Package patch modifies resources as RFC 7644 section 3.5.2 says.
//
// Where the RFC is silent or contradicts itself, strict mode takes the reading
// that refuses, and lenient mode what Entra, Okta and others really send; the
// README has the list. No mode ever removes more than was asked for.
package patch

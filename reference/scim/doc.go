// Package scim is the HTTP service provider of RFC 7644 over the packages
// schema, filter, patch and store: users with the enterprise extension, and
// groups.
//
// A request runs one way: authenticate, route, read the parameters and the
// body, do the work in one transaction of the store, render, write. Operations
// return an answer or an error; a single writer turns either into a response.
//
// What an account may do outside SCIM is not known here. The consumer says it
// through [Lifecycle], whose methods run inside the transaction of the change.
package scim

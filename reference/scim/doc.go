// Package scim is the HTTP service provider of RFC 7644 over the packages
// schema, filter, patch and store, with the cursors of RFC 9865. It serves every
// resource type of its registry; what follows from memberships and managers it
// knows of users and groups.
//
// A request runs one way: authenticate, route, read the parameters and the
// body, do the work in one transaction of the store, render, write. Operations
// return an answer or an error; a single writer turns either into a response.
//
// What an account may do outside SCIM is not known here. The consumer says it
// through [Lifecycle], whose methods run inside the transaction of the change.
package scim

// Package schema holds what the service provider knows of its resources: the
// schemas of RFC 7643 with the Verified errata applied, the resource types
// built from them, and the rules that follow from them: what an incoming
// document may say, what must not change, and what a response shows.
//
// A resource is a plain tree of JSON values under canonical attribute names,
// see [Resource]. Everything in this package is free of I/O and of global
// state; all functions leave their arguments as they were.
package schema

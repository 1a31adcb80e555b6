// Package conduct judges a SCIM client by what was seen of it: pure functions over the
// exchanges that the control listener recorded. It sends nothing, evaluates no filter and
// applies no PATCH: it looks at the form of the requests, and at what came before what.
//
// Every check returns a [Verdict]: the exchanges that it looked at, and what was wrong with
// them. One that had nothing to look at says nothing about the client.
package conduct

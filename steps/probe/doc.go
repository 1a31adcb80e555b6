// Package probe is the eyes of the harness outside SCIM: whether a person is
// shown as active, whether they may log in, what they own, and what an identity
// provider is told about them.
//
// A probe is a recipe in the target's file: HTTP requests with placeholders, the
// values to keep of their answers, and what counts as yes and as no. Everything
// else is Inconclusive. A probe never follows a redirect, never tries again and
// never sleeps: the caller polls.
package probe

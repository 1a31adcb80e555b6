// Package reference is a small, honest SaaS tenant: a SCIM service provider whose accounts can log in, hold tokens and
// own assets, an administration API, and, if asked for, an identity provider with a provisioning agent.
//
// [Open] wires the services of the packages below together. What they share is one store, and one rule: the state of
// an account is its SCIM document, and whatever follows from a change of it happens in the same transaction.
package reference

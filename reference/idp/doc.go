// Package idp is a small identity provider: a directory of people per connection, and a provisioning agent that tells
// the tenant over SCIM who joined and who left. The agent can be switched off; then the tenant learns of nothing, which
// is the gap that the drill is about.
package idp

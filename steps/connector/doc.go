// Package connector reads what a connector's file says of somebody else's SCIM client,
// and asks that client for changes by the hooks in it. It judges nothing, and sends
// nothing to the target: that is the connector's part.
package connector

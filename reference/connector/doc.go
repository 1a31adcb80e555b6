// Package connector is a small, honest SCIM client: it keeps a directory of people and groups, and tells a service provider
// of them. It is what a check of connectors has to pass, and what faults are put around to see that the check can fail.
package connector

// Package scim is the wire between the harness and what it judges: one HTTP
// client for SCIM and for probes, with authentication, rate limiting, a bounded
// retry, a recorder that keeps every exchange, and the redaction of secrets.
//
// It judges nothing: a status, a body or a dropped connection is handed on as
// it came.
package scim

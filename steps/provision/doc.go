// Package provision says how a life-cycle change is put on the wire: "create",
// "rename", "deactivate" and so on, in the dialect of a given SCIM client.
//
// A dialect is data (fixtures/dialects/NAME.yaml). This package loads it, strictly,
// and renders a move into a Request; it sends nothing itself. Direct drives a
// dialect through a Sender that the scenario brings.
package provision

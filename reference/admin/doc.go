// Package admin is the administration API: the tenant's accounts as an administrator sees them, disabling, enabling
// and deleting them, and the audit trail. It changes accounts by the service provider's own road, so that SCIM and
// administration never disagree.
package admin

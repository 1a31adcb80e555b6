// Package qlik is a face of the tenant: it answers as Qlik Cloud does, on the public endpoints of its REST interface that
// the end of an account needs, and on no others. Accounts, credentials and assets are the tenant's own.
//
// The shapes are those of the published TypeScript interface, @qlik/api 2.19.0, and of qlik.dev. Where nothing is
// published, this package decides, and its README says so: no client may take that for what the product does.
package qlik

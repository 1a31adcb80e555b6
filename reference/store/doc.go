// Package store keeps everything the reference tenant knows in SQLite: SCIM resources as JSON documents with
// their lookup keys, group memberships, password hashes, tokens, assets, the audit trail, and the bundled
// identity provider's directory.
//
// All access goes through a transaction: [Store.Update] for writing, [Store.View] for reading. What Update
// has acknowledged on a file survives a crash of the process and of the machine. The store
// holds no policy: what belongs together is kept together by the service that writes it, in one transaction.
package store

// Package faults holds violations of SCIM and of the life cycle of accounts that
// can be switched on: each is a decorator around the handler of an honest tenant,
// and names the requirement that it breaks. They prove that the suite can fail.
package faults

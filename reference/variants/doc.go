// Package variants holds what the RFCs permit and service providers really do, each
// as a decorator around the handler of the reference, so that the suite is seen to
// let it pass.
package variants

// Package oracle judges JSON that a target sent: it parses it strictly, finds
// values by SCIM paths, compares trees, and checks resources, lists and
// errors against RFC 7643 and RFC 7644. It shares no code with the reference.
//
// It has no filter evaluator and no PATCH engine, on purpose: a scenario
// states the end state and the matching set.
package oracle

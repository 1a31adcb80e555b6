// Package filter reads and evaluates the filters of RFC 7644 section 3.4.2.2,
// and reads the attribute paths of PATCH operations (section 3.5.2).
//
// [Parse] knows the grammar only. [Compile] binds an expression to a resource
// type, and so to what the attributes mean: their types, whether case matters,
// whether they may be filtered on at all. Errors are a *schema.Error.
package filter

package scim

import (
	"net/http"
	"strings"
)

// conditions are the preconditions of a request, RFC 7644 section 3.14 and
// RFC 9110 section 13.1.
type conditions struct {
	match     []string
	noneMatch []string
}

func conditionsOf(header http.Header) conditions {
	return conditions{
		match:     tags(header.Values("If-Match")),
		noneMatch: tags(header.Values("If-None-Match")),
	}
}

// permitWrite refuses to touch a version that the client did not mean. It is
// called inside the transaction of the write, so that nothing comes between.
func (c conditions) permitWrite(version string) error {
	if c.match != nil && !matches(c.match, version) {
		return errPrecondition()
	}
	if c.noneMatch != nil && matches(c.noneMatch, version) {
		return errPrecondition()
	}
	return nil
}

// notModified says that the client has the current representation already.
func (c conditions) notModified(version string) bool {
	return c.noneMatch != nil && matches(c.noneMatch, version)
}

// matches compares tags weakly: RFC 7644 uses weak tags with If-Match in all
// its examples, where the strong comparison of RFC 9110 would never hold.
func matches(tags []string, version string) bool {
	opaque := strings.TrimPrefix(version, "W/")
	for _, tag := range tags {
		if tag == "*" || strings.TrimPrefix(tag, "W/") == opaque {
			return true
		}
	}
	return false
}

// tags reads a list of entity tags; nil where the header is absent. What is
// not an entity tag is kept as it is and matches nothing.
func tags(values []string) []string {
	var list []string
	for _, value := range values {
		for value = strings.TrimLeft(value, " \t,"); value != ""; value = strings.TrimLeft(value, " \t,") {
			end := tagEnd(value)
			list = append(list, value[:end])
			value = value[end:]
		}
	}
	if list == nil && len(values) > 0 {
		list = []string{""}
	}
	return list
}

func tagEnd(value string) int {
	open := strings.IndexByte(value, '"')
	comma := strings.IndexByte(value, ',')
	if open >= 0 && (comma < 0 || open < comma) {
		if length := strings.IndexByte(value[open+1:], '"'); length >= 0 {
			return open + 1 + length + 1
		}
	}
	if comma >= 0 {
		return comma
	}
	return len(value)
}

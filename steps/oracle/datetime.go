package oracle

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// dateTime is the lexical form of xsd:dateTime (XML Schema part 2, section
// 3.2.7), as RFC 7643 section 2.3.5 demands.
var dateTime = regexp.MustCompile(`^-?(?:[1-9]\d{4,}|\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$`)

// ParseDateTime reads an xsd:dateTime. Zone says whether the text names its
// zone; without one it is taken as UTC. Years before 1 and after 9999 are of
// the right form, but refused, since no server has seen them.
func ParseDateTime(text string) (at time.Time, zone bool, err error) {
	form := dateTime.FindStringSubmatch(text)
	if form == nil {
		return at, false, fmt.Errorf("%q is no xsd:dateTime such as 2008-01-23T04:56:22Z", text)
	}
	layout := "2006-01-02T15:04:05"
	if zone = form[1] != ""; zone {
		layout += "Z07:00"
	}
	// XML Schema writes the end of a day as hour 24; Go does not know it.
	midnight := strings.Contains(text, "T24:00:00")
	at, err = time.Parse(layout, strings.Replace(text, "T24:00:00", "T00:00:00", 1))
	if err != nil {
		return at, zone, fmt.Errorf("%q is no date or time that exists", text)
	}
	if midnight {
		at = at.AddDate(0, 0, 1)
	}
	return at, zone, nil
}

// SameTag compares two entity tags (RFC 9110 section 8.8.3): same where they
// are equal character by character, loosely also where they are equal without
// W/ and quotes, which some servers leave out of meta.version.
func SameTag(a, b string) (same, loosely bool) {
	return a == b, bareTag(a) == bareTag(b)
}

func bareTag(tag string) string {
	tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
	if len(tag) >= 2 && strings.HasPrefix(tag, `"`) && strings.HasSuffix(tag, `"`) {
		tag = tag[1 : len(tag)-1]
	}
	return tag
}

package faults

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What the tenant has beside the schemas of RFC 7643.
const (
	workplace   = "urn:example:scimproof:schemas:extension:workplace:2.0:User"
	ownDevice   = "urn:example:scimproof:schemas:2.0:Device"
	devices     = "/Devices"
	device      = "/Devices/*"
	devicePaths = devices + " " + device
)

// place is an attribute and where it is: so that what holds for users is seen to hold
// for extensions and for resource types that nobody has heard of.
type place struct {
	// name is a part of ids.
	name, schema, attribute string
	// one and all are the paths of the resources that have it.
	one, all string
}

// Of each schema an attribute that is a text and can be written.
var (
	inCore       = place{"core", coreUser, "title", user, users}
	inEnterprise = place{"enterprise", enterprise, "costCenter", user, users}
	inWorkplace  = place{"workplace", workplace, "badge", user, users}
	inDevice     = ofDevice("assetTag")
	plain        = []place{inCore, inEnterprise, inWorkplace, inDevice}
)

func ofDevice(attribute string) place { return place{"device", ownDevice, attribute, device, devices} }

// extends tells whether the attribute stands in the container of an extension.
func (p place) extends() bool { return slices.Contains([]string{enterprise, workplace}, p.schema) }

// path is that of the attribute in a representation.
func (p place) path() string {
	if p.extends() {
		return p.schema + "/" + p.attribute
	}
	return strings.ReplaceAll(p.attribute, ".", "/")
}

// isIn tells whether an operation is about the attribute.
func (p place) isIn(o op) bool {
	return o.path() == p.attribute || o.path() == p.schema+":"+p.attribute
}

// wantedBy is the value that a request gives the attribute, or nil.
func (p place) wantedBy(r *request) any {
	for _, one := range operationsOf(r) {
		if p.isIn(one) {
			return one.object["value"]
		}
	}
	return at(r.object(), p.path())
}

// equality is like a filter that compares the attribute with a text.
func (p place) equality() *regexp.Regexp {
	name := p.attribute
	if p.extends() {
		name = p.schema + ":" + name
	}
	return regexp.MustCompile(regexp.QuoteMeta(name) + ` eq "([^"]*)"`)
}

// asText is a value as the text that stands for it.
func asText(value any) any { return printed(value) }

func printed(value any) string { return fmt.Sprint(value) }

// firstOf is the first value of a list.
func firstOf(value any) any {
	if list, ok := value.([]any); ok && len(list) > 0 {
		return list[0]
	}
	return value
}

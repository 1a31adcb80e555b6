package scim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/scim"
)

const coreDevice = `"schemas":["` + schema.DeviceURN + `"]`

func withDevices(config *scim.Config) { config.Registry = schema.Tenant() }

// device creates a device with further members and returns its id.
func (c *client) device(serial string, more ...string) string {
	c.t.Helper()
	members := append([]string{coreDevice, `"serialNumber":` + quote(serial), `"displayName":` + quote(strings.ToLower(serial))}, more...)
	return c.must(201, "POST", "/Devices", object(members...)).id()
}

const laptop = `"assetTag":"A-1","manufacturer":"Clement","model":"Engine","status":"inUse","notes":"handle with care","unlockCode":"1815",` +
	`"tags":["brass","steam"],"managed":true,"ports":4,"weight":2.50,"purchased":"2026-01-02T03:04:05Z","certificate":"QQ==",` +
	`"manual":"https://example.com/Manual","location":{"building":"East","floor":0,"latitude":51.5,"fixed":false},` +
	`"interfaces":[{"value":"00:11","type":"wifi","primary":true,"speed":1000,"certificate":"QkI="},{"value":"00:22","type":"ethernet"}]`

// A resource type that the provider has no code for is served like any other.
func TestDeviceLife(t *testing.T) {
	for _, change := range []func(*scim.Config){func(*scim.Config) {}, strict} {
		c := serve(t, withDevices, change)
		made := c.must(201, "POST", "/Devices", object(coreDevice, `"serialNumber":"SN-1"`, `"displayName":"Difference Engine"`, `"lastSeen":"2020-01-01T00:00:00Z"`, laptop))
		path := "/Devices/" + made.id()
		equal(t, "location", made.header.Get("Location"), baseURL+path)
		equal(t, "read", c.must(200, "GET", path, "").raw, made.raw)
		for name, want := range map[string]string{
			"unlockCode": "", "notes": "", "lastSeen": "", "model": "Engine", "ports": "4", "weight": "2.50", "certificate": "QQ==",
		} {
			equal(t, name, text(made.body, name), want)
		}
		equal(t, "certificate of an interface", at(made.body, "interfaces", 0, "certificate"), nil)
		asked := c.must(200, "GET", path+"?attributes=notes,interfaces.certificate,unlockCode", "")
		equal(t, "notes", text(asked.body, "notes"), "handle with care")
		equal(t, "certificate", text(asked.body, "interfaces", 0, "certificate"), "QkI=")
		equal(t, "always", text(asked.body, "model"), "Engine")
		equal(t, "never", at(asked.body, "unlockCode"), nil)
		c.must(304, "GET", path, "", "If-None-Match: "+made.header.Get("ETag"))

		c.must(200, "PATCH", path, operations(
			`{"op":"add","path":"tags","value":["gears"]}`, `{"op":"replace","path":"interfaces[type eq \"wifi\"].speed","value":2000}`,
			`{"op":"remove","path":"location.floor"}`, `{"op":"replace","path":"serialNumber","value":"SN-1"}`, `{"op":"replace","path":"unlockCode","value":"1852"}`,
		))
		changed := c.must(200, "GET", path, "").body
		equal(t, "tags", fmt.Sprint(at(changed, "tags")), "[brass steam gears]")
		equal(t, "speed", text(changed, "interfaces", 0, "speed"), "2000")
		equal(t, "location", fmt.Sprint(at(changed, "location")), "map[building:East fixed:false latitude:51.5]")
		c.refused(c.send("PATCH", path, operations(`{"op":"replace","path":"serialNumber","value":"SN-2"}`)), 400, "mutability")
		c.refused(c.send("PATCH", path, operations(`{"op":"remove","path":"manufacturer"}`)), 400, "mutability")
		c.refused(c.send("PUT", path, object(coreDevice, `"serialNumber":"sn-1"`, `"displayName":"x"`)), 400, "mutability")

		replaced := c.must(200, "PUT", path, object(coreDevice, `"serialNumber":"SN-1"`, `"displayName":"Analytical Engine"`))
		equal(t, "cleared", at(replaced.body, "assetTag"), nil)
		equal(t, "immutable", text(replaced.body, "manufacturer"), "Clement")
		c.must(204, "DELETE", path, "")
		c.refused(c.send("GET", path, ""), 404, "")
	}
}

func TestDeviceRefusals(t *testing.T) {
	for _, change := range []func(*scim.Config){func(*scim.Config) {}, strict} {
		c := serve(t, withDevices, change)
		for _, member := range []string{
			`"managed":"maybe"`, `"managed":1`, `"ports":"4"`, `"ports":4.5`, `"ports":1e2`, `"weight":"2"`, `"purchased":"yesterday"`, `"purchased":2026`,
			`"certificate":"*"`, `"manual":7`, `"status":true`, `"tags":[1]`, `"location":[1]`, `"location":{"floor":"0"}`, `"interfaces":[{"speed":1}]`,
			`"interfaces":[{"value":"1","primary":true},{"value":"2","primary":true}]`,
		} {
			body := object(coreDevice, `"serialNumber":"SN-1"`, `"displayName":"x"`, member)
			c.refused(c.send("POST", "/Devices", body), 400, "invalidValue")
		}
		c.refused(c.send("POST", "/Devices", object(coreDevice, `"displayName":"x"`)), 400, "invalidValue")
		c.refused(c.send("POST", "/Devices", object(coreUser, `"serialNumber":"SN-1"`, `"displayName":"x"`)), 400, "invalidValue")
		equal(t, "devices", text(c.must(200, "GET", "/Devices", "").body, "totalResults"), "0")
	}
}

// RFC 7643 section 2.2: what is unique is so on every road, by the caseExact of
// the attribute, also in an extension.
func TestUniqueness(t *testing.T) {
	c := serve(t, withDevices)
	badge := func(number string) string { return `"` + schema.WorkplaceURN + `":{"badge":"` + number + `"}` }
	first := c.device("SN-1", `"assetTag":"a-1"`)
	second := c.device("sn-1", `"assetTag":"a-2"`) // the serial number is caseExact
	c.user("ada", badge("b-1"))
	grace := c.user("grace", badge("B-1"))
	device := func(serial, tag string) string {
		return object(coreDevice, `"displayName":"x"`, `"serialNumber":"`+serial+`"`, `"assetTag":"`+tag+`"`)
	}
	for _, it := range [][3]string{
		{"POST", "/Devices", device("SN-1", "a-3")},
		{"POST", "/Devices", device("SN-3", "A-1")},
		{"PUT", "/Devices/" + second, device("sn-1", "A-1")},
		{"PATCH", "/Devices/" + second, operations(`{"op":"replace","path":"assetTag","value":"A-1"}`)},
		{"POST", "/Users", object(coreUser, `"userName":"alan"`, badge("b-1"))},
		{"PATCH", "/Users/" + grace, operations(`{"op":"replace","path":"` + schema.WorkplaceURN + `:badge","value":"b-1"}`)},
	} {
		c.refused(c.send(it[0], it[1], it[2]), 409, "uniqueness")
	}
	c.must(200, "PUT", "/Devices/"+second, object(coreDevice, `"displayName":"x"`, `"serialNumber":"sn-1"`))
	c.must(200, "PATCH", "/Devices/"+first, operations(`{"op":"replace","path":"assetTag","value":"A-2"}`))
	c.must(204, "DELETE", "/Devices/"+first, "")
	c.device("SN-1", `"assetTag":"a-2"`)
}

// inventory fills a provider with devices that differ in each attribute.
func inventory(t testing.TB) *client {
	c := serve(t, withDevices)
	c.device("B", `"status":"inUse"`, `"managed":true`, `"ports":10`, `"weight":2.50`, `"purchased":"2026-01-02T04:04:05+02:00"`, `"certificate":"QUE="`,
		`"manual":"https://example.com/b"`, `"tags":["brass"]`, `"location":{"building":"East","floor":-1,"fixed":true}`,
		`"interfaces":[{"value":"00:22","speed":100},{"value":"00:11","speed":1000,"primary":true}]`)
	c.clock.advance(time.Second)
	c.device("A", `"status":"InUse"`, `"managed":false`, `"ports":9`, `"weight":2.5`, `"purchased":"2026-01-02T03:04:05Z"`, `"certificate":"QUI="`,
		`"manual":"https://example.com/A"`, `"tags":["steam","brass"]`, `"location":{"building":"west","floor":0,"latitude":51.5}`,
		`"interfaces":[{"value":"00:33","speed":10}]`)
	c.clock.advance(time.Second)
	c.device("C")
	return c
}

// RFC 7644 section 3.4.2.2, Table 3: every operator on every type.
func TestFilterOperators(t *testing.T) {
	c := inventory(t)
	cases := map[string]string{
		`serialNumber eq "a"`: "", `serialNumber eq "A"`: "a", `serialNumber ge "B"`: "b c", `serialNumber sw "B"`: "b",
		`status eq "INUSE"`: "b a", `status ne "inuse"`: "c", `status co "nu"`: "b a", `status sw "IN"`: "b a", `status ew "use"`: "b a",
		`status pr`: "b a", `status gt "inStock"`: "b a", `status lt "inuse"`: "", `status le "inuse"`: "b a",
		`managed eq true`: "b", `managed eq false`: "a", `managed ne true`: "a c", `managed pr`: "b a", `not (managed pr)`: "c", `managed eq null`: "c",
		`ports eq 10`: "b", `ports ne 10`: "a c", `ports gt 9`: "b", `ports ge 9`: "b a", `ports lt 10`: "a", `ports le 10`: "b a", `ports pr`: "b a",
		`weight eq 2.5`: "b a", `weight ne 2.5`: "c", `weight gt 2.49`: "b a", `weight lt 2.5`: "", `weight ge 25e-1`: "b a", `weight le 2.500`: "b a",
		`purchased eq "2026-01-02T02:04:05Z"`: "b", `purchased gt "2026-01-02T02:04:05Z"`: "a", `purchased ge "2026-01-02T02:04:05Z"`: "b a",
		`purchased lt "2026-01-02T03:04:05Z"`: "b", `purchased le "2026-01-02T03:04:05Z"`: "b a", `purchased ne "2026-01-02T03:04:05Z"`: "b c",
		`certificate eq "QUI="`: "a", `certificate eq "qui="`: "", `certificate ne "QUI="`: "b c", `certificate pr`: "b a",
		`manual eq "https://example.com/a"`: "", `manual ew "/A"`: "a", `manual co "example"`: "b a", `manual sw "https:"`: "b a", `manual gt "https://example.com/A"`: "b",
		`tags eq "BRASS"`: "b a", `tags co "tea"`: "a", `tags pr`: "b a", `tags ne "brass"`: "a c", `tags[value sw "st"]`: "a",
		`location.floor lt 0`: "b", `location.floor ge 0`: "a", `location.latitude gt 51`: "a", `location.fixed eq true`: "b", `location pr`: "b a", `location.building eq "WEST"`: "a",
		`interfaces.speed gt 500`: "b", `interfaces[value eq "00:11" and speed gt 500]`: "b", `interfaces[value eq "00:22" and speed gt 500]`: "",
		`interfaces.primary eq true`: "b", `interfaces eq "00:33"`: "a", `interfaces co "00"`: "b a",
		schema.DeviceURN + `:ports gt 9 and meta.created pr`: "b", `ports gt 9 or status eq "inUse" and weight pr`: "b a",
	}
	for filter, want := range cases {
		equal(t, filter, strings.Join(c.must(200, "GET", "/Devices"+escape(filter), "").names("displayName"), " "), want)
	}
	for _, filter := range []string{
		`managed gt true`, `managed le false`, `managed co "t"`, `certificate gt "QQ=="`, `certificate sw "Q"`, `ports co "1"`, `ports eq "10"`, `weight sw 2`,
		`purchased co "2026"`, `purchased eq "soon"`, `status eq 1`, `status gt null`, `location eq "East"`, `unlockCode eq "1"`, `unlockCode pr`, `nothing pr`,
		`interfaces.primary gt false`, `managed eq "yes"`,
	} {
		c.refused(c.send("GET", "/Devices"+escape(filter), ""), 400, "invalidFilter")
	}
}

// RFC 7644 section 3.4.2.3: sorting on every type, by index and by cursor.
func TestSortTypes(t *testing.T) {
	c := inventory(t)
	cases := map[string]string{
		"serialNumber": "a b c", "displayName": "a b c", "status": "b a c", "managed": "a b c", "ports": "a b c", "weight": "b a c", "purchased": "b a c",
		"certificate": "b a c", "manual": "a b c", "tags": "b a c", "location.building": "b a c", "location.floor": "b a c", "location.latitude": "a b c",
		"interfaces": "b a c", "interfaces.speed": "a b c", "meta.created": "b a c", schema.DeviceURN + ":ports": "a b c",
	}
	for attribute, want := range cases {
		for _, paging := range []string{"", "&cursor="} {
			found := c.must(200, "GET", "/Devices?sortBy="+attribute+paging, "")
			equal(t, attribute+paging, strings.Join(found.names("displayName"), " "), want)
		}
		body := object(search, `"sortBy":`+quote(attribute), `"sortOrder":"descending"`)
		found := c.must(200, "POST", "/Devices/.search", body)
		equal(t, attribute+", last first", found.names("displayName")[2] == strings.Fields(want)[0] || attribute == "weight" || attribute == "status", true)
	}
	for _, attribute := range []string{"unlockCode", "location", "nothing"} {
		c.refused(c.send("GET", "/Devices?sortBy="+attribute, ""), 400, "invalidPath")
	}
}

// RFC 7644 section 3.4.2.1: at the root stand all types together.
func TestRootWithDevices(t *testing.T) {
	c := inventory(t)
	c.user("ada", `"displayName":"aa"`)
	c.group("Bb")
	found := c.must(200, "POST", "/.search", object(search, `"sortBy":"displayName"`, `"filter":"displayName pr"`, `"attributes":["displayName"]`))
	equal(t, "all", strings.Join(found.names("displayName"), " "), "a aa b Bb c")
	found = c.must(200, "GET", "/?sortBy=displayName&cursor=&count=2", "")
	equal(t, "by cursor", strings.Join(c.turn(found, "nextCursor", "/", "&sortBy=displayName&count=2").names("displayName"), " "), "b Bb")
	found = c.must(200, "GET", "/"+escape(`ports gt 9 or userName eq "ada"`), "")
	equal(t, "some", strings.Join(found.names("displayName"), " "), "aa b")
	found = c.must(200, "GET", "/"+escape(`meta.resourceType eq "Device"`), "")
	equal(t, "by type", strings.Join(found.names("displayName"), " "), "b a c")
}

// RFC 7644 section 4: what is served is announced.
func TestDeviceIsAnnounced(t *testing.T) {
	c := serve(t, withDevices)
	kind := c.must(200, "GET", "/ResourceTypes/Device", "").body
	equal(t, "endpoint", text(kind, "endpoint"), "/Devices")
	equal(t, "schema", text(kind, "schema"), schema.DeviceURN)
	user := c.must(200, "GET", "/ResourceTypes/User", "").body
	equal(t, "extension", text(user, "schemaExtensions", 1, "schema"), schema.WorkplaceURN)
	for _, urn := range []string{schema.DeviceURN, schema.WorkplaceURN} {
		equal(t, "schema", c.must(200, "GET", "/Schemas/"+urn, "").id(), urn)
	}
}

package faults

import (
	"net/http"
	"strings"
)

// lies are schemas that say of an attribute what the tenant does not keep to: one for
// each characteristic (RFC 7643 section 7) and place.
func lies() []row {
	var rows []row
	for _, l := range []struct {
		characteristic string
		value          any
		title          string
		breaks         breaks
		places         []place
	}{
		{"mutability", "readOnly", "can be written", breaks{"RFC7643-7-18"}, plain},
		{"mutability", "immutable", "can be changed", breaks{"RFC7643-7-21", "RFC7644-3.5.1-11", "RFC7644-3.5.1-12"}, plain},
		{"mutability", "writeOnly", "can be read", breaks{"RFC7643-7-23"}, plain},
		{"returned", "never", "is returned", breaks{"RFC7643-7-i02", "RFC7644-3.4-i01"}, plain},
		{"returned", "request", "is returned to whoever asks for nothing", breaks{"RFC7644-3.9-i05"}, plain},
		{"returned", "always", "can be left out", breaks{"RFC7643-7-i01"}, plain},
		{"uniqueness", "server", "is given to several", breaks{"RFC7643-7-27", "RFC7643-7-29"}, []place{inCore, inEnterprise, {"workplace", workplace, "desk", user, users}, ofDevice("displayName")}},
		{"caseExact", true, "is found in any case", breaks{"RFC7643-7-14"}, []place{inCore, inEnterprise, inDevice}},
		{"caseExact", false, "is found in its own case only", breaks{"RFC7643-7-14"}, []place{inWorkplace, ofDevice("serialNumber")}},
	} {
		for _, p := range l.places {
			rows = append(rows, row{
				strings.ToLower("announced-" + l.characteristic + "-" + printed(l.value) + "-" + p.name),
				"The schema calls " + p.attribute + " " + said(l.characteristic, l.value) + ", and it " + l.title,
				l.breaks, medium, "",
				on(http.MethodGet, schemas+" "+schema).say(resource(inSchema(p.schema, ofAttribute(p.attribute, set(l.characteristic, l.value))))),
			})
		}
	}
	return rows
}

func said(characteristic string, value any) string {
	switch value := value.(type) {
	case string:
		return value
	case bool:
		if !value {
			return "not " + characteristic
		}
	}
	return characteristic
}

// misbehaving are attributes that do not behave as the schema says, which is right.
func misbehaving() []row {
	var rows []row
	for _, p := range plain {
		rows = append(
			rows,
			row{
				"default-not-shown-" + p.name, p.attribute + " is returned by default, and not shown",
				breaks{"RFC7644-3.4-i01"},
				medium, "", on(http.MethodGet, p.one).when(not(asksFor("attributes"))).say(resource(drop(p.path()))),
			},
			row{
				"readwrite-not-replaced-" + p.name, p.attribute + " can be written, and a PUT does not replace it",
				breaks{"RFC7644-3.5.1-04"},
				medium, "", on(http.MethodPut, p.one).ask(asItWas(p)),
			},
			row{
				"readwrite-not-patched-" + p.name, p.attribute + " can be written, and a PATCH does not change it",
				breaks{"RFC7644-3.5.2.3-i01"},
				medium, "", on(http.MethodPatch, p.one).when(patches(p.isIn)).do(sparing(p.isIn)),
			},
		)
	}
	for _, p := range []place{
		{"enterprise", enterprise, "department", user, users},
		{"workplace", workplace, "remote", user, users},
	} {
		rows = append(rows, row{
			"optional-demanded-" + p.name, p.attribute + " is not required, and who has the extension must have it",
			breaks{"RFC7643-2.2-01"},
			medium, "", on(http.MethodPost, p.all).when(func(r *request) bool {
				container, there := r.object()[p.schema].(object)
				return there && container[p.attribute] == nil
			}).do(refuse(http.StatusBadRequest, "invalidValue", p.attribute+" is missing")),
		})
	}
	for _, p := range []place{
		{"core", coreUser, "name", user, users},
		{"group", coreGroup, "members", group, groups},
		ofDevice("model"),
	} {
		rows = append(rows, row{
			"optional-demanded-" + p.name, "What has its required attributes only is not created, for it lacks " + p.attribute,
			breaks{"RFC7643-2.2-01"},
			medium, "", on(http.MethodPost, p.all).when(hasOnly("schemas", "userName", "displayName", "serialNumber")).
				do(refuse(http.StatusBadRequest, "invalidValue", p.attribute+" is missing")),
		})
	}
	return rows
}

// behaving are such faults of attributes that are there once.
var behaving = []row{
	{
		"optional-part-demanded-core", "A name without a family name is refused",
		breaks{"RFC7643-2.2-01"},
		medium, "", on(http.MethodPost, users).when(func(r *request) bool {
			name, there := r.object()["name"].(object)
			return there && name["familyName"] == nil
		}).do(refuse(http.StatusBadRequest, "invalidValue", "familyName is missing")),
	},
	{
		"optional-part-demanded-device", "The place of a device without its floor is refused",
		breaks{"RFC7643-2.2-01"},
		medium, "", on(http.MethodPost, devices).when(func(r *request) bool {
			location, there := r.object()["location"].(object)
			return there && location["floor"] == nil
		}).do(refuse(http.StatusBadRequest, "invalidValue", "floor is missing")),
	},
	{
		"announced-multivalued-workplace", "The schema gives a person several badges, and the first one is kept and shown alone",
		breaks{"RFC7643-2.3-i01"},
		medium, "",
		together{announces(inWorkplace, "multiValued", true), on("POST PUT", userPaths).ask(body(change(inWorkplace.path(), firstOf)))},
	},
	{
		"announced-multivalued-device", "The schema gives a device several asset tags, and the first one is kept and shown alone",
		breaks{"RFC7643-2.3-i01"},
		medium, "",
		together{announces(inDevice, "multiValued", true), on("POST PUT", devicePaths).ask(body(change(inDevice.path(), firstOf)))},
	},
	{
		"multivalued-shown-alone-device", "The only tag of a device is shown without its list",
		breaks{"RFC7643-2.3-i01"},
		medium, "", shows(devicePaths, change("tags", firstOf)),
	},
	{
		"multivalued-joined-workplace", "What a person is good at is shown as one text with commas",
		breaks{"RFC7643-2.3-i01"},
		medium, "", shows(userPaths, change(workplace+"/skills", joined)),
	},
	{
		"request-not-shown-device", "The notes of a device are not shown to who asks for them",
		breaks{"RFC7643-7-i04"},
		low, "", shows(devicePaths, drop("notes")),
	},
	{
		"request-not-shown-workplace", "The remarks of the workplace extension are not shown to who asks for them",
		breaks{"RFC7643-7-i04"},
		low, "", shows(userPaths, drop(workplace+"/remarks")),
	},
	{
		"request-part-not-shown-device", "The certificates of interfaces are not shown to who asks for them",
		breaks{"RFC7643-7-i04"},
		low, "", shows(devicePaths, drop("interfaces/certificate")),
	},
	{
		"request-not-shown-core", "The schema calls title request, and it is never shown",
		breaks{"RFC7643-7-i04"},
		low, "",
		together{announces(inCore, "returned", "request"), shows(userPaths, drop("title"))},
	},
	{
		"request-not-shown-enterprise", "The schema calls costCenter request, and it is never shown",
		breaks{"RFC7643-7-i04"},
		low, "",
		together{announces(inEnterprise, "returned", "request"), shows(userPaths, drop(inEnterprise.path()))},
	},
	{
		"always-left-out-unless-asked-for", "The model of a device, always returned, is shown to who names it only",
		breaks{"RFC7643-7-i01"},
		medium, "", on(http.MethodGet, device).when(asksFor("attributes")).when(not(mentions("model"))).say(resource(drop("model"))),
	},
	{
		"always-excluded-device", "The model of a device, always returned, can be excluded",
		breaks{"RFC7643-7-i01"},
		medium, "", on(http.MethodGet, device).when(asksFor("excludedAttributes"), mentions("model")).say(resource(drop("model"))),
	},
	{
		"always-excluded-id", "The id can be excluded",
		breaks{"RFC7643-7-i01"},
		high, "", on(http.MethodGet, user).when(asksFor("excludedAttributes"), mentions("id")).say(resource(drop("id"))),
	},
	{
		"id-shown-if-asked-for", "Who asks for other attributes is not told the id",
		breaks{"RFC7643-3.1-i01"},
		high, "", on(http.MethodGet, user).when(asksFor("attributes")).when(not(mentions("id"))).say(resource(drop("id"))),
	},
	{
		"never-shown-device", "The code that unlocks a device is shown",
		breaks{"RFC7643-7-i02", "RFC7643-7-23", "RFC7644-3.4-i01"},
		critical, "", betraying(ofDevice("unlockCode"), anyRequest),
	},
	{
		"never-shown-if-asked-for-device", "The code that unlocks a device is shown to who asks for it",
		breaks{"RFC7643-7-i02"},
		critical, "", betraying(ofDevice("unlockCode"), mentions("unlockCode")),
	},
	{
		"never-shown-core", "A password is shown to who asks for it",
		breaks{"RFC7643-7-i02"},
		critical, "", leaking(on(http.MethodGet, user).when(mentions("password"))),
	},
	{
		"immutable-patched-device", "The serial number of a device is changed by PATCH",
		breaks{"RFC7643-7-21"},
		high, "https://github.com/keycloak/keycloak/issues/51155", yielding(http.MethodPatch, device, ofDevice("serialNumber")),
	},
	{
		"immutable-replaced-device", "The maker of a device is changed by PUT",
		breaks{"RFC7644-3.5.1-11", "RFC7644-3.5.1-12"},
		high, "", yielding(http.MethodPut, device, ofDevice("manufacturer")),
	},
	{
		"read-only-patched-device", "When a device was last seen is set by PATCH",
		breaks{"RFC7643-7-18"},
		medium, "https://github.com/keycloak/keycloak/issues/51155", yielding(http.MethodPatch, device, ofDevice("lastSeen")),
	},
	{
		"read-only-replaced-device", "When a device was last seen is set by PUT",
		breaks{"RFC7643-7-18"},
		medium, "", yielding(http.MethodPut, device, ofDevice("lastSeen")),
	},
	{
		"read-only-id-replaced", "The id of a group is replaced by PUT",
		breaks{"RFC7643-7-18"},
		high, "", yielding(http.MethodPut, group, place{"group", coreGroup, "id", group, groups}),
	},
	{
		"read-only-created-patched", "When a person was created is set by PATCH",
		breaks{"RFC7643-3.1-i04", "RFC7643-7-18"},
		medium, "https://github.com/keycloak/keycloak/issues/51155", yielding(http.MethodPatch, user, place{"core", coreUser, "meta.created", user, users}),
	},
	{
		"unique-shared-device", "The asset tag of a device is given to another as well",
		breaks{"RFC7643-7-27", "RFC7643-7-29"},
		high, "", sharing("POST PUT", devicePaths, ofDevice("assetTag")),
	},
	{
		"unique-shared-at-creation-device", "The serial number of a device is given to another that is created",
		breaks{"RFC7643-7-27"},
		high, "", sharing(http.MethodPost, devices, ofDevice("serialNumber")),
	},
	{
		"unique-shared-workplace", "The badge of a person is given to another as well",
		breaks{"RFC7643-7-27", "RFC7643-7-29"},
		high, "", sharing("POST PUT", userPaths, inWorkplace),
	},
	{
		"unique-taken-over-workplace", "The badge of a person is taken over by PUT",
		breaks{"RFC7643-7-29"},
		high, "", sharing(http.MethodPut, user, inWorkplace),
	},
	{
		"case-exact-found-in-any-case-device", "A device is found by its serial number in any case",
		breaks{"RFC7643-7-14"},
		medium, "", caseless(ofDevice("serialNumber")),
	},
	{
		"case-exact-found-in-any-case-workplace", "A badge is found in any case",
		breaks{"RFC7643-7-14"},
		medium, "", caseless(inWorkplace),
	},
	{
		"binary-found-in-any-case", "A certificate is found in any case of its letters",
		breaks{"RFC7643-2.3.6-i01"},
		medium, "", caseless(ofDevice("certificate")),
	},
	{
		"binary-unique", "A certificate that one device has is refused to another",
		breaks{"RFC7643-2.3.6-i01"},
		medium, "", onceOnly(ofDevice("certificate")),
	},
	{
		"case-ignored-found-in-own-case-core", "A title is found in its own case only",
		breaks{"RFC7643-7-14"},
		medium, "", exactly(inCore),
	},
	{
		"case-ignored-found-in-own-case-enterprise", "A cost center is found in its own case only",
		breaks{"RFC7643-7-14"},
		medium, "", exactly(inEnterprise),
	},
	{
		"case-ignored-found-in-own-case-device", "A device is found by its asset tag in its own case only",
		breaks{"RFC7643-7-14"},
		medium, "", exactly(ofDevice("assetTag")),
	},
	{
		"canonical-refused-device", `A device cannot be "inUse" although the schema suggests it`,
		breaks{"RFC7643-4.1.2-i02"},
		medium, "", on(http.MethodPut, device).when(bodyHas("status", "inUse")).
			do(refuse(http.StatusBadRequest, "invalidValue", "status")),
	},
	{
		"canonical-lost-core", "A fax number is kept without its type",
		breaks{"RFC7643-4.1.2-i02"},
		low, "", shows(userPaths, change("phoneNumbers/type", func(kind any) any {
			if kind == "fax" {
				return nil
			}
			return kind
		})),
	},
	{
		"canonical-lost-workplace", "Whom to call in an emergency is family, whoever it is",
		breaks{"RFC7643-4.1.2-i02"},
		low, "", shows(userPaths, set(workplace+"/contacts/type", "family")),
	},
	{
		"canonical-refused-enterprise", "The schema suggests two cost centers, and the second one is refused",
		breaks{"RFC7643-4.1.2-i02"},
		low, "",
		together{
			announces(inEnterprise, "canonicalValues", []any{"4130", "4140"}),
			on(http.MethodPut, user).when(bodyHas(enterprise+"/costCenter", "4140")).
				do(refuse(http.StatusBadRequest, "invalidValue", "costCenter")),
		},
	},
}

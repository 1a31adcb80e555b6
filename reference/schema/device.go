package schema

// The URNs of the schemas that the tenant adds to those of RFC 7643. They stand
// in the namespace for examples, RFC 6963.
const (
	DeviceURN    = "urn:example:scimproof:schemas:2.0:Device"
	WorkplaceURN = "urn:example:scimproof:schemas:extension:workplace:2.0:User"
)

// Device returns a resource type of the tenant's own (RFC 7643 section 3.3). It
// has attributes of every type and with every characteristic, so that nothing
// which holds for users and groups does so by accident.
func Device() *ResourceType {
	return &ResourceType{
		ID:          "Device",
		Name:        "Device",
		Endpoint:    "/Devices",
		Description: "A computer or telephone that people work with.",
		Core: &Schema{
			ID:          DeviceURN,
			Name:        "Device",
			Description: "A computer or telephone that people work with.",
			Attributes:  append(identification(), equipment()...),
		},
	}
}

// identification holds what tells a device from others.
func identification() []*Attribute {
	return []*Attribute{
		text("serialNumber", "The number that the maker gave the device.", required, immutable, caseExact, uniqueOnServer),
		text("assetTag", "The label that the organization put on the device.", uniqueOnServer),
		text("displayName", "The name to show to people.", required),
		text("manufacturer", "Who made the device.", immutable),
		text("model", "The model, as the maker calls it.", alwaysReturned),
		text("status", "What is being done with the device.", canonical("inStock", "inUse", "retired")),
		text("notes", "Remarks, which are long and shown only to those who ask.", onRequest),
		text("unlockCode", "The code that unlocks the device; it is never shown.", secret),
		text("tags", "Words to find the device by.", multiValued),
		define("lastSeen", DateTime, "When the device last reported to the tenant.", readOnly),
	}
}

// equipment holds what a device has and is.
func equipment() []*Attribute {
	return []*Attribute{
		define("managed", Boolean, "Whether the organization manages the device."),
		define("ports", Integer, "The number of its sockets."),
		define("weight", Decimal, "The weight in kilograms."),
		define("purchased", DateTime, "When the device was bought."),
		define("certificate", Binary, "The certificate of the device in DER and base64.", caseExact),
		define("manual", Reference, "A page about the device.", caseExact, refersTo("external")),
		define("location", Complex, "Where the device is.", subs(
			text("building", "The building."),
			define("floor", Integer, "The floor; the ground floor is 0."),
			define("latitude", Decimal, "Degrees north of the equator."),
			define("since", DateTime, "Since when the device has been there."),
			define("fixed", Boolean, "Whether the device must stay there."),
		)),
		interfaces(),
	}
}

func interfaces() *Attribute {
	return define("interfaces", Complex, "The network interfaces.", multiValued, subs(
		text("value", "The hardware address.", required),
		text("display", "A name of the interface for people to read."),
		text("type", "The medium of the interface.", canonical("ethernet", "wifi", "bluetooth")),
		primary(),
		text("hostname", "The name in the network.", caseExact),
		define("speed", Integer, "The bits per second."),
		define("certificate", Binary, "The certificate of the interface in DER and base64.", caseExact, onRequest),
	))
}

// workplace is an extension of the tenant's own for users.
func workplace() *Schema {
	return &Schema{
		ID:          WorkplaceURN,
		Name:        "Workplace",
		Description: "How and where a person works.",
		Attributes: []*Attribute{
			text("badge", "The number of the badge that opens doors.", caseExact, uniqueOnServer),
			define("desk", Integer, "The number of the desk."),
			define("workload", Decimal, "The part of a full week that the person works."),
			define("remote", Boolean, "Whether the person works elsewhere."),
			define("since", DateTime, "Since when the person has worked here."),
			text("skills", "What the person is good at.", multiValued),
			text("remarks", "Remarks, which are shown only to those who ask.", onRequest),
			plural("contacts", "Whom to call in an emergency.", text("value", "A telephone number."), "family", "friend"),
		},
	}
}

// Tenant returns the registry of the reference tenant: what [Standard] has, with
// a further extension of User and with Device.
func Tenant() *Registry {
	user := User()
	user.Extensions = append(user.Extensions, Extension{Schema: workplace()})
	return NewRegistry(user, Group(), Device())
}

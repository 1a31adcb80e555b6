package schema

import "strings"

// The URNs of the resources of RFC 7643 section 4.
const (
	UserURN       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupURN      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// User returns the resource type of RFC 7643 section 4.1 with the enterprise
// extension of section 4.3.
func User() *ResourceType {
	return &ResourceType{
		ID:          "User",
		Name:        "User",
		Endpoint:    "/Users",
		Description: "A person with an account.",
		Core: &Schema{
			ID:          UserURN,
			Name:        "User",
			Description: "A person with an account.",
			Attributes:  append(account(), contact()...),
		},
		Extensions: []Extension{{Schema: enterprise()}},
	}
}

// account holds the singular attributes of a user, RFC 7643 section 4.1.1.
func account() []*Attribute {
	return []*Attribute{
		text("userName", "The name by which the person signs in.", required, uniqueOnServer),
		define("name", Complex, "The parts of the person's name.", subs(
			text("formatted", "The whole name as it is shown."),
			text("familyName", "The family name."),
			text("givenName", "The given name."),
			text("middleName", "The middle names."),
			text("honorificPrefix", "What stands before the name, such as Dr."),
			text("honorificSuffix", "What stands after the name, such as III."),
		)),
		text("displayName", "The name to show to others."),
		text("nickName", "What the person is called casually."),
		define("profileUrl", Reference, "A page about the person.", refersTo("external")),
		text("title", "The job title, such as Analyst."),
		text("userType", "The relation to the organization, such as Employee."),
		text("preferredLanguage", "The language to address the person in, as in Accept-Language."),
		text("locale", "The locale for dates, numbers and currency, such as en-GB."),
		text("timezone", "The time zone, such as Europe/London."),
		define("active", Boolean, "Whether the person may use the account."),
		text("password", "A password to set; it is never shown.", secret),
	}
}

// contact holds the multi-valued attributes of a user, RFC 7643 section 4.1.2.
func contact() []*Attribute {
	return []*Attribute{
		plural("emails", "E-mail addresses.", text("value", "An e-mail address.", kept(lowerDomain)), "work", "home", "other"),
		plural("phoneNumbers", "Telephone numbers.", text("value", "A telephone number."),
			"work", "home", "mobile", "fax", "pager", "other"),
		plural("ims", "Addresses for instant messages.", text("value", "An address for instant messages."),
			"aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
		plural("photos", "Pictures of the person.",
			define("value", Reference, "The URL of a picture.", refersTo("external")), "photo", "thumbnail"),
		addresses(),
		membership(),
		plural("entitlements", "What the person is entitled to.", text("value", "An entitlement.")),
		plural("roles", "What the person is.", text("value", "A role.")),
		plural("x509Certificates", "Certificates of the person.",
			define("value", Binary, "An X.509 certificate in DER and base64.")),
	}
}

// lowerDomain is the canonical form of an e-mail address (RFC 7643 section
// 4.1.2): in front of the "@" case may matter, behind it never does.
func lowerDomain(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	return address[:at] + strings.ToLower(address[at:])
}

// addresses has a primary like every multi-valued attribute (RFC 7643 section
// 2.4) and as RFC 7644 section 3.5.2.3 uses it; the listing of 8.7.1 forgot it.
func addresses() *Attribute {
	return define("addresses", Complex, "Postal addresses.", multiValued, subs(
		text("formatted", "The whole address as it is written on a letter."),
		text("streetAddress", "Street and number, or post office box."),
		text("locality", "The city or town."),
		text("region", "The state or region."),
		text("postalCode", "The postal code."),
		text("country", "The country, as a code of two letters."),
		text("type", "What the address is used for.", canonical("work", "home", "other")),
		primary(),
	))
}

// membership lists the groups of a user; it changes through the groups only.
func membership() *Attribute {
	return define("groups", Complex, "The groups that the person belongs to.", multiValued, readOnly, subs(
		text("value", "The id of the group.", readOnly),
		define("$ref", Reference, "The URI of the group.", readOnly, refersTo("Group")), // erratum 8471
		text("display", "The name of the group.", readOnly),
		text("type", "Whether the person is a member directly or through another group.",
			readOnly, canonical("direct", "indirect")),
	))
}

// enterprise is the extension of RFC 7643 section 4.3.
func enterprise() *Schema {
	return &Schema{
		ID:          EnterpriseURN,
		Name:        "EnterpriseUser",
		Description: "What an organization knows of its people.",
		Attributes: []*Attribute{
			text("employeeNumber", "The number or code of the employee."),
			text("costCenter", "The cost center."),
			text("organization", "The organization."),
			text("division", "The division."),
			text("department", "The department."),
			define("manager", Complex, "The person's manager.", subs(
				text("value", "The id of the manager's user.", caseExact), // erratum 8472
				define("$ref", Reference, "The URI of the manager's user.", refersTo("User")),
				text("displayName", "The name of the manager.", readOnly),
			)),
		},
	}
}

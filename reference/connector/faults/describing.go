package faults

import (
	"slices"
	"strings"
)

// describing are faults in how people are described.
var describing = []row{
	{
		"C15", "client-omits-extension-schema", "The schemas of a user lack those of the extensions that it has",
		medium, "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/customize-application-attributes",
		putting(wholeUsers, func(body object) {
			schemas, _ := body["schemas"].([]any)
			body["schemas"] = slices.DeleteFunc(schemas, func(urn any) bool {
				text, _ := urn.(string)
				return strings.Contains(text, ":extension:")
			})
		}),
	},
	{
		"C16", "client-sends-unknown-attributes", "An attribute is sent that the service provider does not have",
		low, "", putting(wholeUsers, with(object{"badgeColour": "blue"})),
	},
	{
		"C17", "client-omits-user-name", "A user is sent without its userName",
		high, "", putting(wholeUsers, without("userName")),
	},
	{
		"C17", "client-drops-attributes", "Title, telephone numbers and addresses of a person are never sent",
		medium, "", together(
			putting(wholeUsers, without("title")), putting(wholeUsers, without("phoneNumbers")), putting(wholeUsers, without("addresses")),
		),
	},
	{
		"C18", "client-active-as-text", "Active is sent as a text",
		medium, "", together(
			putting(wholeUsers, func(body object) { body["active"] = asText(body["active"]) }),
			operating(patches, func(o object) {
				if path, _ := o["path"].(string); path == "active" {
					o["value"] = asText(o["value"])
				}
			}),
		),
	},
	{
		"C19", "client-two-primaries", "Two e-mail addresses are the primary one",
		medium, "", putting(wholeUsers, func(body object) {
			emails, _ := body["emails"].([]any)
			if len(emails) == 1 {
				emails = append(emails, object{"value": "second@example.com", "type": "other"})
			}
			for _, one := range emails {
				if email, isObject := one.(object); isObject {
					email["primary"] = true
				}
			}
			if len(emails) > 0 {
				body["emails"] = emails
			}
		}),
	},
}

func asText(value any) any {
	switch value {
	case true:
		return "true"
	case false:
		return "false"
	default:
		return value
	}
}

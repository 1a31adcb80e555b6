package faults

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// contacting are faults in the values that RFC 7643 section 4.1 gives a form.
var contacting = []row{
	{
		"email-as-mailto", "An e-mail address is shown as a mailto URI",
		breaks{"RFC7643-4.1.2-01"},
		medium, "", shows(userPaths, text("emails/value", func(address string) string { return "mailto:" + address })),
	},
	{
		"email-with-name", "An e-mail address is shown in angle brackets",
		breaks{"RFC7643-4.1.2-01"},
		medium, "", shows(userPaths, text("emails/value", func(address string) string { return "<" + address + ">" })),
	},
	{
		"email-without-domain", "Of an e-mail address the part in front of the @ is shown",
		breaks{"RFC7643-4.1.2-01"},
		medium, "", shows(userPaths, text("emails/value", func(address string) string {
			local, _, _ := strings.Cut(address, "@")
			return local
		})),
	},
	{
		"email-domain-in-capitals", "The domain of an e-mail address is shown in capitals",
		breaks{"RFC7643-4.1.2-02"},
		low, "", shows(userPaths, text("emails/value", func(address string) string {
			local, domain, _ := strings.Cut(address, "@")
			return local + "@" + strings.ToUpper(domain)
		})),
	},
	{
		"email-domain-as-sent", "The domain of an e-mail address is shown in the case in which it was sent",
		breaks{"RFC7643-4.1.2-02"},
		low, "", remembering(func(m *memory) violation {
			return shows(userPaths, func(one object) {
				sent, _ := m.account(textAt(one, "id")).sent["emails"].([]any)
				text("emails/value", func(shown string) string { return asSent(shown, objects(sent)) })(one)
			})
		}),
	},
	{
		"email-type-in-capitals", "The type of an e-mail address is shown in capitals",
		breaks{"RFC7643-2.4-06"},
		low, "", shows(userPaths, text("emails/type", strings.ToUpper)),
	},
	{
		"email-type-dropped", "E-mail addresses are shown without their type",
		breaks{"RFC7643-2.4-06"},
		low, "", shows(userPaths, drop("emails/type")),
	},
	{
		"phone-without-scheme", "A telephone number is shown without the tel: that was sent",
		breaks{"RFC7643-4.1.2-05"},
		low, "", shows(userPaths, text("phoneNumbers/value", func(number string) string { return strings.TrimPrefix(number, "tel:") })),
	},
	{
		"phone-national", "A telephone number is shown without the code of its country",
		breaks{"RFC7643-4.1.2-06"},
		medium, "", shows(userPaths, text("phoneNumbers/value", func(number string) string {
			return strings.Replace(number, "+44", "0", 1)
		})),
	},
	{
		"phone-cut", "A telephone number is cut at its first blank",
		breaks{"RFC7643-4.1.2-06"},
		medium, "", shows(userPaths, text("phoneNumbers/value", func(number string) string {
			first, _, _ := strings.Cut(number, " ")
			return first
		})),
	},
	{
		"im-encoded", "The blanks of an instant messaging address are shown as %20",
		breaks{"RFC7643-4.1.2-09"},
		low, "", shows(userPaths, text("ims/value", func(address string) string { return strings.ReplaceAll(address, " ", "%20") })),
	},
	{
		"im-in-capitals", "An instant messaging address is shown in capitals",
		breaks{"RFC7643-4.1.2-09"},
		low, "", shows(userPaths, text("ims/value", strings.ToUpper)),
	},
	{
		"im-type-renamed", "XMPP is called jabber",
		breaks{"RFC7643-4.1.2-10"},
		low, "", shows(userPaths, text("ims/type", func(kind string) string { return strings.ReplaceAll(kind, "xmpp", "jabber") })),
	},
	{
		"country-by-name", "A country is shown by its name",
		breaks{"RFC7643-4.1.2-19"},
		medium, "", shows(userPaths, text("addresses/country", func(code string) string {
			return strings.NewReplacer("GB", "United Kingdom", "DE", "Germany").Replace(code)
		})),
	},
	{
		"country-of-three-letters", "A country is shown by a code of three letters",
		breaks{"RFC7643-4.1.2-19"},
		medium, "", shows(userPaths, text("addresses/country", func(code string) string { return strings.NewReplacer("GB", "GBR", "DE", "DEU").Replace(code) })),
	},
	{
		"country-not-assigned", "The United Kingdom is shown as UK, which is no code of ISO 3166-1",
		breaks{"RFC7643-4.1.2-19"},
		low, "", shows(userPaths, text("addresses/country", func(code string) string { return strings.ReplaceAll(code, "GB", "UK") })),
	},
	{
		"certificate-of-pem", "A certificate is shown as the base64 of its PEM form",
		breaks{"RFC7643-4.1.2-24"},
		medium, "", shows(userPaths, text("x509Certificates/value", func(der string) string {
			return base64.StdEncoding.EncodeToString([]byte(inPEM(der)))
		})),
	},
	{
		"certificate-in-lines", "A certificate is shown in lines of 64 letters",
		breaks{"RFC7643-4.1.2-24"},
		medium, "", shows(userPaths, text("x509Certificates/value", inLines)),
	},
	{
		"certificates-in-one-value", "All certificates of a person are shown as one value",
		breaks{"RFC7643-4.1.2-25"},
		medium, "", shows(userPaths, elements("x509Certificates", chained)),
	},
	{
		"photo-types-dropped", "The two sizes of a photo are both called photo",
		breaks{"RFC7643-4.1.2-i01"},
		low, "", shows(userPaths, set("photos/type", "photo")),
	},
	{
		"photo-one-kept", "Of a person's photos the first one is shown",
		breaks{"RFC7643-4.1.2-i01"},
		low, "", shows(userPaths, elements("photos", func(list []any) []any { return list[:min(1, len(list))] })),
	},
	{
		"phone-pager-as-other", "A pager is shown as another telephone",
		breaks{"RFC7643-4.1.2-i02"},
		low, "", shows(userPaths, text("phoneNumbers/type", func(kind string) string { return strings.ReplaceAll(kind, "pager", "other") })),
	},
	{
		"email-first-primary", "The first e-mail address is made primary, and so is every one that is not",
		breaks{"RFC7643-2.4-04"},
		medium, "", filters(replacedBy(` and primary eq true\]`, "]")),
	},
	{
		"email-primary-assumed", "An e-mail address that says nothing of it is shown as primary",
		breaks{"RFC7643-2.4-04"},
		medium, "", shows(userPaths, change("emails", func(list any) any {
			each(list, func(one object) {
				if one["primary"] == nil {
					one["primary"] = true
				}
			})
			return list
		})),
	},
	{
		"name-formatted-of-given-name", "The name as a whole is the given name twice",
		breaks{"RFC7643-4.1.1-07"},
		medium, "", shows(userPaths, formatted("givenName", "givenName")),
	},
	{
		"name-formatted-without-given-name", "The name as a whole is the family name and null",
		breaks{"RFC7643-4.1.1-07"},
		medium, "", shows(userPaths, func(one object) {
			if whole := textAt(one, "name/formatted"); whole != "" {
				set("name/formatted", "null "+textAt(one, "name/familyName"))(one)
			}
		}),
	},
	{
		"name-parts-swapped", "Given name and family name change places",
		breaks{"RFC7643-4.1.1-07"},
		high, "", shows(userPaths, change("name", func(value any) any {
			each(value, func(name object) { name["givenName"], name["familyName"] = name["familyName"], name["givenName"] })
			return value
		})),
	},
	{
		"profile-url-without-query", "A profileUrl is cut at its question mark",
		breaks{"RFC7643-4.1.1-i01"},
		low, "", shows(userPaths, text("profileUrl", before("?"))),
	},
	{
		"profile-url-without-scheme", "A profileUrl is shown without https://",
		breaks{"RFC7643-4.1.1-i01"},
		low, "", shows(userPaths, text("profileUrl", func(url string) string { return strings.TrimPrefix(url, "https://") })),
	},
	{
		"language-first-only", "Of the languages that a person prefers the first one is kept",
		breaks{"RFC7643-4.1.1-i02"},
		low, "", on("POST PUT PATCH", userPaths).ask(body(text("preferredLanguage", before(",")))),
	},
	{
		"language-without-weights", "The weights of the languages that a person prefers are refused",
		breaks{"RFC7643-4.1.1-i02"},
		low, "", on(http.MethodPost, users).when(func(r *request) bool { return strings.Contains(textAt(r.object(), "preferredLanguage"), ";") }).
			do(refuse(http.StatusBadRequest, "invalidValue", "preferredLanguage")),
	},
	{
		"locale-with-underscore", "A locale is shown with an underscore",
		breaks{"RFC7643-4.1.1-i03"},
		low, "", shows(userPaths, text("locale", func(tag string) string { return strings.ReplaceAll(tag, "-", "_") })),
	},
	{
		"locale-language-only", "Of a locale the language is kept",
		breaks{"RFC7643-4.1.1-i03"},
		low, "", on("POST PUT PATCH", userPaths).ask(body(text("locale", before("-")))),
	},
	{
		"timezone-of-windows", "A timezone is shown by the name that Windows has for it",
		breaks{"RFC7643-4.1.1-i04"},
		low, "", shows(userPaths, text("timezone", func(string) string { return "GMT Standard Time" })),
	},
	{
		"timezone-as-offset", "A timezone is shown as an offset",
		breaks{"RFC7643-4.1.1-i04"},
		low, "", shows(userPaths, text("timezone", func(string) string { return "+00:00" })),
	},
}

// asSent is the value of an element that was sent in another case, or what is shown.
func asSent(shown string, sent []object) string {
	for _, one := range sent {
		if value := textAt(one, "value"); strings.EqualFold(value, shown) {
			return value
		}
	}
	return shown
}

// formatted makes a name as a whole of two of its parts.
func formatted(first, last string) edit {
	return func(one object) {
		if whole := textAt(one, "name/formatted"); whole != "" {
			set("name/formatted", textAt(one, "name/"+first)+" "+textAt(one, "name/"+last))(one)
		}
	}
}

func before(separator string) func(string) string {
	return func(whole string) string {
		first, _, _ := strings.Cut(whole, separator)
		return first
	}
}

// inLines breaks a text as PEM does.
func inLines(whole string) string {
	const line = 64
	var lines []string
	for len(whole) > line {
		lines, whole = append(lines, whole[:line]), whole[line:]
	}
	return strings.Join(append(lines, whole), "\n")
}

// chained puts the certificates of several values into one.
func chained(list []any) []any {
	var all []byte
	for _, one := range objects(list) {
		all = append(all, bytesOf(one["value"])...)
	}
	if len(all) == 0 {
		return list
	}
	return []any{object{"value": base64.StdEncoding.EncodeToString(all)}}
}

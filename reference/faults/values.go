package faults

import (
	"encoding/base64"
	"encoding/hex"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// form is an attribute that is shown in another form than its data type has.
type form struct {
	id, title string
	breaks    breaks
	paths     string
	path      string
	as        func(any) any
}

// misshown are values in another form than their data type has (RFC 7643 section 2.3), of
// the core schema, of extensions and of a resource type of the tenant's own.
func misshown() []row {
	var rows []row
	for _, v := range forms {
		rows = append(rows, row{v.id, v.title, v.breaks, medium, "", on("", v.paths).say(anywhere(v.paths, change(v.path, v.as)))})
	}
	return rows
}

var forms = []form{
	{"string-as-object-core", "A title is shown as an object", breaks{"RFC7643-2.3-i01"}, userPaths, "title", asValueObject},
	{"string-as-list-enterprise", "A department is shown as a list of one", breaks{"RFC7643-2.3-i01"}, userPaths, enterprise + "/department", asList},
	{"string-as-list-workplace", "A badge is shown as a list of one", breaks{"RFC7643-2.3-i01"}, userPaths, workplace + "/badge", asList},
	{"string-as-object-device", "The model of a device is shown as an object", breaks{"RFC7643-2.3-i01"}, devicePaths, "model", asValueObject},
	{"string-as-number-group", "The name of a group is shown as a number", breaks{"RFC7643-2.3-i01"}, groupPaths, "displayName", func(any) any { return 7 }},
	{"string-of-digits-as-number", "A text that has digits only is shown as a number", breaks{"RFC7643-2.3-i01"}, userPaths, "nickName", digitsAsNumber},
	{"string-of-digits-as-number-enterprise", "A cost center that has digits only is shown as a number", breaks{"RFC7643-4.3-i01"}, userPaths, enterprise + "/costCenter", digitsAsNumber},

	{"string-as-list-common", "The externalId of a device is shown as a list of one", breaks{"RFC7643-2.3-i01"}, devicePaths, "externalId", asList},

	{"boolean-as-number-core", "Whether an address is primary is shown as 1 or 0", breaks{"RFC7643-2.3.2-i01"}, userPaths, "addresses/primary", asBit},
	{"boolean-as-text-core", "Whether an e-mail address is primary is shown as a text", breaks{"RFC7643-2.3.2-i01"}, userPaths, "emails/primary", asText},
	{"boolean-as-text-workplace", "Whether a person works elsewhere is shown as a text", breaks{"RFC7643-2.3.2-i01"}, userPaths, workplace + "/remote", asText},
	{"boolean-as-text-device", "Whether a device is managed is shown as a text", breaks{"RFC7643-2.3.2-i01"}, devicePaths, "managed", asText},
	{"boolean-as-number-device", "Whether a device must stay is shown as 1 or 0", breaks{"RFC7643-2.3.2-i01"}, devicePaths, "location/fixed", asBit},

	{"decimal-as-text-workplace", "A workload is shown as a text", breaks{"RFC7643-2.3.3-i01"}, userPaths, workplace + "/workload", asText},
	{"decimal-with-comma-device", "A weight is shown with a comma", breaks{"RFC7643-2.3.3-i01"}, devicePaths, "weight", withComma},
	{"decimal-as-object-device", "A latitude is shown as an object with a unit", breaks{"RFC7643-2.3.3-i01"}, devicePaths, "location/latitude", asValueObject},

	{"integer-as-text-workplace", "The number of a desk is shown as a text", breaks{"RFC7643-2.3.4-01"}, userPaths, workplace + "/desk", asText},
	{"integer-with-fraction-device", "The number of ports is shown with a fraction", breaks{"RFC7643-2.3.4-01"}, devicePaths, "ports", withFraction},
	{"integer-with-exponent-device", "A speed is shown with an exponent", breaks{"RFC7643-2.3.4-01"}, devicePaths, "interfaces/speed", withExponent},
	{"integer-as-text-of-list", "The total of a list has a fraction", breaks{"RFC7643-2.3.4-01"}, users, "totalResults", withFraction},

	{"datetime-without-time-core", "When a person was created is shown without the time", breaks{"RFC7643-2.3.5-02"}, resources, "meta/created", dateOnly},
	{"datetime-without-time-workplace", "Since when a person has worked here is shown without the time", breaks{"RFC7643-2.3.5-02", "RFC7643-2.3.5-01"}, userPaths, workplace + "/since", dateOnly},
	{"datetime-without-time-device", "When a device was bought is shown without the time", breaks{"RFC7643-2.3.5-02", "RFC7643-2.3.5-01"}, devicePaths, "purchased", dateOnly},
	{"datetime-with-blank-device", "Since when a device has been there is shown as databases write it", breaks{"RFC7643-2.3.5-01"}, devicePaths, "location/since", withBlank},
	{"datetime-as-number-device", "When a device was bought is shown as a number of seconds", breaks{"RFC7643-2.3.5-03", "RFC7643-2.3.5-01"}, devicePaths, "purchased", asSeconds},
	{"datetime-as-number-common", "When a device was created is shown as a number of seconds", breaks{"RFC7643-2.3.5-03", "RFC7643-2.3.5-01"}, devicePaths, "meta/created", asSeconds},
	{"datetime-as-number-workplace", "Since when a person has worked here is shown as a number of seconds", breaks{"RFC7643-2.3.5-03", "RFC7643-2.3.5-01"}, userPaths, workplace + "/since", asSeconds},
	{"datetime-as-object-core", "When a person was modified is shown as an object", breaks{"RFC7643-2.3.5-03", "RFC7643-2.3.5-01"}, userPaths, "meta/lastModified", asValueObject},

	{"binary-as-hex-device", "The certificate of a device is shown in hexadecimal digits", breaks{"RFC7643-2.3.6-01"}, devicePaths, "certificate", asHex},
	{"binary-as-bytes-device", "The certificate of a device is shown as a list of bytes", breaks{"RFC7643-2.3.6-01"}, devicePaths, "certificate", asBytes},
	{"binary-as-pem-core", "A certificate is shown between BEGIN and END", breaks{"RFC7643-2.3.6-01", "RFC7643-4.1.2-24"}, userPaths, "x509Certificates/value", asPEM},

	{"reference-as-link-core", "A profileUrl is shown as a link in HTML", breaks{"RFC7643-2.3.7-02"}, userPaths, "profileUrl", asLink},
	{"reference-with-blanks-core", "The address of a photo has blanks in it", breaks{"RFC7643-2.3.7-02"}, userPaths, "photos/value", withBlanks},
	{"reference-as-object-enterprise", "The reference to a manager is an object", breaks{"RFC7643-2.3.7-02"}, userPaths, enterprise + "/manager/$ref", asValueObject},
	{"reference-as-link-device", "The manual of a device is shown as a link in HTML", breaks{"RFC7643-2.3.7-02"}, devicePaths, "manual", asLink},
	{"reference-with-blanks-group", "The reference to a member has blanks in it", breaks{"RFC7643-2.3.7-02"}, groupPaths, "members/$ref", withBlanks},

	{"complex-as-text-core", "A list shows names as texts", breaks{"RFC7643-2.3-i01"}, users, "Resources/name", asJoined},
	{"complex-as-text-enterprise", "A manager is shown as an id", breaks{"RFC7643-4.3-i02"}, userPaths, enterprise + "/manager", valueOf},
	{"complex-as-text-device", "The place of a device is shown as a text", breaks{"RFC7643-2.4-01"}, devicePaths, "location", asJoined},
	{"complex-without-list-device", "The only interface of a device is shown without its list", breaks{"RFC7643-2.4-01"}, devicePaths, "interfaces", firstOf},
	{"complex-as-texts-workplace", "Whom to call in an emergency is a list of texts", breaks{"RFC7643-2.4-01"}, userPaths, workplace + "/contacts", eachValueOf},
	{"complex-as-texts-group", "A list shows the members of groups as ids", breaks{"RFC7643-2.4-01"}, groups, "Resources/members", eachValueOf},
	{"complex-first-as-text-core", "The first e-mail address is an object, the others are texts", breaks{"RFC7643-2.4-01"}, userPaths, "emails", othersAsTexts},
}

// anywhere edits every resource, or the list itself where its numbers are meant.
func anywhere(paths string, e edit) saying {
	if paths == users || paths == groups {
		return document(e)
	}
	return resource(e)
}

func asValueObject(value any) any { return object{"value": value} }

func asList(value any) any { return []any{value} }

func valueOf(value any) any {
	if inner, ok := value.(object); ok {
		return inner["value"]
	}
	return value
}

func eachValueOf(value any) any {
	list, _ := value.([]any)
	texts := make([]any, len(list))
	for i, one := range list {
		texts[i] = valueOf(one)
	}
	return texts
}

func othersAsTexts(value any) any {
	list, _ := value.([]any)
	shown := slices.Clone(list)
	for i := 1; i < len(shown); i++ {
		shown[i] = valueOf(shown[i])
	}
	return shown
}

// digitsAsNumber is what becomes of a text that a language takes for a number.
func digitsAsNumber(value any) any {
	digits, ok := value.(string)
	if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return value
	}
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return 0
	}
	return jsontext.Value(digits)
}

func asBit(value any) any {
	if value == true {
		return 1
	}
	return 0
}

func withComma(value any) any { return strings.Replace(printed(value), ".", ",", 1) }

func withFraction(value any) any { return jsontext.Value(printed(value) + ".0") }

func withExponent(value any) any { return jsontext.Value(printed(value) + "e0") }

func dateOnly(value any) any {
	date, _, _ := strings.Cut(printed(value), "T")
	return date
}

func withBlank(value any) any { return strings.Replace(printed(value), "T", " ", 1) }

func asSeconds(value any) any {
	at, err := time.Parse(time.RFC3339, printed(value))
	if err != nil {
		return value
	}
	return at.Unix()
}

// asHex has colons, as certificates are often printed.
func asHex(value any) any {
	pairs := make([]string, 0, 16)
	for _, b := range bytesOf(value) {
		pairs = append(pairs, hex.EncodeToString([]byte{b}))
	}
	return strings.Join(pairs, ":")
}

func asBytes(value any) any {
	var list []any
	for _, b := range bytesOf(value) {
		list = append(list, int(b))
	}
	return list
}

func bytesOf(value any) []byte {
	encoded, _ := value.(string)
	decoded, _ := base64.StdEncoding.DecodeString(encoded)
	return decoded
}

func asPEM(value any) any { return inPEM(printed(value)) }

func inPEM(der string) string {
	return "-----BEGIN CERTIFICATE-----\n" + der + "\n-----END CERTIFICATE-----\n"
}

func asLink(value any) any {
	address := printed(value)
	return `<a href="` + address + `">` + address + `</a>`
}

func withBlanks(value any) any { return strings.ReplaceAll(printed(value), "/", " / ") }

func asJoined(value any) any {
	inner, ok := value.(object)
	if !ok {
		return value
	}
	var texts []string
	for _, part := range inner {
		texts = append(texts, printed(part))
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

// mistaken are values of another type that are taken, and ignored.
func mistaken() []row {
	var rows []row
	for _, v := range []struct {
		id, title, paths, path string
		right                  func(any) bool
	}{
		{"boolean-core", "active is taken as any text", users, "active", is[bool]},
		{"boolean-workplace", "remote is taken as any text", users, workplace + "/remote", is[bool]},
		{"boolean-device", "managed is taken as any text", devices, "managed", is[bool]},
		{"integer-workplace", "The number of a desk is taken with a fraction", users, workplace + "/desk", isWhole},
		{"integer-device", "The number of ports is taken with a fraction", devices, "ports", isWhole},
		{"decimal-workplace", "A workload is taken as any text", users, workplace + "/workload", is[float64]},
		{"decimal-device", "A weight is taken as any text", devices, "weight", is[float64]},
		{"datetime-workplace", "A moment is taken as any text", users, workplace + "/since", isMoment},
		{"datetime-device", "The moment when a device was bought is taken as any text", devices, "purchased", isMoment},
		{"complex-core", "A name is taken as a text", users, "name", is[object]},
		{"complex-enterprise", "A manager is taken as a text", users, enterprise + "/manager", is[object]},
		{"complex-device", "The place of a device is taken as a text", devices, "location", is[object]},
		{"complex-group", "The members of a group are taken as texts", groups, "members", isOfObjects},
		{"string-core", "A userName is taken as an object", users, "userName", is[string]},
		{"string-common", "An externalId is taken as an object", groups, "externalId", is[string]},
		{"string-workplace", "A badge is taken as an object", users, workplace + "/badge", is[string]},
		{"string-enterprise", "An employeeNumber is taken as an object", users, enterprise + "/employeeNumber", is[string]},
		{"string-device", "A serial number is taken as an object", devices, "serialNumber", is[string]},
		{"string-group", "The name of a group is taken as an object", groups, "displayName", is[string]},
		{"binary-core", "A certificate is taken that is no base64", users, "x509Certificates/value", isBase64},
		{"binary-device", "The certificate of a device is taken that is no base64", devices, "certificate", isBase64},
		{"reference-core", "A profileUrl is taken as an object", users, "profileUrl", is[string]},
		{"reference-device", "The address of a manual is taken as an object", devices, "manual", is[string]},
	} {
		rows = append(rows, row{
			"mistaken-" + v.id, v.title,
			breaks{"RFC7644-3.12-i18"},
			medium, "", on(http.MethodPost, v.paths).ask(body(change(v.path, func(value any) any {
				if v.right(value) {
					return value
				}
				return stringInstead(v.path)
			}))),
		})
	}
	return rows
}

// stringInstead is nothing, or a name where there must be one.
func stringInstead(path string) any {
	if slices.Contains([]string{"userName", "serialNumber", "displayName"}, path) {
		return newToken()
	}
	return nil
}

func is[T any](value any) bool {
	_, ok := value.(T)
	return ok
}

func isWhole(value any) bool {
	number, ok := value.(float64)
	return ok && number == math.Trunc(number)
}

func isMoment(value any) bool {
	_, err := time.Parse(time.RFC3339, printed(value))
	return err == nil
}

func isOfObjects(value any) bool {
	list, ok := value.([]any)
	return ok && len(objects(list)) == len(list)
}

func isBase64(value any) bool {
	encoded, ok := value.(string)
	if !ok {
		return false
	}
	_, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	return err == nil
}

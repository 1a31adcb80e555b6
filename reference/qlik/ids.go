package qlik

import (
	"encoding/hex"
	"strings"
)

// uuidSize is how many hexadecimal digits a UUID has.
const uuidSize = 32

// nativeID is the product's own id of a person. It is not that of SCIM, so that whoever takes the one for the other is
// found out: a UUID loses its dashes.
func nativeID(id string) string {
	if len(id) == uuidSize+4 {
		return strings.ReplaceAll(id, "-", "")
	}
	return id
}

// accountID is the tenant's id of the person whom the product knows by a native one; "" for what is none.
func accountID(native string) string {
	if strings.Contains(native, "-") {
		return ""
	}
	if _, err := hex.DecodeString(native); err != nil || len(native) != uuidSize {
		return native
	}
	return strings.Join([]string{native[:8], native[8:12], native[12:16], native[16:20], native[20:]}, "-")
}

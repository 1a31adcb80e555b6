package oracle

// NamedOtherwise tells whether a path leads to a part of a person's name that the
// resource does not show because it shows the name in the other form alone: formatted
// without components, or components without formatted. Either is permitted (RFC 7643
// section 8.7.1). Who shows some of the components is not excused.
func NamedOtherwise(resource any, path string) bool {
	attribute, inner := ends(path)
	if attribute != "name" || inner == "name" {
		return false
	}
	formatted := len(Lookup(resource, "name.formatted")) > 0
	components := false
	for _, part := range []string{"familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"} {
		components = components || len(Lookup(resource, "name."+part)) > 0
	}
	if inner == "formatted" {
		return components && !formatted
	}
	return formatted && !components
}

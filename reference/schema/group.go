package schema

// Group returns the resource type of RFC 7643 section 4.2.
func Group() *ResourceType {
	return &ResourceType{
		ID:          "Group",
		Name:        "Group",
		Endpoint:    "/Groups",
		Description: "A group of people and of other groups.",
		Core: &Schema{
			ID:          GroupURN,
			Name:        "Group",
			Description: "A group of people and of other groups.",
			Attributes: []*Attribute{
				text("displayName", "The name of the group.", required), // erratum 5368
				members(),
			},
		},
	}
}

// members has a display, which the listing of RFC 7643 section 8.7.1 forgot
// and the examples of RFC 7644 use throughout (erratum 6011).
func members() *Attribute {
	return define("members", Complex, "The members of the group.", multiValued, subs(
		text("value", "The id of the member.", immutable),
		define("$ref", Reference, "The URI of the member.", immutable, refersTo("User", "Group")),
		text("display", "The name of the member.", immutable),
		text("type", "The resource type of the member.", immutable, canonical("User", "Group")),
	))
}

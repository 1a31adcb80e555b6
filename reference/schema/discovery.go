package schema

// The URNs of the discovery resources, RFC 7643 sections 5 to 7.
const (
	ServiceProviderConfigURN = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
	ResourceTypeURN          = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
	SchemaURN                = "urn:ietf:params:scim:schemas:core:2.0:Schema"
)

// discoverySchemas are those of RFC 7643 section 8.7.2.
func discoverySchemas() []*Schema {
	return []*Schema{serviceProviderConfig(), resourceType(), schemaSchema()}
}

func serviceProviderConfig() *Schema {
	return &Schema{
		ID:          ServiceProviderConfigURN,
		Name:        "Service Provider Configuration",
		Description: "What the service provider supports.",
		Attributes: []*Attribute{
			define("documentationUri", Reference, "The documentation for people.", readOnly, refersTo("external")),
			option("patch", "Whether PATCH is supported."),
			option("bulk", "Whether bulk requests are supported, and how large.",
				define("maxOperations", Integer, "The most operations of one request.", readOnly, required),
				define("maxPayloadSize", Integer, "The most bytes of one request.", readOnly, required)),
			option("filter", "Whether filters are supported, and how much they find.",
				define("maxResults", Integer, "The most resources of one response.", readOnly, required)),
			option("changePassword", "Whether a password can be changed."),
			option("sort", "Whether lists can be sorted."),
			option("etag", "Whether versions are supported."),
			pagination(),
			authenticationSchemes(),
		},
	}
}

// option is something that a service provider supports or not.
func option(name, description string, more ...*Attribute) *Attribute {
	supported := define("supported", Boolean, "Whether it is supported.", readOnly, required)
	return define(name, Complex, description, readOnly, required, subs(append([]*Attribute{supported}, more...)...))
}

// pagination is the attribute that RFC 9865 section 4 adds.
func pagination() *Attribute {
	return define("pagination", Complex, "How long lists are divided into pages.", readOnly, subs(
		define("cursor", Boolean, "Whether pages follow each other by cursors.", readOnly, required),
		define("index", Boolean, "Whether pages are asked for by an index.", readOnly, required),
		text("defaultPaginationMethod", "The method where a request names none.", readOnly, canonical("cursor", "index")),
		define("defaultPageSize", Integer, "The resources of a page where a request names no count.", readOnly),
		define("maxPageSize", Integer, "The most resources of a page.", readOnly),
		define("cursorTimeout", Integer, "The seconds for which a cursor is good at least.", readOnly),
	))
}

// authenticationSchemes has the type of RFC 7643 section 5 and the primary of
// its example 8.5, both missing in the listing (erratum 8011).
func authenticationSchemes() *Attribute {
	return define("authenticationSchemes", Complex, "How clients authenticate.", readOnly, required, multiValued, subs(
		text("type", "The kind of the scheme.", readOnly, required,
			canonical("oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest")),
		text("name", "The common name of the scheme.", readOnly, required),
		text("description", "A description of the scheme.", readOnly, required),
		define("specUri", Reference, "The specification of the scheme.", readOnly, refersTo("external")),
		define("documentationUri", Reference, "How to use the scheme.", readOnly, refersTo("external")),
		define("primary", Boolean, "Whether this is the preferred scheme.", readOnly),
	))
}

func resourceType() *Schema {
	return &Schema{
		ID:          ResourceTypeURN,
		Name:        "ResourceType",
		Description: "A type of resource and where it is served.",
		Attributes: []*Attribute{
			text("id", "The identifier of the resource type.", readOnly),
			// Erratum 8475: name and endpoint are unique and case exact.
			text("name", "The name of the resource type.", readOnly, required, caseExact, uniqueOnServer),
			text("description", "A description of the resource type.", readOnly),
			define("endpoint", Reference, "Where it is served, relative to the base URL.",
				readOnly, required, caseExact, uniqueOnServer, refersTo("uri")),
			define("schema", Reference, "The URI of the core schema.", readOnly, required, caseExact, refersTo("uri")),
			// Erratum 7522: multi-valued.
			define("schemaExtensions", Complex, "The schema extensions.", readOnly, required, multiValued, subs(
				define("schema", Reference, "The URI of the extension.", readOnly, required, caseExact, refersTo("uri")),
				define("required", Boolean, "Whether each resource must have the extension.", readOnly, required),
			)),
		},
	}
}

func schemaSchema() *Schema {
	return &Schema{
		ID:          SchemaURN,
		Name:        "Schema",
		Description: "The definition of a schema.",
		Attributes: []*Attribute{
			text("id", "The URI of the schema.", readOnly, required),
			text("name", "The name of the schema.", readOnly, required),
			text("description", "A description of the schema.", readOnly),
			define("attributes", Complex, "The attributes of the schema.", readOnly, required, multiValued, subs(
				append(attributeDefinition(String, Complex, Boolean, Decimal, Integer, DateTime, Reference, Binary),
					define("subAttributes", Complex, "The sub-attributes of a complex attribute.", readOnly, multiValued,
						// Erratum 8415: a sub-attribute is never complex.
						subs(attributeDefinition(String, Boolean, Decimal, Integer, DateTime, Reference, Binary)...)),
				)...,
			)),
		},
	}
}

// attributeDefinition describes the definition of an attribute of one of the
// types; erratum 5606 adds binary, erratum 5607 makes referenceTypes
// multi-valued.
func attributeDefinition(types ...Type) []*Attribute {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return []*Attribute{
		text("name", "The name of the attribute.", readOnly, required, caseExact),
		text("type", "The data type.", readOnly, required, canonical(names...)),
		define("multiValued", Boolean, "Whether there may be several values.", readOnly, required),
		text("description", "A description for people.", readOnly, caseExact),
		define("required", Boolean, "Whether the attribute must be there.", readOnly),
		text("canonicalValues", "Values to prefer.", readOnly, multiValued, caseExact),
		define("caseExact", Boolean, "Whether the case of a string matters.", readOnly),
		text("mutability", "When the attribute may be changed.", readOnly, caseExact,
			canonical("readOnly", "readWrite", "immutable", "writeOnly")),
		text("returned", "When the attribute is shown.", readOnly, caseExact,
			canonical("always", "never", "default", "request")),
		text("uniqueness", "How far a value is unique.", readOnly, caseExact,
			canonical("none", "server", "global")),
		text("referenceTypes", "What a reference may point to.", readOnly, multiValued, caseExact),
	}
}

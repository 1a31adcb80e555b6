package schema

// schemasAttribute is common to all resources; it is always returned because
// every representation must include it (RFC 7643 section 3).
var schemasAttribute = define("schemas", Reference, "The schemas that the resource makes use of.",
	multiValued, required, alwaysReturned, refersTo("uri"))

// common are the attributes that every resource has without naming them in its
// schema, RFC 7643 section 3.1. They are never modified.
var common = []*Attribute{
	schemasAttribute,
	text("id", "The identifier that the service provider gave the resource.",
		readOnly, caseExact, uniqueOnServer, alwaysReturned),
	text("externalId", "The identifier that the provisioning client gave the resource.", caseExact),
	define("meta", Complex, "What the service provider knows about the resource itself.", readOnly, subs(
		text("resourceType", "The name of the resource type.", readOnly, caseExact),
		define("created", DateTime, "When the resource was created.", readOnly),
		define("lastModified", DateTime, "When the resource was last changed.", readOnly),
		define("location", Reference, "The URI of the resource.", readOnly, caseExact, refersTo("uri")),
		text("version", "The version of the resource, as in its ETag.", readOnly, caseExact),
	)),
}

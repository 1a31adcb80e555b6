package schema

// characteristic changes one characteristic of an attribute under definition.
type characteristic func(*Attribute)

func define(name string, t Type, description string, characteristics ...characteristic) *Attribute {
	a := &Attribute{
		Name:        name,
		Type:        t,
		Description: description,
		Mutability:  ReadWrite,
		Returned:    ReturnedDefault,
	}
	if t != Complex && t != Boolean {
		a.Uniqueness = UniqueNone // erratum 6004: complex attributes have none
	}
	for _, change := range characteristics {
		change(a)
	}
	return a
}

func text(name, description string, characteristics ...characteristic) *Attribute {
	return define(name, String, description, characteristics...)
}

func required(a *Attribute)       { a.Required = true }
func caseExact(a *Attribute)      { a.CaseExact = true }
func multiValued(a *Attribute)    { a.MultiValued = true }
func readOnly(a *Attribute)       { a.Mutability = ReadOnly }
func immutable(a *Attribute)      { a.Mutability = Immutable }
func uniqueOnServer(a *Attribute) { a.Uniqueness = UniqueServer }
func alwaysReturned(a *Attribute) { a.Returned = ReturnedAlways }
func onRequest(a *Attribute)      { a.Returned = ReturnedRequest }

// secret is what a client may write and nobody may read.
func secret(a *Attribute) {
	a.Mutability = WriteOnly
	a.Returned = ReturnedNever
}

func canonical(values ...string) characteristic {
	return func(a *Attribute) { a.CanonicalValues = values }
}

func kept(form func(string) string) characteristic {
	return func(a *Attribute) { a.Canonical = form }
}

func refersTo(types ...string) characteristic {
	return func(a *Attribute) { a.ReferenceTypes = types }
}

func subs(attributes ...*Attribute) characteristic {
	return func(a *Attribute) { a.SubAttributes = attributes }
}

// plural is a multi-valued attribute with the sub-attributes of RFC 7643
// section 2.4 around the given value; types are its canonical types.
func plural(name, description string, value *Attribute, types ...string) *Attribute {
	return define(name, Complex, description, multiValued, subs(
		value,
		text("display", "A name of the value for people to read."),
		text("type", "What the value is used for.", canonical(types...)),
		primary(),
	))
}

func primary() *Attribute {
	return define("primary", Boolean, "Whether this is the preferred value; at most one is.")
}

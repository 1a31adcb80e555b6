package steps

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
)

func registerResourceTypes(sc *godog.ScenarioContext) {
	sc.Step(expression(`^every resource type's endpoint is its name with an "s"$`), endpointsAreNames)
	sc.Step(expression(`^every resource type's schema and extensions are listed$`), schemasAreListed)
	sc.Step(expression(`^no extension defines an attribute of its resource type anew$`), extensionsAddOnly)
}

// endpointsAreNames goes by the last answer. The endpoints of what the standard defines
// are given by the standard (RFC 7644 §3.2).
func endpointsAreNames(ctx context.Context) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	var mismatches []result.Mismatch
	for _, resourceType := range list.Resources {
		name, _ := oracle.FirstString(resourceType, "name")
		endpoint, _ := oracle.FirstString(resourceType, "endpoint")
		if slices.Contains([]string{"User", "Group", "ServiceProviderConfig", "ResourceType", "Schema"}, name) || strings.EqualFold(path.Base(endpoint), name+"s") {
			continue
		}
		mismatches = append(mismatches, result.Mismatch{Path: "endpoint of " + name, Want: quoted("/" + name + "s"), Got: quoted(endpoint)})
	}
	return w.judgeSome(list, mismatches)
}

// schemasAreListed looks for what the resource types name in the last answer, a list of
// schemas.
func schemasAreListed(ctx context.Context) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	var listed []string
	for _, schema := range list.Resources {
		if id, ok := oracle.FirstString(schema, "id"); ok {
			listed = append(listed, id)
		}
	}
	if len(w.run.known.types) == 0 {
		return &skipped{reason: "the target announces no resource types", optional: true}
	}
	var mismatches []result.Mismatch
	for _, resourceType := range w.run.known.types {
		for _, uri := range append(texts(oracle.Lookup(resourceType, "schema")), texts(oracle.Lookup(resourceType, "schemaExtensions.schema"))...) {
			there := slices.ContainsFunc(listed, func(id string) bool { return strings.EqualFold(id, uri) })
			if !there {
				mismatches = append(mismatches, result.Mismatch{Path: "Resources.id", Want: "with " + uri, Got: absent})
			}
		}
	}
	return w.judge(mismatches...)
}

// extensionsAddOnly looks in the last answer, a list of schemas, for what an extension
// has in common with the resources that it extends (RFC 7643 §3.3).
func extensionsAddOnly(ctx context.Context) error {
	w := worldOf(ctx)
	list, err := w.listed()
	if err != nil {
		return err
	}
	names := map[string][]string{}
	for _, schema := range list.Resources {
		if id, ok := oracle.FirstString(schema, "id"); ok {
			names[strings.ToLower(id)] = texts(oracle.Lookup(schema, "attributes.name"))
		}
	}
	var mismatches []result.Mismatch
	judged := false
	for _, resourceType := range w.run.known.types {
		base, _ := oracle.FirstString(resourceType, "schema")
		taken := append([]string{"id", "externalId", "meta", "schemas"}, names[strings.ToLower(base)]...)
		for _, uri := range texts(oracle.Lookup(resourceType, "schemaExtensions.schema")) {
			judged = judged || len(names[strings.ToLower(uri)]) > 0
			mismatches = append(mismatches, definedTwice(uri, names[strings.ToLower(uri)], taken)...)
		}
	}
	if !judged {
		return &skipped{reason: "the target announces no extension", optional: true}
	}
	return w.judge(mismatches...)
}

func definedTwice(uri string, names, taken []string) []result.Mismatch {
	var mismatches []result.Mismatch
	for _, name := range names {
		if containsFold(taken, name) {
			mismatches = append(mismatches, result.Mismatch{Path: uri + ":" + name, Want: absent, Got: "defined"})
		}
	}
	return mismatches
}

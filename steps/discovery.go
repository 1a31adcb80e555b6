package steps

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/target"
)

// known is what a run learnt of its target before the first scenario: read once,
// never written again.
type known struct {
	capabilities map[string]result.Capability
	schemas      *oracle.Schemas
	// silenced are capabilities that the target announces and its file takes away.
	silenced map[string]bool
	// probed are the capabilities that are tried when they are first needed.
	probed []*probed
	// config and types are ServiceProviderConfig and the ResourceTypes as they were read.
	config oracle.Object
	types  []oracle.Object
}

// The values of a capability.
const (
	present = "present"
	lacking = "absent"
	unknown = "unknown"
)

const (
	sourceFile      = "target file"
	sourceProvider  = "ServiceProviderConfig"
	sourceTypes     = "ResourceTypes"
	sourceSchemas   = "Schemas"
	sourceConnector = "connector's file"
	sourceAssumed   = "assumed: the target does not say"
)

// announced are the capabilities that ServiceProviderConfig speaks of (RFC 7643 §5).
var announced = []string{"patch", "bulk", "filter", "changePassword", "sort", "etag"}

// discover reads ServiceProviderConfig, ResourceTypes and Schemas, each once.
// Where a target has no discovery, RFC 7643's own schemas are assumed.
func (r *run) discover(ctx context.Context) (*known, error) {
	config, err := r.document(ctx, "/ServiceProviderConfig")
	if err != nil {
		return nil, err
	}
	types, err := r.documents(ctx, "/ResourceTypes")
	if err != nil {
		return nil, err
	}
	announcedSchemas, err := r.documents(ctx, "/Schemas")
	if err != nil {
		return nil, err
	}
	schemas, err := schemasOf(types, announcedSchemas)
	if err != nil {
		return nil, err
	}
	k := &known{capabilities: map[string]result.Capability{}, schemas: schemas, config: config, types: types}
	k.probed = r.toProbe()
	k.learnConfig(config)
	k.learnTypes(types)
	k.learnProbes(r.target)
	k.set("parallel", r.parallel, sourceFile)
	k.set("control", r.control != nil, sourceFile)
	k.learnConnector(r.sending)
	k.overrule(r.target)
	return k, nil
}

func schemasOf(types, schemas []oracle.Object) (*oracle.Schemas, error) {
	standard, err := oracle.Standard()
	if err != nil {
		return nil, fmt.Errorf("reading the schemas of RFC 7643: %w", err)
	}
	if len(types) == 0 || len(schemas) == 0 {
		return standard, nil
	}
	// A target whose discovery cannot be understood is judged by the scenarios on
	// discovery; everything else goes by the standard.
	if enlarged, err := standard.With(types, schemas); err == nil {
		return enlarged, nil
	}
	return standard, nil
}

// document is a discovery document, or nil where the target has none.
func (r *run) document(ctx context.Context, at string) (oracle.Object, error) {
	request := scim.Request{Method: http.MethodGet, Path: at}
	resp, err := r.client.Do(ctx, r.rec, request)
	if scim.IsBroken(err) || scim.KindOf(err) == scim.TimedOut {
		// The target answers (preflight has seen that), yet not to this: the scenarios on
		// discovery say so.
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a := readAnswer(request, resp, r.redact.Text)
	if object, mismatch := a.object(); mismatch == nil && a.is(http.StatusOK) {
		return object, nil
	}
	return nil, nil
}

func (r *run) documents(ctx context.Context, at string) ([]oracle.Object, error) {
	object, err := r.document(ctx, at)
	if err != nil {
		return nil, err
	}
	var resources []oracle.Object
	for _, value := range oracle.Lookup(object, "Resources") {
		list, _ := value.([]any)
		for _, element := range list {
			if resource, ok := element.(oracle.Object); ok {
				resources = append(resources, resource)
			}
		}
	}
	return resources, nil
}

func (k *known) set(name string, has bool, source string) {
	value := lacking
	if has {
		value = present
	}
	k.capabilities[name] = result.Capability{Name: name, Value: value, Source: source}
}

func (k *known) learnConfig(config oracle.Object) {
	for _, name := range announced {
		if supported, ok := boolAt(config, name+".supported"); ok {
			k.set(name, supported, sourceProvider)
			continue
		}
		k.capabilities[name] = result.Capability{Name: name, Value: unknown, Source: sourceAssumed}
	}
	cursor, _ := boolAt(config, "pagination.cursor")
	source := sourceProvider
	if config == nil {
		source = sourceAssumed
	}
	k.set("cursor", cursor, source)
}

// learnTypes learns which resource types and extensions there are; User and Group
// are assumed where the target does not say.
func (k *known) learnTypes(types []oracle.Object) {
	source := sourceTypes
	if len(types) == 0 {
		source = sourceAssumed
	}
	endpoints, extensions := []string{}, []string{}
	for _, resourceType := range types {
		// Some targets give the whole URL, though the standard wants a path below the base.
		endpoint, _ := oracle.FirstString(resourceType, "endpoint")
		endpoints = append(endpoints, strings.ToLower(path.Base(endpoint)))
		extensions = append(extensions, texts(oracle.Lookup(resourceType, "schemaExtensions.schema"))...)
	}
	k.set("users", len(types) == 0 || slices.Contains(endpoints, "users"), source)
	k.set("groups", len(types) == 0 || slices.Contains(endpoints, "groups"), source)
	k.set("enterprise", len(types) == 0 || slices.Contains(extensions, enterpriseSchema), source)
}

const enterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

func (k *known) learnProbes(t *target.Target) {
	k.set("status-probe", t.Probes.Status != nil, sourceFile)
	k.set("login-probe", t.Probes.Login != nil, sourceFile)
	k.set("ownership-probe", t.Probes.Ownership != nil, sourceFile)
	k.set("own-credential", t.Lends(), sourceFile)
	k.set("switch-probe", t.Probes.Switch != nil, sourceFile)
	k.set("directory", t.Directory != nil, sourceFile)
	k.set("local-accounts", t.Probes.Local != nil, sourceFile)
	k.set("local-accounts-apart", t.Probes.Local != nil && t.Probes.Local.Apart, sourceFile)
	k.set("other-tenant", t.OtherTenant != nil, sourceFile)
	k.set("bearer", len(t.SCIM.Auth.Bearer) >= shortestToken, sourceFile)
	k.set("entra", false, sourceFile) // unless the file says so: it demands more than the RFC
}

// learnConnector learns what the connector says that it does.
func (k *known) learnConnector(s *sending) {
	k.set("connector", s != nil, sourceConnector)
	if s == nil {
		return
	}
	does := s.Declares.Does()
	does["deletes"], does["disables"] = s.Declares.Deletes == connector.DeletesAtOnce, s.Declares.Deprovision == connector.Disables
	does["cycle"], does["observed"] = s.Drives("cycle"), s.traffic != nil
	for name, it := range does {
		k.set("connector-"+name, it, sourceConnector)
	}
}

// overrule lets the target's file have the last word. Who silences by it what the target
// announces is judged in part only.
func (k *known) overrule(t *target.Target) {
	k.silenced = map[string]bool{}
	for name, has := range t.Capabilities {
		k.silenced[name] = !has && k.capabilities[name].Value == present
		k.set(name, has, sourceFile)
	}
}

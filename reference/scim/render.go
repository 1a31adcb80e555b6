package scim

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

const (
	userKind  = "User"
	groupKind = "Group"

	timeLayout = "2006-01-02T15:04:05.000Z"
)

// reader turns records into resources within one transaction.
type reader struct {
	tx       *store.Tx
	registry *schema.Registry
	base     string
	known    map[string]referent
}

// referent is what a reference points at; the zero value is nothing.
type referent struct{ kind, label string }

func (p *Provider) reader(tx *store.Tx, base string) *reader {
	return &reader{tx: tx, registry: p.registry, base: base, known: map[string]referent{}}
}

// record reads the stored form of a resource; none is a 404.
func (r *reader) record(kind *schema.ResourceType, id string) (store.Record, error) {
	record, err := r.tx.Get(kind.ID, id)
	if errors.Is(err, store.ErrNotFound) {
		return record, errNoResource(id)
	}
	return record, err
}

// resource fills in what the stored document leaves out.
func (r *reader) resource(record store.Record, wanted parts) (schema.Resource, error) {
	resource, err := decodeStored(record)
	if err != nil {
		return nil, err
	}
	digest := fnv.New32a()
	if err := r.derive(record, resource, wanted, digest); err != nil {
		return nil, err
	}
	resource["id"] = record.ID
	resource["meta"] = map[string]any{
		"resourceType": record.Type,
		"created":      record.Created.Format(timeLayout),
		"lastModified": record.Modified.Format(timeLayout),
		"location":     r.location(record.Type, record.ID),
		"version":      fmt.Sprintf(`W/"%d.%x"`, record.Version, digest.Sum32()),
	}
	return resource, nil
}

// derive fills the parts that are wanted. What a user is shown to belong to
// and to report to changes without a write to the user, and a version must
// change with it: it goes into the digest. Groups need no digest, since every
// change of what they show is a write to them.
func (r *reader) derive(record store.Record, resource schema.Resource, wanted parts, digest io.Writer) error {
	switch record.Type {
	case userKind:
		if err := r.fillManager(resource, wanted.manager, digest); err != nil {
			return err
		}
		if wanted.groups {
			return r.fillGroups(record.ID, resource, digest)
		}
	case groupKind:
		if wanted.members {
			return r.fillMembers(record.ID, resource, wanted.labels)
		}
	}
	return nil
}

// location is the absolute URL of a resource.
func (r *reader) location(kind, id string) string {
	found, ok := r.registry.ResourceType(kind)
	if !ok {
		return ""
	}
	return r.base + found.Endpoint + "/" + url.PathEscape(id)
}

// referent looks up what an id stands for, whether user or group.
func (r *reader) referent(id string) (referent, error) {
	if found, ok := r.known[id]; ok {
		return found, nil
	}
	var found referent
	for _, kind := range []string{userKind, groupKind} {
		record, err := r.tx.Get(kind, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return referent{}, err
		}
		if found, err = referentOf(record); err != nil {
			return referent{}, err
		}
		break
	}
	r.known[id] = found
	return found, nil
}

func referentOf(record store.Record) (referent, error) {
	resource, err := decodeStored(record)
	return referent{kind: record.Type, label: label(resource)}, err
}

// metaOf returns what the headers of a response say of a resource.
func metaOf(resource schema.Resource) (location, version string) {
	meta, _ := resource["meta"].(map[string]any)
	location, _ = meta["location"].(string)
	version, _ = meta["version"].(string)
	return location, version
}

// reference is the value of an attribute that points at another resource.
func (r *reader) reference(id string, to referent) map[string]any {
	return map[string]any{
		"value":   id,
		"$ref":    r.location(to.kind, id),
		"display": cmp.Or(to.label, id),
	}
}

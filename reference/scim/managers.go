package scim

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// managerOf returns the manager of a user, RFC 7643 section 4.3; it may be
// modified in place.
func managerOf(user schema.Resource) map[string]any {
	extension, _ := user[schema.EnterpriseURN].(map[string]any)
	manager, _ := extension["manager"].(map[string]any)
	return manager
}

// fillManager names the manager and says where to find them.
func (r *reader) fillManager(user schema.Resource, wanted bool, digest io.Writer) error {
	manager := managerOf(user)
	id, _ := manager["value"].(string)
	if !wanted || id == "" {
		return nil
	}
	to, err := r.referent(id)
	if err != nil || to.kind != userKind {
		return err
	}
	manager["$ref"] = r.location(userKind, id)
	manager["displayName"] = to.label
	_, _ = fmt.Fprintf(digest, "%q%q", id, to.label)
	return nil
}

// reduceManager leaves of a manager what is stored: the id.
func reduceManager(user schema.Resource) {
	manager := managerOf(user)
	id := referenceID(manager)
	clear(manager)
	if id != "" {
		manager["value"] = id
	} else if manager != nil {
		dropManager(user)
	}
}

// referenceID is the id that a reference names: its value, or else the end of
// its $ref, since a client may send only the one (RFC 7643 section 2.4).
func referenceID(reference map[string]any) string {
	if id, _ := reference["value"].(string); id != "" {
		return id
	}
	ref, _ := reference["$ref"].(string)
	id, err := url.PathUnescape(ref[strings.LastIndexByte(ref, '/')+1:])
	if err != nil {
		return ""
	}
	return id
}

func dropManager(user schema.Resource) {
	extension, _ := user[schema.EnterpriseURN].(map[string]any)
	delete(extension, "manager")
}

// checkManager refuses, in strict mode, a manager that is not known. Lenient
// providers keep the id: some clients send the manager's id in another system.
func (w *writer) checkManager(user schema.Resource) error {
	id, _ := managerOf(user)["value"].(string)
	if id == "" || w.mode != schema.Strict {
		return nil
	}
	to, err := w.referent(id)
	if err == nil && to.kind != userKind {
		err = errUnknownManager(id)
	}
	return err
}

// leaveReports takes a user who is about to go out of the manager attribute of
// those who report to them.
func (w *writer) leaveReports(manager string) error {
	reports, err := w.tx.Find(userKind, store.KeyManager, manager)
	if err != nil {
		return err
	}
	for _, record := range reports {
		if record.ID == manager {
			continue
		}
		user, err := decodeStored(record)
		if err != nil {
			return err
		}
		dropManager(user)
		if err := w.putUser(&record, user); err != nil {
			return err
		}
	}
	return nil
}

// putUser stores a user whom the provider itself has changed.
func (w *writer) putUser(record *store.Record, user schema.Resource) error {
	kind, ok := w.registry.ResourceType(userKind)
	if !ok {
		return errNoEndpoint()
	}
	document, err := stored(kind, user)
	if err != nil {
		return err
	}
	return w.put(record, document)
}

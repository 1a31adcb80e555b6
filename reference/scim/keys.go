package scim

import (
	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

// keyDisplayName finds groups, which clients match by their name.
const keyDisplayName = "displayName"

// keysOf are the values by which a resource is found without a scan, and those
// that no other resource of its type may have.
func (r *reader) keysOf(kind string, document schema.Resource) []store.Key {
	var keys []store.Key
	if id, _ := document["externalId"].(string); id != "" {
		keys = append(keys, store.Key{Name: store.KeyExternalID, Value: id})
	}
	if found, ok := r.registry.ResourceType(kind); ok {
		keys = append(keys, uniqueKeys(found, document)...)
	}
	switch kind {
	case userKind:
		keys = append(keys, userKeys(document)...)
	case groupKind:
		keys = append(keys, store.Key{Name: keyDisplayName, Value: schema.Fold(label(document))})
	}
	return keys
}

// uniqueKeys let the store refuse a value that another resource has, RFC 7643
// section 2.2. Each is named by the path of its attribute.
func uniqueKeys(kind *schema.ResourceType, document schema.Resource) []store.Key {
	var keys []store.Key
	for _, ref := range kind.Unique() {
		for _, value := range ref.Values(document) {
			keys = append(keys, store.Key{Name: ref.Path(), Value: ref.Leaf().IndexKey(value), Unique: true})
		}
	}
	return keys
}

func userKeys(user schema.Resource) []store.Key {
	var keys []store.Key
	emails, _ := user["emails"].([]any)
	for _, email := range emails {
		email, _ := email.(map[string]any)
		if address, _ := email["value"].(string); address != "" {
			keys = append(keys, store.Key{Name: store.KeyEmail, Value: schema.Fold(address)})
		}
	}
	if id, _ := managerOf(user)["value"].(string); id != "" {
		keys = append(keys, store.Key{Name: store.KeyManager, Value: id})
	}
	return keys
}

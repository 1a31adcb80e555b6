package steps

import (
	"testing"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/target"
)

// The target's file has the last word on attributes too.
func TestTheFileOverrulesTheAnnouncedAttributes(t *testing.T) {
	t.Parallel()
	schemas, err := oracle.Standard()
	if err != nil {
		t.Fatal(err)
	}
	k := &known{capabilities: map[string]result.Capability{}, schemas: schemas}
	const password, unheardOf = "attribute:User.password", "attribute:User.unheardOf"
	if k.lacks(password) != "" || k.lacks(unheardOf) == "" {
		t.Errorf("got %q and %q", k.lacks(password), k.lacks(unheardOf))
	}
	k.overrule(&target.Target{Capabilities: map[string]bool{password: false, unheardOf: true}})
	if k.lacks(password) != "the target has no attribute:User.password (target file)" || k.lacks(unheardOf) != "" {
		t.Errorf("got %q and %q", k.lacks(password), k.lacks(unheardOf))
	}
}

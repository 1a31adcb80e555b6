package steps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/features"
)

// core are the needs that a SCIM service provider cannot decline (RFC 7644 §3):
// a scenario skipped for one of them makes the verdict partial.
var core = []string{"users", "status-probe", "login-probe", "ownership-probe", "directory"}

// missing tells what of its needs a scenario has to do without, or nil. A need
// that the target is silent about counts as there: the scenario then judges it.
func (k *known) missing(needs []string) *skipped {
	for _, need := range needs {
		if reason := k.lacks(need); reason != "" {
			return &skipped{reason: reason, optional: !slices.Contains(core, need) && !k.silenced[need]}
		}
	}
	return nil
}

func (k *known) lacks(need string) string {
	said, known := k.capabilities[need] // of an attribute, by the target's file alone
	if path, ok := strings.CutPrefix(need, "attribute:"); ok && !known {
		kind, attribute, _ := strings.Cut(path, ".")
		if !k.schemas.Has(kind, attribute) {
			return fmt.Sprintf("the target's %s schema does not declare %s", kind, attribute)
		}
		return ""
	}
	if !known {
		said = k.capability(need)
	}
	if said.Value == unknown && strings.HasPrefix(need, "connector") {
		// What a connector does not say that it does is not asked of it.
		return lackReason(need, said.Source)
	}
	if said.Value != lacking {
		return ""
	}
	return lackReason(need, said.Source)
}

func lackReason(need, source string) string {
	switch {
	case strings.HasSuffix(need, "-probe"):
		return fmt.Sprintf("the target's file has no %s probe", strings.TrimSuffix(need, "-probe"))
	case need == "own-credential":
		return "the target's file lends nobody a credential of their own for SCIM (probes.login.scim)"
	case need == "other-tenant":
		return "the target's file has no second tenant (otherTenant)"
	case need == "parallel":
		return "the run sends one request at a time"
	case need == "local-accounts":
		return "the target's file does not say how to make a local account (probes.local)"
	case need == "local-accounts-apart":
		return "the target's file does not say that local accounts are out of the reach of SCIM (probes.local.apart)"
	case need == "bearer":
		return "the run does not authenticate by a bearer token"
	case need == "directory":
		return "the target's file has no identity provider (directory)"
	case need == "control":
		return "nothing stands before the target that could be told how to answer (control in the target's file)"
	case need == "connector":
		return "no connector sends in this run (run --provisioner FILE)"
	case need == "connector-observed":
		return "nobody records what the connector sends to this target"
	case strings.HasPrefix(need, "connector-"):
		return "the connector does no such thing, as its file says: " + strings.TrimPrefix(need, "connector-")
	case need == "entra":
		return "the target's file does not say that Entra ID provisions it (capabilities: {entra: present}), and no dialect of it was chosen"
	default:
		return fmt.Sprintf("the target has no %s (%s)", need, source)
	}
}

// needsOf are the needs of the requirement and those of this one scenario.
func needsOf(r features.Requirement, tags []string) []string {
	needs := slices.Clone(r.Needs)
	if slices.Contains(tags, connectorTag) {
		needs = append(needs, "connector")
	}
	for _, tag := range tags {
		if need, ok := strings.CutPrefix(tag, "@needs:"); ok {
			needs = append(needs, need)
		}
	}
	return needs
}

package assets_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// leave deletes Ada as the service provider would, in one transaction.
func (tn *tenant) leave(transferTo string) error {
	return tn.store.Update(tn.t.Context(), func(tx *store.Tx) error {
		if err := tn.assets.OwnerDeleting(tn.t.Context(), tx, "ada", transferTo); err != nil {
			return err
		}
		return tx.Delete("User", "ada")
	})
}

func TestDeletionPolicies(t *testing.T) {
	cases := map[string]struct {
		policy     option
		transferTo string
		refused    assets.Reason
		left       []string // who owns Ada's app and data file afterwards; nil: they are gone
	}{
		"refuse":                         {policy("", ""), "", assets.StillOwning, []string{"ada", "ada"}},
		"refuse, with an heir":           {policy("", ""), "grace", "", []string{"grace", "grace"}},
		"refuse, to nobody":              {policy("", ""), "edsger", assets.UnknownOwner, []string{"ada", "ada"}},
		"refuse, to herself":             {policy("", ""), "ada", assets.UnknownOwner, []string{"ada", "ada"}},
		"refuse, to a disabled person":   {policy("", ""), "charles", assets.OwnerDisabled, []string{"ada", "ada"}},
		"transfer":                       {policy(assets.TransferTo, "GRACE"), "", "", []string{"grace", "grace"}},
		"transfer, with another heir":    {policy(assets.TransferTo, "grace"), "alan", "", []string{"alan", "alan"}},
		"transfer to nobody":             {policy(assets.TransferTo, "edsger"), "", assets.StillOwning, []string{"ada", "ada"}},
		"transfer to a disabled person":  {policy(assets.TransferTo, "charles"), "", assets.StillOwning, []string{"ada", "ada"}},
		"transfer to the leaver herself": {policy(assets.TransferTo, "ada"), "", assets.StillOwning, []string{"ada", "ada"}},
		"orphan":                         {policy(assets.Orphan, ""), "", "", []string{"", ""}},
		"cascade":                        {policy(assets.Cascade, ""), "", "", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			tn := newTenant(t, c.policy)
			app, file := tn.make("ada", assets.App), tn.make("ada", assets.DataFile, "alan")
			alans := tn.make("alan", assets.App, "ada", "grace")
			err := tn.leave(c.transferTo)
			if c.refused != "" {
				wantRefusal(t, name, err, c.refused)
			} else if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{alans: "alan"}
			if c.left != nil {
				want[app], want[file] = c.left[0], c.left[1]
			}
			if diff := cmp.Diff(want, tn.owners()); diff != "" {
				t.Error(diff)
			}
			tn.checkSharing(alans, c.refused == "")
		})
	}
}

// checkSharing demands that Ada is a guest of an asset unless she has left.
func (tn *tenant) checkSharing(id string, left bool) {
	tn.t.Helper()
	a, err := tn.assets.Get(tn.t.Context(), administrator, id)
	want := []string{"ada", "grace"}
	if left {
		want = want[1:]
	}
	if diff := cmp.Diff(want, a.SharedWith); diff != "" || err != nil {
		tn.t.Error(diff, err)
	}
}

func TestAPersonWithoutAssetsLeavesUnderAnyPolicy(t *testing.T) {
	for _, p := range assets.Policies() {
		heir := ""
		if p == assets.TransferTo {
			heir = "edsger" // who need not exist
		}
		if err := newTenant(t, policy(p, heir)).leave(""); err != nil {
			t.Errorf("%s: got %v", p, err)
		}
	}
}

func TestTheRefusalCounts(t *testing.T) {
	tn := newTenant(t)
	tn.make("ada", assets.App)
	one := tn.leave("")
	tn.make("ada", assets.DataFile)
	three := func() error { tn.make("ada", assets.DataFile); return tn.leave("") }()
	if !strings.Contains(one.Error(), "1 asset (app: 1)") || !strings.Contains(three.Error(), "3 assets (app: 1, data-file: 2)") {
		t.Errorf("got %q and %q", one, three)
	}
}

func TestImpossiblePoliciesAreRefused(t *testing.T) {
	for _, c := range []assets.Config{
		{Policy: "keep"}, {Policy: assets.TransferTo}, {Policy: assets.Orphan, Heir: "ada"}, {Heir: "ada"},
	} {
		if _, err := assets.New(c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

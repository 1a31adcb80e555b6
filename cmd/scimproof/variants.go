package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scimproof/scimproof/reference/variants"
	"github.com/scimproof/scimproof/steps/problem"
)

// listedVariant is a variant as `list variants` prints it.
type listedVariant struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Area  string `json:"area"`
	// Source is what permits it.
	Source string `json:"source"`
	// Caution is why the suite may warn of it.
	Caution string `json:"caution,omitempty"`
}

func newListVariants(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "variants [ID-PREFIX...]",
		Short: "List what the reference can do otherwise, as the RFCs permit",
		Long: `Lists what the reference can do otherwise, as the RFCs permit and service providers do: id and
what is done. As JSON each has what permits it, and why the suite may warn of it, if it may.`,
		Example: `  scimproof list variants
  scimproof list variants patch --format json`,
	}
	f := newListFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, prefixes []string) error {
		chosen, err := variantsBeginning(prefixes)
		if err != nil {
			return err
		}
		return show(s.stdout, f, chosen, func(v listedVariant) string { return fmt.Sprintf("%s\t%s\t%s", v.ID, v.Area, v.Title) })
	}
	return cmd
}

func variantsBeginning(prefixes []string) ([]listedVariant, error) {
	chosen := []listedVariant{}
	for _, v := range variants.All() {
		if len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(v.ID, p) }) {
			chosen = append(chosen, listedVariant{v.ID, v.Title, v.Area, v.Source, v.Caution})
		}
	}
	if len(chosen) == 0 {
		return nil, problem.Usage("no variant has an id that begins with %q", prefixes[0]).Hint("scimproof list variants shows every id")
	}
	return chosen, nil
}

// variantsNamed are the variants with exactly these ids, in one that can be served.
func variantsNamed(ids []string) (variants.Combined, error) {
	var named []variants.Variant
	for _, id := range ids {
		v, ok := variants.ByID(id)
		if !ok {
			return variants.Combined{}, unknown("variant", id, variantIDs())
		}
		named = append(named, v)
	}
	if !variants.AreCompatible(named...) {
		return variants.Combined{}, problem.Usage("the variants %s contradict each other", strings.Join(ids, " and ")).
			Hint("give one of them alone")
	}
	return variants.Combine(named...), nil
}

func variantIDs() []string {
	var ids []string
	for _, v := range variants.All() {
		ids = append(ids, v.ID)
	}
	return ids
}

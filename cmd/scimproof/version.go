package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion(s *session) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  scimproof version",
		Args:    withoutArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.stdout, "scimproof %s (%s)\n", version(), strings.Join(built(), ", "))
			if err != nil {
				return fmt.Errorf("printing the version: %w", err)
			}
			return nil
		},
	}
}

// version is that of the module, or "dev" where it was built from a work tree
// without one.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// built says from what, by what and for what this binary was built.
func built() []string {
	about := []string{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return about
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			about = append(about, "commit "+setting.Value)
		case setting.Key == "vcs.modified" && setting.Value == "true":
			about = append(about, "with local changes")
		}
	}
	return about
}

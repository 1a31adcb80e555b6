package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/scimproof/scimproof/"

// forbidden says which folder must not import which: the oracle shares nothing with
// what it judges, and data imports nothing of ours.
var forbidden = map[string][]string{
	"steps":     {"reference", "cmd"},
	"reference": {"steps", "features", "fixtures", "cmd"},
	"features":  {"steps", "reference", "fixtures", "cmd"},
	"fixtures":  {"steps", "reference", "features", "cmd"},
}

// TestImportsGoOneWay reads the imports of every file. The reference's own tests may
// run the suite, and nothing else may see both sides.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	for folder, others := range forbidden {
		files := 0
		err := filepath.WalkDir(filepath.Join("..", "..", folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err != nil || !strings.HasSuffix(path, ".go") {
				return err
			}
			files++
			if folder == "reference" && strings.HasSuffix(path, "_test.go") {
				return nil
			}
			return checkImports(t, path, others)
		})
		if err != nil || files == 0 {
			t.Errorf("%s: %d files read, %v", folder, files, err)
		}
	}
}

func checkImports(t *testing.T, path string, others []string) error {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		for _, other := range others {
			if imported == module+other || strings.HasPrefix(imported, module+other+"/") {
				t.Errorf("%s imports %s", path, imported)
			}
		}
	}
	return nil
}

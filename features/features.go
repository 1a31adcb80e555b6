// Package features is what must hold: Gherkin features, and the catalogue of the
// requirements that they are bound to. It is data, with just enough Go to embed
// and to index it, and imports nothing of this module.
package features

import (
	"embed"
	"io/fs"
	"path"
	"slices"
)

//go:embed catalogue/*.yaml */*.feature
var files embed.FS

// FS holds the features and the catalogue; paths are relative to this folder,
// such as "protocol/patch_add.feature".
func FS() fs.FS { return files }

// Folders lists the folders that hold features, sorted.
func Folders() []string {
	var folders []string
	for _, feature := range featureFiles() {
		if folder := path.Dir(feature); !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// Areas lists the tags of the folders, such as "@protocol": every feature has the
// tag of its folder, so that an area can be selected.
func Areas() []string {
	var areas []string
	for _, folder := range Folders() {
		areas = append(areas, "@"+folder)
	}
	return areas
}

// featureFiles lists the paths of all features, sorted.
func featureFiles() []string {
	paths, err := fs.Glob(files, "*/*.feature")
	if err != nil {
		panic("features: " + err.Error()) // only a malformed pattern fails
	}
	return paths
}

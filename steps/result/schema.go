package result

import (
	_ "embed"
	"slices"
)

//go:embed report.schema.json
var schema []byte

// JSONSchema returns the JSON Schema (2020-12) of the report, which
// `--report json=FILE` holds to.
func JSONSchema() []byte { return slices.Clone(schema) }

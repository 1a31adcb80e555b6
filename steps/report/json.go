package report

import (
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/result"
)

// JSON writes the whole result, indented, its members in a fixed order. Bytes
// of a body that are no UTF-8 become U+FFFD, since JSON cannot hold them.
func JSON(w io.Writer, run *result.Run) error {
	err := json.MarshalWrite(w, run,
		json.Deterministic(true),
		jsontext.WithIndent("  "),
		jsontext.AllowInvalidUTF8(true))
	if err == nil {
		_, err = io.WriteString(w, "\n")
	}
	if err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	return nil
}

package qlik

import (
	"io"
	"mime"
	"net/http"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/api"
)

// read decodes the JSON body of a request. Unlike the tenant's own interface, the product passes over members that it
// does not know.
func read(w http.ResponseWriter, r *http.Request, s service, v any) error {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return &refusal{http.StatusUnsupportedMediaType, string(s) + "-415", "Unsupported media type", "the content type must be application/json"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, api.MaxBody))
	if err != nil {
		return invalid(s, "the body could not be read")
	}
	if err := json.Unmarshal(body, v); err != nil {
		return invalid(s, "the body is not what this endpoint takes")
	}
	return nil
}

// operation is one of a JSON Patch (RFC 6902), of which the product takes a part.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value string `json:"value"`
}

// replacement reads a JSON Patch that does nothing but replace one value.
func replacement(w http.ResponseWriter, r *http.Request, s service, path string) (value string, err error) {
	var patch []operation
	if err := read(w, r, s, &patch); err != nil {
		return "", err
	}
	if len(patch) != 1 || patch[0].Op != "replace" || patch[0].Path != path || patch[0].Value == "" {
		return "", invalid(s, "this face only takes one operation, which replaces "+path)
	}
	return patch[0].Value, nil
}

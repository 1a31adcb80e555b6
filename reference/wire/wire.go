// Package wire is how the SCIM clients of the reference put things: the bundled identity provider and the connector
// share it, and nothing of it is the service provider's.
package wire

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
)

// The schemas of a client's messages (RFC 7643 section 8.7 and RFC 7644 section 3.5.2).
const (
	UserURN       = "urn:ietf:params:scim:schemas:core:2.0:User"
	GroupURN      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	EnterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	PatchURN      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	MediaType     = "application/scim+json"
)

// Object is a JSON object.
type Object = map[string]any

// Sender is who sends, and where to.
type Sender struct {
	Base      string // URL of the SCIM base, such as "https://tenant.example.com/scim/v2"
	Token     string // bearer token
	UserAgent string
}

// Request makes a request for what lies at path below the base. A nil body is none.
func (s Sender) Request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body, json.Deterministic(true)); err != nil {
			return nil, fmt.Errorf("encoding a request: %w", err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(s.Base, "/")+path, bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+s.Token)
	request.Header.Set("Accept", MediaType)
	request.Header.Set("User-Agent", s.UserAgent)
	if body != nil {
		request.Header.Set("Content-Type", MediaType)
	}
	return request, nil
}

// StatusError says that the service provider answered a request with another status than one for success.
type StatusError struct {
	Method string
	Status int
	// Detail is what it said about it, if it said so as RFC 7644 section 3.12 has it.
	Detail string
}

// Error implements error.
func (e *StatusError) Error() string {
	said := fmt.Sprintf("the tenant answered a %s with %d", e.Method, e.Status)
	if e.Detail != "" {
		said += ": " + e.Detail
	}
	return said
}

// Equals is a filter for what has an attribute of that value, quoted as JSON (RFC 7644 section 3.4.2.2).
func Equals(attribute, value string) (string, error) {
	literal, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("quoting a value of %s: %w", attribute, err)
	}
	return attribute + " eq " + string(literal), nil
}

// Query encodes parameters with a space as %20: a plus stands for one in forms, and not in every server's URLs (RFC 3986
// section 2.1).
func Query(values url.Values) string { return strings.ReplaceAll(values.Encode(), "+", "%20") }

// Patch is a PATCH of those operations.
func Patch(operations ...Object) Object {
	return Object{"schemas": []string{PatchURN}, "Operations": operations}
}

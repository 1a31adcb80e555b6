package scim

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const (
	mediaSCIM = "application/scim+json"
	mediaJSON = "application/json"
)

// readBody reads a request body whole. A body without a content type is taken
// for JSON in UTF-8, the default of RFC 7644 section 3.8.
func (p *Provider) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if !acceptsContent(r.Header) {
		return nil, errMediaType()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, p.maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, errTooLarge(p.maxBody)
	}
	if err != nil {
		return nil, errBody()
	}
	return body, nil
}

func acceptsContent(header http.Header) bool {
	coding := header.Get("Content-Encoding")
	if coding != "" && !strings.EqualFold(coding, "identity") {
		return false
	}
	value := header.Get("Content-Type")
	if value == "" {
		return true
	}
	media, parameters, err := mime.ParseMediaType(value)
	if err != nil || media != mediaSCIM && media != mediaJSON {
		return false
	}
	charset, given := parameters["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// negotiate picks the content type of the response, RFC 7644 section 3.8:
// application/scim+json unless the client takes only application/json.
func negotiate(header http.Header) (string, error) {
	accept := strings.Join(header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" || quality(accept, mediaSCIM) > 0 {
		return mediaSCIM, nil
	}
	if quality(accept, mediaJSON) > 0 {
		return mediaJSON, nil
	}
	return mediaSCIM, errNotAcceptable()
}

// quality is the weight that an Accept header gives to a media type: that of
// its most specific range, RFC 9110 section 12.5.1.
func quality(accept, media string) float64 {
	weight, specific := 0.0, -1
	for item := range strings.SplitSeq(accept, ",") {
		candidate, parameters, err := mime.ParseMediaType(item)
		if err != nil {
			continue
		}
		if s := specificity(candidate, media); s > specific {
			weight, specific = weightOf(parameters), s
		}
	}
	return weight
}

func specificity(candidate, media string) int {
	switch candidate {
	case media:
		return 2
	case "application/*":
		return 1
	case "*/*":
		return 0
	}
	return -1
}

func weightOf(parameters map[string]string) float64 {
	q, given := parameters["q"]
	if !given {
		return 1
	}
	weight, err := strconv.ParseFloat(q, 64)
	if err != nil {
		return 0
	}
	return weight
}

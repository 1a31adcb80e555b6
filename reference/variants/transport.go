package variants

import (
	"bytes"
	"compress/gzip"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"time"
)

const parameters = "RFC 7231 §3.1.1.1: a media type may have parameters, and its case means nothing"

// transporting are about HTTP itself.
var transporting = []row{
	mediaType("media-charset", "The media type tells the charset", parameters, "application/scim+json; charset=utf-8"),
	mediaType("media-quoted", "The media type has parameters, quoted, and capitals", parameters, `Application/SCIM+JSON;Charset="UTF-8" ; v=2`),
	cautious(mediaType("media-json", "Answers are application/json",
		"RFC 7644 §3.8: JSON in UTF-8; §8.1: application/scim+json is a SHOULD", "application/json"),
		"RFC 7644 §8.1 has a media type of its own"),
	{
		id: "http-chunked", title: "Answers come in chunks, and do not tell their length",
		permittedBy: "RFC 7230 §3.3.1", touches: touches{"length"},
		make: always(variation{say: func(_ *request, a *response) { a.chunked = len(a.body) > 0 }}),
	},
	{
		id: "http-close", title: "Every answer ends its connection",
		permittedBy: "RFC 7230 §6.6: a server may close at any time after an answer that says so", touches: touches{"connection"},
		make: always(variation{say: func(_ *request, a *response) { a.header.Set("Connection", "close") }}),
	},
	{
		id: "http-slow", title: "Every answer takes some milliseconds",
		permittedBy: "RFC 7644 sets no time", touches: touches{"time"},
		make: always(variation{ask: func(r *request) { pause(r, 3*time.Millisecond) }}),
	},
	{
		id: "http-gzip-unasked", title: "Answers are compressed unless the client declines it",
		permittedBy: "RFC 7231 §5.3.4: without Accept-Encoding \"any content-coding is considered acceptable\"", touches: touches{"coding"},
		make: always(variation{say: compress}),
	},
	{
		id: "http-headers", title: "Answers have the headers that gateways add",
		permittedBy: "RFC 7231 §8.3: unknown headers are ignored", touches: touches{"headers"},
		make: always(variation{say: func(_ *request, a *response) {
			for name, value := range map[string]string{
				"Server": "gateway", "Via": "1.1 edge", "Cache-Control": "no-store", "Vary": "Authorization, Accept",
				"Strict-Transport-Security": "max-age=63072000", "X-Request-Id": "7b9c", "RateLimit-Remaining": "99",
			} {
				a.header.Set(name, value)
			}
			a.header.Add("Set-Cookie", "affinity=node-7; Path=/; HttpOnly")
		}}),
	},
	{
		id: "http-2", title: "The tenant speaks HTTP/2",
		permittedBy: "RFC 7540; RFC 7644 §2 asks for TLS", touches: touches{"connection", "length"}, http2: true,
	},
	{
		id: "http-early-hints", title: "An answer is preceded by 103 Early Hints",
		permittedBy: "RFC 7231 §6.2: a client must be able to parse interim answers", touches: touches{"interim"},
		make: always(variation{say: func(_ *request, a *response) { a.hinted = true }}),
	},
}

func mediaType(id, title, source, value string) row {
	return row{
		id: id, title: title, permittedBy: source, touches: touches{"media type"},
		make: always(variation{say: func(_ *request, a *response) {
			if a.header.Get("Content-Type") == "application/scim+json" {
				a.header.Set("Content-Type", value)
			}
		}}),
	}
}

func cautious(r row, caution string) row {
	r.caution = caution
	return r
}

func pause(r *request, long time.Duration) {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
	case <-timer.C:
	}
}

func compress(r *request, a *response) {
	accepted := r.Header.Get("Accept-Encoding")
	if len(a.body) == 0 || accepted != "" && !strings.Contains(accepted, "gzip") {
		return
	}
	var small bytes.Buffer
	to := gzip.NewWriter(&small)
	_, _ = to.Write(a.body) // into memory
	_ = to.Close()
	a.body = small.Bytes()
	a.header.Set("Content-Encoding", "gzip")
	a.header.Set("Vary", "Accept-Encoding")
}

// busy refuses one in eight of the different requests, once each.
func busy() variation {
	var mu sync.Mutex
	seen := map[uint64]bool{}
	return variation{instead: func(r *request) *response {
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(r.Method + " " + r.URL.String() + " " + r.Header.Get("If-Match") + "\n" + string(r.body)))
		id := hash.Sum64()
		mu.Lock()
		defer mu.Unlock()
		if !r.scim || id%8 != 0 || seen[id] {
			return nil
		}
		seen[id] = true
		a := failed(http.StatusTooManyRequests, "", "try again")
		a.header.Set("Retry-After", "0")
		return a
	}}
}

package control

import (
	"net/http"
	"time"
)

// Exchange is one request of the observed client, and what it was answered.
type Exchange struct {
	// Seq numbers the exchanges of a listener from 1, in the order of their arrival.
	Seq        int       `json:"seq"`
	StartedAt  time.Time `json:"startedAt"`
	DurationMs float64   `json:"durationMs"`
	// Door is the id of the door through which it came; "" for the front one.
	Door   string `json:"door,omitempty"`
	Method string `json:"method"`
	// Path is below the SCIM base and percent-encoded as it came, such as /Users/2819c223.
	Path string `json:"path"`
	// Query is the query as it came, without the question mark.
	Query string `json:"query,omitempty"`
	// Header is without credentials: Credential says what they were.
	Header http.Header `json:"header"`
	// Outside says that it was to no path below the SCIM base: Path is then the whole one, and
	// nothing is kept of query and bodies.
	Outside bool `json:"outside,omitempty"`
	// Credential is "ours", "other" or "none".
	Credential string `json:"credential"`
	// Body is as it was sent, duplicate names and all, but for Withheld in the place of secrets.
	Body string `json:"body,omitempty"`
	// BodyBytes is how long it was, where Body is only its beginning.
	BodyBytes int64 `json:"bodyBytes,omitempty"`
	// TLS is the version, such as "TLS 1.3"; "" for plain HTTP.
	TLS            string      `json:"tls,omitempty"`
	Status         int         `json:"status"`
	ResponseHeader http.Header `json:"responseHeader,omitempty"`
	ResponseBody   string      `json:"responseBody,omitempty"`
	// ResponseBytes is how long it was, where ResponseBody is only its beginning.
	ResponseBytes int64 `json:"responseBytes,omitempty"`
	// Rules are the ids of the rules that had a part in the answer.
	Rules []string `json:"rules,omitempty"`
	// Cut says that the client got no whole answer: "before" the target saw the request, "after"
	// it had answered, or "within" the answer.
	Cut string `json:"cut,omitempty"`
	// Gone says that the client did not wait for the answer.
	Gone bool `json:"gone,omitempty"`
}

// Withheld stands where the client sent, or was sent, a password or another secret: that
// there was one can be seen.
const Withheld = "[redacted]"

// Page is what a listener has recorded since somebody last asked.
type Page struct {
	// Exchanges are in the order in which they ended.
	Exchanges []Exchange `json:"exchanges"`
	// Next is what to ask for next, as `after`.
	Next int `json:"next"`
	// More says that there is more already.
	More bool `json:"more,omitempty"`
	// Dropped is how many had to make room for later ones before they were asked for.
	Dropped int `json:"dropped,omitempty"`
	// Underway is how many requests have not been answered yet.
	Underway int `json:"underway,omitempty"`
}

// Rule says what is done to which requests. Several may have a part in an answer, such as a
// delay and a page cap. Of those that give an answer of their own or cut the connection, the
// oldest that matches decides, and the others wait for their turn.
type Rule struct {
	ID    string `json:"id,omitempty"`
	Match Match  `json:"match"`
	// Skip lets that many matching requests pass first.
	Skip int `json:"skip,omitempty"`
	// Times is how many are then treated; 0 for all.
	Times int `json:"times,omitempty"`
	Do    Do  `json:"do"`
	// Hits counts those that were treated.
	Hits int `json:"hits,omitempty"`
}

// Match selects requests; what is empty matches all.
type Match struct {
	Method string `json:"method,omitempty"`
	// Path is a regular expression on the whole path below the SCIM base.
	Path string `json:"path,omitempty"`
	// Contains is a text in the decoded path, the decoded query or the body, in letters of
	// either case.
	Contains string `json:"contains,omitempty"`
	// Any are texts like Contains, of which one suffices.
	Any []string `json:"any,omitempty"`
	// Door is the id of the door through which it comes.
	Door string `json:"door,omitempty"`
}

// Do is what is done to a request. Without Status the target answers, and Body, if any,
// stands in place of what it said.
type Do struct {
	// Delay is waited first, such as "2s".
	Delay string `json:"delay,omitempty"`
	// Late is waited after the target has carried out the request, even for a client that has gone.
	Late string `json:"late,omitempty"`
	// Cut ends the connection: "before" the target sees the request, "after" it has answered, or
	// "within" the answer.
	Cut string `json:"cut,omitempty"`
	// Status answers in the target's place: without a body with an error message of SCIM.
	Status int         `json:"status,omitempty"`
	Header http.Header `json:"header,omitempty"`
	// Body may be "": no body at all.
	Body *string `json:"body,omitzero"`
	// MaxCount caps the page size that is asked for, also where none is.
	MaxCount int `json:"maxCount,omitempty"`
	// Ignore names query parameters that the target does not get to see.
	Ignore []string `json:"ignore,omitempty"`
	// Without names attributes that are taken out of every resource in the answer.
	Without []string `json:"without,omitempty"`
}

// Door is another way to the same target.
type Door struct {
	ID string `json:"id,omitempty"`
	// Certificate is "none" for plain HTTP, "trusted", "untrusted", "expired" or "wrong-host".
	Certificate string `json:"certificate"`
	// URL is its SCIM base.
	URL string `json:"url,omitempty"`
	// CA is what a client has to trust for "trusted", in PEM. With "expired" and "wrong-host" it
	// is that one thing which is wrong.
	CA string `json:"ca,omitempty"`
	// Connections is how many came to it: a client that refuses a certificate has come, and sends
	// nothing.
	Connections int `json:"connections,omitempty"`
}

package connector

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// patience says how long is waited before a request is sent again, and whether it is.
type patience struct{ Options }

// after says, of what came of an attempt, whether the request is sent again after that wait. Where it is not, and wait is
// not zero, nothing at all is to be sent before it has passed.
func (p patience) after(attempt int, method string, a answer, err error) (wait time.Duration, again bool) {
	if !passing(a, err) {
		return 0, false
	}
	asked := p.asked(a.header)
	if attempt >= p.Attempts || asked > p.LongestWait || !repeatable(method, a, err) {
		return asked, false
	}
	return max(p.growing(attempt), asked), true
}

// passing tells whether a failure may pass.
func passing(a answer, err error) bool {
	if err != nil {
		return !certain(err)
	}
	switch a.status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// repeatable tells whether the same request may be sent again without harm. A POST that failed may have been carried out
// all the same, unless it was one too many: whoever sent it looks first.
func repeatable(method string, a answer, err error) bool {
	return method != http.MethodPost || err == nil && a.status == http.StatusTooManyRequests
}

// certain tells whether an error is one that trying again does not mend, such as a certificate that is not trusted.
func certain(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted || errors.Is(err, context.Canceled)
}

// growing doubles with each attempt, with up to a quarter more so that clients do not come back all at once.
func (p patience) growing(attempt int) time.Duration {
	const mostDoublings = 10
	delay := p.BaseDelay << min(attempt-1, mostDoublings)
	return delay + rand.N(delay/4+1) //nolint:gosec // a jitter is no secret
}

// asked is what Retry-After says, in seconds or as a date (RFC 9110 section 10.2.3).
func (p patience) asked(h http.Header) time.Duration {
	said := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if date, err := http.ParseTime(said); err == nil {
		return max(0, date.Sub(p.Now()))
	}
	return 0
}

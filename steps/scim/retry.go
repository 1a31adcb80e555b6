package scim

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

const (
	// tries bounds how often one request is sent when the target asks to wait.
	tries = 4
	// longestWait bounds a Retry-After that would stall the run.
	longestWait = 30 * time.Second
	// mostWait is what all the waits of one request come to.
	mostWait = (tries - 1) * longestWait
)

// retryAfter tells whether the target itself asked for another attempt
// (RFC 6585 §4, RFC 9110 §15.6.4), and after how long. What lies behind the last attempt
// is not worth a first one.
func retryAfter(resp *Response, attempt int) (time.Duration, bool) {
	if resp.Status != http.StatusTooManyRequests && resp.Status != http.StatusServiceUnavailable {
		return 0, false
	}
	wait, stated := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	return min(wait, longestWait), stated && wait <= mostWait && attempt < tries
}

// maxSeconds is a day: more would only overflow.
const maxSeconds = 24 * 60 * 60

func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, maxSeconds)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// sleep waits, and tells whether it was not interrupted. It does not begin to wait for
// what lies behind the end of ctx.
func sleep(ctx context.Context, wait time.Duration) bool {
	if end, bounded := ctx.Deadline(); bounded && time.Until(end) < wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

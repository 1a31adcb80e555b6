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
)

// retryAfter tells whether the target itself asked for another attempt
// (RFC 6585 §4, RFC 9110 §15.6.4), and after how long.
func retryAfter(resp *Response, attempt int) (time.Duration, bool) {
	if resp.Status != http.StatusTooManyRequests && resp.Status != http.StatusServiceUnavailable {
		return 0, false
	}
	wait, stated := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	return min(wait, longestWait), stated && attempt < tries
}

func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(longestWait/time.Second))) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// sleep waits, and tells whether it was not interrupted.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

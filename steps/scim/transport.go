package scim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kind says why there is no answer.
type Kind int

const (
	// Unreachable: no connection could be made.
	Unreachable Kind = iota + 1
	// Untrusted: the server's certificate does not verify.
	Untrusted
	// TimedOut: no complete answer within the time of one request.
	TimedOut
	// Dropped: the connection ended before the answer did.
	Dropped
	// TooLarge: the answer is larger than MaxBody.
	TooLarge
	// Garbled: what came is no HTTP.
	Garbled
	// Interrupted: the run was stopped from our side.
	Interrupted
)

// TransportError says that a request has no complete answer, and why.
type TransportError struct {
	Kind Kind
	// Host is the host and port that was asked.
	Host string
	Err  error
}

// Error implements error; it holds no secret, for it never quotes a URL.
func (e *TransportError) Error() string {
	switch e.Kind {
	case Unreachable:
		return fmt.Sprintf("cannot connect to %s: %v", e.Host, cause(e.Err))
	case Untrusted:
		return fmt.Sprintf("the certificate of %s does not verify: %v", e.Host, cause(e.Err))
	case TimedOut:
		return fmt.Sprintf("no complete answer from %s in time", e.Host)
	case Dropped:
		return fmt.Sprintf("%s closed the connection without a complete answer: %v", e.Host, cause(e.Err))
	case Garbled:
		return fmt.Sprintf("%s answers with what is no HTTP: %v", e.Host, cause(e.Err))
	case TooLarge:
		return fmt.Sprintf("the answer of %s is larger than %d MiB", e.Host, MaxBody>>20)
	default:
		return "the run was interrupted"
	}
}

// Unwrap gives the underlying error.
func (e *TransportError) Unwrap() error { return e.Err }

// KindOf returns the kind of a transport error, or 0 for any other error.
func KindOf(err error) Kind {
	if transport, ok := errors.AsType[*TransportError](err); ok {
		return transport.Kind
	}
	return 0
}

// IsBroken tells whether an error says that the target answered, and that its answer
// cannot be read to an end: a client has no use for it.
func IsBroken(err error) bool {
	switch KindOf(err) {
	case Dropped, TooLarge, Garbled:
		return true
	default:
		return false
	}
}

// IsSilence tells whether an error says that the target gave no answer. A connection
// that was dropped counts, though a target may do that as its answer.
func IsSilence(err error) bool {
	switch KindOf(err) {
	case Unreachable, TimedOut, Dropped:
		return true
	default:
		return false
	}
}

func transportError(req *http.Request, err error) error {
	return &TransportError{Kind: kindOf(req.Context(), err), Host: req.URL.Host, Err: err}
}

func kindOf(ctx context.Context, err error) Kind {
	switch {
	case errors.Is(err, errTooLarge):
		return TooLarge
	case errors.Is(err, context.Canceled):
		return Interrupted
	case isTimeout(ctx, err):
		return TimedOut
	case isUntrusted(err):
		return Untrusted
	case isUnreachable(err):
		return Unreachable
	case isGarbled(err) || errors.Is(err, errNotCompressed):
		return Garbled
	default:
		return Dropped
	}
}

// garbage are the words by which net/http tells what it could not read: the errors
// themselves have no types.
var garbage = []string{"malformed ", "bad Content-Length", "invalid header", "headers exceeded", "chunk length", "malformed chunk"}

func isGarbled(err error) bool {
	return slices.ContainsFunc(garbage, func(words string) bool { return strings.Contains(err.Error(), words) })
}

func isTimeout(ctx context.Context, err error) bool {
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return true
	}
	return errors.Is(ctx.Err(), context.DeadlineExceeded)
}

func isUntrusted(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	_, ok := errors.AsType[x509.HostnameError](err)
	return ok
}

func isUnreachable(err error) bool {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// cause is the innermost error: the outer ones quote the URL and the method.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// idleTime is shorter than that of the usual servers (Node.js: 5 s): a connection
// that the server is about to close must not be taken for one that it dropped.
const idleTime = 3 * time.Second

// NewTransport returns a pooled transport that keeps as many connections alive
// as scenarios run in parallel, and trusts ca beside the system's roots.
func NewTransport(parallel int, ca *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		// For the few requests that ask whether their body is wanted.
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       &tls.Config{RootCAs: ca, MinVersion: tls.VersionTLS12},
		MaxIdleConns:          4 * parallel,
		MaxIdleConnsPerHost:   4 * parallel,
		IdleConnTimeout:       idleTime,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true,
	}
}

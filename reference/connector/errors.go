package connector

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"

	"github.com/scimproof/scimproof/reference/wire"
)

// Errors that are told apart by errors.Is.
var (
	// ErrStopped says that the token was refused: the cycle sends nothing more, and the next one tries it once.
	ErrStopped = errors.New("stopped: the service provider refuses the token")
	// ErrWaiting says that the service provider has asked to be left alone for longer than a cycle waits.
	ErrWaiting = errors.New("the service provider has asked to be left alone for a while; a later cycle goes on")
	// ErrUnclear says that nobody knows whether a request was carried out.
	ErrUnclear = errors.New("there was no answer that says whether it was done")
	// ErrMalformed says that an answer is not what SCIM says it is.
	ErrMalformed = errors.New("the answer is not what SCIM says it is")
	// ErrHeld says that the service provider does not delete an account yet.
	ErrHeld = errors.New("held: the service provider does not delete the account yet")
	// ErrThreshold says that too many are leaving at once to be believed.
	ErrThreshold = errors.New("too many leave at once: none of them was deactivated; override it if it is true")
)

func statusOf(err error) int {
	if answered, ok := errors.AsType[*wire.StatusError](err); ok {
		return answered.Status
	}
	return 0
}

func isStatus(err error, status int) bool { return statusOf(err) == status }

// vanished tells whether an error says that there is nothing any more.
func vanished(err error) bool {
	return isStatus(err, http.StatusNotFound) || isStatus(err, http.StatusGone)
}

// mayHaveCreated tells whether an account may be there although its creation failed.
func mayHaveCreated(err error) bool {
	return isStatus(err, http.StatusConflict) || errors.Is(err, ErrUnclear) || errors.Is(err, ErrMalformed)
}

// ends tells whether an error is one after which a cycle asks nothing more.
func ends(ctx context.Context, err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted || ctx.Err() != nil || errors.Is(err, ErrStopped) || errors.Is(err, ErrWaiting)
}

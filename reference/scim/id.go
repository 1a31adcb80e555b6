package scim

import (
	"crypto/rand"
	"fmt"
)

// newID returns a random UUID (RFC 9562 section 5.4), which nobody can guess
// and which is never given twice (RFC 7643 section 3.1).
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails, by its contract
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

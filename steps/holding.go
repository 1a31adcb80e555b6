package steps

import (
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
)

// nowHolds keeps what is sent as a whole in step with a change, wherever below the top that is:
// a client that sends the whole person would else undo it with the next change. It is what the
// client's own directory holds, and says nothing of what the target has made of it.
func (w *World) nowHolds(r *resource, changes ...provision.Change) error {
	text, err := provision.Lay(r.Sent, changes...)
	if err != nil {
		return mistakef("%s has no such attribute: %v", r.label(), err)
	}
	value, err := oracle.Parse(text)
	if err != nil {
		return mistakef("what is sent of %s is no JSON: %v", r.label(), err)
	}
	if object, ok := value.(oracle.Object); ok {
		r.Sent = object
	}
	return nil
}

package probe

import "encoding/base64"

// shortestHeader is the least length of a header's value that is taken for a secret
// though it stands in the file itself: a tenant's number is none, and to redact it
// everywhere would spoil a report.
const shortestHeader = 8

// Secrets are what of an identity must appear in no output, its basic authentication as it is
// sent as well.
func (i Identity) Secrets() []string {
	all := []string{i.Bearer}
	if i.Basic != nil {
		pair := i.Basic.Username + ":" + i.Basic.Password
		all = append(all, i.Basic.Password, base64.StdEncoding.EncodeToString([]byte(pair)))
	}
	for _, value := range i.Headers {
		if len(value) >= shortestHeader {
			all = append(all, value)
		}
	}
	return all
}

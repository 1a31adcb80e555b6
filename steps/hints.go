package steps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/result"
)

// hintsFor says what is most often behind a finding, where that is known. The last
// exchanges decided.
func hintsFor(s result.Scenario) []string {
	if s.Outcome != result.Fail && s.Outcome != result.Warn && s.Outcome != result.Error {
		return nil
	}
	for _, exchange := range slices.Backward(s.Exchanges) {
		if hint := hintFor(exchange); hint != "" {
			return []string{hint}
		}
	}
	return nil
}

func hintFor(e result.Exchange) string {
	switch {
	case e.Status == 429:
		return "the target limits the rate of requests: run with --rate, or set limits.rate in its file"
	case e.Status == 415:
		return "the target does not take application/scim+json as the type of a request (RFC 7644 §3.1)"
	case e.Error != "" && strings.Contains(e.Error, "closed the connection"):
		return "the target dropped a connection: some servers cannot take parallel requests; try --concurrency 1"
	case e.Status >= 500:
		return fmt.Sprintf("the target answered %s with %d: look into its own log", e.Method, e.Status)
	default:
		return ""
	}
}

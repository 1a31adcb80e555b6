package control

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
)

// Bounds of what may be asked for.
const (
	maxRules  = 200
	maxDoors  = 16
	maxText   = 2 << 10
	maxAnswer = 1 << 20
	maxWait   = 10 * time.Minute
	maxCount  = 1_000_000
)

// When a connection is cut.
const (
	cutBefore = "before"
	cutAfter  = "after"
	cutWithin = "within"
)

// understand checks a Rule. What is wrong with it is an *api.Error.
func understand(r Rule) (*rule, error) {
	made := &rule{Rule: r}
	for _, check := range []func(*rule) error{checkCounts, checkMatch, checkDelays, checkAnswer, checkHeader, checkNames, checkCombination} {
		if err := check(made); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func wrong(format string, args ...any) error { return api.Invalid(fmt.Sprintf(format, args...)) }

func checkCounts(r *rule) error {
	switch {
	case r.ID != "" || r.Hits != 0:
		return wrong("id and hits are given by the listener: leave them out")
	case r.Skip < 0 || r.Skip > maxCount || r.Times < 0 || r.Times > maxCount:
		return wrong("skip and times are from 0 to %d", maxCount)
	case r.Do.MaxCount < 0:
		return wrong("do.maxCount is 1 or more")
	}
	return nil
}

var method = regexp.MustCompile(`^[A-Za-z]{1,20}$`)

func checkMatch(r *rule) (err error) {
	m := r.Match
	if m.Method != "" && !method.MatchString(m.Method) {
		return wrong("match.method is a method such as POST")
	}
	if len(m.Path) > maxText || len(m.Contains) > maxText || len(m.Any) > 100 {
		return wrong("match has more than %d bytes in a text, or more than 100 texts", maxText)
	}
	for _, text := range m.Any {
		if text == "" || len(text) > maxText {
			return wrong("match.any has a text that is empty, or longer than %d bytes", maxText)
		}
	}
	if m.Path == "" {
		return nil
	}
	if r.path, err = regexp.Compile(`^(?:` + m.Path + `)$`); err != nil {
		return wrong("match.path is no regular expression: %v", err)
	}
	return nil
}

func checkDelays(r *rule) (err error) {
	if r.delay, err = waiting("do.delay", r.Do.Delay); err != nil {
		return err
	}
	r.late, err = waiting("do.late", r.Do.Late)
	return err
}

func waiting(name, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	wait, err := time.ParseDuration(text)
	if err != nil || wait <= 0 || wait > maxWait {
		return 0, wrong("%s is a duration such as 2s, of at most %s", name, maxWait)
	}
	return wait, nil
}

func checkAnswer(r *rule) error {
	d := r.Do
	switch {
	case !slices.Contains([]string{"", cutBefore, cutAfter, cutWithin}, d.Cut):
		return wrong("do.cut is before, after or within")
	case d.Status != 0 && (d.Status < 200 || d.Status > 599):
		return wrong("do.status is from 200 to 599")
	case d.Body != nil && len(*d.Body) > maxAnswer:
		return wrong("do.body is longer than %d bytes", maxAnswer)
	case d.Body != nil && *d.Body != "" && bodiless(d.Status):
		return wrong("an answer with status %d has no body", d.Status)
	}
	return nil
}

func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// framing are the headers that say how an answer is carried, which is the server's to say.
var framing = []string{"Content-Length", "Transfer-Encoding", "Connection", "Trailer", "Upgrade", "Keep-Alive"}

var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

func checkHeader(r *rule) error {
	own := http.Header{}
	for name, values := range r.Do.Header {
		if !headerName.MatchString(name) || slices.Contains(framing, http.CanonicalHeaderKey(name)) {
			return wrong("do.header has %q, which is no header that can be chosen", name)
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) || len(value) > maxText {
				return wrong("do.header has a value of %s that no header can have", name)
			}
			own.Add(name, value)
		}
	}
	if len(own) > 0 {
		r.Do.Header = own
	}
	return nil
}

func checkNames(r *rule) error {
	for _, name := range slices.Concat(r.Do.Ignore, r.Do.Without) {
		if strings.TrimSpace(name) == "" || len(name) > maxText {
			return wrong("do.ignore and do.without hold names")
		}
	}
	return nil
}

// checkCombination refuses what cannot be done together, and a rule that does nothing.
func checkCombination(r *rule) error {
	d := r.Do
	switch {
	case !r.decides() && !r.needsTarget() && d.Delay == "":
		return wrong("do says nothing that is done")
	case d.Cut != "":
		return checkCut(d)
	case d.Status != 0 && (d.rewrites() || len(d.Without) > 0 || d.Late != ""):
		return wrong("with do.status the target is not asked: it does not go with maxCount, ignore, without or late")
	case d.Body != nil && len(d.Without) > 0:
		return wrong("do.body takes the place of what the target said: it does not go with without")
	}
	return nil
}

func (d Do) rewrites() bool { return d.MaxCount > 0 || len(d.Ignore) > 0 }

func checkCut(d Do) error {
	switch {
	case d.Status != 0 || d.Body != nil || len(d.Header) > 0 || len(d.Without) > 0:
		return wrong("do.cut leaves no answer: it does not go with status, header, body or without")
	case d.Cut == cutBefore && (d.rewrites() || d.Late != ""):
		return wrong("with do.cut before, the target sees no request: it does not go with maxCount, ignore or late")
	}
	return nil
}

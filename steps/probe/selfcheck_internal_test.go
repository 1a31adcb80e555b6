package probe

import (
	"regexp"
	"testing"
)

func TestStrangeIDBelongsToNobody(t *testing.T) {
	t.Parallel()
	for id, form := range map[string]string{
		"2819c223-7f76-453a-919d-413861904646": `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`,
		"507F1F77BCF86CD799439011":             `^[0-9A-F]{24}$`,
		"00u8xkqz3vFfRTZt20h7":                 `^\d\du\dxkqz\dv[A-F][a-f]RTZt\d\dh\d$`,
		"42":                                   `^` + forged + `$`,
	} {
		if got := StrangeID(id); got == id || !regexp.MustCompile(form).MatchString(got) {
			t.Errorf("%s became %s", id, got)
		}
	}
}

package main

import (
	"testing"

	"github.com/spf13/pflag"
)

func TestValues(t *testing.T) {
	t.Parallel()
	colours := func() pflag.Value { return &choice{value: "auto", words: []string{"auto", "always", "never"}} }
	counts := func() pflag.Value { return new(count) }
	rates := func() pflag.Value { return new(perSecond) }
	policies := func() pflag.Value { return new(deletionPolicy) }
	tests := []struct {
		value      func() pflag.Value
		text, want string
		wrong      bool
	}{
		{counts, "1", "1", false},
		{counts, "64", "64", false},
		{counts, "0", "", true},
		{counts, "-1", "", true},
		{counts, "1.5", "", true},
		{counts, "99999999999999999999", "", true},
		{rates, "10", "10/s", false},
		{rates, "10/s", "10/s", false},
		{rates, "0.5", "0.5/s", false},
		{rates, "600/m", "10/s", false},
		{rates, "0", "", true},
		{rates, "NaN", "", true},
		{rates, "Inf", "", true},
		{rates, "10/fortnight", "", true},
		{rates, "10/", "", true},
		{colours, "never", "never", false},
		{colours, "Never", "auto", true},
		{colours, "", "auto", true},
		{policies, "cascade", "cascade", false},
		{policies, "transfer-to=grace@example.com", "transfer-to=grace@example.com", false},
		{policies, "transfer-to=", "", true},
		{policies, "transfer-to", "", true},
		{policies, "orphan=grace", "", true},
		{policies, "", "", true},
	}
	for _, test := range tests {
		value := test.value()
		if err := value.Set(test.text); (err != nil) != test.wrong {
			t.Errorf("%q: error %v, want one: %t", test.text, err, test.wrong)
		}
		if got := value.String(); got != test.want {
			t.Errorf("%q is taken for %q, want %q", test.text, got, test.want)
		}
	}
}

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/steps/target"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// The values of flags. Their errors complete the sentence "--flag ...".

// count is a whole number from 1; 0 where it was not given.
type count int

func (c *count) String() string { return optional(*c == 0, strconv.Itoa(int(*c))) }
func (c *count) Type() string   { return "N" }

func (c *count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return fmt.Errorf("wants a whole number from 1, not %q", text)
	}
	*c = count(n)
	return nil
}

// perSecond is a number of requests a second, "10" or "10/s"; 0 where it was not
// given.
type perSecond float64

func (r *perSecond) String() string {
	return optional(*r == 0, strconv.FormatFloat(float64(*r), 'g', -1, 64)+"/s")
}
func (r *perSecond) Type() string { return "N" }

func (r *perSecond) Set(text string) error {
	unit := ""
	if !strings.Contains(text, "/") {
		unit = "/s"
	}
	rate, err := target.ParseRate(text + unit)
	if err != nil {
		return fmt.Errorf("wants a number of requests, such as 10 or 10/s, not %q", text)
	}
	*r = perSecond(rate)
	return nil
}

// choice is one of a few words.
type choice struct {
	value string
	words []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.words, "|") }

func (c *choice) Set(text string) error {
	if slices.Contains(c.words, text) {
		c.value = text
		return nil
	}
	if near := yamlfile.Closest(text, c.words); near != "" {
		return fmt.Errorf("wants %s, not %q; did you mean %s?", strings.Join(c.words, ", "), text, near)
	}
	return fmt.Errorf("wants %s, not %q", strings.Join(c.words, ", "), text)
}

func optional(absent bool, text string) string {
	if absent {
		return ""
	}
	return text
}

package scim_test

import (
	"fmt"
	"testing"
)

func BenchmarkFindByUserName(b *testing.B) {
	c := serve(b)
	for i := range 1000 {
		c.user(fmt.Sprintf("person%d", i))
	}
	for b.Loop() {
		c.must(200, "GET", "/Users"+escape(`userName eq "person500"`), "")
	}
}

func BenchmarkScan(b *testing.B) {
	c := serve(b)
	for i := range 1000 {
		c.user(fmt.Sprintf("person%d", i))
	}
	for b.Loop() {
		c.must(200, "GET", "/Users"+escape(`userName co "person500"`), "")
	}
}

func BenchmarkCreate(b *testing.B) {
	c := serve(b)
	for i := 0; b.Loop(); i++ {
		c.user(fmt.Sprintf("person%d", i))
	}
}

// One member more in a group of a thousand, as Entra sends it.
func BenchmarkAddMember(b *testing.B) {
	c := serve(b)
	var ids []string
	for i := range 1000 {
		ids = append(ids, c.user(fmt.Sprintf("person%d", i)))
	}
	group, ada := c.group("Everybody", ids...), c.user("ada")
	for b.Loop() {
		c.must(200, "PATCH", "/Groups/"+group+"?excludedAttributes=members", operations(addMember(ada)))
		c.must(200, "PATCH", "/Groups/"+group+"?excludedAttributes=members", operations(`{"op":"remove","path":"members[value eq \"`+ada+`\"]"}`))
	}
}

package scim_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/scimproof/scimproof/reference/scim"
	"github.com/scimproof/scimproof/reference/store"
)

const crowd = 16

func together(n int, f func(i int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { f(i) })
	}
	group.Wait()
}

// onDisk serves from a file, where readers do not wait for the writer.
func onDisk(t testing.TB) *client {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "tenant.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return serve(t, func(config *scim.Config) { config.Store = s })
}

func stores(t *testing.T, f func(*testing.T, *client)) {
	t.Run("memory", func(t *testing.T) { f(t, serve(t)) })
	t.Run("file", func(t *testing.T) { f(t, onDisk(t)) })
}

func TestParallelDuplicates(t *testing.T) {
	stores(t, func(t *testing.T, c *client) {
		var made, refused atomic.Int32
		together(crowd, func(i int) {
			name := []string{"ada", "ADA", "Ada"}[i%3]
			switch found := c.send("POST", "/Users", object(coreUser, `"userName":"`+name+`"`)); found.status {
			case 201:
				made.Add(1)
			case 409:
				refused.Add(1)
			}
		})
		equal(t, "created", made.Load(), 1)
		equal(t, "refused", refused.Load(), crowd-1)
		equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "1")
	})
}

func TestParallelMembers(t *testing.T) {
	stores(t, func(t *testing.T, c *client) {
		group := c.group("Analysts")
		ids := make([]string, crowd)
		together(crowd, func(i int) {
			ids[i] = c.user(fmt.Sprintf("person%d", i))
			c.must(200, "PATCH", "/Groups/"+group, operations(addMember(ids[i])))
		})
		equal(t, "members", len(strings.Split(c.members(group), ",")), crowd)
		for _, id := range ids {
			equal(t, "groups", text(c.must(200, "GET", "/Users/"+id, "").body, "groups", 0, "value"), group)
		}
	})
}

// Of those who have read the same version, one may write.
func TestParallelConditionalWrites(t *testing.T) {
	stores(t, func(t *testing.T, c *client) {
		ada := c.user("ada")
		tag := c.must(200, "GET", "/Users/"+ada, "").header.Get("ETag")
		var written, refused atomic.Int32
		together(crowd, func(i int) {
			body := operations(fmt.Sprintf(`{"op":"add","path":"title","value":"title %d"}`, i))
			switch c.send("PATCH", "/Users/"+ada, body, "If-Match: "+tag).status {
			case 200:
				written.Add(1)
			case 412:
				refused.Add(1)
			}
		})
		equal(t, "written", written.Load(), 1)
		equal(t, "refused", refused.Load(), crowd-1)
	})
}

// Two groups that join each other at the same time do not close a circle.
func TestParallelCircle(t *testing.T) {
	stores(t, func(t *testing.T, c *client) {
		groups := []string{c.group("Left"), c.group("Right")}
		var joined atomic.Int32
		together(crowd, func(i int) {
			if c.send("PATCH", "/Groups/"+groups[i%2], operations(addMember(groups[1-i%2]))).status == 200 {
				joined.Add(1)
			}
		})
		equal(t, "directions", joined.Load(), crowd/2)
		equal(t, "of the two only one has a member", c.members(groups[0]) == "", c.members(groups[1]) != "")
	})
}

// Writing, listing and deleting at once neither fails nor tears.
func TestParallelMixture(t *testing.T) {
	stores(t, func(t *testing.T, c *client) {
		together(crowd, func(i int) {
			id := c.user(fmt.Sprintf("person%d", i))
			c.must(200, "GET", "/Users?sortBy=userName", "")
			c.must(200, "GET", "/Users"+escape(`groups pr or meta.version pr`), "")
			c.must(201, "POST", "/Groups", groupBody("Group", id))
			c.must(204, "DELETE", "/Users/"+id, "")
		})
		equal(t, "users", text(c.must(200, "GET", "/Users", "").body, "totalResults"), "0")
		for _, members := range c.must(200, "GET", "/Groups", "").names("members") {
			equal(t, "members", members, "")
		}
	})
}

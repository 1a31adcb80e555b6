package faults

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// stamping are faults of versions and dates beside the plain change of one person.
var stamping = []row{
	{
		"etag-match-ignored-on-put-of-group", "If-Match is ignored by PUT of a group",
		breaks{"RFC7644-3.14-i03"},
		high, "", on(http.MethodPut, group).ask(withoutHeader("If-Match")),
	},
	{
		"etag-match-ignored-on-patch-of-group", "If-Match is ignored by PATCH of a group",
		breaks{"RFC7644-3.14-i03"},
		high, "", on(http.MethodPatch, group).ask(withoutHeader("If-Match")),
	},
	{
		"etag-match-ignored-on-delete-of-group", "If-Match is ignored by DELETE of a group",
		breaks{"RFC7644-3.14-i03"},
		high, "", on(http.MethodDelete, group).ask(withoutHeader("If-Match")),
	},
	{
		"etag-valid-412-on-delete", "The deletion of the current version is answered 412",
		breaks{"RFC7644-3.14-i03"},
		medium, "", on(http.MethodDelete, user).when(carries("If-Match")).do(refuse(http.StatusPreconditionFailed, "", "the version has changed")),
	},
	{
		"etag-without-parts", "The version says nothing of sub-attributes",
		breaks{"RFC7644-3.14-i04"},
		medium, "", versionedBy(users, func(one object) {
			for name, value := range one {
				if _, complex := value.(object); complex {
					delete(one, name)
				}
			}
		}),
	},
	{
		"etag-without-lists", "The version says nothing of attributes with several values",
		breaks{"RFC7644-3.14-i04"},
		medium, "", versionedBy(users, func(one object) {
			for name, value := range one {
				if _, several := value.([]any); several {
					delete(one, name)
				}
			}
		}),
	},
	{
		"etag-without-extension", "The version says nothing of extensions",
		breaks{"RFC7644-3.14-i04"},
		medium, "", versionedBy(users, drop(enterprise)),
	},
	{
		"etag-without-active", "The version says nothing of active",
		breaks{"RFC7644-3.14-i04"},
		high, "", versionedBy(users, drop("active")),
	},
	{
		"etag-of-group-without-name", "The version of a group says nothing of its name",
		breaks{"RFC7644-3.14-i04"},
		medium, "", versionedBy(groups, drop("displayName")),
	},
	{
		"etag-of-group-by-number-of-members", "The version of a group says how many members it has, and not who they are",
		breaks{"RFC7644-3.14-i04"},
		high, "", versionedBy(groups, elements("members", func(list []any) []any { return make([]any, len(list)) })),
	},
	{
		"etag-by-the-second", "The version is the second of the last modification",
		breaks{"RFC7644-3.14-i04"},
		high, "", versionedByThe(time.Second),
	},
	{
		"etag-by-state-of-before", "The answer to PUT has the ETag of before",
		breaks{"RFC7644-3.14-i03"},
		medium, "", etagOfBefore(http.MethodPut),
	},
	{
		"etag-of-before-patch", "The answer to PATCH has the ETag of before",
		breaks{"RFC7644-3.14-i03"},
		medium, "", etagOfBefore(http.MethodPatch),
	},
	{
		"version-missing-in-lists", "A resource in a list has no meta.version",
		breaks{"RFC7644-3.14-03"},
		low, "", userLists.say(resource(drop("meta/version"))),
	},
	{
		"version-other-in-lists", "A resource in a list has another meta.version than when it is read",
		breaks{"RFC7643-3.1-i07"},
		medium, "", userLists.say(resource(text("meta/version", func(tag string) string { return strings.TrimSuffix(tag, `"`) + `-list"` }))),
	},
	{
		"etag-missing-on-groups", "A group is read without an ETag",
		breaks{"RFC7644-3.14-02"},
		low, "", on(http.MethodGet, group).say(header("ETag", "")),
	},
	{
		"version-missing-on-groups", "A group has no meta.version",
		breaks{"RFC7644-3.14-03"},
		low, "", shows(groupPaths, drop("meta/version")),
	},
	{
		"modified-not-by-put", "A PUT does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(on(http.MethodPut, user)),
	},
	{
		"modified-not-by-active", "A deactivation does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(patched(user, verbIn("replace", "active"))),
	},
	{
		"modified-not-by-extension", "A change in an extension does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(patched(user, func(o op) bool { return strings.HasPrefix(o.path(), "urn:") })),
	},
	{
		"modified-not-by-parts", "A change of a sub-attribute does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(patched(user, func(o op) bool { return strings.HasPrefix(o.path(), "name.") })),
	},
	{
		"modified-not-by-removal", "A removal does not move meta.lastModified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(patched(user, func(o op) bool { return o.is("remove") })),
	},
	{
		"modified-not-by-name-of-group", "A new name does not move meta.lastModified of the group",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(patched(group, func(o op) bool { return o.path() == "displayName" })),
	},
	{
		"modified-not-by-put-of-group", "A PUT does not move meta.lastModified of the group",
		breaks{"RFC7643-3.1-i06"},
		medium, "", unmoved(on(http.MethodPut, group)),
	},
	{
		"modified-by-reading", "Whoever is read was modified just now",
		breaks{"RFC7643-3.1-i06"},
		medium, "", userReads.say(resource(func(one object) {
			set("meta/lastModified", time.Now().UTC().Format(time.RFC3339Nano))(one)
		})),
	},
	{
		"modified-with-others", "Whoever changes, everybody was modified",
		breaks{"RFC7643-3.1-i06"},
		medium, "", remembering(func(m *memory) violation {
			return together{
				on("PUT PATCH", user).say(func(r *request, a *response) {
					if a.ok() {
						m.keep("modified "+m.neighbour(r.id()), time.Now().UTC().Format(time.RFC3339Nano))
					}
				}),
				shows(userPaths, func(one object) {
					if moved := m.recall("modified " + textAt(one, "id")); moved != nil {
						set("meta/lastModified", moved)(one)
					}
				}),
			}
		}),
	},
	{
		"patch-renews-created", "A PATCH makes meta.created the time of the PATCH",
		breaks{"RFC7643-3.1-i04"},
		medium, "", renewed(http.MethodPatch, user),
	},
	{
		"put-of-group-renews-created", "A PUT makes meta.created of a group the time of the PUT",
		breaks{"RFC7644-3.5.1-i03"},
		medium, "", renewed(http.MethodPut, group),
	},
	{
		"list-location-of-the-list", "meta.location in a list is that of the list",
		breaks{"RFC7643-3.1-17"},
		medium, "", userLists.say(resource(text("meta/location", func(location string) string { return location[:strings.LastIndexByte(location, '/')] }))),
	},
	{
		"bulk-version-ignored-put", "A replacement in bulk does not heed the version",
		breaks{"RFC7644-3.14-i03"},
		high, "", unversioned(http.MethodPut),
	},
	{
		"bulk-version-ignored-patch", "A PATCH in bulk does not heed the version",
		breaks{"RFC7644-3.14-i03"},
		high, "", unversioned(http.MethodPatch),
	},
	{
		"bulk-version-ignored-delete", "A deletion in bulk does not heed the version",
		breaks{"RFC7644-3.14-i03"},
		high, "", unversioned(http.MethodDelete),
	},
	{
		"bulk-version-of-before", "The result of a change in bulk has a version that is not the one it made",
		breaks{"RFC7644-3.14-i03"},
		medium, "", jobs.say(results(success, text("version", func(string) string { return `W/"before"` }))),
	},
}

// versionedBy makes the version of a resource out of less than the resource, and takes it back from the client.
func versionedBy(collection string, less edit) violation {
	tag := func(one object) string {
		copied := decode(encode(one))
		drop("meta")(copied)
		less(copied)
		sum := sha256.Sum256([]byte(fmt.Sprint(copied)))
		return `W/"` + hex.EncodeToString(sum[:8]) + `"`
	}
	return tagged(collection, tag)
}

func versionedByThe(unit time.Duration) violation {
	return tagged(users, func(one object) string {
		moved, _ := time.Parse(time.RFC3339Nano, textAt(one, "meta/lastModified"))
		return `W/"` + moved.Truncate(unit).Format(time.RFC3339) + `"`
	})
}

// tagged shows another entity tag of each resource, and understands it.
func tagged(collection string, tag func(object) string) violation {
	understood := func(r *request) {
		a := r.also(http.MethodGet, r.path, nil)
		for _, name := range []string{"If-Match", "If-None-Match"} {
			if sent := r.Header.Get(name); sent != "" && a.ok() {
				r.Header.Set(name, strings.ReplaceAll(sent, tag(a.object()), a.header.Get("ETag")))
			}
		}
	}
	retagged := func(r *request, a *response) {
		resource(func(one object) {
			whole := r.also(http.MethodGet, collection+"/"+textAt(one, "id"), nil).object()
			set("meta/version", tag(whole))(one)
			if a.header.Get("ETag") != "" {
				a.header.Set("ETag", tag(whole))
			}
		})(r, a)
	}
	return together{on("", collection+"/*").ask(understood), on("", collection+" "+collection+"/*").say(retagged)}
}

// etagOfBefore answers a change with the ETag that the resource had before it.
func etagOfBefore(method string) violation {
	return on(method, user).do(func(r *request) *response {
		before := r.also(http.MethodGet, r.path, nil)
		after := r.forward()
		if tag := before.header.Get("ETag"); after.ok() && after.header.Get("ETag") != "" {
			after.header.Set("ETag", tag)
			resource(set("meta/version", tag))(r, after)
		}
		return after
	})
}

// unmoved shows the meta.lastModified of before the last of such changes, until there is another one.
func unmoved(change rule) violation {
	return remembering(func(m *memory) violation {
		key := func(id string) string { return "unmoved " + id }
		return together{
			change.do(func(r *request) *response {
				before := current(r)
				shown := m.recall(key(r.id()))
				a := r.forward()
				if shown == nil {
					shown = at(before, "meta/lastModified")
				}
				if a.ok() {
					m.keep(key(r.id()), shown)
				}
				return a
			}),
			shows(resources, func(one object) {
				if kept := m.recall(key(textAt(one, "id"))); kept != nil {
					set("meta/lastModified", kept)(one)
				}
			}),
		}
	})
}

// renewed shows the time of the last change as that of the creation.
func renewed(method, path string) violation {
	return remembering(func(m *memory) violation {
		return together{
			on(method, path).say(func(r *request, a *response) {
				if a.ok() {
					m.mark("renewed", r.id())
				}
			}),
			shows(resources, func(one object) {
				if m.marked("renewed", textAt(one, "id")) {
					set("meta/created", at(one, "meta/lastModified"))(one)
				}
			}),
		}
	})
}

// unversioned takes the version away from operations of a job.
func unversioned(method string) violation {
	versions := func(one object) bool { return by(method)(one) && one["version"] != nil }
	return jobs.when(func(r *request) bool { return slices.ContainsFunc(jobOf(r), versions) }).ask(body(change("Operations", func(list any) any {
		each(list, func(one object) {
			if versions(one) {
				delete(one, "version")
			}
		})
		return list
	})))
}

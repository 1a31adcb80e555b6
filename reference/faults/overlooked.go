package faults

import (
	"net/http"
	"slices"
	"strings"
)

// What is overlooked goes wrong only beside something else: for somebody who is disabled,
// for the second of two matches, for what stands one level further down.

var overlookedInLives = []row{
	{
		"password-patch-of-disabled-dropped", "A new password for somebody who is disabled is answered 200 and dropped",
		breaks{"LIFECYCLE-UPDATE-21"},
		critical, "",
		remembering(func(m *memory) violation {
			disabled := func(r *request) bool { return m.account(r.id()).inactive && !activates(r) }
			return skippedWhen(disabled, user, func(o op) bool {
				whole, _ := o.object["value"].(object)
				return o.path() == "password" || whole["password"] != nil
			})
		}),
	},
	{
		"rename-loses-assets", "Who is renamed no longer owns what they owned",
		breaks{"LIFECYCLE-UPDATE-05"},
		critical, "",
		disowned(patched(user, verbAt("replace", "userName"))),
	},
	{
		"rename-leaves-groups", "Who is renamed is no longer in their groups",
		breaks{"LIFECYCLE-UPDATE-05"},
		high, "",
		remembering(func(m *memory) violation {
			return together{
				patched(user, verbAt("replace", "userName")).say(func(r *request, _ *response) { m.mark("renamed", r.id()) }),
				shows(groupPaths, elements("members", func(list []any) []any {
					return slices.DeleteFunc(list, func(member any) bool {
						one, _ := member.(object)
						return m.marked("renamed", textAt(one, "value"))
					})
				})),
			}
		}),
	},
	{
		"reactivation-loses-assets", "Who is reactivated no longer owns what they owned",
		breaks{"LIFECYCLE-RETURN-02"},
		critical, "",
		disowned(on(http.MethodPatch, user).when(activates)),
	},
	{
		"scim-disabled-still-bulk", "A job in bulk is done while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		high, "https://github.com/wso2/product-is/issues/3748",
		unswitched(on(http.MethodPost, bulk)),
	},
	{
		"scim-disabled-still-patches", "Who is known by id can be changed while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		high, "", unswitched(on(http.MethodPatch, user)),
	},
	{
		"scim-disabled-still-replaces", "Who is known by id can be replaced while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		high, "", unswitched(on(http.MethodPut, user)),
	},
	{
		"scim-disabled-still-lists", "People can be listed while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		high, "", unswitched(on(http.MethodGet, users)),
	},
	{
		"scim-disabled-still-searches", "People can be searched for while SCIM is switched off",
		breaks{"LIFECYCLE-NOPROVISIONING-05"},
		high, "", unswitched(on(http.MethodPost, users+"/.search")),
	},
	{
		"transfer-one-to-disabled-accepted", "The hand-over of one asset to somebody disabled is done",
		breaks{"LIFECYCLE-REASSIGN-07"},
		high, "", on(http.MethodPost, transferPath).answered(http.StatusConflict).say(transferred),
	},
	{
		"transfer-one-to-deleted-accepted", "The hand-over of one asset to somebody who was deleted is answered 200",
		breaks{"LIFECYCLE-REASSIGN-08"},
		high, "", on(http.MethodPost, transferPath).answered(http.StatusUnprocessableEntity).say(transferred),
	},
}

// skippedWhen is skipped for those requests only.
func skippedWhen(condition func(*request) bool, paths string, concerned func(op) bool) rule {
	return skipped(paths, concerned).when(condition)
}

// disowned shows what somebody owned without an owner once such a request was made for them.
func disowned(losing rule) violation {
	return remembering(func(m *memory) violation {
		return together{
			losing.say(func(r *request, _ *response) { m.mark("disowned", r.id()) }),
			owners(func(a asset) (any, bool) { return nil, m.marked("disowned", a.owner) }, m),
		}
	})
}

// transferred answers as if one asset had been handed over.
func transferred(r *request, a *response) {
	*a = *r.elsewhere(http.MethodGet, strings.TrimSuffix(r.path, "/transfer"))
}

var overlookedInPatches = []row{
	{
		"patch-remove-first-match-only", "A remove whose filter has several matches removes the first",
		breaks{"RFC7644-3.5.2.2-i03"},
		high, "",
		patched(user, verbIn("remove", "phoneNumbers[type")).do(func(r *request) *response {
			kept, _ := current(r)["phoneNumbers"].([]any)
			removed := false
			return r.also(http.MethodPatch, r.path, patchOf(replace("phoneNumbers", slices.DeleteFunc(kept, func(one any) bool {
				number, _ := one.(object)
				out := !removed && number["type"] == "work"
				removed = removed || out
				return out
			}))))
		}),
	},
	{
		"patch-filter-first-half", "Of a filter with and in a path the first half is heeded",
		breaks{"RFC7644-3.5.2.2-i03"},
		high, "",
		on(http.MethodPatch, user).ask(everyOperation(op.filtered, text("path", func(path string) string {
			if half, _, found := strings.Cut(path, " and "); found {
				return half + path[strings.IndexByte(path, ']'):]
			}
			return path
		}))),
	},
	{
		"patch-filter-first-half-of-or", "Of a filter with or in a path the first half is heeded",
		breaks{"RFC7644-3.5.2.2-i03"},
		medium, "",
		on(http.MethodPatch, user).ask(everyOperation(op.filtered, text("path", func(path string) string {
			if half, _, found := strings.Cut(path, " or "); found {
				return half + path[strings.IndexByte(path, ']'):]
			}
			return path
		}))),
	},
	{
		"patch-add-to-complex-replaces", "An add to a name takes the place of the whole name",
		breaks{"RFC7644-3.5.2.1-i06"},
		high, "", alsoRemoves(user, verbAt("add", "name"), func(op) string { return "name" }),
	},
	{
		"patch-add-to-absent-complex-dropped", "An add to a sub-attribute of what is not there is answered 200 and dropped",
		breaks{"RFC7644-3.5.2.1-i02"},
		medium, "",
		on(http.MethodPatch, user).when(func(r *request) bool {
			return patches(verbIn("add", "name."))(r) && current(r)["name"] == nil
		}).do(pretend()),
	},
	{
		"patch-add-nothing-clears", "To add an empty list takes away what is there",
		breaks{"RFC7644-3.5.2.1-i03"},
		high, "",
		instead(user, func(o op) bool {
			list, isList := o.object["value"].([]any)
			return o.is("add") && o.path() != "" && isList && len(list) == 0
		}, replaces),
	},
	{
		"patch-add-without-path-empties-extension", "An add without a path takes away what the extension had",
		breaks{"RFC7644-3.5.2.1-i01"},
		high, "",
		alsoRemoves(user, func(o op) bool {
			whole, _ := o.object["value"].(object)
			return pathless("add")(o) && whole[enterprise] != nil
		}, func(op) string { return enterprise }),
	},
	{
		"patch-sub-attribute-case-exact", "The name of a sub-attribute in a path is compared with its case",
		breaks{"RFC7644-3.10-i02"},
		low, "",
		patched(user, func(o op) bool {
			_, sub, dotted := strings.Cut(o.path(), ".")
			return dotted && sub != "" && sub == strings.ToUpper(sub)
		}).do(refuse(http.StatusBadRequest, "invalidPath", "there is no such sub-attribute")),
	},
}

var overlookedInFilters = []row{
	{
		"filter-pr-complex-never", "pr holds of nobody where the attribute is complex",
		breaks{"RFC7644-3.4.2.2-i07"},
		medium, "", filters(unquoted(replacedBy(`^name pr`, "not (id pr)"))),
	},
	{
		"filter-pr-part-for-whole", "pr on a sub-attribute holds where the attribute has any value",
		breaks{"RFC7644-3.4.2.2-i07"},
		medium, "", filters(unquoted(replacedBy(`^phoneNumbers\.type pr`, "phoneNumbers pr"))),
	},
	{
		"filter-pr-extension-for-attribute", "pr on an attribute of an extension holds where the extension has any attribute",
		breaks{"RFC7644-3.4.2.2-i07"},
		medium, "", filters(unquoted(replacedBy(`:costCenter pr`, ":department pr"))),
	},
	{
		"filter-and-of-three-drops-one", "Of three expressions joined by and the second is ignored",
		breaks{"RFC7644-3.4.2.2-i12"},
		high, "", filters(replacedBy(`^([^()]+?) and [^()]+? and `, "$1 and ")),
	},
	{
		"filter-or-of-three-drops-one", "Of three expressions joined by or the second is ignored",
		breaks{"RFC7644-3.4.2.2-i13"},
		medium, "", filters(replacedBy(`^([^()]+?) or [^()]+? or `, "$1 or ")),
	},
	{
		"filter-not-in-square-brackets", "A not within square brackets is ignored",
		breaks{"RFC7644-3.4.2.2-i14"},
		medium, "", filters(replacedBy(`\[not \(([^)]*)\)\]`, "[$1]")),
	},
	{
		"filter-or-in-square-brackets-first-half", "Of an or within square brackets the first half is heeded",
		breaks{"RFC7644-3.4.2.2-i13"},
		medium, "", filters(replacedBy(`\[(type eq "home") or [^\]]*\]`, "[$1]")),
	},
	{
		"filter-sub-attribute-case-exact", "The name of a sub-attribute in a filter is compared with its case",
		breaks{"RFC7644-3.4.2.2-i01"},
		low, "", notFound(`name\.FAMILYNAME`),
	},
	{
		"filter-part-case-exact", "co, sw and ew compare a userName with its case",
		breaks{"RFC7644-3.4.2.2-24"},
		medium, "", notFound(`^userName (co|sw|ew) "[^a-z]*[A-Z][^a-z]*"`),
	},
	{
		"filter-part-of-first-value", "co, sw and ew look at the first value only",
		breaks{"RFC7644-3.4.2.2-i17"},
		medium, "", on(http.MethodGet, users).when(filteredBy(`addresses\.locality (co|sw|ew) `)).say(unlisted(elsewhereThanFirst)),
	},
}

// elsewhereThanFirst tells of whom the first address has nothing of what the filter looks for.
func elsewhereThanFirst(r *request, one object) bool {
	list, _ := one["addresses"].([]any)
	if len(list) == 0 {
		return true
	}
	first, _ := list[0].(object)
	return !strings.Contains(textAt(first, "locality"), strings.Trim(value.FindString(r.filter()), `"`))
}

var overlookedInResources = []row{
	{
		"schemas-without-own-extension", "The schemas of a person leave out every extension but the enterprise one",
		breaks{"RFC7643-3-03"},
		medium, "",
		shows(userPaths, elements("schemas", func(list []any) []any {
			return slices.DeleteFunc(list, func(uri any) bool {
				text, _ := uri.(string)
				return !strings.HasPrefix(text, "urn:ietf:")
			})
		})),
	},
	{
		"put-merges-name", "PUT keeps the parts of a name that it was not sent",
		breaks{"RFC7644-3.5.1-09"},
		low, "", mergedWithin("name"),
	},
	{
		"put-merges-extension", "PUT keeps the attributes of an extension that it was not sent",
		breaks{"RFC7644-3.5.1-09"},
		low, "", mergedWithin(enterprise),
	},
	{
		"put-keeps-addresses", "PUT keeps the addresses where it was sent none",
		breaks{"RFC7644-3.5.1-09"},
		low, "", merged(func(before, sent object) {
			if _, given := sent["addresses"]; !given {
				sent["addresses"] = before["addresses"]
			}
		}),
	},
	{
		"list-without-groups", "A list of people leaves out the groups that a read shows",
		breaks{"RFC7644-3.4-i01"},
		medium, "", on(http.MethodGet, users).say(resource(drop("groups"))),
	},
	{
		"list-without-members", "A list of groups leaves out the members that a read shows",
		breaks{"RFC7644-3.4-i01"},
		medium, "", on(http.MethodGet, groups).say(resource(drop("members"))),
	},
	{
		"member-ref-of-group-to-user", "The reference to a group that is a member leads to the people",
		breaks{"RFC7643-2.3.7-05"},
		medium, "", shows(groupPaths, text("members/$ref", func(ref string) string { return strings.Replace(ref, groups+"/", users+"/", 1) })),
	},
	{
		"search-below-groups-searches-all", "A search below the groups shows people as well",
		breaks{"RFC7644-3.4.3-i03"},
		medium, "", on(http.MethodPost, groups+"/.search").do(searchedEverywhere),
	},
	{
		"search-below-users-searches-all", "A search below the people shows groups as well",
		breaks{"RFC7644-3.4.3-i03"},
		medium, "", on(http.MethodPost, users+"/.search").do(searchedEverywhere),
	},
	{
		"unknown-resource-type-answered", "A resource type that does not exist is answered by 200 and another one",
		breaks{"RFC7644-3.12-i06"},
		low, "", on(http.MethodGet, oneType).answered(http.StatusNotFound).say(func(r *request, a *response) {
			*a = *r.also(http.MethodGet, types+"/User", nil)
		}),
	},
	{
		"challenge-only-without-token", "A 401 names its schemes only where no token was sent",
		breaks{"RFC7644-2-06"},
		low, "",
		on("", everywhere).when(not((*request).anonymous)).answered(http.StatusUnauthorized).say(header("WWW-Authenticate", "")),
	},
}

// mergedWithin keeps what stood in an object and is not sent with it.
func mergedWithin(name string) violation {
	return merged(func(before, sent object) {
		kept, _ := before[name].(object)
		given, _ := sent[name].(object)
		for part, value := range kept {
			if _, sent := given[part]; given != nil && !sent {
				given[part] = value
			}
		}
	})
}

// searchedEverywhere answers a search below an endpoint as one of everything.
func searchedEverywhere(r *request) *response { return r.also(http.MethodPost, "/.search", r.object()) }

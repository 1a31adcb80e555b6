package faults

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The roads to what people own.
const (
	assetPath   = "/api/v1/assets/*"
	assetPaths  = "/api/v1/assets"
	contentPath = "/api/v1/assets/*/content"
	// transferPath hands over one asset, sweepPath all that a person owns.
	transferPath = "/api/v1/assets/*/transfer"
	sweepPath    = "/api/v1/users/*/assets/transfer"
)

// kinds are the kinds of assets.
func kinds() []string { return []string{"app", "data-connection", "data-file", "automation"} }

func owning() []row {
	var rows []row
	for _, kind := range kinds() {
		rows = append(rows, owningKind(kind)...)
	}
	return rows
}

func owningKind(kind string) []row {
	named := strings.ReplaceAll(kind, "-", " ")
	return []row{
		{
			"deactivation-deletes-" + kind, "The " + named + " of a person goes with the deactivation",
			breaks{"LIFECYCLE-REASSIGN-01"},
			critical, "",
			lost(func(m *memory, a asset) bool {
				return a.kind == kind && m.account(a.maker).left != "" && a.maker == a.owner
			}),
		},
		{
			"delete-cascades-to-" + kind, "Who owns a " + named + " can be deleted, and it goes with them",
			breaks{"LIFECYCLE-REASSIGN-02"},
			critical, "https://github.com/mlflow-oidc/mlflow-oidc-auth/issues/324",
			remembering(func(m *memory) violation {
				return on(http.MethodDelete, user).when(func(r *request) bool {
					return len(m.estate(func(a asset) bool { return a.owner == r.id() && a.kind == kind })) > 0
				}).do(noContent)
			}),
		},
		{
			"transfer-skips-" + kind, "A hand-over leaves each " + named + " behind",
			breaks{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-04", "LIFECYCLE-REASSIGN-17"},
			high, "",
			on(http.MethodPost, sweepPath).ask(body(set("kinds", others(kind)))),
		},
	}
}

func others(kind string) []any {
	var all []any
	for _, one := range kinds() {
		if one != kind {
			all = append(all, one)
		}
	}
	return all
}

// losing are faults that lose what somebody owned.
var userDeletions = on(http.MethodDelete, user)

var losing = []row{
	{
		"delete-referenced-user-500", "The deletion of somebody who owns something is answered 500",
		breaks{"LIFECYCLE-REASSIGN-02"},
		critical, "https://github.com/getprobo/probo/pull/1277",
		userDeletions.answered(http.StatusConflict).say(refusal(http.StatusInternalServerError, "", "violates foreign key constraint")),
	},
	{
		"delete-leaves-asset-owned-by-nobody", "Who owns something can be deleted, and nobody can manage it any more",
		breaks{"LIFECYCLE-REASSIGN-02"},
		high, "https://github.com/apache/dolphinscheduler/issues/12102",
		remembering(func(m *memory) violation {
			return together{
				vanishing(m), owners(func(a asset) (any, bool) { return nil, m.vanished(a.owner) }, m),
				on(http.MethodPost, transferPath).when(func(r *request) bool { return m.vanished(m.asset(assetOf(r)).owner) }).
					do(refuse(http.StatusInternalServerError, "", "the user does not exist")),
			}
		}),
	},
	{
		"delete-refused-leaves-asset-without-owner", "A deletion that is refused leaves the assets without an owner",
		breaks{"LIFECYCLE-REASSIGN-02"},
		critical, "",
		remembering(func(m *memory) violation {
			return together{
				userDeletions.answered(http.StatusConflict).say(func(r *request, _ *response) { m.mark("orphaned", r.id()) }),
				owners(func(a asset) (any, bool) { return nil, m.marked("orphaned", a.owner) }, m),
			}
		}),
	},
	{
		"delete-cascades-grants-without-orphan-check", "With a person go all their grants, and nothing says which assets are left without an owner",
		breaks{"LIFECYCLE-REASSIGN-02"},
		high, "https://github.com/mlflow-oidc/mlflow-oidc-auth/issues/324",
		remembering(func(m *memory) violation {
			return together{
				vanishing(m), owners(func(a asset) (any, bool) { return nil, m.vanished(a.owner) }, m),
				on(http.MethodGet, assetPath).say(document(elements("sharedWith", func(list []any) []any {
					return slices.DeleteFunc(list, func(id any) bool { return m.vanished(fmt.Sprint(id)) })
				}))),
			}
		}),
	},
	{
		"delete-asset-still-names-deleted-owner", "Who owns something can be deleted, and it goes on naming them as its owner",
		breaks{"LIFECYCLE-REASSIGN-10", "LIFECYCLE-REASSIGN-02"},
		medium, "https://github.com/OmniTrustILM/core/issues/703",
		remembering(func(m *memory) violation {
			return together{
				vanishing(m), owners(func(a asset) (any, bool) { return a.maker, m.account(a.maker).deleted }, m),
			}
		}),
	},
	{
		"delete-takes-what-was-handed-over", "With a person goes what they made and handed over",
		breaks{"LIFECYCLE-REASSIGN-10"},
		critical, "",
		lost(func(m *memory, a asset) bool { return m.account(a.maker).deleted }),
	},
	{
		"delete-refused-after-hand-over", "Who has handed everything over still cannot be deleted",
		breaks{"LIFECYCLE-REASSIGN-09"},
		high, "https://github.com/teamhephy/controller/issues/29",
		remembering(func(m *memory) violation {
			return userDeletions.when(func(r *request) bool { return len(m.estate(func(a asset) bool { return a.maker == r.id() })) > 0 }).
				do(refuse(http.StatusConflict, "", "the user owns assets"))
		}),
	},
	{
		"username-inherits", "A new person inherits what the last one of that userName had made",
		breaks{"LIFECYCLE-REASSIGN-14"},
		critical, "https://github.com/FusionAuth/fusionauth-issues/issues/3244", remembering(inherits),
	},
}

// vanishing lets go of somebody whom the tenant refuses to delete for what they own.
func vanishing(m *memory) violation {
	return together{
		userDeletions.answered(http.StatusConflict).say(func(r *request, a *response) {
			m.mark("vanished", r.id())
			*a = *noContent(r)
		}),
		on("GET PUT PATCH", user).when(func(r *request) bool { return m.vanished(r.id()) }).
			do(refuse(http.StatusNotFound, "", "no such user")),
		userLists.say(unlisted(func(_ *request, one object) bool { return m.vanished(textAt(one, "id")) })),
	}
}

func (m *memory) vanished(id string) bool { return m.marked("vanished", id) }

// assetOf is the id of the asset that a request is about.
func assetOf(r *request) string { return strings.Split(r.path, "/")[4] }

// lost hides assets of which the condition holds.
func lost(gone func(*memory, asset) bool) violation {
	return remembering(func(m *memory) violation {
		isGone := func(r *request) bool {
			id := strings.Split(r.path, "/")[4]
			known := m.asset(id)
			return known.id != "" && gone(m, known)
		}
		return on("", assetPath+" "+contentPath).when(isGone).do(notThere)
	})
}

func notThere(*request) *response {
	return answer(http.StatusNotFound, object{"error": "not_found", "detail": "there is no such asset"})
}

// owners shows another owner of the assets for which there is one.
func owners(of func(asset) (owner any, another bool), m *memory) violation {
	return on(http.MethodGet, assetPath).say(func(r *request, a *response) {
		known := m.asset(r.id())
		if owner, another := of(known); known.id != "" && another {
			document(set("ownerId", owner))(r, a)
		}
	})
}

// inherits lists for a person what others of the same userName had made.
func inherits(m *memory) violation {
	return on(http.MethodGet, assetPaths).say(func(r *request, a *response) {
		heir := m.account(r.query().Get("ownerId"))
		for _, one := range m.estate(func(a asset) bool {
			return heir.id != "" && a.maker != heir.id && m.account(a.maker).userName == heir.userName && a.kind == r.query().Get("kind")
		}) {
			document(elements("data", func(list []any) []any { return append(list, object{"id": one.id, "kind": one.kind}) }))(r, a)
		}
	})
}

// sweeps are the hand-overs of everything.
var sweeps = on(http.MethodPost, sweepPath)

// handedOver is the answer to a hand-over that was done.
func handedOver(*request) *response {
	return answer(http.StatusOK, object{"transferred": 3, "ids": []any{}})
}

var handingOver = []row{
	{
		"transfer-ignored", "A hand-over is answered 200 and not done",
		breaks{"LIFECYCLE-REASSIGN-03", "LIFECYCLE-REASSIGN-05", "LIFECYCLE-REASSIGN-10"},
		critical, "",
		sweeps.do(handedOver),
	},
	{
		"transfer-drops-sharing", "What is handed over is no longer shared",
		breaks{"LIFECYCLE-REASSIGN-03"},
		high, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, assetPath).when(moved(m)).say(document(set("sharedWith", []any{})))
		}),
	},
	{
		"transfer-empties-content", "What is handed over has lost its content",
		breaks{"LIFECYCLE-REASSIGN-03"},
		critical, "", remembering(func(m *memory) violation {
			return on(http.MethodGet, contentPath).when(moved(m)).say(says(""))
		}),
	},
	{
		"transfer-one-ignored", "The hand-over of one asset is answered 200 and not done",
		breaks{"LIFECYCLE-REASSIGN-15"},
		high, "",
		on(http.MethodPost, transferPath).do(func(r *request) *response {
			return r.elsewhere(http.MethodGet, strings.TrimSuffix(r.path, "/transfer"))
		}),
	},
	{
		"transfer-one-takes-all", "With one asset all that its owner has is handed over",
		breaks{"LIFECYCLE-REASSIGN-15"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodPost, transferPath).do(func(r *request) *response {
				known := m.asset(strings.Split(r.path, "/")[4])
				r.elsewhere(http.MethodPost, strings.Replace(sweepPath, "*", known.owner, 1))
				return r.forward()
			})
		}),
	},
	{
		"transfer-refused-after-refused-deletion", "Once a deletion was refused, nothing of the person can be handed over",
		breaks{"LIFECYCLE-REASSIGN-18"},
		high, "",
		remembering(func(m *memory) violation {
			return together{
				userDeletions.answered(http.StatusConflict).say(func(r *request, _ *response) { m.mark("kept", r.id()) }),
				sweeps.when(func(r *request) bool { return m.marked("kept", strings.Split(r.path, "/")[4]) }).
					do(refuse(http.StatusConflict, "", "the user is being deleted")),
			}
		}),
	},
	{
		"transfer-locks-heir-out", "Who inherits something cannot open it",
		breaks{"LIFECYCLE-REASSIGN-19"},
		high, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, contentPath).when(moved(m), byPerson(m, func(a asset) string { return a.owner })).
				do(refuse(http.StatusForbidden, "", "the asset is its maker's"))
		}),
	},
	{
		"transfer-leaves-former-owner-in", "Who has handed something over can still open it",
		breaks{"LIFECYCLE-REASSIGN-20"},
		medium, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, contentPath).when(moved(m), byPerson(m, func(a asset) string { return a.maker })).
				do(func(*request) *response { return answer(http.StatusOK, object{}) })
		}),
	},
	{
		"transfer-leaves-list", "What was handed over is still listed as the leaver's",
		breaks{"LIFECYCLE-REASSIGN-04"},
		medium, "",
		remembering(func(m *memory) violation {
			return on(http.MethodGet, assetPaths).say(func(r *request, a *response) {
				for _, one := range m.estate(func(a asset) bool {
					return a.maker == r.query().Get("ownerId") && a.owner != a.maker && a.kind == r.query().Get("kind")
				}) {
					document(elements("data", func(list []any) []any { return append(list, object{"id": one.id, "kind": one.kind}) }))(r, a)
				}
			})
		}),
	},
	{
		"transfer-twice-fails", "A second hand-over fails",
		breaks{"LIFECYCLE-REASSIGN-05"},
		medium, "", remembering(func(m *memory) violation {
			return sweeps.when(func(r *request) bool { return m.mark("swept", r.path) }).do(refuse(http.StatusConflict, "", "nothing to transfer"))
		}),
	},
	{
		"transfer-takes-others-assets", "A hand-over takes what belongs to a third person",
		breaks{"LIFECYCLE-REASSIGN-06"},
		critical, "", remembering(func(m *memory) violation {
			return sweeps.say(func(r *request, _ *response) {
				mine := strings.Split(r.path, "/")[4]
				for _, one := range m.estate(func(a asset) bool { return a.client == r.client() && a.owner != mine && a.maker == a.owner }) {
					r.rename(mine, one.owner)
					r.forward()
					r.rename(one.owner, mine)
				}
			})
		}),
	},
	{
		"transfer-to-disabled-accepted", "A hand-over to somebody disabled is answered 200",
		breaks{"LIFECYCLE-REASSIGN-07"},
		high, "",
		sweeps.answered(http.StatusConflict).say(func(r *request, a *response) { *a = *handedOver(r) }),
	},
	{
		"transfer-to-unknown-accepted", "A hand-over to somebody unknown is answered 200",
		breaks{"LIFECYCLE-REASSIGN-08"},
		high, "",
		sweeps.answered(http.StatusUnprocessableEntity).say(func(r *request, a *response) { *a = *handedOver(r) }),
	},
	{
		"transfer-aborts-on-dangling-reference", "A hand-over stops at what is shared with somebody who was deleted",
		breaks{"LIFECYCLE-REASSIGN-16"},
		medium, "https://github.com/nextcloud/server/issues/28981",
		remembering(func(m *memory) violation {
			return sweeps.when(func(r *request) bool {
				return len(m.estate(func(a asset) bool {
					return a.owner == strings.Split(r.path, "/")[4] && slices.ContainsFunc(a.shared, func(id string) bool { return m.account(id).deleted })
				})) > 0
			}).do(refuse(http.StatusInternalServerError, "", "the share's recipient does not exist"))
		}),
	},
	{
		"reassign-not-atomic", "A hand-over that is refused has moved a part of the assets",
		breaks{"LIFECYCLE-REASSIGN-07", "LIFECYCLE-REASSIGN-08"},
		high, "https://github.com/CartoDB/cartodb/issues/5582",
		remembering(func(m *memory) violation {
			return together{
				sweeps.answered(http.StatusConflict, http.StatusUnprocessableEntity).say(func(r *request, _ *response) {
					if mine := m.estate(func(a asset) bool { return a.owner == strings.Split(r.path, "/")[4] }); len(mine) > 0 {
						m.keep("heir of "+mine[0].id, r.object()["ownerId"])
					}
				}),
				owners(func(a asset) (any, bool) {
					heir := m.recall("heir of " + a.id)
					return heir, heir != nil
				}, m),
			}
		}),
	},
}

// moved tells whether an asset is no longer its maker's.
func moved(m *memory) func(*request) bool {
	return func(r *request) bool {
		known := m.asset(strings.Split(r.path, "/")[4])
		return known.owner != known.maker
	}
}

// byPerson tells whether it is that person who asks for an asset.
func byPerson(m *memory, whose func(asset) string) func(*request) bool {
	return func(r *request) bool {
		who := m.holder(credentialOf(r)).user
		return who != "" && who == whose(m.asset(assetOf(r)))
	}
}

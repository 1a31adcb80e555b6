package qlik

import (
	"net/http"
	"strconv"
	"time"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// eventSource is the service that tells of users.
const eventSource = "com.qlik/users"

// shownEvent is an entry of the audit trail as it is sent.
type shownEvent struct {
	ID         string    `json:"id"`
	EventID    string    `json:"eventId"`
	EventType  string    `json:"eventType"`
	EventTime  time.Time `json:"eventTime"`
	Source     string    `json:"source"`
	TenantID   string    `json:"tenantId"`
	UserID     string    `json:"userId,omitempty"` // who did it, where that was a person
	Extensions struct {
		TopLevelResourceID string `json:"topLevelResourceId,omitempty"`
	} `json:"extensions"`
	Data struct {
		ID string `json:"id"` // whom it concerns
	} `json:"data"`
}

// eventType is what the product calls an entry of the tenant's trail; "" for one that is not about a user.
func eventType(e store.Event) string {
	switch e.Action {
	case "user.created":
		if e.Actor == api.ActorSCIM {
			return "com.qlik.core.user.provisioned"
		}
		return "com.qlik.core.user.created"
	case "user.disabled", "user.enabled", "user.updated":
		return "com.qlik.core.user.updated"
	case "user.deleted":
		return "com.qlik.core.user.deleted"
	case loggedIn:
		return "com.qlik.user-session.begin"
	}
	return ""
}

func (f *face) showEvent(e store.Event) shownEvent {
	s := shownEvent{
		ID: strconv.FormatInt(e.Seq, 10), EventType: eventType(e), EventTime: e.At.UTC(), Source: eventSource, TenantID: f.tenantID,
	}
	s.EventID = s.ID
	if e.Actor == e.UserID {
		s.UserID = nativeID(e.Actor)
	}
	s.Data.ID = nativeID(e.UserID)
	s.Extensions.TopLevelResourceID = s.Data.ID
	return s
}

func (f *face) listAudits(w http.ResponseWriter, r *http.Request, _ api.Caller) error {
	p, err := readPage(r, audits, "next", "eventType", "userId")
	if err != nil {
		return err
	}
	query := r.URL.Query()
	wanted := func(e shownEvent) bool {
		return e.EventType != "" && (!query.Has("eventType") || e.EventType == query.Get("eventType")) &&
			(!query.Has("userId") || e.UserID == query.Get("userId"))
	}
	found, places, err := f.events(r, p, wanted)
	if err != nil {
		return err
	}
	list := struct {
		Data  []shownEvent `json:"data"`
		Links links        `json:"links"`
	}{Data: found}
	var end int64
	if len(found) > p.limit {
		list.Data, end = found[:p.limit], places[p.limit-1]
	}
	list.Links = f.linksOf(r, p, end)
	return api.Write(w, http.StatusOK, list)
}

// events reads one wanted entry more than the page has, newest first, with their places in the trail.
func (f *face) events(r *http.Request, p page, wanted func(shownEvent) bool) (found []shownEvent, places []int64, err error) {
	found = []shownEvent{}
	err = f.store.View(r.Context(), func(tx *store.Tx) error {
		trail, err := tx.Audit("", p.after, -1)
		for _, e := range trail {
			if shown := f.showEvent(e); wanted(shown) && len(found) <= p.limit {
				found, places = append(found, shown), append(places, e.Seq)
			}
		}
		return err
	})
	return found, places, err
}

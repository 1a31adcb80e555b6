package control

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scimproof/scimproof/reference/api"
)

// maxPatience is the longest that somebody may wait for an exchange.
const maxPatience = time.Minute

// API serves who arranges and looks. It belongs on a listener of its own, on loopback.
func (c *Control) API() http.Handler {
	mux := http.NewServeMux()
	on := api.Surface{Mux: mux, Log: slog.New(slog.DiscardHandler)}
	on.Handle("GET /v1/exchanges", c.listExchanges)
	on.Handle("GET /v1/rules", c.listRules)
	on.Handle("POST /v1/rules", c.addRule)
	on.Handle("DELETE /v1/rules", c.dropRules)
	on.Handle("DELETE /v1/rules/{id}", c.dropRule)
	on.Handle("GET /v1/doors", c.listDoors)
	on.Handle("POST /v1/doors", c.addDoor)
	on.Handle("DELETE /v1/doors/{id}", c.shutDoor)
	on.Handle("/", func(http.ResponseWriter, *http.Request) error { return api.NotFound("there is nothing here") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.token == "" || !api.SameSecret(api.Bearer(r), c.token) {
			api.WriteError(w, &api.Error{
				Status: http.StatusUnauthorized, Code: "unauthenticated", Detail: "the token of the control listener is required",
				Header: http.Header{"Www-Authenticate": {`Bearer realm="control"`}},
			})
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// listExchanges answers at once where there is something, and else when there is or the wait is over.
func (c *Control) listExchanges(w http.ResponseWriter, r *http.Request) error {
	after, wait, err := pageAsked(r)
	if err != nil {
		return err
	}
	page, more := c.journal.after(after)
	if wait > 0 && len(page.Exchanges) == 0 && page.Dropped == 0 {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(wait + graceful)) // not every writer has one
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-more:
		case <-timer.C:
		case <-r.Context().Done():
		case <-c.ended.Done():
		}
		page, _ = c.journal.after(after)
	}
	return api.Write(w, http.StatusOK, page)
}

func pageAsked(r *http.Request) (after int, wait time.Duration, err error) {
	query := r.URL.Query()
	for name, values := range query {
		if !slices.Contains([]string{"after", "wait"}, name) || len(values) > 1 {
			return 0, 0, wrong("the parameters are after and wait, each once, not %q", name)
		}
	}
	if text := query.Get("after"); text != "" {
		if after, err = strconv.Atoi(text); err != nil || after < 0 {
			return 0, 0, wrong("after is the number that was given as next")
		}
	}
	if text := query.Get("wait"); text != "" {
		if wait, err = time.ParseDuration(text); err != nil || wait < 0 || wait > maxPatience {
			return 0, 0, wrong("wait is a duration such as 5s, of at most %s", maxPatience)
		}
	}
	return after, wait, nil
}

func (c *Control) listRules(w http.ResponseWriter, _ *http.Request) error {
	return api.Write(w, http.StatusOK, struct {
		Rules []Rule `json:"rules"`
	}{c.rules.list()})
}

func (c *Control) addRule(w http.ResponseWriter, r *http.Request) error {
	var told Rule
	if err := api.Read(w, r, &told); err != nil {
		return err
	}
	understood, err := understand(told)
	if err != nil {
		return err
	}
	if understood.Match.Door != "" && !slices.ContainsFunc(c.doors.list(), func(d Door) bool { return d.ID == told.Match.Door }) {
		return wrong("match.door: there is no door %q", told.Match.Door)
	}
	made, ok := c.rules.add(understood)
	if !ok {
		return conflict("there are %d rules already: drop some", maxRules)
	}
	return api.Write(w, http.StatusCreated, made)
}

func (c *Control) dropRules(w http.ResponseWriter, _ *http.Request) error {
	c.rules.dropAll()
	return api.NoContent(w)
}

func (c *Control) dropRule(w http.ResponseWriter, r *http.Request) error {
	if !c.rules.drop(r.PathValue("id")) {
		return api.NotFound("there is no such rule")
	}
	return api.NoContent(w)
}

func (c *Control) listDoors(w http.ResponseWriter, _ *http.Request) error {
	return api.Write(w, http.StatusOK, struct {
		Doors []Door `json:"doors"`
	}{c.doors.list()})
}

func (c *Control) addDoor(w http.ResponseWriter, r *http.Request) error {
	var told Door
	if err := api.Read(w, r, &told); err != nil {
		return err
	}
	switch {
	case !slices.Contains(kinds, told.Certificate):
		return wrong("certificate is %s", strings.Join(kinds, ", "))
	case told.ID != "" || told.URL != "" || told.CA != "" || told.Connections != 0:
		return wrong("id, url, ca and connections are given by the listener: leave them out")
	}
	made, err := c.openDoor(r.Context(), told.Certificate)
	if errors.Is(err, errTooMany) || errors.Is(err, errUnwrapped) || errors.Is(err, errClosed) {
		return conflict("%v", err)
	}
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, made)
}

func (c *Control) shutDoor(w http.ResponseWriter, r *http.Request) error {
	found, err := c.doors.shut(r.PathValue("id"))
	if err != nil {
		return err
	}
	if !found {
		return api.NotFound("there is no such door")
	}
	return api.NoContent(w)
}

func conflict(format string, args ...any) error {
	return &api.Error{Status: http.StatusConflict, Code: "conflict", Detail: fmt.Sprintf(format, args...)}
}

package steps

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
)

// requests are those that a rule is for: "the next POST", "each request about Ada", "the 2nd
// PATCH to "/Users/*"". They are four groups.
const requests = `(the next|each|the next \d+|the \d+(?:st|nd|rd|th)) (request|GET|POST|PUT|PATCH|DELETE)s?` +
	`(?: to "([^"]+)")?(?: about ([\p{Lu}\p{Lo}][\pL'’-]*|the group "[^"]+"))?`

// registerArranging registers how a scenario arranges the server's side. All of it is taken
// back when the scenario ends.
func registerArranging(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the server answers `+requests+` with (\d{3})(?: and Retry-After (\d+))?$`), serverAnswersWithStatus)
	sc.Step(expression(`^the server answers `+requests+` with (?:(\d{3}) and )?(an HTML page|an empty body|broken JSON)$`), serverAnswersWithBody)
	sc.Step(expression(`^the server gives `+name+` the id "([^"]+)"$`), serverGivesID)
	sc.Step(expression(`^the server answers `+requests+` with a redirect to another host$`), serverRedirects)
	sc.Step(expression(`^the server answers `+requests+` after (\d+(?:\.\d+)?) (seconds?|milliseconds?)$`), serverAnswersAfter)
	sc.Step(expression(`^the server answers `+requests+` only (\d+(?:\.\d+)?) (seconds?|milliseconds?) after it has carried it out$`), serverAnswersLate)
	sc.Step(expression(`^the server cuts the connection (before|after) it has carried out `+requests+`$`), serverCuts)
	sc.Step(expression(`^the server cuts the connection within its answer to `+requests+`$`), serverCutsWithin)
	sc.Step(expression(`^the server gives pages of at most (\d+)$`), serverGivesPages)
	sc.Step(expression(`^the server ignores (\w+(?:(?:, | and )\w+)*)$`), serverIgnores)
	sc.Step(expression(`^the server leaves (`+attributeNames+`) out of its answers$`), serverLeavesOut)
	sc.Step(expression(`^the server says that `+first+` still owns something until they are handed over$`), serverHolds)
	sc.Step(expression(`^what `+first+` owns has been handed over$`), serverLetsGo)
	sc.Step(expression(`^the server shows a certificate that (nobody trusts|has expired|is another host's|is trusted)$`), serverShowsCertificate)
	sc.Step(expression(`^the server answers as usual again$`), serverAnswersAsUsual)
}

const attributeNames = `[A-Za-z][\w.:]*(?:(?:, | and )[A-Za-z][\w.:]*)*`

// meant is what a step says of the requests that it means.
type meant struct{ which, method, path, about string }

// rule is one for those requests.
func (w *World) rule(s meant, do control.Do) (control.Rule, error) {
	r := control.Rule{Do: do}
	if s.method != "request" {
		r.Match.Method = s.method
	}
	var err error
	if r.Skip, r.Times, err = turns(s.which); err != nil {
		return r, err
	}
	if s.path != "" {
		path, err := w.expand(s.path)
		if err != nil {
			return r, err
		}
		r.Match.Path = strings.ReplaceAll(regexp.QuoteMeta(path), `\*`, `[^/]*`)
	}
	if s.about != "" {
		r.Match.Any, err = w.marksOf(s.about)
	}
	return r, err
}

var ordinal = regexp.MustCompile(`\d+`)

// turns are how many requests pass first, and how many are then treated.
func turns(which string) (skip, times int, err error) {
	number := ordinal.FindString(which)
	switch {
	case which == "each":
		return 0, 0, nil
	case number == "":
		return 0, 1, nil
	}
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1:
		return 0, 0, mistakef("%s is no number of requests", which)
	case strings.HasPrefix(which, "the next"):
		return 0, n, nil
	default:
		return n - 1, 1, nil
	}
}

// marksOf are the texts by one of which a request is about somebody, or about a group, as far
// as they are known by now.
func (w *World) marksOf(about string) ([]string, error) {
	var r *resource
	attribute := "userName"
	if group, ok := strings.CutPrefix(about, "the group "); ok {
		name := strings.Trim(group, `"`)
		g, known := w.groups[name]
		if !known {
			g = w.introduceGroup(name)
		}
		r, attribute = &g.resource, "displayName"
	} else {
		p := w.byFirstName(about)
		if p == nil {
			return nil, mistakef("nobody in the fixtures is called %s", about)
		}
		r = &p.resource
	}
	var marks []string
	if r.ID != "" {
		marks = append(marks, r.ID)
	}
	if value, ok := oracle.FirstString(r.Sent, attribute); ok {
		marks = append(marks, value)
	}
	if len(marks) == 0 {
		return nil, mistakef("nothing tells which requests are about %s", about)
	}
	return marks, nil
}

// arrangeFor puts in force what is done to those requests.
func arrangeFor(ctx context.Context, s meant, do control.Do) error {
	w := worldOf(ctx)
	r, err := w.rule(s, do)
	if err != nil {
		return err
	}
	_, err = w.arrange(ctx, r)
	return err
}

func serverAnswersWithStatus(ctx context.Context, which, method, path, about, status, retryAfter string) error {
	code, err := strconv.Atoi(status)
	if err != nil {
		return mistakef("%s is no status", status)
	}
	do := control.Do{Status: code}
	if retryAfter != "" {
		do.Header = http.Header{"Retry-After": {retryAfter}}
	}
	return arrangeFor(ctx, meant{which, method, path, about}, do)
}

// page is what a gateway or a login says in the server's place.
const page = `<!doctype html><html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>`

// brokenJSON ends in the middle.
const brokenJSON = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819`

// serverAnswersWithBody: an HTML page stands in the server's place, so that nothing is
// carried out. The other two are what becomes of its answer on the way, unless a status is
// said, which is given in its place as well.
func serverAnswersWithBody(ctx context.Context, which, method, path, about, status, what string) error {
	body := map[string]string{"an HTML page": page, "an empty body": "", "broken JSON": brokenJSON}[what]
	do := control.Do{Body: &body}
	if what == "an HTML page" {
		do.Status, do.Header = http.StatusOK, http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	}
	if status != "" {
		code, err := strconv.Atoi(status)
		if err != nil {
			return mistakef("%s is no status", status)
		}
		do.Status = code
	}
	return arrangeFor(ctx, meant{which, method, path, about}, do)
}

// serverGivesID answers the creation of somebody in the target's place, which gives ids of its own. The target does not know
// the account, and says so when it is asked for it.
func serverGivesID(ctx context.Context, name, id string) error {
	w := worldOf(ctx)
	p, err := w.introduce(name)
	if err != nil {
		return err
	}
	body, err := oracle.Marshal(overlaid(p.Sent, oracle.Object{"id": id, "password": nil, "meta": oracle.Object{"resourceType": "User"}}))
	if err != nil {
		return fmt.Errorf("encoding an account with an id: %w", err)
	}
	p.ID = id
	text := string(body)
	do := control.Do{Status: http.StatusCreated, Body: &text, Header: http.Header{"Content-Type": {"application/scim+json"}}}
	return arrangeFor(ctx, meant{"the next", http.MethodPost, usersEndpoint, ""}, do)
}

// serverRedirects redirects to a plain door, which is on another host, and to the SCIM base
// there: what comes through it tells whether the client has taken its token along.
func serverRedirects(ctx context.Context, which, method, path, about string) error {
	w := worldOf(ctx)
	door, err := w.openDoor(ctx, "none")
	if err != nil {
		return err
	}
	w.kept["otherDoor"] = door.ID
	return arrangeFor(ctx, meant{which, method, path, about}, control.Do{
		Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {door.URL + usersEndpoint}},
	})
}

// span is a length of time as rules want it.
func span(number, unit string) string {
	if strings.HasPrefix(unit, "milli") {
		return number + "ms"
	}
	return number + "s"
}

func serverAnswersAfter(ctx context.Context, which, method, path, about, number, unit string) error {
	return arrangeFor(ctx, meant{which, method, path, about}, control.Do{Delay: span(number, unit)})
}

func serverAnswersLate(ctx context.Context, which, method, path, about, number, unit string) error {
	return arrangeFor(ctx, meant{which, method, path, about}, control.Do{Late: span(number, unit)})
}

func serverCuts(ctx context.Context, when, which, method, path, about string) error {
	return arrangeFor(ctx, meant{which, method, path, about}, control.Do{Cut: when})
}

func serverCutsWithin(ctx context.Context, which, method, path, about string) error {
	return arrangeFor(ctx, meant{which, method, path, about}, control.Do{Cut: "within"})
}

var everyRequest = meant{which: "each", method: "request"}

func serverGivesPages(ctx context.Context, size int) error {
	if size < 1 {
		return mistakef("a page has one resource at least")
	}
	return arrangeFor(ctx, everyRequest, control.Do{MaxCount: size})
}

func serverIgnores(ctx context.Context, list string) error {
	return arrangeFor(ctx, everyRequest, control.Do{Ignore: words(list)})
}

func serverLeavesOut(ctx context.Context, list string) error {
	return arrangeFor(ctx, everyRequest, control.Do{Without: words(list)})
}

// words splits "count, startIndex and filter".
func words(list string) []string {
	return strings.Split(strings.ReplaceAll(list, " and ", ", "), ", ")
}

// serverHolds has the server refuse to delete somebody, as one does where nothing may lose
// its owner. By whatever name it is asked, it is the id that a DELETE carries.
func serverHolds(ctx context.Context, name string) error {
	return withAccount(ctx, name, func(w *World, p *Person) error {
		if _, held := w.arranged.holds[p.first()]; held {
			return mistakef("%s is held already", p.first())
		}
		body, err := oracle.Marshal(oracle.Object{
			"schemas": []any{oracle.ErrorURN}, "status": "409",
			"detail": fmt.Sprintf("%s cannot be deleted: what they own has to be handed over first", p.first()),
		})
		if err != nil {
			return fmt.Errorf("encoding the refusal: %w", err)
		}
		text := string(body)
		w.arranged.holds[p.first()], err = w.arrange(ctx, control.Rule{
			Match: control.Match{Method: http.MethodDelete, Any: []string{p.ID}},
			Do:    control.Do{Status: http.StatusConflict, Body: &text},
		})
		return err
	})
}

func serverLetsGo(ctx context.Context, name string) error {
	w := worldOf(ctx)
	if _, held := w.arranged.holds[name]; !held {
		return mistakef("nobody said that %s owns something", name)
	}
	return w.letGo(ctx, name)
}

// letGo has the server delete somebody again, if it was arranged that it does not.
func (w *World) letGo(ctx context.Context, name string) error {
	id, held := w.arranged.holds[name]
	if !held {
		return nil
	}
	delete(w.arranged.holds, name)
	if err := w.dropRule(ctx, id); err != nil {
		return unjudgedf("%v", err)
	}
	return nil
}

var certificates509 = map[string]string{
	"nobody trusts": "untrusted", "has expired": "expired", "is another host's": "wrong-host", "is trusted": "trusted",
}

func serverShowsCertificate(ctx context.Context, which string) error {
	w := worldOf(ctx)
	door, err := w.openDoor(ctx, certificates509[which])
	if err != nil {
		return err
	}
	w.kept["otherDoor"] = door.ID
	return w.leadTo(ctx, door)
}

// serverAnswersAsUsual takes back at once all that the scenario has arranged.
func serverAnswersAsUsual(ctx context.Context) error {
	w := worldOf(ctx)
	if _, err := w.controlled(); err != nil {
		return err
	}
	for _, left := range w.disarrange(ctx) {
		return unjudgedf("%s %s: %s", left.Kind, left.ID, left.Reason)
	}
	return nil
}

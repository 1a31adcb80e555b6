package console_test

import (
	"net/url"
	"testing"

	"github.com/scimproof/scimproof/reference/page/pagetest"
)

// TestEveryPageIsWellMade looks at the HTML of each page in each of its states.
func TestEveryPageIsWellMade(t *testing.T) {
	o := open(t)
	pages := map[string]pagetest.Sheet{"login": o.Get(200, "/console/login"), "app": o.Get(200, "/app")}
	pages["login refused"] = o.Submit(401, pages["login"], "main form", "token", "x")
	pages["app refused"] = o.Submit(401, pages["app"], "main form", "username", "ada", "password", "x")
	pages["nobody"] = o.Get(200, "/console")
	o.logIn()
	pages["no people"] = o.Get(200, "/console")
	ids := o.team()
	o.estate(ids)
	ada, grace := personPath(ids["Ada Lovelace"]), personPath(ids["Grace Hopper"])
	for name, path := range map[string]string{
		"people": "/console", "a search": "/console?q=ada&status=active&source=scim", "a vain search": "/console?q=x-y", "a person": ada,
		"one without assets": grace, "reassign": ada + "/reassign", "nothing to reassign": grace + "/reassign", "delete": grace + "/delete",
		"delete refused": ada + "/delete", "audit": "/console/audit", "her audit": "/console/audit?person=" + ids["Ada Lovelace"],
	} {
		pages[name] = o.Get(200, path)
	}
	pages["preview"] = o.preview(200, pages["reassign"], "to", ids["Grace Hopper"])
	pages["incomplete"] = o.preview(422, pages["reassign"], "what", "chosen")
	pages["disabled"] = o.Submit(200, pages["one without assets"], "form[action$='/disable']")
	pages["not found"] = o.Get(404, "/console/nothing")
	pages["bad request"] = o.Get(400, "/console?page=x")
	pages["foreign form"] = o.Post(403, ada+"/disable", url.Values{})
	pages["me"] = o.Submit(200, o.Get(200, "/app"), "main form", "username", "ada.lovelace@example.com", "password", password)
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			page.T = t
			page.WellMade()
		})
	}
}

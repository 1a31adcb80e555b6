package faults

import (
	"net/http"
	"path"
)

// batching are faults of bulk jobs that products have shipped.
var batching = []row{
	{
		"bulk-201-but-not-persisted", "What a bulk job creates is answered 201, and not there",
		breaks{"RFC7644-3.7-12", "RFC7644-3.7-17"},
		high, "https://github.com/simpleidserver/SimpleIdServer/issues/286",
		on(http.MethodPost, bulk).say(func(r *request, a *response) {
			for _, done := range resultsOf(a) {
				if location := textAt(done, "location"); textAt(done, "status") == "201" {
					r.also(http.MethodDelete, "/"+path.Base(path.Dir(location))+"/"+path.Base(location), nil)
				}
			}
		}),
	},
	{
		"bulk-status-object-and-string-response", "The status in a bulk answer is an object, and the answer to a failure a text",
		breaks{"RFC7644-3.7-11"},
		low, "https://github.com/wso2/product-is/issues/16110",
		on(http.MethodPost, bulk).say(document(func(whole object) {
			for _, done := range resultsIn(whole) {
				done["status"] = object{"code": done["status"]}
				if failure := done["response"]; failure != nil {
					done["response"] = string(encode(failure))
				}
			}
		})),
	},
}

package variants

import (
	"net/http"
	"strconv"
)

// turning are about pages that follow each other by cursor.
var turning = []row{
	{
		id: "cursors-empty-last-page", title: "The last page that a cursor leads to is empty",
		permittedBy: "RFC 9865 §2: nextCursor is omitted \"only to indicate that there are no more result pages\"; whoever cannot look ahead learns it later",
		touches:     touches{"cursors", "list numbers", "Resources"},
		make:        always(variation{instead: lastPage, say: listed(leadToLastPage)}),
	},
	{
		id: "cursors-count-refused", title: "A page by cursor that is larger than maxPageSize is refused with invalidCount",
		permittedBy: "RFC 9865 §2.1 Table 3: count \"must be between 0 and the service provider's maxPageSize\"",
		touches:     touches{"page size", "cursors"},
		make: always(variation{instead: refuse(func(r *request) bool {
			count, err := strconv.Atoi(r.asked("count"))
			return r.isQuery() && byCursor(r) && err == nil && count > largestPage
		}, http.StatusBadRequest, "invalidCount", "count is too large"), say: announce(func(provider object) {
			if pages := objectAt(provider, "pagination"); pages != nil {
				pages["maxPageSize"], pages["defaultPageSize"] = largestPage, largestPage
			}
		})}),
	},
}

const (
	largestPage = 50
	// afterLast is the cursor of the page behind the last result.
	afterLast = "bm90aGluZyBsZWZ0"
)

func byCursor(r *request) bool {
	return r.query().Has("cursor") || r.Method == http.MethodPost && has(r.object(), "cursor")
}

func lastPage(r *request) *response {
	if !r.isQuery() || r.asked("cursor") != afterLast || !r.authorized() {
		return nil
	}
	return answer(http.StatusOK, object{"schemas": []any{listURN}, "itemsPerPage": 0, "Resources": []any{}})
}

func leadToLastPage(r *request, list object) {
	found, _ := list["Resources"].([]any)
	if byCursor(r) && list["nextCursor"] == nil && len(found) > 0 {
		list["nextCursor"] = afterLast
	}
}

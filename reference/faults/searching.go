package faults

import "net/http"

var searching = []row{
	{
		"search-missing", "There are no searches by POST",
		breaks{"RFC7644-3.4.3-i03"},
		low, "", on(http.MethodPost, "/*/.search").do(func(*request) *response {
			return &response{status: http.StatusNotFound, header: http.Header{}}
		}),
	},
}

package control

import "sync"

// The most that one page holds: who asks, asks again.
const (
	pageExchanges = 500
	pageBytes     = 4 << 20
)

// journal keeps the exchanges in the order in which they ended, within its limits.
type journal struct {
	mu     sync.Mutex
	limits Limits
	kept   []Exchange
	// gone is how many were dropped, so that the last of kept is number gone+len(kept).
	gone, bytes, arrived, underway int
	// more is closed when there is another exchange.
	more chan struct{}
}

func newJournal(limits Limits) *journal {
	return &journal{limits: limits, more: make(chan struct{})}
}

// arrive numbers a request.
func (j *journal) arrive() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.arrived++
	j.underway++
	return j.arrived
}

// publish keeps what has ended, and drops the oldest to make room for it.
func (j *journal) publish(e Exchange) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.underway--
	j.kept = append(j.kept, e)
	j.bytes += sizeOf(e)
	for len(j.kept) > 1 && (len(j.kept) > j.limits.Exchanges || j.bytes > j.limits.Bytes) {
		j.bytes -= sizeOf(j.kept[0])
		j.kept[0] = Exchange{} // the array behind the slice lives longer
		j.kept = j.kept[1:]
		j.gone++
	}
	close(j.more)
	j.more = make(chan struct{})
}

// after is what ended after the first n, and a channel that is closed when there is more.
func (j *journal) after(n int) (Page, <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n = min(max(n, 0), j.gone+len(j.kept))
	first := max(n-j.gone, 0)
	page := Page{Exchanges: []Exchange{}, Dropped: max(j.gone-n, 0), Underway: j.underway}
	for bytes := 0; first+len(page.Exchanges) < len(j.kept) && len(page.Exchanges) < pageExchanges && bytes < pageBytes; {
		e := j.kept[first+len(page.Exchanges)]
		page.Exchanges = append(page.Exchanges, e)
		bytes += sizeOf(e)
	}
	page.Next = j.gone + first + len(page.Exchanges)
	page.More = page.Next < j.gone+len(j.kept)
	return page, j.more
}

// sizeOf is about how many bytes an exchange holds.
func sizeOf(e Exchange) int {
	size := 512 + len(e.Path) + len(e.Query) + len(e.Body) + len(e.ResponseBody)
	for _, header := range []map[string][]string{e.Header, e.ResponseHeader} {
		for name, values := range header {
			for _, value := range values {
				size += 64 + len(name) + len(value)
			}
		}
	}
	return size
}

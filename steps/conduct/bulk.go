package conduct

import (
	"strconv"

	"github.com/scimproof/scimproof/steps/oracle"
)

// jobs are the operations of a bulk request as requests of their own (RFC 7644 section 3.7):
// how they travel together changes nothing of what they say.
func (c call) jobs() []call {
	if !c.isJob() {
		return nil
	}
	operations, _ := memberOf(c.object(), "Operations")
	answers, _ := c.answer.(oracle.Object)
	done, _ := memberOf(answers, "Operations")
	results := objectsOf(done)
	var all []call
	for i, operation := range objectsOf(operations) {
		job := c.job(operation)
		if i < len(results) {
			job.settle(results[i])
		}
		all = append(all, job)
	}
	return all
}

func (c call) job(operation oracle.Object) call {
	job := call{Exchange: c.Exchange, manner: c.manner}
	job.Method, job.Path, job.Query = textOf(operation, "method"), textOf(operation, "path"), ""
	job.Status, job.ResponseBody = 0, ""
	job.kind, job.id, job.search = aim(job.Path)
	job.body, _ = memberOf(operation, "data")
	return job
}

// settle reads what became of an operation: its status, and the id in its location.
func (c *call) settle(done oracle.Object) {
	switch status, _ := memberOf(done, "status"); status := status.(type) {
	case string:
		c.Status, _ = strconv.Atoi(status)
	case oracle.Number:
		c.Status, _ = status.Int()
	}
	c.answer, _ = memberOf(done, "response")
	if _, given := c.answer.(oracle.Object); !given {
		c.answer = oracle.Object{"id": idIn(textOf(done, "location"))}
	}
}

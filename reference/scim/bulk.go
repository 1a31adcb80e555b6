package scim

import (
	"context"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

const (
	bulkRequestURN  = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
	bulkResponseURN = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
)

// bulkJob is a bulk request, RFC 7644 section 3.7.
type bulkJob struct {
	provider     *Provider
	call         call
	failOnErrors int // 0: go on whatever fails
	operations   []*bulkOperation
	created      map[string]*bulkOperation // those with a bulkId that others may refer to
}

// bulkOperation is one operation of a job, and what became of it.
type bulkOperation struct {
	method, bulkID, path, version string
	data                          schema.Resource
	refused                       error // why it is not even tried

	done     bool
	id       string // of the resource, once it is created
	status   string
	location string
	etag     string
	response schema.Resource // of a failure
}

func (o *bulkOperation) failed() bool { return o.response != nil }

// bulk answers POST /Bulk. A request that is no bulk request fails as a whole,
// before anything is done; what is wrong with one operation fails that one.
func (p *Provider) bulk(ctx context.Context, c call) (answer, error) {
	message, err := p.body(c)
	if err != nil {
		return answer{}, err
	}
	job, err := p.bulkJob(c, message)
	if err != nil {
		return answer{}, err
	}
	job.run(ctx)
	return answer{status: http.StatusOK, body: job.response()}, nil
}

func (p *Provider) bulkJob(c call, message schema.Resource) (*bulkJob, error) {
	r := messageReader{message: message}
	r.demand(bulkRequestURN, p.mode)
	job := &bulkJob{provider: p, call: c, created: map[string]*bulkOperation{}}
	if limit := r.integer("failOnErrors", errParameter("failOnErrors", "an integer")); limit != nil {
		if job.failOnErrors = *limit; *limit < 1 {
			r.fail(errParameter("failOnErrors", "1 or more"))
		}
	}
	list, _ := r.member("Operations").([]any)
	switch {
	case r.err != nil:
		return nil, r.err
	case len(list) == 0:
		return nil, errSyntax("Operations must be an array of one or more operations")
	case len(list) > p.maxOperations:
		return nil, errTooMany(p.maxOperations)
	}
	return job, job.read(list)
}

// read reads the operations. Each must at least name its method, without which
// there is no answering it.
func (j *bulkJob) read(list []any) error {
	for _, item := range list {
		object, _ := item.(schema.Resource)
		r := messageReader{message: object}
		operation := &bulkOperation{method: r.text("method")}
		if operation.method == "" {
			return errSyntax("each of the Operations must be an object with a method")
		}
		if j.provider.mode != schema.Strict {
			operation.method = strings.ToUpper(operation.method)
		}
		operation.bulkID, operation.path, operation.version = r.text("bulkId"), r.text("path"), r.text("version")
		operation.data, _ = r.member("data").(schema.Resource)
		if operation.refused = r.err; r.err == nil {
			operation.refused = j.check(operation)
		}
		if operation.method == http.MethodPost && operation.bulkID != "" && j.created[operation.bulkID] == nil {
			j.created[operation.bulkID] = operation
		}
		j.operations = append(j.operations, operation)
	}
	return nil
}

// check refuses an operation that lacks what its method needs.
func (j *bulkJob) check(o *bulkOperation) error {
	switch o.method {
	case http.MethodPost:
		if o.bulkID == "" {
			return errSyntax("an operation with the method POST needs a bulkId")
		}
		if j.created[o.bulkID] != nil {
			return InvalidValue("another operation has the same bulkId")
		}
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return InvalidValue("the method of an operation must be POST, PUT, PATCH or DELETE")
	}
	if o.path == "" {
		return errSyntax("an operation needs a path")
	}
	if o.data == nil && o.method != http.MethodDelete {
		return errSyntax("an operation with the method " + o.method + " needs data, an object")
	}
	return nil
}

// response is the BulkResponse: the operations that were run, in the order of
// the request.
func (j *bulkJob) response() schema.Resource {
	results := []any{}
	for _, o := range j.operations {
		if o.done {
			results = append(results, o.result())
		}
	}
	return schema.Resource{"schemas": []any{bulkResponseURN}, "Operations": results}
}

func (o *bulkOperation) result() schema.Resource {
	result := schema.Resource{"method": o.method, "status": o.status}
	for name, value := range map[string]string{"bulkId": o.bulkID, "location": o.location, "version": o.etag} {
		if value != "" {
			result[name] = value
		}
	}
	if o.failed() {
		result["response"] = o.response
	}
	return result
}

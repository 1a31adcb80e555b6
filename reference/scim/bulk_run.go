package scim

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/scimproof/scimproof/reference/schema"
)

// run runs the operations in their order, but for those that others need first,
// until as many have failed as the client accepts.
func (j *bulkJob) run(ctx context.Context) {
	failures := 0
	for _, unit := range j.units() {
		if len(unit) == 1 && !slices.Contains(j.needs(unit[0]), unit[0]) {
			j.perform(ctx, unit[0])
		} else {
			j.performCircle(ctx, unit)
		}
		for _, o := range unit {
			if o.failed() {
				failures++
			}
		}
		if j.failOnErrors > 0 && failures >= j.failOnErrors {
			return
		}
	}
}

// perform runs one operation, as if it had come as a request of its own.
func (j *bulkJob) perform(ctx context.Context, o *bulkOperation) {
	found, err := j.attempt(ctx, o, o.data)
	j.conclude(o, found, err)
}

// attempt runs an operation with this data.
func (j *bulkJob) attempt(ctx context.Context, o *bulkOperation, data schema.Resource) (answer, error) {
	target, err := j.locate(o)
	if o.refused != nil {
		return answer{}, o.refused
	}
	if err != nil {
		return answer{}, err
	}
	if data, err = j.resolve(data); err != nil {
		return answer{}, err
	}
	return j.send(ctx, o.method, target, data, o.version)
}

// locate finds the endpoint of an operation, and notes the location of the
// resource that it is about, whether or not there is one.
func (j *bulkJob) locate(o *bulkOperation) (endpoint, error) {
	path, err := j.resolvePath(o.path)
	if err != nil {
		return endpoint{}, err
	}
	if path != "" && o.method != http.MethodPost {
		o.location = j.call.base + "/" + strings.TrimLeft(path, "/")
	}
	target, err := j.target(o.method, path)
	if err == nil && target.id != "" {
		o.location = call{base: j.call.base, kinds: target.kinds, id: target.id}.location()
	}
	return target, err
}

// target finds the endpoint of an operation: a resource type for POST, and a
// resource for every other method.
func (j *bulkJob) target(method, path string) (endpoint, error) {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" {
		return endpoint{}, errBulkPath()
	}
	segments, ok := split(u.EscapedPath())
	wanted := 2
	if method == http.MethodPost {
		wanted = 1
	}
	if !ok || len(segments) != wanted {
		return endpoint{}, errBulkPath()
	}
	target := j.provider.endpoint(segments)
	if len(target.kinds) != 1 || target.id == ".search" {
		return endpoint{}, errNoEndpoint()
	}
	return target, nil
}

// send lets an endpoint answer a request that is made of an operation.
func (j *bulkJob) send(ctx context.Context, method string, target endpoint, data schema.Resource, version string) (answer, error) {
	var body []byte
	var err error
	if data != nil {
		if body, err = schema.Encode(data); err != nil {
			return answer{}, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, j.call.base, bytes.NewReader(body))
	if err != nil {
		return answer{}, errBulkPath()
	}
	if version != "" {
		request.Header.Set("If-Match", version)
	}
	c := call{Request: request, base: j.call.base, kinds: target.kinds, id: target.id}
	return j.provider.guard(func() (answer, error) { return target.answer(ctx, c) })
}

// conclude notes what became of an operation.
func (j *bulkJob) conclude(o *bulkOperation, found answer, err error) {
	o.done = true
	if err != nil {
		found = j.provider.failure(j.call.Request, err)
		o.response = found.body
	} else if location := found.header.Get("Location"); location != "" {
		o.location, o.etag = location, found.header.Get("ETag")
	}
	o.status = strconv.Itoa(found.status)
	if id, ok := found.body["id"].(string); ok {
		o.id = id
	}
}

// performCircle runs creations that refer to each other: it creates each
// without the others, and then completes them. Where that cannot be done,
// nothing is left of them and they are in conflict (RFC 7644 section 3.7.1).
func (j *bulkJob) performCircle(ctx context.Context, circle []*bulkOperation) {
	var failed *bulkOperation
	var cause error
	for _, o := range circle {
		if cause = j.createAlone(ctx, o, circle); cause != nil {
			failed = o
			break
		}
	}
	for _, o := range circle {
		if cause == nil {
			cause = j.link(ctx, o)
		}
	}
	if cause == nil {
		return
	}
	j.undo(ctx, circle)
	for _, o := range circle {
		o.id, o.location, o.etag = "", "", ""
		if o == failed {
			j.conclude(o, answer{}, cause)
		} else {
			j.conclude(o, answer{}, errCircle(cause))
		}
	}
}

// createAlone creates a resource without what refers to others of its circle.
func (j *bulkJob) createAlone(ctx context.Context, o *bulkOperation, circle []*bulkOperation) error {
	data := prune(o.data, func(bulkID string) bool { return slices.Contains(circle, j.created[bulkID]) })
	found, err := j.attempt(ctx, o, data)
	if err == nil {
		j.conclude(o, found, nil)
	}
	return err
}

// link replaces a resource that was created alone by what it is to be. Its
// password has been set, and setting it again would be another change.
func (j *bulkJob) link(ctx context.Context, o *bulkOperation) error {
	data, err := j.resolve(o.data)
	if err != nil {
		return err
	}
	for name := range data {
		if strings.EqualFold(name, "password") {
			delete(data, name)
		}
	}
	found, err := j.send(ctx, http.MethodPut, j.resource(o), data, "")
	if err == nil {
		o.etag = found.header.Get("ETag")
	}
	return err
}

// undo deletes what was created of a circle, the last first.
func (j *bulkJob) undo(ctx context.Context, circle []*bulkOperation) {
	for _, o := range slices.Backward(circle) {
		if o.id == "" {
			continue
		}
		if _, err := j.send(ctx, http.MethodDelete, j.resource(o), nil, ""); err != nil {
			j.provider.log.Error("undoing a bulk operation", "location", o.location, "error", err)
		}
	}
}

// resource is the endpoint of a resource that was created.
func (j *bulkJob) resource(o *bulkOperation) endpoint {
	name := strings.Trim(o.path, "/")
	return j.provider.subEndpoint(name, o.id)
}

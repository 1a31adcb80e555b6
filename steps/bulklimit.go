package steps

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/result"
	"github.com/scimproof/scimproof/steps/scim"
)

// What is too much to try, even where the target's limit is higher.
const (
	mostOperations = 10000
	// mostDone are those that are not to be refused, and cost the target its time.
	mostDone        = 1000
	largestBulkBody = 64 << 20
)

func registerBulkLimits(sc *godog.ScenarioContext) {
	sc.Step(expression(`^the client sends one bulk operation more than bulk.maxOperations$`), clientSendsOperations(1, mostOperations))
	sc.Step(expression(`^the client sends as many bulk operations as bulk.maxOperations$`), clientSendsOperations(0, mostDone))
	sc.Step(expression(`^the client sends a bulk body larger than bulk.maxPayloadSize$`), clientSendsBytes(1))
	sc.Step(expression(`^the client sends a bulk body as large as bulk.maxPayloadSize$`), clientSendsBytes(0))
	sc.Step(expression(`^the answer names the limit bulk\.(maxOperations|maxPayloadSize)$`), answerNamesLimit)
}

// bulkLimit is a limit that the target announces.
func (w *World) bulkLimit(limit string, most int) (int, error) {
	for _, value := range oracle.Lookup(w.run.known.config, "bulk."+limit) {
		announced, ok := value.(oracle.Number)
		if !ok {
			continue
		}
		n, ok := announced.Int()
		switch {
		case ok && n > most:
			return 0, &skipped{reason: fmt.Sprintf("bulk.%s is %d, too many to try", limit, n), optional: true}
		case ok && n > 0:
			return n, nil
		}
	}
	return 0, &skipped{reason: "the target announces no bulk." + limit, optional: true}
}

// clientSendsOperations sends so many more than bulk.maxOperations. It deletes people who do
// not exist, so that nothing is lost even if the limit is not kept. A limit above tried is not.
func clientSendsOperations(more, tried int) func(context.Context) error {
	return func(ctx context.Context) error {
		w := worldOf(ctx)
		most, err := w.bulkLimit("maxOperations", tried)
		if err != nil {
			return err
		}
		body, err := deletionsOfNobody(most + more)
		if err != nil {
			return err
		}
		if size, err := w.bulkLimit("maxPayloadSize", largestBulkBody); err == nil && len(body) > size {
			return &skipped{reason: "as many operations are larger than bulk.maxPayloadSize", optional: true}
		}
		return w.sendLarge(ctx, body)
	}
}

func deletionsOfNobody(number int) ([]byte, error) {
	members := make([]any, number)
	for i := range members {
		members[i] = deletionOfNobody(fmt.Sprintf("nobody-%d", i))
	}
	body, err := oracle.Marshal(oracle.Object{"schemas": []any{bulkSchema}, "Operations": members})
	if err != nil {
		return nil, fmt.Errorf("encoding the bulk request: %w", err)
	}
	return body, nil
}

func deletionOfNobody(bulkID string) oracle.Object {
	return oracle.Object{"method": http.MethodDelete, "path": "/Users/" + rand.Text(), "bulkId": bulkID}
}

// clientSendsBytes puts blanks into the JSON of one harmless operation, until it is so
// many bytes larger than bulk.maxPayloadSize.
func clientSendsBytes(more int) func(context.Context) error {
	return func(ctx context.Context) error {
		w := worldOf(ctx)
		most, err := w.bulkLimit("maxPayloadSize", largestBulkBody)
		if err != nil {
			return err
		}
		body, err := deletionsOfNobody(1)
		if err != nil {
			return err
		}
		blanks := bytes.Repeat([]byte(" "), max(0, most+more-len(body)))
		return w.sendLarge(ctx, append(append([]byte("{"), blanks...), body[1:]...))
	}
}

// sendLarge asks first whether the body is wanted: a target that refuses it may close
// the connection before it has read it all, and its answer must not be lost in that.
func (w *World) sendLarge(ctx context.Context, body []byte) error {
	_, err := w.send(ctx, scim.Request{
		Method: http.MethodPost, Path: "/Bulk", Body: body, Header: http.Header{"Expect": {"100-continue"}},
	})
	if scim.KindOf(err) == scim.Dropped {
		return unjudgedf("the target closed the connection while it was sent %d bytes", len(body))
	}
	return err
}

func answerNamesLimit(ctx context.Context, limit string) error {
	return withAnswer(ctx, func(w *World, a *answer) error {
		words := map[string][]string{"maxOperations": {"operations"}, "maxPayloadSize": {"payload", "size"}}[limit]
		if n, err := w.bulkLimit(limit, largestBulkBody); err == nil {
			words = append(words, strconv.Itoa(n))
		}
		body := strings.ToLower(string(a.Body))
		for _, word := range words {
			if strings.Contains(body, word) {
				return w.judge()
			}
		}
		return w.judge(result.Mismatch{Path: "body", Want: "a text that names " + limit, Got: a.show()})
	})
}

package probe

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// HTTP is a Sender over an HTTP client, for use outside a run: it follows no
// redirect, keeps no cookie, and reads no more than MaxBody.
func HTTP(client *http.Client) Sender {
	bare := *client
	bare.Jar = nil
	bare.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return SenderFunc(func(req *http.Request) (Answer, error) { return exchange(&bare, req) })
}

var errTooLarge = errors.New("the answer is larger than 10 MiB")

func exchange(client *http.Client, req *http.Request) (Answer, error) {
	resp, err := client.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("sending %s %s: %w", req.Method, req.URL.Path, errors.Unwrap(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	if err == nil && len(body) > MaxBody {
		err = errTooLarge
	}
	if err != nil {
		return Answer{}, fmt.Errorf("reading the answer to %s %s: %w", req.Method, req.URL.Path, err)
	}
	return Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

package control

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
)

// mostProxied bounds what is held of an answer or a request to put addresses right in it; what is longer goes through as
// it is.
const mostProxied = 32 << 20

// Proxy is a service provider elsewhere as a handler: Wrap it with the path of its base. Its own addresses in what it says
// become those of the listener, and those of the listener in what clients say become its own, so that nobody who follows a
// meta.location or a $ref leaves the listener. A nil transport is the default one.
func Proxy(base *url.URL, transport http.RoundTripper) http.Handler {
	remote := strings.TrimRight(base.String(), "/")
	proxy := &httputil.ReverseProxy{
		Transport: transport,
		ErrorLog:  slog.NewLogLogger(slog.DiscardHandler, slog.LevelWarn), // the client is told
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = base.Scheme, base.Host, base.Host
			r.Out.Header.Del("Accept-Encoding") // in what is compressed no address can be found
		},
		ModifyResponse: func(response *http.Response) error {
			local := localOf(response.Request.Context())
			if at := response.Header.Get("Location"); at != "" {
				response.Header.Set("Location", readdressed(at, remote, local))
			}
			if at := response.Header.Get("Content-Location"); at != "" {
				response.Header.Set("Content-Location", readdressed(at, remote, local))
			}
			body, length, err := readdressedBody(response.Body, response.ContentLength, remote, local)
			if err != nil {
				return err
			}
			response.Body, response.ContentLength = body, length
			response.Header.Del("Content-Length")
			if length >= 0 {
				response.Header.Set("Content-Length", strconv.FormatInt(length, 10))
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.Header().Set("Content-Type", scimType)
			w.WriteHeader(http.StatusBadGateway)
			_, _ = w.Write(scimError(http.StatusBadGateway)) // a client that has gone needs no answer
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		local := schemeOf(r) + "://" + r.Host + strings.TrimRight(base.EscapedPath(), "/")
		body, length, err := readdressedBody(r.Body, r.ContentLength, local, remote)
		if err != nil {
			panic(http.ErrAbortHandler) // the client broke off
		}
		out := r.WithContext(context.WithValue(r.Context(), localKey{}, local))
		out.Body, out.ContentLength = body, length
		proxy.ServeHTTP(w, out)
	})
}

type localKey struct{}

func localOf(ctx context.Context) string {
	local, _ := ctx.Value(localKey{}).(string)
	return local
}

func schemeOf(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// readdressed puts one base in the place of another. A base of which this is only the beginning stays.
func readdressed(text, from, to string) string {
	for _, end := range []string{"/", `"`, "?"} {
		text = strings.ReplaceAll(text, from+end, to+end)
	}
	if text == from {
		return to
	}
	return text
}

func readdressedBody(body io.ReadCloser, length int64, from, to string) (io.ReadCloser, int64, error) {
	if body == nil || body == http.NoBody {
		return body, length, nil
	}
	text, err := io.ReadAll(io.LimitReader(body, mostProxied+1))
	if err != nil {
		return nil, 0, err
	}
	if len(text) > mostProxied {
		return readCloser{io.MultiReader(bytes.NewReader(text), body), body}, length, nil
	}
	text = []byte(readdressed(string(text), from, to))
	return readCloser{bytes.NewReader(text), body}, int64(len(text)), nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

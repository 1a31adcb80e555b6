package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// oddToken is what the files of odd servers authenticate with: it must turn up in
// no output, however a server throws it back.
const oddToken = "odd-token-0123456789"

// oddities are servers such as people do point a SCIM client at.
var oddities = map[string]http.HandlerFunc{
	"html": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, "<!doctype html><title>Welcome</title>%s", oddToken)
	},
	"redirect": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/login/"+oddToken+"?next="+r.URL.Path, http.StatusFound)
	},
	"unauthorized": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", "Bearer error_description="+oddToken)
		w.WriteHeader(http.StatusUnauthorized)
	},
	"missing": http.NotFound,
	"broken":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	"drops":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"endless": endless,
	"huge":    huge,
	"tells":   tells,
}

// endless answers at once and never stops.
func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/scim+json")
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-tick.C:
			_, _ = w.Write([]byte(" "))
			_ = http.NewResponseController(w).Flush()
		}
	}
}

// huge answers 100 MB.
func huge(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/scim+json")
	megabyte := []byte(strings.Repeat(" ", 1<<20))
	for range 100 {
		if _, err := w.Write(megabyte); err != nil {
			return
		}
	}
}

// tells is a service provider that repeats the credentials of every request, in
// its body, in its headers and in its errors.
func tells(w http.ResponseWriter, r *http.Request) {
	credentials := r.Header.Get("Authorization")
	w.Header().Set("Content-Type", "application/scim+json")
	w.Header().Set("X-Debug", credentials)
	if r.Method != http.MethodGet {
		w.WriteHeader(http.StatusBadRequest)
	}
	_, _ = fmt.Fprintf(w, `{"schemas": ["urn:example"], "detail": %q, "note": %q}`, credentials, oddToken)
}

// oddServer serves an oddity until a signal: odd-server KIND TARGET-FILE. It writes
// the target's file once it listens, and prints what it was asked.
func oddServer() {
	kind, file := os.Args[1], os.Args[2]
	handler, known := oddities[strings.TrimSuffix(kind, "-tls")]
	if !known {
		fatal(fmt.Errorf("the odd servers are %v", slices.Sorted(maps.Keys(oddities))))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("asked", r.Method, r.URL.Path)
		handler(w, r)
	}))
	if strings.HasSuffix(kind, "-tls") {
		server.StartTLS()
	} else {
		server.Start()
	}
	timeout := "20s"
	if kind == "endless" {
		timeout = "300ms"
	}
	fatal(replaceFile(file, fmt.Sprintf("scim: {url: %q, auth: {bearer: %q}}\nlimits: {timeout: %s, settle: 1s}\n",
		server.URL+"/scim/v2", oddToken, timeout)))
	<-ctx.Done()
	server.CloseClientConnections()
	server.Close()
}

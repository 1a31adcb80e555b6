package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// Small programs beside scimproof, for the scripts.

// patience bounds every wait of the scripts.
const patience = 30 * time.Second

// poll asks again and again until the answer is yes.
func poll(ready func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	var last error
	for {
		ok, err := ready()
		if ok {
			return nil
		}
		last = err
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), last)
		case <-tick.C:
		}
	}
}

// awaitFile waits until there is a file, and returns its content.
func awaitFile(path string) (content string, err error) {
	err = poll(func() (bool, error) {
		text, err := os.ReadFile(path)
		content = string(text)
		return err == nil && len(text) > 0, err
	})
	return content, err
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// withExitCode runs a program, passes signals on to it, and says with which code
// it ended, "exit status 130" or "signal: interrupt": a script cannot see that of a
// program in the background.
func withExitCode() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	cmd := exec.CommandContext(context.Background(), os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	fatal(cmd.Start())
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s)
		}
	}()
	err := cmd.Wait()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		fatal(err)
	}
	fmt.Println(cmd.ProcessState)
}

// scimRequest sends one request with TOKEN to a path below SCIM_URL, with a file
// as its body, and prints status and body: scim POST /Users ada.json.
func scimRequest() {
	var body io.Reader = http.NoBody
	if len(os.Args) > 3 {
		file, err := os.Open(os.Args[3])
		fatal(err)
		defer func() { _ = file.Close() }()
		body = file
	}
	status, answer, err := ask(os.Args[1], os.Args[2], body)
	fatal(err)
	fmt.Println(status, answer)
}

func ask(method, path string, body io.Reader) (status int, answer string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, os.Getenv("SCIM_URL")+path, body)
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	request.Header.Set("Content-Type", cmp.Or(os.Getenv("CONTENT_TYPE"), "application/scim+json"))
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// awaitPeople waits until SCIM_URL has an account.
func awaitPeople() {
	fatal(poll(func() (bool, error) {
		status, answer, err := ask(http.MethodGet, "/Users?count=1", http.NoBody)
		return status == http.StatusOK && !strings.Contains(strings.ReplaceAll(answer, " ", ""), `"totalResults":0`), err
	}))
}

// slowProxy stands before ORIGIN and keeps back its requests of a method, or its
// answers to them: slow-proxy request|answer METHOD DURATION TARGET-FILE. With a
// slow answer, what was done is done before the client knows of it.
func slowProxy() {
	what, method, file := os.Args[1], os.Args[2], os.Args[4]
	duration, err := time.ParseDuration(os.Args[3])
	fatal(err)
	origin, err := url.Parse(os.Getenv("ORIGIN"))
	fatal(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	keepBack := func(now string, r *http.Request) {
		if now != what || r.Method != method {
			return
		}
		select {
		case <-time.After(duration):
		case <-r.Context().Done():
		}
	}
	proxy := httputil.NewSingleHostReverseProxy(origin)
	proxy.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	proxy.ModifyResponse = func(response *http.Response) error {
		keepBack("answer", response.Request)
		return nil
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keepBack("request", r)
		proxy.ServeHTTP(w, r)
	}))
	fatal(replaceFile(file, fmt.Sprintf("scim: {url: %q, auth: {bearer: %q}}\n", server.URL+"/scim/v2", os.Getenv("TOKEN"))))
	<-ctx.Done()
}

// badSync is a connector that does no good: bad-sync floods|garbage|tls SCIM-URL TOKEN-FILE.
func badSync() {
	what, base := os.Args[1], os.Args[2]
	token, err := os.ReadFile(os.Args[3])
	fatal(err)
	fatal(errors.Join(os.Setenv("SCIM_URL", base), os.Setenv("TOKEN", string(token))))
	switch what {
	case "floods":
		for {
			_, _, err := ask(http.MethodGet, "/Users?count=1", http.NoBody)
			fatal(err)
		}
	case "garbage":
		_, _, err = ask(http.MethodPost, "/Users", strings.NewReader(`{"schemas": ["urn:`))
		fatal(err)
	case "tls":
		at, err := url.Parse(base)
		fatal(err)
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if _, err := new(tls.Dialer).DialContext(ctx, "tcp", at.Host); err == nil {
			fatal(errors.New("there is TLS after all"))
		}
	}
}

// pocketSync is a connector without a memory, for the hooks of a connector's file:
// pocket-sync put|leave|purge SCIM-URL TOKEN-FILE EXTERNAL-ID, and RESOURCE in its environment.
func pocketSync() {
	what, externalID := os.Args[1], os.Args[4]
	token, err := os.ReadFile(os.Args[3])
	fatal(err)
	fatal(errors.Join(os.Setenv("SCIM_URL", os.Args[2]), os.Setenv("TOKEN", string(token))))
	path := "/Users"
	_, answer, err := ask(http.MethodGet, path+"?filter="+url.QueryEscape(fmt.Sprintf("externalId eq %q", externalID)), http.NoBody)
	fatal(err)
	if found := regexp.MustCompile(`"id": ?"([^"]+)"`).FindStringSubmatch(answer); found != nil {
		path += "/" + found[1]
	}
	method, body := http.MethodPost, os.Getenv("RESOURCE")
	switch {
	case what == "purge":
		method, body = http.MethodDelete, ""
	case what == "leave":
		method, body = http.MethodPatch, `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
			"Operations": [{"op": "replace", "path": "active", "value": false}]}`
	case path != "/Users":
		method = http.MethodPut
	}
	status, answer, err := ask(method, path, strings.NewReader(body))
	fatal(err)
	if status >= 300 {
		fatal(fmt.Errorf("%s %s was answered with %d: %s", method, path, status, answer))
	}
}

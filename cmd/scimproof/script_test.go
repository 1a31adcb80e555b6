package main

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"scimproof":      main,
		"with-exit-code": withExitCode,
		"odd-server":     oddServer,
		"scim":           scimRequest,
		"await-people":   awaitPeople,
		"slow-proxy":     slowProxy,
		"pocket-sync":    pocketSync,
		"bad-sync":       badSync,
	})
}

// The scripts are the documentation of the command line: each reads as a session
// at a terminal.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"await":     await,
			"served":    served,
			"terminate": terminate,
		},
		Condition: func(name string) (bool, error) {
			if name != "race" {
				return false, fmt.Errorf("there is no condition %q", name)
			}
			return raced, nil
		},
	})
}

// exits runs a program and wants its exit code: exits 2 scimproof run --tags @nobody.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// What a server's target file, or its greeting, says of it.
var announced = map[string]*regexp.Regexp{
	"SCIM_URL":      regexp.MustCompile(`(https?://[^\s"]*/scim/v2)`),
	"ORIGIN":        regexp.MustCompile(`(https?://[^\s"/]+)`),
	"TOKEN":         regexp.MustCompile(`scim: .*bearer: "([^"$]+)"`),
	"CONTROL_URL":   regexp.MustCompile(`control: \{url: "([^"]+)"`),
	"CONTROL_TOKEN": regexp.MustCompile(`control: .*token: "([^"$]+)"`),
	"ADMIN_TOKEN":   regexp.MustCompile(`admin: .*bearer: "([^"$]+)"`),
}

// served waits for the file that a server writes once it listens, and sets
// SCIM_URL and ORIGIN, and CONTROL_URL and the tokens where the file holds them.
func served(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: served FILE")
	}
	content, err := awaitFile(ts.MkAbs(args[0]))
	ts.Check(err)
	for name, where := range announced {
		if found := where.FindStringSubmatch(content); found != nil {
			ts.Setenv(name, found[1])
		}
	}
}

// await waits until there is a file.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	_, err := awaitFile(ts.MkAbs(args[0]))
	ts.Check(err)
}

// terminate sends SIGTERM to a program in the background: terminate serve. It is
// known by its first argument.
func terminate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: terminate COMMAND")
	}
	sent := 0
	for _, running := range ts.BackgroundCmds() {
		if strings.Contains(strings.Join(running.Args, " "), " "+args[0]+" ") {
			ts.Check(running.Process.Signal(syscall.SIGTERM))
			sent++
		}
	}
	if sent != 1 {
		ts.Fatalf("%d programs in the background are a %s, want one", sent, args[0])
	}
}

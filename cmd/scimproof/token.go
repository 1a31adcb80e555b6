package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
)

// The variables that hold the reference's tokens, to serve and to run alike.
const (
	tokenVariable = "SCIMPROOF_TOKEN"
	adminVariable = "SCIMPROOF_ADMIN_TOKEN"
	otherVariable = "SCIMPROOF_OTHER_TOKEN"
)

// token reads the token that the flags name; "" where they name none. No error
// repeats what was given: it may be the token itself, in the wrong place.
func (s *session) token(f targetFlags) (string, error) {
	switch {
	case f.tokenEnv != "" && f.tokenFile != "":
		return "", problem.Usage("--token-env and --token-file exclude each other").Hint("give one of them")
	case f.tokenEnv != "":
		return s.tokenOfVariable("token-env", f.tokenEnv)
	case f.tokenFile != "":
		return tokenOfFile(f.tokenFile)
	default:
		return "", nil
	}
}

func (s *session) tokenOfVariable(flag, name string) (string, error) {
	value, _ := s.lookup(name)
	if value == "" {
		return "", problem.Usage("the variable that --%s names is not set, or is empty", flag).
			Hint("--%s takes the name of a variable, never a token: export SCIM_TOKEN=... and say --%s SCIM_TOKEN", flag, flag)
	}
	return sound(value, "the variable that --"+flag+" names")
}

func tokenOfFile(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", problem.Usage("the file that --token-file names cannot be read").Because(causeOf(err)).
			Hint("--token-file takes the name of a file that holds the token, and nothing else")
	}
	return sound(strings.TrimSpace(string(content)), "the file that --token-file names")
}

// sound refuses what cannot be a bearer token (RFC 6750 §2.1), so that it is
// found before a request quotes it.
func sound(token, source string) (string, error) {
	if token == "" {
		return "", problem.Usage("%s is empty", source).Hint("it must hold the bearer token, and nothing else")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", problem.Usage("%s holds no bearer token: there is white space or a special character in it", source).
			Hint("it must hold the bare token, without `Bearer` and without quotes")
	}
	return token, nil
}

// causeOf drops the name of the file, which its error would repeat.
func causeOf(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

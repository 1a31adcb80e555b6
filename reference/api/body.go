package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxBody bounds the body of a request, in bytes.
const MaxBody = 8 << 20

// Read decodes the JSON body of a request into v. Unknown and repeated members are refused, so that a misspelt
// one is not silently without effect.
func Read(w http.ResponseWriter, r *http.Request, v any) error {
	if !IsJSON(r) {
		return &Error{
			Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type",
			Detail: "the content type must be application/json",
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		return badBody(err)
	}
	if err := json.Unmarshal(body, v, json.RejectUnknownMembers(true)); err != nil {
		return Invalid("the body is not the JSON object that this endpoint takes" + where(err))
	}
	return nil
}

// ReadForm parses the form in the body of a request into r.PostForm.
func ReadForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
	if err := r.ParseForm(); err != nil {
		return badBody(err)
	}
	return nil
}

// IsJSON says whether the request declares a JSON body.
func IsJSON(r *http.Request) bool { return mediaType(r) == "application/json" }

// IsForm says whether the request declares a body of form fields.
func IsForm(r *http.Request) bool { return mediaType(r) == "application/x-www-form-urlencoded" }

func mediaType(r *http.Request) string {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

func badBody(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &Error{
			Status: http.StatusRequestEntityTooLarge, Code: "too_large",
			Detail: fmt.Sprintf("the body exceeds the limit of %d bytes", MaxBody),
		}
	}
	return Invalid("the body could not be read")
}

// where names the member at fault, and not its value, which may be a secret.
func where(err error) string {
	var at jsontext.Pointer
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		at = semantic.JSONPointer
	} else if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = syntactic.JSONPointer // of a repeated one
	}
	if at == "" {
		return ""
	}
	return ": see " + string(at)
}

// Write answers with v as JSON.
func Write(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding an answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that has gone needs no answer
	return nil
}

// NoContent answers 204.
func NoContent(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

package report

import (
	"fmt"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
)

// longestReport is the most that is read of a file, in bytes: whoever names the wrong one
// is told so before the memory is full.
const longestReport = 1 << 30

// Read reads a report that `--report json=FILE` wrote. Members that it does not know are
// passed over: a newer version may have more of them. The error is a *problem.Error with
// exit code 2.
func Read(path string) (*result.Run, error) {
	text, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(path, text); err != nil {
		return nil, err
	}
	run := &result.Run{}
	if err := json.Unmarshal(text, run); err != nil {
		return nil, problem.Usage("%s is no report: a member has another form than its schema says", path).Because(err).
			Hint("write it anew with scimproof run --report json=%s", path)
	}
	run.Finish()
	return run, nil
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, problem.Usage("cannot read the report %s", path).Because(cause(err)).
			Hint("scimproof run --report json=%s writes one", path)
	}
	if info.IsDir() {
		return nil, problem.Usage("cannot read the report: %s is a directory", path).Hint("name the file that --report json=FILE wrote")
	}
	if info.Size() > longestReport {
		return nil, problem.Usage("%s is too large for a report (%d bytes)", path, info.Size())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, problem.Usage("cannot read the report %s", path).Because(cause(err))
	}
	return text, nil
}

// checkVersion wants a JSON object that says it is a report of this version, before
// anything else of it is read.
func checkVersion(path string, text []byte) error {
	if !jsontext.Value(text).IsValid() {
		return problem.Usage("%s is no report: it is not JSON", path).
			Hint("only what --report json=FILE wrote can be read again; the other formats cannot")
	}
	var head struct {
		Version any `json:"schemaVersion"`
		Tool    struct {
			Name string `json:"name"`
		} `json:"tool"`
	}
	if err := json.Unmarshal(text, &head); err != nil || head.Version == nil || head.Tool.Name == "" {
		return problem.Usage("%s is JSON, but no report of scimproof", path).Hint("name the file that --report json=FILE wrote")
	}
	if version := fmt.Sprint(head.Version); version != result.SchemaVersion {
		return problem.Usage("%s is a report of version %s, and this program reads version %s", path, clean(version), result.SchemaVersion).
			Hint("use the version of scimproof that wrote it, or run the suite again")
	}
	return nil
}

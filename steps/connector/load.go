package connector

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// maxFile bounds a connector's file, in bytes.
const maxFile = 1 << 20

// Load reads a connector's file. lookup answers for ${NAME}. Whatever is wrong is a
// problem.Error with exit code 2, with file and line where it is in the file.
func Load(path string, lookup func(string) (string, bool)) (*Connector, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem.Usage("there is no connector's file %s", path).
			Hint("`scimproof connector --file connector.yaml` writes an example; fixtures/connectors/README.md says what stands in it")
	case err == nil && info.IsDir():
		return nil, problem.Usage("%s is a directory, not a connector's file", path)
	case err == nil && info.Size() > maxFile:
		return nil, problem.Usage("%s is larger than 1 MiB, which no connector's file is", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, problem.Usage("the connector's file %s cannot be read", path).Because(err)
	}
	return Parse(path, text, lookup)
}

// Parse is Load for a text that was read already; path is its name in messages, and what a
// relative path in it starts from.
func Parse(path string, text []byte, lookup func(string) (string, bool)) (*Connector, error) {
	top, err := yamlfile.Parse(path, text)
	if err != nil {
		return nil, err
	}
	filled, variables, err := top.Expand(lookup)
	if err != nil {
		return nil, err
	}
	f := file{Declares: declares{usual}}
	if err := filled.Decode(&f); err != nil {
		return nil, err
	}
	if err := f.checkNeeds(filled); err != nil {
		return nil, err
	}
	if err := f.checkNames(); err != nil {
		return nil, err
	}
	if f.Target != "" && f.URL != "" && f.Listen == "" {
		return nil, filled.Get("url").Errorf("url is how the connector reaches us, and we are not in between: the file names a target").
			Hint("write `listen: 127.0.0.1:8099` as well, where url leads; or leave url out, and the connector is told the target's own")
	}
	return f.connector(path, variables), nil
}

func (f *file) connector(path string, variables []yamlfile.Variable) *Connector {
	c := &Connector{
		Name:   cmp.Or(f.Name, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))),
		Source: path, Speaks: cmp.Or(string(f.Speaks), DefaultSpeaks), Target: f.Target, Listen: string(f.Listen), URL: string(f.URL),
		Deadline: cmp.Or(time.Duration(f.Deadline), DefaultDeadline), Concurrency: max(1, int(f.Concurrency)),
		Declares: f.Declares.Declarations, Credentials: f.Credentials, Waivers: f.Waivers, hooks: f.Hooks, variables: secretVariables(variables),
	}
	if c.Target != "" && !filepath.IsAbs(c.Target) {
		c.Target = filepath.Join(filepath.Dir(path), c.Target)
	}
	return c
}

// open are the places whose values are no secrets: where the connector is, and what is
// shown or given as an argument anyway.
var open = []string{"name", "speaks", "target", "listen", "url", "deadline", "declares", "command", "prompt", "as", "method"}

// secretVariables picks the variables that were filled in where secrets belong.
func secretVariables(found []yamlfile.Variable) []string {
	var values []string
	for _, v := range found {
		if len(v.Path) > 0 && !slices.Contains(open, v.Path[len(v.Path)-1]) {
			values = append(values, v.Value)
		}
	}
	return values
}

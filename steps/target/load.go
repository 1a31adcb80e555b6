package target

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/fixtures"
	"github.com/scimproof/scimproof/steps/probe"
	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// maxFile bounds a target's file, in bytes.
const maxFile = 1 << 20

// Load reads a target's file and lays it over the profile that it names. lookup
// answers for ${NAME}. token, where it is not "", takes the place of scim.auth, whose
// variables need not be set then. Whatever is wrong is a problem.Error with exit
// code 2.
func Load(path, token string, lookup func(string) (string, bool)) (*Target, error) {
	text, err := read(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, text, token, lookup)
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(path)
	case err != nil:
		return nil, problem.Usage("the target's file %s cannot be read", path).Because(err)
	case info.IsDir():
		return nil, problem.Usage("%s is a directory, not a target's file", path)
	case info.Size() > maxFile:
		return nil, problem.Usage("%s is larger than 1 MiB, which no target's file is", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, problem.Usage("the target's file %s cannot be read", path).Because(err)
	}
	return text, nil
}

// missing guesses what was meant by a file that is not there.
func missing(path string) error {
	err := problem.Usage("there is no target's file %s", path)
	if slices.Contains(Profiles(), path) {
		return err.Hint("%s is a profile: write a file with `profile: %s` and your scim.url", path, path)
	}
	if !strings.Contains(path, "://") && strings.Contains(path, "/scim") {
		return err.Hint("a URL begins with its scheme: --target https://%s", path)
	}
	return err.Hint("give the path of a file, or a URL such as https://tenant.example.com/scim/v2")
}

// Parse is Load for a text that was read already; path is its name in messages, and
// what a relative path in it starts from.
func Parse(path string, text []byte, token string, lookup func(string) (string, bool)) (*Target, error) {
	top, err := yamlfile.Parse(path, text)
	if err != nil {
		return nil, err
	}
	profile, err := profileOf(top)
	if err != nil {
		return nil, err
	}
	lookup, err = withOwnVariables(top, lookup)
	if err != nil {
		return nil, err
	}
	merged := top.Without("variables").Under(withKnownTenants(profile, lookup))
	if merged.Get("scim").Get("url").IsNull() {
		return nil, noURL(merged)
	}
	if token != "" {
		merged = merged.Without("scim", "auth")
	}
	t, err := build(merged, lookup)
	if err != nil {
		return nil, err
	}
	if token != "" {
		t.SetBearer(token)
	}
	t.Source = path
	if t.Name == "" {
		t.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	if t.TLS.CA != "" && !filepath.IsAbs(t.TLS.CA) {
		t.TLS.CA = filepath.Join(filepath.Dir(path), t.TLS.CA)
	}
	return t, nil
}

// noURL complains about a file without a SCIM URL.
func noURL(top *yamlfile.Node) error {
	at := top
	if scim := top.Get("scim"); !scim.IsNull() {
		at = scim
	}
	return at.Errorf("the file does not say where the target is: scim.url is missing").
		Hint("add `scim: {url: \"https://tenant.example.com/scim/v2\", auth: {bearer: \"${SCIM_TOKEN}\"}}`")
}

// FromURL is a target without a file: a SCIM base URL, and a profile or "".
func FromURL(rawURL, profile string, lookup func(string) (string, bool)) (*Target, error) {
	under, err := loadProfile(profile, problem.Usage("there is no profile %q", profile))
	if err != nil {
		return nil, err
	}
	base, complaint := checkURL(rawURL)
	if complaint != nil {
		return nil, complaint
	}
	t, err := build(ofURL(withKnownTenants(under, lookup), lookup), lookup)
	if err != nil {
		return nil, err
	}
	t.SCIM.URL, t.Profile = base, profile
	t.Name = t.host()
	return t, nil
}

// ofURL drops what a profile says of SCIM where the caller has said it: the URL, and the credentials if their variables
// are not set, for a token may come by another way.
func ofURL(profile *yamlfile.Node, lookup func(string) (string, bool)) *yamlfile.Node {
	profile = profile.Without("scim", "url")
	if auth := profile.Get("scim").Get("auth"); !auth.IsNull() {
		if _, _, err := auth.Expand(lookup); err != nil {
			return profile.Without("scim", "auth")
		}
	}
	return profile
}

// Profiles lists the bundled profiles, sorted.
func Profiles() []string {
	files, err := fs.Glob(fixtures.Targets(), "*.yaml")
	if err != nil {
		return nil
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(file, ".yaml")
	}
	return files
}

func profileOf(top *yamlfile.Node) (*yamlfile.Node, error) {
	at := top.Get("profile")
	if at.IsNull() {
		return nil, nil
	}
	return loadProfile(at.Text, at.Errorf("there is no profile %q", at.Text))
}

// loadProfile parses a bundled profile; unknown is the complaint where there is none.
func loadProfile(name string, unknown *problem.Error) (*yamlfile.Node, error) {
	if name == "" {
		return yamlfile.Parse("profile", nil)
	}
	names := Profiles()
	if !slices.Contains(names, name) {
		if meant := yamlfile.Closest(name, names); meant != "" {
			return nil, unknown.Hint("did you mean `profile: %s`?", meant)
		}
		return nil, unknown.Hint("the profiles are %s", strings.Join(names, ", "))
	}
	text, err := fs.ReadFile(fixtures.Targets(), name+".yaml")
	if err != nil {
		return nil, problem.Usage("the profile %s cannot be read", name).Because(err)
	}
	profile, err := yamlfile.Parse("the profile "+name+".yaml", text)
	if err == nil {
		profile.Bundle()
	}
	return profile, err
}

// withOwnVariables lets the file itself answer for ${NAME}, before the environment does.
func withOwnVariables(top *yamlfile.Node, lookup func(string) (string, bool)) (func(string) (string, bool), error) {
	at := top.Get("variables")
	if at.IsNull() {
		return lookup, nil
	}
	var own map[string]string
	if err := at.Decode(&own); err != nil {
		return nil, err
	}
	return func(name string) (string, bool) {
		if value, known := own[name]; known {
			return value, true
		}
		return lookup(name)
	}, nil
}

// withKnownTenants drops a profile's second tenant where its variables are not set, for
// not everybody has one. What a file itself says has to be there.
func withKnownTenants(profile *yamlfile.Node, lookup func(string) (string, bool)) *yamlfile.Node {
	second := profile.Get("otherTenant")
	if second.IsNull() {
		return profile
	}
	if _, _, err := second.Expand(lookup); err != nil {
		return profile.Without("otherTenant")
	}
	return profile
}

// build fills in, decodes and checks what a file and its profile say together.
func build(top *yamlfile.Node, lookup func(string) (string, bool)) (*Target, error) {
	filled, variables, err := top.Expand(lookup)
	if err != nil {
		return nil, err
	}
	var f file
	if err := filled.Decode(&f); err != nil {
		return nil, err
	}
	t := f.target()
	t.variables = secretVariables(variables)
	recipes := probe.Recipes{
		Identities: t.Identities(), Status: t.Probes.Status, Login: t.Probes.Login,
		Ownership: t.Probes.Ownership, Switch: t.Probes.Switch, Directory: t.Directory, Local: t.Probes.Local,
		Native: t.Probes.Native,
	}
	return t, recipes.Check()
}

// checkURL wants an absolute SCIM base URL and gives it without a trailing slash.
// It shows no more of a wrong one than the host: the rest may hold a secret.
func checkURL(raw string) (string, *problem.Error) {
	const example = "https://tenant.example.com/scim/v2"
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return "", problem.Usage("the SCIM URL is not a URL").Hint("it looks like %s", example)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return "", problem.Usage("the SCIM URL has to begin with https:// (or http://) and a host").Hint("it looks like %s", example)
	case u.User != nil:
		return "", problem.Usage("the SCIM URL holds a user name or password, which would show in every report").
			Hint("put them into the target's file: `auth: {basic: {username: ..., password: \"${PASSWORD}\"}}`")
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return "", problem.Usage("the SCIM URL has a query or a fragment, and paths are appended to it").
			Hint("leave it at %s://%s%s", u.Scheme, u.Host, u.EscapedPath())
	}
	return strings.TrimRight(raw, "/"), nil
}

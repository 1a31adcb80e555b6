package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Recipe is what to do.
type Recipe struct {
	// Start is the first page, Home the target's origin: its cookies are what a login gives.
	Start, Home string
	// Hosts are the origins, beside Home, at which something may be typed.
	Hosts []string
	// Fields are what is typed, by the names of the fields; where there are none, User and
	// Password are typed where the page asks for them.
	Fields         map[string]string
	User, Password string
	// Submit, In and Out are CSS selectors, or "": what is clicked, what is seen by who is
	// in, and by who is refused.
	Submit, In, Out string
	// Timeout bounds the visit; 0 leaves that to the context.
	Timeout time.Duration
	// Program is the browser; "" is the one that is found on PATH.
	Program string
}

// Outcome is what a visit came to.
type Outcome int

// The outcomes. Unclear is the zero value.
const (
	Unclear Outcome = iota
	In
	Refused
)

// Visit is what was seen.
type Visit struct {
	Outcome Outcome
	// Status is that of the last page; 0 where there was none.
	Status int
	// Why is one line for a report, without a secret.
	Why string
	// Cookies are those of Home.
	Cookies []Cookie
}

// Cookie is a name and its value.
type Cookie struct{ Name, Value string }

// ErrNoBrowser says that there is no browser on this machine.
var ErrNoBrowser = errors.New("there is no Chromium or Chrome on PATH: install one (Debian: apt install chromium), or name it by `program`")

// ErrAstray says that a page of nobody's asks for the password.
var ErrAstray = errors.New("the login leads astray")

// programs are the names under which a browser may be on PATH.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"}

// Find gives the path of the browser; program is a name or path, or "".
func Find(program string) (string, error) {
	wanted := programs
	if program != "" {
		wanted = []string{program}
	}
	for _, name := range wanted {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// Go logs somebody in, and gives what came of it. The error is ErrNoBrowser, ErrAstray, or
// that of the context; what else goes wrong is Unclear.
func Go(ctx context.Context, r Recipe) (Visit, error) {
	path, err := Find(r.Program)
	if err != nil {
		return Visit{}, err
	}
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if r.Timeout > 0 {
		bounded, cancel = context.WithTimeout(ctx, r.Timeout)
	}
	defer cancel()
	allocated, stop := chromedp.NewExecAllocator(bounded, options(path)...)
	defer stop()
	tab, closeTab := chromedp.NewContext(allocated, chromedp.WithErrorf(quiet), chromedp.WithLogf(quiet))
	defer closeTab()
	v := &visit{Recipe: r, tab: tab}
	seen, err := v.run()
	switch {
	case context.Cause(ctx) != nil:
		return Visit{}, fmt.Errorf("waiting for the browser: %w", context.Cause(ctx))
	case errors.Is(err, ErrAstray):
		return Visit{}, err
	case err != nil:
		return Visit{Why: "the browser did not get through: " + plain(err), Status: v.status()}, nil
	}
	return seen, nil
}

func quiet(string, ...any) {}

// plain keeps what a browser's error quotes of a page out of a report.
func plain(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "the time was up"
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	if at := strings.Index(text, "net::ERR_"); at >= 0 {
		return text[at:]
	}
	stage, _, _ := strings.Cut(text, ":")
	return "it stopped at " + stage
}

func options(path string) []chromedp.ExecAllocatorOption {
	all := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path))
	// Chromium refuses its sandbox to root, which is who runs in most containers.
	if os.Geteuid() == 0 {
		all = append(all, chromedp.NoSandbox)
	}
	return all
}

// visit is one login.
type visit struct {
	Recipe
	tab context.Context

	mu sync.Mutex
	// last is the status of the last page, and loads, how many there were.
	last, loads int

	// typed says that something was typed, and secret, that the password was; since is how
	// many pages there were then.
	typed, secret bool
	since         int
}

const pause = 100 * time.Millisecond

func (v *visit) run() (Visit, error) {
	if err := chromedp.Listen(v.tab, v.listen); err != nil {
		return Visit{}, fmt.Errorf("listening: %w", err)
	}
	if err := chromedp.Do(v.tab, chromedp.Navigate(v.Start)); err != nil {
		return Visit{}, fmt.Errorf("opening the first page: %w", err)
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		seen, done, err := v.look()
		if err != nil || done {
			return seen, err
		}
		select {
		case <-v.tab.Done():
			return Visit{}, v.late()
		case <-tick.C:
		}
	}
}

func (v *visit) late() error {
	if err := v.tab.Err(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return context.DeadlineExceeded
}

func (v *visit) listen(ev any) {
	e, is := ev.(*network.EventResponseReceived)
	if !is || e.Type != network.ResourceTypeDocument || e.Response == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last, v.loads = int(e.Response.Status), v.loads+1
}

func (v *visit) status() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last
}

func (v *visit) loaded() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.loads
}

// state is what a script finds on the page.
type state struct {
	Ready    bool   `json:"ready"`
	Origin   string `json:"origin"`
	Action   string `json:"action"`
	Password bool   `json:"password"`
	In       bool   `json:"in"`
	Out      bool   `json:"out"`
	// Fields are those to type into, in the order of the page; the script has marked them.
	Fields []field `json:"fields"`
}

type field struct {
	Name string `json:"name"`
	// Secret says that a password is typed there.
	Secret bool `json:"secret"`
}

// look judges the page as it is now.
func (v *visit) look() (Visit, bool, error) {
	s, err := chromedp.Run(v.tab, chromedp.Evaluate[state](v.script()))
	if err != nil && v.tab.Err() == nil {
		return Visit{}, false, nil // the page was just exchanged for another one
	}
	if err != nil || !s.Ready {
		return Visit{}, false, err
	}
	if outcome, done := v.judge(s, v.status()); done {
		return v.ended(outcome)
	}
	if len(s.Fields) > 0 && !v.secret && (!v.typed || asksMore(s)) {
		return Visit{}, false, v.fill(s)
	}
	return Visit{}, false, nil
}

// judge says what a page means; false where there is more to come.
func (v *visit) judge(s state, status int) (Outcome, bool) {
	moved := v.loaded() > v.since
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		return Unclear, true
	case !v.typed:
		return Unclear, false
	case v.refused(s, moved):
		return Refused, true
	case v.letIn(s):
		return In, true
	case v.secret && moved && status >= 400:
		return Refused, true
	}
	return Unclear, false
}

func (v *visit) refused(s state, moved bool) bool {
	if v.Out != "" {
		return s.Out
	}
	return v.secret && moved && s.Password
}

func (v *visit) letIn(s state) bool {
	if v.In != "" {
		return s.In
	}
	return v.secret && !s.Password && s.Origin == v.home() && v.status() < 400
}

// asksMore reports whether the page asks for the password, after one that asked for the
// name.
func asksMore(s state) bool {
	return slices.ContainsFunc(s.Fields, func(f field) bool { return f.Secret })
}

func (v *visit) ended(o Outcome) (Visit, bool, error) {
	seen := Visit{Outcome: o, Status: v.status()}
	seen.Why = map[Outcome]string{
		In: "came to a page that asks for no password", Refused: "asked for the password again, or said no",
		Unclear: fmt.Sprintf("was answered with %d", seen.Status),
	}[o]
	if o == Refused && seen.Status >= 400 {
		seen.Why = fmt.Sprintf("was answered with %d", seen.Status)
	}
	if o != In {
		return seen, true, nil
	}
	found, err := chromedp.Call(v.tab, network.GetCookies, network.GetCookiesParams{URLs: []string{v.Home + "/"}})
	if err != nil {
		return Visit{}, false, fmt.Errorf("asking for the cookies: %w", err)
	}
	for _, c := range found.Cookies {
		seen.Cookies = append(seen.Cookies, Cookie{c.Name, c.Value})
	}
	return seen, true, nil
}

func (v *visit) home() string { return originOf(v.Home) }

func originOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// trusts reports whether something may be typed at an origin.
func (v *visit) trusts(origin string) bool {
	return slices.ContainsFunc(append([]string{v.home()}, v.Hosts...), func(one string) bool {
		return strings.EqualFold(strings.TrimSuffix(one, "/"), origin)
	})
}

// fill types what the page asks for, and sends it.
func (v *visit) fill(s state) error {
	for _, origin := range []string{s.Origin, originOf(s.Action)} {
		if !v.trusts(origin) {
			return fmt.Errorf("%w: %s asks who one is, and the recipe does not name it: add it to `hosts` if it belongs there", ErrAstray, origin)
		}
	}
	v.since = v.loaded()
	for i, f := range s.Fields {
		selector := chromedp.CSS(mark(i))
		if err := chromedp.Do(v.tab, chromedp.Clear(selector), chromedp.SendKeys(selector, v.value(f))); err != nil {
			return fmt.Errorf("typing: %w", err)
		}
		v.typed, v.secret = true, v.secret || f.Secret
	}
	if v.Submit != "" {
		return chromedp.Do(v.tab, chromedp.Click(chromedp.CSS(v.Submit)))
	}
	return chromedp.Do(v.tab, chromedp.SendKeys(chromedp.CSS(mark(len(s.Fields)-1)), "\r"))
}

func (v *visit) value(f field) string {
	switch {
	case len(v.Fields) > 0:
		return v.Fields[f.Name]
	case f.Secret:
		return v.Password
	default:
		return v.User
	}
}

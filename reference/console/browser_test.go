package console_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// artifactsEnv names the folder for pictures of the pages; nothing is written where it is unset.
const artifactsEnv = "SCIMPROOF_ARTIFACTS"

// requireEnv lists, separated by commas, what a test may not be skipped for.
const requireEnv = "SCIMPROOF_REQUIRE"

// step bounds one thing done in the browser.
const step = 30 * time.Second

// chromium is a tab of a real browser.
type chromium struct {
	t   *testing.T
	ctx context.Context
	url string
}

func launch(t *testing.T, o *office) *chromium {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(browserPath(t)), chromedp.UserDataDir(t.TempDir()))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, closeTab := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		closeTab()
		stop()
	})
	b := &chromium{t, ctx, o.URL}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.size(1280, 800)
	return b
}

// browserPath finds a browser, or skips the test unless it must not be.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	for name := range strings.SplitSeq(os.Getenv(requireEnv), ",") {
		if strings.EqualFold(strings.TrimSpace(name), "browser") {
			t.Fatalf("%s demands a browser, and there is none", requireEnv)
		}
	}
	t.Skip("no browser here, so no page was seen as people see it")
	return ""
}

func (b *chromium) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, step)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func run[T any](b *chromium, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, step)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *chromium) size(width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

func (b *chromium) dark(on bool) {
	b.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	run(b, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	})
}

func (b *chromium) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.url + path)) }

func (b *chromium) fill(selector, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// press clicks what leads to another page, and waits for that.
func (b *chromium) press(selector string) {
	b.t.Helper()
	run(b, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector))))
}

// tick clicks what stays on the page.
func (b *chromium) tick(selector string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(selector))) }

// sees wants a text to be visible in an element.
func (b *chromium) sees(selector, want string) {
	b.t.Helper()
	if got := run(b, chromedp.Text(chromedp.CSS(selector))); !strings.Contains(got, want) {
		b.t.Errorf("%s shows %q, want %q in it", selector, got, want)
	}
}

// fits wants the page to be no wider than the screen.
func (b *chromium) fits() {
	b.t.Helper()
	if over := run(b, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
		b.t.Errorf("%s is %d pixels wider than the screen", run(b, chromedp.Location()), over)
	}
}

// small are what is too low to be touched: controls, and links that do not stand in a sentence.
const small = `[...document.querySelectorAll('button, select, input:not([type=hidden], [type=radio], [type=checkbox]), .pick, .button, nav a, .name, .above a, th a, td a')]
	.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
	.map(e => e.outerHTML.slice(0, 80) + ' is ' + e.getBoundingClientRect().height)`

// canBeTouched wants targets of 44 pixels.
func (b *chromium) canBeTouched() {
	b.t.Helper()
	for _, found := range run(b, chromedp.Evaluate[[]string](small)) {
		b.t.Errorf("%s: %s pixels high", run(b, chromedp.Location()), found)
	}
}

// picture keeps how the page looks.
func (b *chromium) picture(name string) {
	b.t.Helper()
	folder := os.Getenv(artifactsEnv)
	if folder == "" {
		return
	}
	image := run(b, chromedp.FullScreenshot(100))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), image, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func TestAnAdministratorTakesSomebodyOut(t *testing.T) {
	o := open(t)
	b := launch(t, o)
	ids := o.team()
	o.estate(ids)
	b.open("/console/people/" + ids["Ada Lovelace"])
	b.picture("login")
	b.fill("#token", adminToken)
	b.press("main form button")
	b.sees("h1", "Ada Lovelace")
	b.open("/console")
	b.picture("people")
	b.fill("#q", "lovel")
	b.press("form.filters button")
	b.press("tbody th a")
	b.picture("person")
	b.press("form[action$='/disable'] button")
	b.sees("[data-status]", "Disabled")
	b.sees("[role=status]", "Ada Lovelace is disabled")
	b.picture("disabled")

	b.press("a.danger")
	b.sees("main", "An account is not deleted while it owns something")
	b.picture("delete-refused")
	b.press("main .acts a.button")
	b.fill("#q", "grace")
	b.press(".search button")
	b.tick("label[for=to-0]")
	b.picture("reassign")
	b.press("button[formaction]")
	b.sees("main", "5 assets move")
	b.picture("preview")
	b.press("form[action$='/reassign'] button")
	b.sees("[role=status]", "5 assets moved to Grace Hopper")
	b.press("a.danger")
	b.picture("delete")
	b.press("form[action$='/delete'] button")
	b.sees("[role=status]", "was deleted")
	b.open("/console/audit")
	b.sees("tbody tr:first-child", "The account was deleted")
	b.picture("audit")
}

func TestThePagesFitAPhone(t *testing.T) {
	o := open(t)
	b := launch(t, o)
	ids := o.team()
	o.estate(ids)
	b.size(390, 844)
	ada := personPath(ids["Ada Lovelace"])
	see := func(name, path string) {
		b.open(path)
		b.fits()
		b.canBeTouched()
		b.picture("phone-" + name)
	}
	see("login", "/console/login")
	b.fill("#token", adminToken)
	b.press("main form button")
	see("people", "/console")
	see("person", ada)
	see("reassign", ada+"/reassign")
	b.tick("label[for=to-0]")
	b.press("button[formaction]")
	b.fits()
	b.canBeTouched()
	b.picture("phone-preview")
	see("delete", ada+"/delete")
	see("audit", "/console/audit")
	see("app", "/app")
	b.fill("#username", "ada.lovelace@example.com")
	b.fill("#password", password)
	b.press("main form button")
	b.fits()
	b.canBeTouched()
	b.picture("phone-me")
	b.size(1280, 800)
	b.picture("me")
	b.dark(true)
	b.picture("dark-me")
	b.open(ada)
	b.picture("dark-person")
	b.open("/console")
	b.picture("dark-people")
}

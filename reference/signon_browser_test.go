package reference_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tab is a tab of a real browser, which runs headless.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// tabStep bounds one thing done in the browser.
const tabStep = 30 * time.Second

// openTab begins with a browser of its own: nothing of another tab's is in it.
func openTab(t *testing.T, origin string) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.ExecPath(chromium(t)), chromedp.UserDataDir(t.TempDir()))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, closeTab := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		closeTab()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &tab{t, ctx, origin}
}

// chromium finds a browser, or skips the test unless it must not be.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	for name := range strings.SplitSeq(os.Getenv("SCIMPROOF_REQUIRE"), ",") {
		if strings.EqualFold(strings.TrimSpace(name), "browser") {
			t.Fatal("SCIMPROOF_REQUIRE demands a browser, and there is none")
		}
	}
	t.Skip("no browser here, so no page was seen as people see it")
	return ""
}

func in[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, tabStep)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *tab) open(path string) { b.t.Helper(); in(b, chromedp.Navigate(b.url+path)) }

func (b *tab) fill(selector, text string) {
	b.t.Helper()
	in(b, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// press clicks what leads to another page, and waits for that.
func (b *tab) press(selector string) {
	b.t.Helper()
	in(b, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector))))
}

// sees wants a text on the page.
func (b *tab) sees(want string) {
	b.t.Helper()
	if got := in(b, chromedp.Text(chromedp.CSS("body"))); !strings.Contains(got, want) {
		b.t.Errorf("%s shows %q, want %q in it", in(b, chromedp.Location()), got, want)
	}
}

// picture keeps how the page looks, where a folder for that is named.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("SCIMPROOF_ARTIFACTS")
	if folder == "" {
		return
	}
	image := in(b, chromedp.FullScreenshot(100))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), image, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// TestTheStoriesInABrowser follows the page that tells both stories, click by click: Ada is removed from the directory,
// once with provisioning and once without.
func TestTheStoriesInABrowser(t *testing.T) {
	tn := open(t)
	origin := tn.serve().origin
	admin := openTab(t, origin)
	admin.open("/idp")
	admin.picture("idp-login")
	admin.fill("#token", adminToken)
	admin.press("main form button")
	admin.sees("There is no connection yet")
	admin.picture("idp-connections")
	admin.press("main form button")
	admin.sees("Nobody is in the directory")
	connection := strings.TrimPrefix(in(admin, chromedp.Location()), origin)

	addAda := func() {
		t.Helper()
		for id, value := range map[string]string{"userName": "ada", "givenName": "Ada", "familyName": "Lovelace", "password": password} {
			admin.fill("#"+id, value)
		}
		admin.press("form[action$='/people'] button")
		admin.sees("ada was added")
	}
	addAda()
	admin.picture("idp-directory")
	tn.wantStatus("ada", "active")

	ada := openTab(t, origin)
	signOn := func() {
		t.Helper()
		ada.open("/login/oidc?return=/api/v1/whoami&connection=" + last(connection))
	}
	signOn()
	ada.picture("sign-on")
	ada.fill("#username", "ada")
	ada.fill("#password", password)
	ada.press("main form button")
	ada.sees(`"via":"session"`)

	admin.press("button[aria-label='Remove ada']")
	admin.sees("The person was removed")
	admin.picture("idp-removed")
	tn.wantStatus("ada", "disabled")
	ada.open("/api/v1/whoami")
	ada.sees("unauthenticated")
	signOn()
	ada.fill("#username", "ada")
	ada.fill("#password", password)
	ada.press("main form button")
	ada.sees("The user name or the password is wrong")

	// She is back; then provisioning is switched off, and she is removed again.
	admin.press("button[aria-label='Restore ada']")
	tn.wantStatus("ada", "active")
	signOn()
	ada.fill("#username", "ada")
	ada.fill("#password", password)
	ada.press("main form button")
	ada.sees(`"via":"session"`)
	in(admin, chromedp.Click(chromedp.CSS("label[for=provisioning]")))
	admin.press("form[action$='/settings'] button")
	admin.press("button[aria-label='Remove ada']")
	admin.sees("has not been told")
	tn.wantStatus("ada", "active")
	ada.open("/api/v1/whoami")
	ada.sees(`"userName":"ada"`)

	// Disabled in the tenant, and still in the directory: the page says why.
	admin.press("button[aria-label='Restore ada']")
	tn.patchActive(200, text(tn.accounts("?q=ada")[0]["id"]), false)
	signOn()
	ada.fill("#username", "ada")
	ada.fill("#password", password)
	ada.press("main form button")
	ada.sees("Your account is disabled")
	ada.picture("disabled")
}

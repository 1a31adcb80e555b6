package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"

	"github.com/scimproof/scimproof/steps/result"
)

//go:embed html
var htmlFiles embed.FS

// style is the page's own style sheet: nothing is loaded from anywhere.
var style = func() template.CSS {
	text, err := htmlFiles.ReadFile("html/page.css")
	if err != nil {
		panic(err) // it is embedded
	}
	return template.CSS(text) //nolint:gosec // it is our own
}()

var htmlPage = template.Must(template.New("page.html").
	Funcs(template.FuncMap{"style": func() template.CSS { return style }}).
	ParseFS(htmlFiles, "html/*.html", "html/*.svg"))

// HTML writes the run as one page that needs nothing else: no script, no file beside it,
// no network. What a target sent is in it as text.
func HTML(w io.Writer, run *result.Run) error {
	if err := htmlPage.Execute(w, pageOf(run)); err != nil {
		return fmt.Errorf("writing the report as HTML: %w", err)
	}
	return nil
}

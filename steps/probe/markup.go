package probe

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// inPage begins a value that is read of a page of HTML: "css:SELECTOR" is the text of the element, "css:SELECTOR@NAME"
// its attribute of that name. It is for products that show a person nowhere but on a page.
const inPage = "css:"

// checkShown looks at where a status is read: by a JSONPath, or of a page.
func checkShown(value string) error {
	selector, found := strings.CutPrefix(value, inPage)
	if !found {
		return checkPath(value)
	}
	_, _, err := compile(selector)
	return err
}

// compile reads a selector, and the attribute that stands behind it. No selector has an @ but in a string.
func compile(text string) (cascadia.Sel, string, error) {
	selector, attribute := text, ""
	if at := strings.LastIndexByte(text, '@'); at >= 0 && !strings.ContainsAny(text[at:], `"'])`) {
		selector, attribute = text[:at], strings.ToLower(text[at+1:])
		if attribute == "" {
			return nil, "", fmt.Errorf("`css:%s` names no attribute after the @", text)
		}
	}
	compiled, err := cascadia.Parse(selector)
	if err != nil {
		return nil, "", fmt.Errorf("`css:%s` is no CSS selector: %w", text, err)
	}
	return compiled, attribute, nil
}

// shown gives the single value at a JSONPath, or of a page.
func (a Answer) shown(value string) (string, error) {
	text, found := strings.CutPrefix(value, inPage)
	if !found {
		return a.text(value)
	}
	selector, attribute, err := compile(text)
	if err != nil {
		return "", err
	}
	root, err := html.Parse(bytes.NewReader(a.Body))
	if err != nil {
		return "", fmt.Errorf("the body is not HTML: %w", err)
	}
	elements := cascadia.QueryAll(root, selector)
	if len(elements) != 1 {
		return "", fmt.Errorf("%d elements of the page are %s, wanted one", len(elements), value)
	}
	return valueOf(elements[0], attribute, value)
}

// valueOf is an element's attribute, or its text with single spaces, as people see it.
func valueOf(element *html.Node, attribute, value string) (string, error) {
	if attribute != "" {
		for _, a := range element.Attr {
			if a.Key == attribute {
				return a.Val, nil
			}
		}
		return "", fmt.Errorf("the element at %s has no such attribute", value)
	}
	var text strings.Builder
	for n := range element.Descendants() {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " "), nil
}

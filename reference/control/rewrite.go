package control

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// narrow is the query and the body without what the target does not get to see, and with a page that is not too large.
func (p *plan) narrow(a *asked, sent []byte) (query string, body []byte) {
	switch {
	case a.method == http.MethodGet || a.method == http.MethodHead:
		return p.narrowQuery(a.query), sent
	case a.method == http.MethodPost && strings.HasSuffix(a.path, "/.search"):
		return a.query, p.narrowSearch(sent)
	}
	return p.withoutIgnored(a.query), sent
}

func (p *plan) narrowQuery(query string) string {
	parts := p.withoutIgnored(query)
	if p.maxCount == 0 {
		return parts
	}
	var kept []string
	asked := ""
	for _, part := range strings.Split(parts, "&") {
		if keyOf(part) == "count" {
			_, asked, _ = strings.Cut(part, "=")
			continue
		}
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(append(kept, "count="+capped(asked, p.maxCount)), "&")
}

// capped is the page size that is asked for, or the cap. What is no number is the target's to refuse.
func capped(asked string, most int) string {
	if n, err := strconv.Atoi(asked); asked != "" && (err != nil || n < most) {
		return asked
	}
	return strconv.Itoa(most)
}

func (p *plan) withoutIgnored(query string) string {
	if len(p.ignore) == 0 {
		return query
	}
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return p.ignores(keyOf(part)) })
	return strings.Join(parts, "&")
}

func (p *plan) ignores(name string) bool {
	return slices.ContainsFunc(p.ignore, func(one string) bool { return strings.EqualFold(one, name) })
}

func keyOf(part string) string {
	key, _, _ := strings.Cut(part, "=")
	if plain, err := url.QueryUnescape(key); err == nil {
		return plain
	}
	return key
}

// narrowSearch does the same to a query by POST (RFC 7644 section 3.4.3). What is no JSON object is the target's to refuse.
func (p *plan) narrowSearch(body []byte) []byte {
	message := objectOf(body)
	if message == nil {
		return body
	}
	for name := range message {
		if p.ignores(name) {
			delete(message, name)
		}
	}
	if p.maxCount > 0 {
		message["count"] = jsontext.Value(capped(string(message["count"]), p.maxCount))
	}
	return encoded(message, body)
}

// object is a JSON object whose values stay as they are written.
type object map[string]jsontext.Value

func objectOf(text []byte) object {
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		return nil
	}
	return o
}

// encoded is the object as text, or what there was before.
func encoded(o any, before []byte) []byte {
	text, err := json.Marshal(o, json.Deterministic(true))
	if err != nil {
		return before
	}
	return text
}

// without takes attributes out of every resource of an answer.
func without(body []byte, names []string) []byte {
	message := objectOf(body)
	if message == nil {
		return body
	}
	if _, listed := message["Resources"]; !listed {
		return encoded(message.without(names), body)
	}
	var resources []jsontext.Value
	if err := json.Unmarshal(message["Resources"], &resources); err != nil {
		return body
	}
	for i, one := range resources {
		if resource := objectOf(one); resource != nil {
			resources[i] = encoded(resource.without(names), one)
		}
	}
	message["Resources"] = encoded(resources, message["Resources"])
	return encoded(message, body)
}

// without takes attributes out: a name, a name with a sub-attribute, or one of an extension after its URN.
func (o object) without(names []string) object {
	for _, name := range names {
		for key, value := range o {
			rest, below := cutName(name, key)
			switch {
			case strings.EqualFold(key, name):
				delete(o, key)
			case below:
				o[key] = withoutBelow(value, rest)
			}
		}
	}
	return o
}

// cutName is what the name says below the key.
func cutName(name, key string) (rest string, below bool) {
	if len(name) <= len(key)+1 || !strings.EqualFold(name[:len(key)], key) || !strings.ContainsRune(".:", rune(name[len(key)])) {
		return "", false
	}
	return name[len(key)+1:], true
}

// withoutBelow takes a sub-attribute out of a complex attribute, or of each of its values.
func withoutBelow(value jsontext.Value, name string) jsontext.Value {
	if inner := objectOf(value); inner != nil {
		return encoded(inner.without([]string{name}), value)
	}
	var list []jsontext.Value
	if err := json.Unmarshal(value, &list); err != nil {
		return value
	}
	for i, one := range list {
		if inner := objectOf(one); inner != nil {
			list[i] = encoded(inner.without([]string{name}), one)
		}
	}
	return encoded(list, value)
}

// stringsIn are the texts of a JSON body, without their escapes.
func stringsIn(body []byte) []string {
	var texts []string
	decoder := lenient(body)
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return texts
		}
		if token.Kind() == '"' {
			texts = append(texts, token.String())
		}
	}
}

// lenient reads what a client sent, however odd.
func lenient(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

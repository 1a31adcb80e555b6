package browser

import (
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
)

// mark is the selector of the field that the script found as the i-th.
func mark(i int) string { return fmt.Sprintf(`[data-scimproof="%d"]`, i) }

// script finds out what the page asks for, and marks the fields to type into. A field
// counts only where a person would see it.
func (v *visit) script() string {
	given, err := json.Marshal(map[string]any{
		"names": slices.Sorted(maps.Keys(v.Fields)), "in": v.In, "out": v.Out,
	}, json.Deterministic(true))
	if err != nil {
		return "null"
	}
	return "(" + look + ")(" + string(given) + ")"
}

const look = `function (want) {
	const seen = e => e && !e.disabled && e.getClientRects().length > 0;
	const one = selector => selector !== "" && [...document.querySelectorAll(selector)].some(seen);
	const inputs = [...document.querySelectorAll("input, textarea, select")].filter(seen);
	const password = inputs.find(e => e.type === "password");
	let fields = [];
	if (want.names && want.names.length > 0) {
		fields = inputs.filter(e => want.names.includes(e.name));
	} else if (password) {
		const before = inputs.slice(0, inputs.indexOf(password)).filter(e => ["text", "email", "tel"].includes(e.type) && e.form === password.form);
		fields = before.slice(-1).concat(password);
	}
	fields.forEach((e, i) => e.setAttribute("data-scimproof", i));
	const form = fields.length > 0 && fields[0].form;
	return {
		ready: document.readyState === "complete",
		origin: location.origin,
		action: form ? new URL(form.getAttribute("action") || location.href, location.href).href : location.href,
		password: Boolean(password),
		in: one(want.in),
		out: one(want.out),
		fields: fields.map(e => ({name: e.name, secret: e.type === "password"})),
	};
}`

// Package page is how the tenant's pages for people look, and what keeps them safe: one layout, one style sheet, forms
// that only the browser to which they were shown can send, and errors that say what to do. Whoever serves pages (the
// console, the app, the identity provider) brings templates of their own.
package page

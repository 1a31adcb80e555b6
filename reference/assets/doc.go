// Package assets keeps what people make in the tenant (apps, data connections, data files), and sees to it that work
// outlives its author: assets are shared, handed over one by one or all at once, and a deletion policy says what
// becomes of them when a person is deleted.
package assets

// Package control speaks to the control listener: what stands between a client and the
// target, records what the client sends, and answers as a scenario arranges it.
package control

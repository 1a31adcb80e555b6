package steps

import (
	"context"
	"slices"

	"github.com/scimproof/scimproof/steps/problem"
)

// asking asks the person at the terminal, one question at a time; nil where there is none.
func (r *run) asking() func(context.Context, string) error {
	if r.ask == nil {
		return nil
	}
	return func(ctx context.Context, what string) error {
		r.asked.Lock()
		defer r.asked.Unlock()
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		return r.ask(ctx, what)
	}
}

// checkHands says before the first request that a directory is driven by hand and nobody
// is there to do it.
func (r *run) checkHands() error {
	if r.sending != nil && r.ask == nil && r.sending.ByHand() != "" {
		return problem.Usage("%s: the connector is driven by hand, and there is no terminal to ask at", r.sending.ByHand()).
			Hint("run it at a terminal, or let a program do it: `command: [...]` in place of `prompt:`")
	}
	recipe := r.target.Directory
	if recipe == nil || r.ask != nil || recipe.ByHand() == "" {
		return nil
	}
	if present, said := r.target.Capabilities["directory"]; said && !present {
		return nil
	}
	for _, s := range r.scenarios {
		if r.selected[s.ID] && slices.Contains(needsOf(s.requirement, s.Tags), "directory") {
			return problem.Usage("%s: the directory is driven by hand, and there is no terminal to ask at", recipe.ByHand()).
				Hint("run it at a terminal, or let a program do it: `command: [...]` in place of `prompt:`").
				Hint("`capabilities: {directory: absent}` in the target's file leaves out what needs the directory")
		}
	}
	return nil
}

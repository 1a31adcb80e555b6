package probe

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// Hook is one thing to be done in a directory: a request, a program, or a request to the
// person at the terminal. Exactly one of the three.
type Hook struct {
	Step
	Prompt  *Prompt
	Program *Program
}

// Prompt asks the person at the terminal to do something, and waits until they say that
// it is done.
type Prompt struct {
	// Text is what is to be done: "Remove {{user.userName}} in the directory".
	Text string `yaml:"prompt"`
	// Timeout is how long the answer is waited for; DefaultPatience where it is 0.
	Timeout time.Duration `yaml:"timeout"`

	node *yamlfile.Node
}

// Program is a program of the administrator's. No shell is between.
type Program struct {
	// Command is the program and its arguments, which are templates. They never carry a
	// secret, for everybody on the machine can see them: that belongs into Env.
	Command []string          `yaml:"command"`
	Env     map[string]string `yaml:"env"`
	// Save keeps values of what the program prints as JSON: "$.json.path".
	Save map[string]string `yaml:"save"`
	// Timeout is how long it may run; Kit.Patience where it is 0.
	Timeout time.Duration `yaml:"timeout"`

	node *yamlfile.Node
}

// DefaultPatience is how long a person or a program has for one hook.
const DefaultPatience = 15 * time.Minute

// FromYAML reads a hook by the key that says what it is.
func (h *Hook) FromYAML(n *yamlfile.Node) error {
	prompt, program := !n.Get("prompt").IsNull(), !n.Get("command").IsNull()
	switch {
	case count(prompt, program, !n.Get("url").IsNull()) > 1:
		return n.Errorf("a hook is one thing: a request (url), a program (command), or a prompt")
	case prompt:
		h.Prompt = &Prompt{node: n}
		return h.Prompt.fromYAML(n)
	case program:
		h.Program = &Program{node: n}
		return h.Program.fromYAML(n)
	default:
		return h.Step.FromYAML(n)
	}
}

func (p *Prompt) fromYAML(n *yamlfile.Node) error {
	type plain Prompt
	if err := n.Decode((*plain)(p)); err != nil {
		return err
	}
	p.node = n
	if p.Timeout < 0 {
		return n.Get("timeout").Errorf("a prompt cannot wait for less than no time")
	}
	if err := template.Check(p.Text); err != nil {
		return n.Errorf("%v", err)
	}
	if secret := secretAmong(p.Text); secret != "" {
		return n.Get("prompt").Errorf("%s does not belong on the screen", secret)
	}
	return nil
}

func (p *Program) fromYAML(n *yamlfile.Node) error {
	type plain Program
	if err := n.Decode((*plain)(p)); err != nil {
		return err
	}
	p.node = n
	if n.Bundled() {
		return n.Errorf("a bundled profile starts no programs")
	}
	if len(p.Command) == 0 || p.Command[0] == "" {
		return n.Errorf("command is empty here: the program and its arguments").
			Hint("write `command: [./remove.sh, \"{{user.userName}}\"]`")
	}
	for _, text := range p.texts() {
		if err := template.Check(text); err != nil {
			return n.Errorf("%v", err)
		}
	}
	for _, text := range p.Command {
		if secret := secretAmong(text); secret != "" {
			return n.Get("command").Errorf("%s does not belong among the arguments, which everybody on the machine can see", secret).
				Hint("give it in the environment: `env: {SECRET: %q}`", text)
		}
	}
	for _, source := range p.Save {
		if err := checkPath(source); err != nil {
			return n.Errorf("save: a program's values are read of the JSON that it prints: %v", err)
		}
	}
	return nil
}

func (p *Program) texts() []string {
	return slices.AppendSeq(slices.Clone(p.Command), maps.Values(p.Env))
}

// secrets are the names of what nobody is shown, and what each is called.
var secrets = map[string]string{"user.password": "a password", "scim.token": "a token"}

// secretAmong says which secret a template asks for, "" for none.
func secretAmong(text string) string {
	found, _ := template.Names(text)
	for _, name := range found {
		if what, secret := secrets[name]; secret {
			return what
		}
	}
	return ""
}

// names are those that a hook is filled in with, and saved those that it gives.
func (h *Hook) names() []string {
	var texts []string
	switch {
	case h.Prompt != nil:
		texts = []string{h.Prompt.Text}
	case h.Program != nil:
		texts = h.Program.texts()
	default:
		return h.Step.names()
	}
	var all []string
	for _, text := range texts {
		found, _ := template.Names(text)
		all = append(all, found...)
	}
	return all
}

func (h *Hook) saved() []string {
	if h.Program != nil {
		return slices.Collect(maps.Keys(h.Program.Save))
	}
	return slices.Collect(maps.Keys(h.Save))
}

// hooks checks hooks in order; each knows what those before it saved.
func (s scope) hooks(hooks []Hook) (scope, error) {
	for i := range hooks {
		next, err := s.hook(&hooks[i])
		if err != nil {
			return s, err
		}
		s = next
	}
	return s, nil
}

func (s scope) hook(h *Hook) (scope, error) {
	switch {
	case h.Prompt != nil:
		return s, s.mustKnow(&Step{node: h.Prompt.node}, h.Prompt.Text)
	case h.Program != nil:
		return s.with(slices.Collect(maps.Keys(h.Program.Save))...), s.mustKnow(&Step{node: h.Program.node}, h.Program.texts()...)
	default:
		return s.step(&h.Step)
	}
}

// ByHand is "file:line" of the first prompt, "" where the directory needs nobody.
func (r *DirectoryRecipe) ByHand() string {
	return ByHand(slices.Concat(r.Connect, r.Add, r.Remove, r.Switch, r.Cycle, r.Disconnect))
}

// ByHand is "file:line" of the first prompt among hooks, "" where none needs anybody.
func ByHand(hooks []Hook) string {
	for _, h := range hooks {
		if h.Prompt != nil {
			return h.Prompt.node.Place()
		}
	}
	return ""
}

// CheckHooks follows hooks that stand outside of a target's recipes, and complains about
// the first name or identity that nobody gives. It returns what they know and save, for
// the hooks that come after them.
func CheckHooks(identities map[string]Identity, known []string, hooks []Hook) ([]string, error) {
	after, err := scope{identities: identities, names: map[string]bool{}}.with(known...).hooks(hooks)
	return slices.Collect(maps.Keys(after.names)), err
}

// Follow does hooks in order, each of which has to succeed, and returns what they saved
// on top of vars. The error is a *StepError, or that of ctx.
func (k Kit) Follow(ctx context.Context, hooks []Hook, vars template.Vars) (template.Vars, error) {
	return k.do(ctx, hooks, vars)
}

// do follows hooks that have to succeed, and returns what they saved on top of vars.
func (k Kit) do(ctx context.Context, hooks []Hook, vars template.Vars) (template.Vars, error) {
	for i := range hooks {
		var err error
		switch h := &hooks[i]; {
		case h.Prompt != nil:
			err = k.prompt(ctx, h.Prompt, vars)
		case h.Program != nil:
			vars, err = k.run(ctx, h.Program, vars)
		default:
			vars, err = k.all(ctx, []Step{h.Step}, vars)
		}
		if err != nil {
			return vars, err
		}
	}
	return vars, nil
}

var errNobodyToAsk = errors.New("there is no terminal to ask at")

// prompt wants the person at the terminal to do something.
func (k Kit) prompt(ctx context.Context, p *Prompt, vars template.Vars) error {
	failed := func(err error) error { return &StepError{Place: p.node.Place(), Step: "the prompt", Err: err} }
	if k.Ask == nil {
		return failed(errNobodyToAsk)
	}
	text, err := template.Text(p.Text, vars)
	if err != nil {
		return failed(err)
	}
	patience := cmp.Or(p.Timeout, DefaultPatience)
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if k.Clean != nil {
		text = k.Clean(text)
	}
	err = k.Ask(bounded, text)
	switch {
	case err == nil:
		return nil
	case context.Cause(ctx) != nil:
		return fmt.Errorf("waiting for an answer: %w", context.Cause(ctx))
	case bounded.Err() != nil:
		return failed(fmt.Errorf("nobody said within %s that it is done", patience))
	default:
		return failed(err)
	}
}

// letGo is how long a program that is stopped has to let go of its output.
const letGo = time.Second

// run runs a program. What it prints is only shown where it failed, and cleaned of
// secrets.
func (k Kit) run(ctx context.Context, p *Program, vars template.Vars) (template.Vars, error) {
	failed := func(err error) error {
		return &StepError{Place: p.node.Place(), Step: "the program " + filepath.Base(p.Command[0]), Err: err}
	}
	patience := cmp.Or(p.Timeout, k.Patience, DefaultPatience)
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	program, err := k.program(bounded, p, vars)
	if err != nil {
		return vars, failed(err)
	}
	var out, complaint bytes.Buffer
	program.Stdout, program.Stderr = &out, &complaint
	err = program.Run()
	switch {
	case err != nil && context.Cause(ctx) != nil:
		return vars, fmt.Errorf("waiting for a program: %w", context.Cause(ctx))
	case bounded.Err() != nil:
		return vars, failed(fmt.Errorf("it was not done within %s", patience))
	case err != nil:
		return vars, failed(fmt.Errorf("%w%s", err, k.lastWords(complaint.String())))
	}
	saved := template.Vars{}
	for name, source := range p.Save {
		value, err := Answer{Body: out.Bytes()}.text(source)
		if err == nil && value == "" {
			err = fmt.Errorf("the value at %s is empty", source)
		}
		if err != nil {
			return vars, failed(fmt.Errorf("saving %s of what it printed: %w", name, err))
		}
		saved[name] = value
	}
	return vars.With(saved), nil
}

// program fills in a command. It inherits nothing of our environment but where programs
// and files are found: our own holds tokens.
func (k Kit) program(ctx context.Context, p *Program, vars template.Vars) (*exec.Cmd, error) {
	args := make([]string, len(p.Command))
	for i, text := range p.Command {
		var err error
		if args[i], err = template.Text(text, vars); err != nil {
			return nil, fmt.Errorf("filling in the arguments: %w", err)
		}
		if k.Clean != nil && k.Clean(args[i]) != args[i] {
			return nil, fmt.Errorf("the argument %d would carry a secret, which everybody on the machine could see: give it in env", i)
		}
	}
	program := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // the target's file names it, and no shell is between
	program.WaitDelay = letGo
	program.Env = []string{}
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		if value, set := os.LookupEnv(name); set {
			program.Env = append(program.Env, name+"="+value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Env)) {
		value, err := template.Text(p.Env[name], vars)
		if err != nil {
			return nil, fmt.Errorf("filling in env: %w", err)
		}
		program.Env = append(program.Env, name+"="+value)
	}
	return program, nil
}

// lastWords is the last line of what a program complained about.
func (k Kit) lastWords(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	last := lines[len(lines)-1]
	if k.Clean != nil {
		last = k.Clean(last)
	}
	if runes := []rune(last); len(runes) > longestWords {
		last = string(runes[:longestWords]) + "…"
	}
	if last == "" {
		return ""
	}
	return ": " + last
}

const longestWords = 300

package probe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

// command is a program of the administrator's, whose exit status is the verdict. It runs
// only where the target's own file names it.
type command struct {
	wayKeys
	// Run is the program and its arguments, which are templates; no shell is between.
	Run []string `yaml:"run"`
	// Env are further variables of its environment. SCIMPROOF_USER_ID, SCIMPROOF_USER_NAME
	// and SCIMPROOF_PASSWORD are always set, and of ours only PATH, HOME and TMPDIR.
	Env map[string]string `yaml:"env"`
	// Exit are the statuses that are a denial; 1 by default. 0 lets in.
	Exit    []int         `yaml:"exit"`
	Timeout time.Duration `yaml:"timeout"`
}

func (c *command) entry(n *yamlfile.Node) ([]Step, error) {
	if len(c.Run) == 0 {
		return nil, n.Errorf("run is missing here: the program and its arguments").Hint("write `run: [./login.sh, \"{{user.userName}}\"]`")
	}
	if n.Bundled() {
		return nil, n.Errorf("a profile runs no program").Hint("name the command in the target's own file")
	}
	for _, status := range c.Exit {
		if status <= 0 || status > 125 {
			return nil, n.Get("exit").Errorf("%d cannot count as a refusal: 0 lets in, and above 125 the program did not get to answer", status)
		}
	}
	asks := []string{"user.id", "user.userName", "user.password"}
	for _, text := range append(slices.Collect(maps.Values(c.Env)), c.Run...) {
		found, err := template.Names(text)
		if err != nil {
			return nil, n.Errorf("%v", err)
		}
		asks = append(asks, found...)
	}
	for _, text := range c.Run {
		if names(text, "user.password") {
			return nil, n.Get("run").Errorf("a password does not belong among the arguments, which everybody on the machine can see").
				Hint("the program finds it in its environment as SCIMPROOF_PASSWORD")
		}
	}
	return oneStep(n, Step{act: act{asks: asks, door: c}})
}

func (*command) proof(*yamlfile.Node) ([]Step, error) { return nil, nil }

func (c *command) label() string { return "the program " + filepath.Base(c.Run[0]) }

func (c *command) sent() (method, where string) { return "RUN", filepath.Base(c.Run[0]) }

func (c *command) enter(ctx context.Context, k Kit, s *Step, _ Denial, vars template.Vars) (template.Vars, Attempt, error) {
	if c.Timeout > 0 {
		k.Timeout = c.Timeout
	}
	bounded, cancel := k.bounded(ctx)
	defer cancel()
	program, err := c.program(bounded, vars)
	if err != nil {
		return vars, Attempt{}, k.stepError(s, 0, err)
	}
	err = program.Run()
	switch {
	case context.Cause(ctx) != nil:
		return vars, Attempt{}, fmt.Errorf("waiting for a program: %w", context.Cause(ctx))
	case bounded.Err() != nil:
		return vars, Attempt{Evidence: c.label() + " was not done in time"}, nil
	case program.ProcessState == nil:
		return vars, Attempt{}, k.stepError(s, 0, fmt.Errorf("it could not be started: %w", err))
	}
	return vars, c.judge(program.ProcessState.ExitCode(), err), nil
}

// judge says what an exit status means. What the program wrote stays out: it may hold
// anything.
func (c *command) judge(status int, err error) Attempt {
	one := Attempt{Evidence: fmt.Sprintf("%s exited with %d", c.label(), status)}
	denied := c.Exit
	if len(denied) == 0 {
		denied = []int{1}
	}
	switch {
	case errors.Is(err, exec.ErrWaitDelay):
		one.Evidence += " and left something running"
	case status == 0:
		one.Verdict = Allowed
	case slices.Contains(denied, status):
		one.Verdict = Denied
	default:
		one.Evidence += ", which is neither 0 nor a refusal"
	}
	return one
}

// grace is how long a program that is stopped has to let go of its output.
const grace = time.Second

func (c *command) program(ctx context.Context, vars template.Vars) (*exec.Cmd, error) {
	args := make([]string, len(c.Run))
	for i, text := range c.Run {
		var err error
		if args[i], err = template.Text(text, vars); err != nil {
			return nil, fmt.Errorf("run: %w", err)
		}
	}
	env, err := c.environment(vars)
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // the target's own file names it, and no shell is between
	program.Env = env
	program.WaitDelay = grace
	return program, nil
}

func (c *command) environment(vars template.Vars) ([]string, error) {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	all := maps.Clone(c.Env)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, map[string]string{
		"SCIMPROOF_USER_ID": "{{user.id}}", "SCIMPROOF_USER_NAME": "{{user.userName}}", "SCIMPROOF_PASSWORD": "{{user.password}}",
	})
	for _, name := range slices.Sorted(maps.Keys(all)) {
		value, err := template.Text(all[name], vars)
		if err != nil {
			return nil, fmt.Errorf("env: %w", err)
		}
		env = append(env, name+"="+value)
	}
	return env, nil
}

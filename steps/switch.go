package steps

import (
	"context"

	"github.com/cucumber/godog"
)

func registerSwitch(sc *godog.ScenarioContext) {
	sc.Step(expression(`^SCIM is switched (on|off)$`), scimIsSwitched)
}

// scimIsSwitched turns SCIM off for everybody, so that only an @exclusive scenario may say
// it. Whatever happens, the clean-up turns it on again before it removes anything.
func scimIsSwitched(ctx context.Context, state string) error {
	w := worldOf(ctx)
	recipe := w.run.target.Probes.Switch
	if recipe == nil {
		return &skipped{reason: lackReason("switch-probe", "")}
	}
	kit := w.kit()
	w.trackUndo(undo{"the switch of SCIM", "on", func(ctx context.Context) error { return recipe.Turn(ctx, kit, true) }})
	if err := recipe.Turn(ctx, kit, state == "on"); err != nil {
		return unjudgedf("%v", err)
	}
	return nil
}

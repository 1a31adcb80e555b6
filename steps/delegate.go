package steps

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/scimproof/scimproof/steps/connector"
	"github.com/scimproof/scimproof/steps/control"
	"github.com/scimproof/scimproof/steps/oracle"
	"github.com/scimproof/scimproof/steps/provision"
	"github.com/scimproof/scimproof/steps/scim"
	"github.com/scimproof/scimproof/steps/template"
)

// delegate is the Provisioner in which somebody else's client sends: it changes the
// connector's directory by the hooks of its file, and looks at the target until the change
// is seen there. It belongs to one scenario.
type delegate struct {
	w         *World
	directory *connector.Directory
	// people and groups are the directory as the scenario wants it, by key.
	people map[string]oracle.Object
	groups map[string]*connector.Group
	// keys are the directory's names of what the target gave an id.
	keys map[string]string
	left map[string]bool
	// there are the people and groups that are known to be in the directory, and gone those that are
	// deleted in it for good, as inDirectory names them.
	there, gone map[string]bool
	// started is where the scenario's exchanges begin, late that a change was not seen.
	started    int
	late, vain bool
}

var _ provision.Provisioner = (*delegate)(nil)

// newDelegate is nil where the harness itself sends.
func (r *run) newDelegate(ctx context.Context, w *World) *delegate {
	if r.sending == nil {
		return nil
	}
	kit := r.hookKit(w.rec, template.Vars{"scenario": w.alias})
	return &delegate{
		w: w, directory: r.sending.Directory(kit), people: map[string]oracle.Object{}, groups: map[string]*connector.Group{},
		keys: map[string]string{}, left: map[string]bool{}, there: map[string]bool{}, gone: map[string]bool{}, started: r.sending.traffic.mark(ctx),
	}
}

// exchanges are what the connector has sent in this scenario, or beside it, where several
// run at a time.
func (d *delegate) exchanges(ctx context.Context) []control.Exchange {
	return d.w.run.sending.traffic.since(ctx, d.started)
}

func (d *delegate) declares() connector.Declarations { return d.w.run.sending.Declares }

// mustBeObserved skips what turns on how the target answered the connector, where nobody
// records that.
func (d *delegate) mustBeObserved() error {
	if d == nil || d.w.run.sending.traffic != nil {
		return nil
	}
	return &skipped{reason: "nobody records how this target answers the connector"}
}

// undeclared skips what the connector says that it does not do.
func undeclared(what, key string) error {
	return &skipped{reason: fmt.Sprintf("the connector does not %s, as its file says (declares: {%s})", what, key), optional: true}
}

// given lets a Given's person or group come to be.
func (d *delegate) given(ctx context.Context, r *resource, overlay oracle.Object) error {
	d.w.nowSends(r, overlay)
	var answer provision.Answer
	var err error
	if r.endpoint == groupsEndpoint {
		answer, err = d.CreateGroup(ctx, (&Group{resource: *r}).subject())
	} else {
		answer, err = d.Create(ctx, (&Person{resource: *r}).subject())
	}
	r.ID = answer.ID
	return err
}

// Create lets a person join the directory, and waits until they are found by userName.
func (d *delegate) Create(ctx context.Context, s provision.Subject) (provision.Answer, error) {
	if active, given := boolAt(s.Resource, "active"); given && !active && !d.declares().Inactive {
		return provision.Answer{}, undeclared("provision people who are not active yet", "inactive: false")
	}
	d.people[s.Key] = d.outward(s.Resource)
	mark := d.w.run.sending.traffic.mark(ctx)
	answer, err := d.change(ctx, change{
		move: provision.CreateUser, words: s.UserName + " joins", about: "the account of " + s.UserName,
		hook: d.put(s.Key), want: "found by userName", look: d.isFound(usersEndpoint, "userName", s.UserName),
	})
	if err != nil {
		d.w.doubtCreation(d.w.run.client, usersEndpoint, s.Resource)
		return answer, err
	}
	if err := d.cameOnce(ctx, s.UserName, mark); err != nil {
		return answer, err
	}
	d.keys[answer.ID] = s.Key
	password, _ := oracle.FirstString(s.Resource, "password")
	return answer, d.letIn(ctx, answer.ID, password)
}

// Cycle lets the connector synchronise.
func (d *delegate) Cycle(ctx context.Context) error { return d.directory.Cycle(ctx) }

// LeaveAtOnce lets several people leave before the connector synchronises.
func (d *delegate) LeaveAtOnce(ctx context.Context, who []provision.Subject) error {
	for _, s := range who {
		if err := d.leave(s.Key)(ctx, s.UserName+" leaves"); err != nil {
			return err
		}
	}
	return d.directory.Cycle(ctx)
}

// cameOnce wants no more than one account to have been created for one person, under
// whatever names.
func (d *delegate) cameOnce(ctx context.Context, userName string, mark int) error {
	if d.w.run.sending.Concurrency > 1 {
		return nil
	}
	var made []any
	for _, e := range d.w.run.sending.traffic.since(ctx, mark) {
		if endpoint, id := createdBy(e); endpoint == usersEndpoint && id != "" && !slices.Contains(made, any(id)) {
			made = append(made, id)
		}
	}
	if len(made) > 1 {
		return d.twice(usersEndpoint, "accounts created for "+userName, made)
	}
	return nil
}

// outward is a resource as the directory hands it on.
func (d *delegate) outward(resource oracle.Object) oracle.Object {
	hidden := oracle.Object{"id": nil}
	if !d.declares().Passwords {
		hidden["password"] = nil
	}
	return overlaid(resource, hidden)
}

// letIn gives a person a password in the target's own name, where the connector sends none:
// without one nobody could log in, and nobody be shut out.
func (d *delegate) letIn(ctx context.Context, id, password string) error {
	if password == "" || d.declares().Passwords || d.w.run.target.Probes.Login == nil {
		return nil
	}
	operation := oracle.Object{"op": "replace", "path": "password", "value": password}
	body, err := oracle.Marshal(oracle.Object{"schemas": []any{patchSchema}, "Operations": []any{operation}})
	if err != nil {
		return fmt.Errorf("encoding a password: %w", err)
	}
	path := (&resource{endpoint: usersEndpoint, ID: id}).path()
	set, err := d.w.ask(ctx, d.w.run.client, scim.Request{Method: http.MethodPatch, Path: path, Body: body})
	if err == nil && !set.took() {
		err = unjudgedf("nobody can log in: setting a password was answered %s", set.statusMismatch(http.StatusOK)[0].Got)
	}
	return err
}

// put is the hook by which a person becomes what is wanted of them.
func (d *delegate) put(key string) hook {
	return func(ctx context.Context, words string) error {
		return d.came(personNamed(key), d.directory.Put(ctx, d.person(key, words)))
	}
}

func (d *delegate) person(key, words string) connector.Person {
	return connector.Person{Key: key, Resource: d.people[key], Change: words}
}

// Replace changes one attribute in the directory.
func (d *delegate) Replace(ctx context.Context, s provision.Subject, path string, value any) (provision.Answer, error) {
	if err := d.assign(s, path, value); err != nil {
		return provision.Answer{}, err
	}
	text := oracle.Text(value)
	claim, path, err := d.w.claimOf(path, "is", text)
	if err != nil {
		return provision.Answer{}, err
	}
	return d.changed(ctx, s, provision.ReplaceAttribute, path+" becomes "+text, path, claim.want, claim.holds)
}

// Clear takes one attribute away in the directory.
func (d *delegate) Clear(ctx context.Context, s provision.Subject, path string) (provision.Answer, error) {
	if !d.declares().Clears {
		return provision.Answer{}, undeclared("pass on that an attribute has no value any more", "clears: false")
	}
	if err := d.assign(s, path, nil); err != nil {
		return provision.Answer{}, err
	}
	return d.changed(ctx, s, provision.ClearAttribute, path+" is cleared", path, absent, isAbsent)
}

func isAbsent(got []any) bool { return len(got) == 0 }

// Rename gives a person another userName in the directory.
func (d *delegate) Rename(ctx context.Context, s provision.Subject, userName string) (provision.Answer, error) {
	if !d.declares().Renames {
		return provision.Answer{}, undeclared("rename people", "renames: false")
	}
	if err := d.assign(s, "userName", userName); err != nil {
		return provision.Answer{}, err
	}
	return d.changed(ctx, s, provision.Rename, "userName becomes "+userName, "userName", quoted(userName), is(userName))
}

// is holds of a single value.
func is(want any) func([]any) bool {
	return func(got []any) bool { return sameValue(want, got) }
}

// SetManager gives a person a manager in the directory.
func (d *delegate) SetManager(ctx context.Context, s provision.Subject, managerID string) (provision.Answer, error) {
	if !d.declares().Managers {
		return provision.Answer{}, undeclared("pass on managers", "managers: false")
	}
	key, known := d.keys[managerID]
	if !known {
		return provision.Answer{}, mistakef("the manager is nobody of the connector's directory")
	}
	if err := d.assign(s, managerPath, oracle.Object{"value": key}); err != nil {
		return provision.Answer{}, err
	}
	return d.changed(ctx, s, provision.SetManager, "manager becomes "+key, managerPath+".value", quoted(managerID), is(managerID))
}

// ClearManager takes a person's manager away in the directory.
func (d *delegate) ClearManager(ctx context.Context, s provision.Subject) (provision.Answer, error) {
	if !d.declares().Managers || !d.declares().Clears {
		return provision.Answer{}, undeclared("pass on that somebody has no manager any more", "managers: false, or clears: false")
	}
	if err := d.assign(s, managerPath, nil); err != nil {
		return provision.Answer{}, err
	}
	return d.changed(ctx, s, provision.ClearManager, "manager is cleared", managerPath+".value", absent, isAbsent)
}

// changed asks for a change of a person, and looks for one attribute of theirs.
func (d *delegate) changed(ctx context.Context, s provision.Subject, move provision.Move, words, path, want string, holds func([]any) bool) (provision.Answer, error) {
	return d.change(ctx, change{
		move: move, words: s.UserName + ": " + words, about: path + " of " + s.UserName, want: want, hook: d.put(s.Key),
		look: d.shows(usersEndpoint, s.ID, path, holds),
	})
}

// assign changes what is wanted of a person; nil takes an attribute away.
func (d *delegate) assign(s provision.Subject, path string, value any) error {
	person, known := d.people[s.Key]
	if !known {
		return mistakef("%s is nobody of the connector's directory", s.UserName)
	}
	path, err := d.w.expandJSON(path)
	if err != nil {
		return err
	}
	changed, err := oracle.Assigned(person, path, value)
	if err != nil {
		return mistakef("%s cannot be changed: %v", path, err)
	}
	d.people[s.Key] = changed
	return nil
}

// Deactivate removes a person from the directory, where that is what the connector does on
// that road.
func (d *delegate) Deactivate(ctx context.Context, s provision.Subject, road string) (provision.Answer, error) {
	if err := d.mayTake(road); err != nil {
		return provision.Answer{}, err
	}
	deletes := d.declares().Deprovision == connector.Deletes
	if road == provision.RoadDelete && !deletes {
		return d.Delete(ctx, s)
	}
	mark := d.w.run.sending.traffic.mark(ctx)
	leaves := change{
		move: provision.Deactivate, words: s.UserName + " leaves", about: "active of " + s.UserName, want: "false", hook: d.leave(s.Key),
		look: d.shows(usersEndpoint, s.ID, "active", is(false)), refused: (&resource{endpoint: usersEndpoint, ID: s.ID}).path(),
	}
	if deletes {
		leaves.about, leaves.want, leaves.look = "the account of "+s.UserName, "gone", d.isGone(usersEndpoint, s.ID)
	}
	answer, err := d.change(ctx, leaves)
	if err != nil || road == "" || road == provision.RoadDelete {
		return answer, err
	}
	return answer, d.tookRoad(ctx, mark, s.ID, road)
}

// mayTake skips the roads that the connector does not take.
func (d *delegate) mayTake(road string) error {
	own := d.w.run.sending.disablesBy()
	switch declares := d.declares(); {
	case declares.Deprovision == connector.Ignores:
		return &skipped{reason: "the connector does nothing about people who leave, as its file says (declares: {deprovision: nothing})"}
	case declares.Deprovision == connector.Deletes:
		own = provision.RoadDelete
		if road == "" {
			return undeclared("disable who leaves, but deletes them", "deprovision: delete")
		}
	case road == provision.RoadDelete && declares.Deletes == connector.DeletesAtOnce:
		return nil
	}
	if road == "" || road == own {
		return nil
	}
	return &skipped{reason: "which way somebody is put out is the connector's own choice, and it does not choose " + road, optional: true}
}

// tookRoad skips a scenario about another road than the connector was seen to take.
func (d *delegate) tookRoad(ctx context.Context, mark int, id, road string) error {
	for _, e := range slices.Backward(d.w.run.sending.traffic.since(ctx, mark)) {
		if taken := roadOf(e, id); taken != "" && taken != road {
			d.w.run.sending.sawRoad(taken)
			return d.mayTake(road)
		} else if taken != "" {
			return nil
		}
	}
	return nil
}

// roadOf is the way in which a request disables somebody; "" where it does not.
func roadOf(e control.Exchange, id string) string {
	path := (&resource{endpoint: usersEndpoint, ID: id}).path()
	if e.Path != path || !succeeded(e.Status) {
		return ""
	}
	switch body, _ := oracle.Parse([]byte(e.Body)); {
	case e.Method == http.MethodPut:
		return provision.RoadPut
	case e.Method != http.MethodPatch:
		return ""
	case len(oracle.Lookup(body, `Operations[path eq "active"]`)) > 0:
		return provision.RoadPatchPath
	case len(oracle.Lookup(body, "Operations.value.active")) > 0:
		return provision.RoadPatchNoPath
	}
	return ""
}

// leave removes a person, unless they have left before.
func (d *delegate) leave(key string) hook {
	return func(ctx context.Context, words string) error {
		if d.left[key] {
			return nil
		}
		err := d.directory.Leave(ctx, d.person(key, words))
		d.there[personNamed(key)] = d.there[personNamed(key)] && err != nil
		d.left[key], d.people[key] = true, overlaid(d.people[key], oracle.Object{"active": false})
		return err
	}
}

// Reactivate lets a person come back who has left, or become active who never was.
func (d *delegate) Reactivate(ctx context.Context, s provision.Subject) (provision.Answer, error) {
	if d.left[s.Key] && !d.declares().Returns {
		return provision.Answer{}, undeclared("enable people again who come back", "returns: false")
	}
	if err := d.assign(s, "active", true); err != nil {
		return provision.Answer{}, err
	}
	back := d.put(s.Key)
	if d.left[s.Key] {
		back = func(ctx context.Context, words string) error {
			delete(d.left, s.Key)
			return d.came(personNamed(s.Key), d.directory.Return(ctx, d.person(s.Key, words)))
		}
	}
	return d.change(ctx, change{
		move: provision.Reactivate, words: s.UserName + " is active again", about: "active of " + s.UserName, want: "true", hook: back,
		look: d.shows(usersEndpoint, s.ID, "active", is(true)),
	})
}

// Delete removes a person from the directory for good.
func (d *delegate) Delete(ctx context.Context, s provision.Subject) (provision.Answer, error) {
	if d.declares().Deletes != connector.DeletesAtOnce {
		return provision.Answer{}, undeclared("delete people within the time of a run", "deletes: "+string(d.declares().Deletes))
	}
	path := (&resource{endpoint: usersEndpoint, ID: s.ID}).path()
	answer, err := d.change(ctx, change{
		move: provision.DeleteUser, words: s.UserName + " is deleted for good", about: "the account of " + s.UserName, want: "gone",
		hook: d.purgePerson(s.Key),
		look: d.isGone(usersEndpoint, s.ID), refused: path,
	})
	if err == nil {
		delete(d.people, s.Key)
	}
	return answer, err
}

func (d *delegate) purgePerson(key string) hook {
	return func(ctx context.Context, words string) error {
		return d.goes(personNamed(key), func() error { return d.directory.Purge(ctx, d.person(key, words)) })
	}
}

// writesItself tells by its steps whether a scenario is about requests of the harness's
// own, which a connector has no part in.
func writesItself(steps []*messages.PickleStep) bool {
	own := []string{
		"the client creates", "the client replaces", "the client patches", "the client deletes", "the client deactivates", "the client writes",
		"the client sends POST", "the client sends PUT", "the client sends PATCH", "the client sends DELETE", "the client sends these", "SCIM is switched",
	}
	return slices.ContainsFunc(steps, func(st *messages.PickleStep) bool {
		return strings.Contains(st.Text, "password is changed by") ||
			slices.ContainsFunc(own, func(prefix string) bool { return strings.HasPrefix(st.Text, prefix) })
	})
}

var errOwnWrites = &skipped{reason: "the harness itself writes to the target here, and with a connector nobody else does", optional: true}

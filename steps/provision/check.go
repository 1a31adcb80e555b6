package provision

import (
	"net/http"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
	"github.com/scimproof/scimproof/steps/yamlfile"
)

var (
	aPerson = []string{"user.id", "user.userName", "user.displayName", "emails", "resource"}
	aGroup  = []string{"group.id", "group.displayName", "members", "resource"}
)

// known are the moves, and the names that the templates of each may use beside scim and random.
var known = map[Move][]string{
	TestCredentials:  {},
	Probe:            {},
	MatchUser:        {"user.userName"},
	CreateUser:       {"resource", "user.userName", "user.displayName", "emails"},
	CreateInactive:   {"resource", "user.userName", "user.displayName", "emails"},
	ReadUser:         {"user.id", "user.userName"},
	ReplaceAttribute: aPerson,
	ClearAttribute:   aPerson,
	Rename:           slices.Concat(aPerson, []string{"value"}),
	SetManager:       slices.Concat(aPerson, []string{"manager.id"}),
	ClearManager:     aPerson,
	MatchGroup:       {"group.displayName"},
	CreateGroup:      {"resource", "group.displayName", "members"},
	ReadGroup:        {"group.id", "group.displayName"},
	RenameGroup:      slices.Concat(aGroup, []string{"value"}),
	AddMember:        slices.Concat(aGroup, []string{"user.id", "user.userName"}),
	RemoveMember:     slices.Concat(aGroup, []string{"user.id", "user.userName"}),
	ReplaceMembers:   aGroup,
	Deactivate:       aPerson,
	Reactivate:       aPerson,
	DeleteUser:       {"user.id", "user.userName"},
	DeleteGroup:      {"group.id", "group.displayName"},
}

// changed are the names that what is said of one change may use besides.
var changed = []string{"path", "value", "attribute", "whole"}

// lists are the lists that a move's templates may write element by element.
var lists = map[Move][]string{
	AddMember: {"people", "everybody"}, RemoveMember: {"everybody"}, ReplaceMembers: {"everybody"},
	RenameGroup: {"everybody"}, CreateGroup: {"everybody"},
}

// element are the names of an element of any list.
var element = []string{"user.id", "user.userName"}

// check holds every move to what Render relies on.
func (d *Dialect) check() error {
	for m, c := range d.moves {
		if err := d.checkMove(m, c); err != nil {
			return err
		}
	}
	return nil
}

// complete wants a bundled dialect to say how sure it is, and to speak of every move: what is
// left out may be forgotten, and what is never done has a reason.
func (d *Dialect) complete() error {
	if d.confidence == "" {
		return d.top.Errorf("a bundled dialect says how sure it is: confidence is missing")
	}
	var missing []string
	for _, m := range Moves() {
		if _, said := d.moves[m]; !said {
			missing = append(missing, string(m))
		}
	}
	if len(missing) > 0 {
		return d.top.Errorf("nothing is said of %s", strings.Join(missing, ", ")).
			Hint("what the client never does is written as `never:` with the reason, a source and a confidence")
	}
	return nil
}

func (d *Dialect) checkMove(m Move, c choice) error {
	if _, ok := known[m]; !ok {
		return c.unknown(m)
	}
	seen := map[string]bool{}
	for _, w := range c.ways {
		if seen[w.Road] || (w.Road == "") != (c.standard == "") {
			return w.node.Errorf("each road needs a name of its own, and %s a default", m)
		}
		seen[w.Road] = true
		if err := d.checkWay(m, w); err != nil {
			return err
		}
	}
	if _, ok := c.way(""); !ok {
		return c.node.Errorf("the default road %q of %s is not among its roads", c.standard, m)
	}
	return nil
}

func (c choice) unknown(m Move) error {
	var names []string
	for name := range known {
		names = append(names, string(name))
	}
	slices.Sort(names)
	err := c.node.Errorf("unknown move %q", m)
	if meant := yamlfile.Closest(string(m), names); meant != "" {
		return err.Hint("did you mean `%s:`?", meant)
	}
	return err.Hint("the moves are %s", strings.Join(names, ", "))
}

func (d *Dialect) checkWay(m Move, w way) error {
	switch {
	case !slices.Contains(confidences, w.Confidence):
		return w.node.Errorf("the confidence %q is none of high, medium, low", w.Confidence)
	case w.Source == "":
		return w.node.Errorf("source is missing: where the shape was learnt")
	case w.Never != "" && len(w.node.Members) != 3:
		return w.node.Errorf("what is never done has a reason, a source and a confidence, and no more")
	case len(w.Requests) > 0 && (w.Method != "" || w.Path != "" || w.Use != ""):
		return w.node.Errorf("one request is written into the move, several under requests, and never both")
	}
	names := slices.Concat(known[m], []string{"scim", "random"})
	for _, r := range w.all() {
		if err := d.checkRequest(m, r, names); err != nil {
			return err
		}
		if r.Keep != "" {
			names = append(names, r.Keep, r.Keep+".id")
		}
	}
	return nil
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

func (d *Dialect) checkRequest(m Move, r request, names []string) error {
	if r.Use != "" {
		return d.checkUse(m, r)
	}
	switch {
	case !slices.Contains(methods, r.Method):
		return r.at.Errorf("the method %q is none of %s", r.Method, strings.Join(methods, ", "))
	case !strings.HasPrefix(r.Path, "/"):
		return r.at.Errorf("the path %q does not begin with a slash", r.Path)
	case len(r.Accept) == 0:
		return r.at.Errorf("accept is missing: the statuses that the client takes as done")
	case r.JSON.IsZero() && len(r.Set)+len(r.Fill)+len(r.Unset) > 0:
		return r.at.Errorf("set, fill and unset need a json to be laid over")
	case !r.JSON.IsZero() && len(r.Operations) > 0:
		return r.at.Errorf("a body is a json or operations, and never both")
	case len(r.Operations) > 0 && r.Method != http.MethodPatch:
		return r.at.Errorf("operations are the body of a PATCH")
	}
	if err := checkOperations(m, r); err != nil {
		return err
	}
	return checkNames(m, r, names)
}

func checkOperations(m Move, r request) error {
	for _, o := range r.Operations {
		if err := o.check(m); err != nil {
			return err
		}
	}
	if m.changes() && len(r.Operations) > 0 {
		return covers(r.at, r.Operations)
	}
	return nil
}

// checkUse wants a move with a way, which needs no more than this one knows.
func (d *Dialect) checkUse(m Move, r request) error {
	used, ok := d.moves[r.Use]
	w, there := used.way("")
	switch {
	case !ok || !there || w.Never != "":
		return r.at.Errorf("there is no way of the move %q that could be used here", r.Use)
	case r.Method != "" || r.Path != "":
		return r.at.Errorf("a request is that of another move, or one of its own")
	}
	if d.uses(r.Use, m, len(d.moves)) {
		return r.at.Errorf("the moves %s and %s use each other", m, r.Use)
	}
	for _, name := range known[r.Use] {
		if !slices.Contains(known[m], name) {
			return r.at.Errorf("the move %s knows no %s, which %s may need", m, name, r.Use)
		}
	}
	return nil
}

// uses tells whether a move uses another one, by so many others at most.
func (d *Dialect) uses(m, other Move, steps int) bool {
	if m == other || steps == 0 {
		return true
	}
	w, _ := d.moves[m].way("")
	return slices.ContainsFunc(w.all(), func(r request) bool { return r.Use != "" && d.uses(r.Use, other, steps-1) })
}

func checkNames(m Move, r request, names []string) error {
	plain, perChange, err := r.names()
	if err != nil {
		return r.at.Errorf("%v", err)
	}
	if err := wanted(r.at, plain, names); err != nil {
		return err
	}
	if m.changes() {
		names = slices.Concat(names, changed)
	}
	if err := wanted(r.at, perChange, names); err != nil {
		return err
	}
	for _, o := range r.Operations {
		own := names
		if o.Each != "" {
			own = slices.Concat(names, element)
		}
		asked, err := o.names()
		if err != nil {
			return o.node.Errorf("%v", err)
		}
		if err := wanted(o.node, asked, own); err != nil {
			return err
		}
	}
	return r.checkLoops(m, names)
}

func wanted(n *yamlfile.Node, asked, names []string) error {
	for _, name := range asked {
		if !slices.Contains(names, name) {
			return n.Errorf("nothing is known here under the name {{%s}}", name).
				Hint("this move knows %s", strings.Join(names, ", "))
		}
	}
	return nil
}

// names are those that the request asks for as a whole, and those that it asks for with each
// change.
func (r request) names() (plain, perChange []string, err error) {
	plain = slices.Concat(r.JSON.Names(), r.Query.Names(), r.Fill.Names())
	path, err := template.Names(r.Path)
	if err != nil {
		return nil, nil, err
	}
	perChange = r.Set.Names()
	for _, text := range r.Unset {
		more, err := template.Names(text)
		if err != nil {
			return nil, nil, err
		}
		perChange = append(perChange, more...)
	}
	return append(plain, path...), perChange, nil
}

func (r request) checkLoops(m Move, names []string) error {
	loops := r.JSON.Loops()
	for _, o := range r.Operations {
		loops = append(loops, o.Value.Loops()...)
	}
	for _, member := range r.Set {
		loops = append(loops, template.LoopsOf(member.Value)...)
	}
	for _, loop := range loops {
		if !slices.Contains(lists[m], loop.List) {
			return r.at.Errorf("there is no list %q here", loop.List)
		}
		if err := wanted(r.at, loop.Names, slices.Concat(names, element)); err != nil {
			return err
		}
	}
	return nil
}

// namesOne tells whether the request is about one person by name, and not about lists alone.
func (r request) namesOne() bool {
	plain, perChange, _ := r.names() // looked at by check
	names := slices.Concat(plain, perChange)
	for _, o := range r.Operations {
		if o.Each == "" {
			asked, _ := o.names()
			names = append(names, asked...)
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(element, name) })
}

package probe

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/scimproof/scimproof/steps/template"
)

// Asset is something that a person owns.
type Asset struct {
	Kind, ID string
	// Owner is the owner's id, "" where it has none; Digest the SHA-256 of the
	// content in hex; SharedWith sorted ids. List fills in none of them.
	Owner      string
	Digest     string
	SharedWith []string
	// Sent is the content that was sent at the creation, "" where there was none or what
	// is read is no content. Lost says that what was read does not hold it.
	Sent string
	Lost bool
}

// Ownership is the ownership probe of one scenario.
type Ownership struct {
	recipe OwnershipRecipe
	login  *Login
	kit    Kit
}

// NewOwnership returns the probe of a recipe; login may be nil where the recipe
// names no login.
func NewOwnership(r OwnershipRecipe, login *Login, k Kit) *Ownership {
	if k.Created == nil {
		k.Created = NewCreated()
	}
	return &Ownership{r, login, k}
}

// Kinds lists the kinds of assets, in the file's order.
func (o *Ownership) Kinds() []string {
	names := make([]string, len(o.recipe.Kinds))
	for i, k := range o.recipe.Kinds {
		names[i] = k.Name
	}
	return names
}

// EveryKind are the kinds of which anybody may have one; those that cannot change hands
// only if asked for.
func (o *Ownership) EveryKind(immovable bool) []string {
	var names []string
	for _, k := range o.recipe.Kinds {
		if !k.Apart && (immovable || k.Transfer.mode() != Immovable) {
			names = append(names, k.Name)
		}
	}
	return names
}

// Runs tells whether assets of that kind run by themselves.
func (o *Ownership) Runs(kind string) bool {
	k, err := o.kind(kind)
	return err == nil && k.Run != nil
}

// SharesWithGroups tells whether an asset of that kind may be shared with a group.
func (o *Ownership) SharesWithGroups(kind string) bool {
	k, err := o.kind(kind)
	return err == nil && k.SharesWithGroups
}

// Deletion is the declared policy.
func (o *Ownership) Deletion() Deletion { return o.recipe.Deletion }

func (o *Ownership) kind(name string) (*KindRecipe, error) {
	for i := range o.recipe.Kinds {
		if o.recipe.Kinds[i].Name == name {
			return &o.recipe.Kinds[i], nil
		}
	}
	return nil, fmt.Errorf("the ownership probe has no kind %q", name)
}

// Seed creates one asset of each kind (those of EveryKind(false) where none is named) as the
// owner, shared with the others, and returns them as Snapshot sees them. An asset
// that did not come to be as asked is an error. Beside an error stand the assets
// that were created before it, for the clean-up.
func (o *Ownership) Seed(ctx context.Context, owner Person, sharedWith []Person, kinds ...string) ([]Asset, error) {
	if len(kinds) == 0 {
		kinds = o.EveryKind(false)
	}
	vars, err := o.enter(ctx, owner)
	if err != nil {
		return nil, err
	}
	ids := idsOf(sharedWith)
	var made []Asset
	for _, name := range kinds {
		asset, err := o.create(ctx, name, vars, owner, ids)
		if err != nil {
			return made, wrap("creating an asset of the kind "+name, err)
		}
		made = append(made, asset)
	}
	seen, err := o.Snapshot(ctx, made)
	if err != nil {
		return made, err
	}
	return seen, o.checkSeed(made, seen, owner, ids)
}

// logIn gives the variables by which a person acts, with those of a login where one is
// named. They are good for something only when the attempt is Allowed.
func (o *Ownership) logIn(ctx context.Context, name string, p Person) (template.Vars, Attempt, error) {
	vars := o.kit.Vars.With(p.vars("user"))
	if name == "" {
		return vars, Attempt{Verdict: Allowed, Evidence: "no login is asked for"}, nil
	}
	if o.login == nil {
		return nil, Attempt{}, fmt.Errorf("the ownership probe wants the login %q, and there is no login probe", name)
	}
	credential, attempt, err := o.login.Obtain(ctx, name, p)
	if err != nil || credential == nil {
		return nil, attempt, err
	}
	return vars.With(credential.vars), attempt, nil
}

// enter is logIn for who has to get in.
func (o *Ownership) enter(ctx context.Context, p Person) (template.Vars, error) {
	vars, attempt, err := o.logIn(ctx, o.recipe.Login, p)
	if err != nil {
		return nil, wrap("logging in as the owner", err)
	}
	if attempt.Verdict != Allowed {
		return nil, fmt.Errorf("logging in as the owner by %s: %s (%s)", o.recipe.Login, attempt.Verdict, attempt.Evidence)
	}
	return vars, nil
}

func (o *Ownership) create(ctx context.Context, name string, vars template.Vars, owner Person, sharedWith []string) (Asset, error) {
	made := Asset{Kind: name}
	kind, err := o.kind(name)
	if err != nil {
		return made, err
	}
	unique := rand.Text()
	content := "What " + owner.UserName + " made: £€ 1,2;3\n" + unique + "\n"
	vars = vars.With(template.Vars{
		"asset.kind":       name,
		"asset.name":       name + " of " + owner.UserName + " " + unique,
		"asset.content":    content,
		"asset.sharedWith": sharedWith,
	})
	answer, err := o.kit.must(ctx, &kind.Create, vars)
	if err != nil {
		return made, err
	}
	vars, err = o.kit.keep(&kind.Create, answer, vars, false)
	if err != nil {
		return made, err
	}
	if made.ID, _ = vars["id"].(string); made.ID == "" {
		return made, o.kit.stepError(&kind.Create, answer.Status, errors.New("the step saves no id"))
	}
	if kind.keepsContent() {
		made.Sent = content
	}
	o.kit.Created.Add(made.ID)
	return made, nil
}

// keepsContent tells whether what the step sends as asset.content can be read again.
func (r *KindRecipe) keepsContent() bool {
	return r.Content != nil && !r.Content.Opaque && slices.Contains(r.Create.names(), "asset.content")
}

// checkSeed makes sure that the story starts as it says: an asset that is not the
// owner's could never be lost.
func (o *Ownership) checkSeed(made, seen []Asset, owner Person, sharedWith []string) error {
	if len(seen) != len(made) {
		return fmt.Errorf("%d assets were created, and %d are there", len(made), len(seen))
	}
	for _, a := range seen {
		if a.Owner != owner.Native() {
			return fmt.Errorf("the %s %s that %s created is owned by %q", a.Kind, a.ID, owner.UserName, a.Owner)
		}
		if kind, _ := o.kind(a.Kind); kind.Sharing != nil && !slices.Equal(a.SharedWith, sharedWith) {
			return fmt.Errorf("the %s %s is shared with %d people, not with the %d asked for", a.Kind, a.ID, len(a.SharedWith), len(sharedWith))
		}
	}
	return nil
}

// idsOf gives the sorted native ids; never nil, as JSON wants a list.
func idsOf(people []Person) []string {
	ids := []string{}
	for _, p := range people {
		ids = append(ids, p.Native())
	}
	slices.Sort(ids)
	return ids
}

// Snapshot reads owner, content and sharing of assets afresh; an asset that is
// gone is missing from the result.
func (o *Ownership) Snapshot(ctx context.Context, assets []Asset) ([]Asset, error) {
	var seen []Asset
	for _, a := range assets {
		r := reader{o.kit, o.kit.Vars.With(a.vars()), map[string]Answer{}}
		now, err := o.look(ctx, &r, a)
		if errors.Is(err, errGone) {
			continue
		}
		if err != nil {
			return nil, wrap("reading the "+a.Kind+" "+a.ID, err)
		}
		seen = append(seen, now)
	}
	return seen, nil
}

func (a Asset) vars() template.Vars {
	return template.Vars{"asset.id": a.ID, "asset.kind": a.Kind}
}

func (o *Ownership) look(ctx context.Context, r *reader, a Asset) (Asset, error) {
	now := Asset{Kind: a.Kind, ID: a.ID, Sent: a.Sent}
	kind, err := o.kind(a.Kind)
	if err != nil {
		return now, err
	}
	if now.Owner, err = r.text(ctx, &kind.Owner); err != nil {
		return now, err
	}
	if kind.Content != nil {
		content, err := r.text(ctx, &ValueRecipe{kind.Content.Request, kind.Content.Value})
		if err != nil {
			return now, err
		}
		sum := sha256.Sum256([]byte(content))
		now.Digest = hex.EncodeToString(sum[:])
		now.Lost = !holds(content, a.Sent)
	}
	if kind.Sharing != nil {
		now.SharedWith, err = r.texts(ctx, kind.Sharing)
	}
	return now, err
}

// holds tells whether a content has in it what was sent, whatever became of line ends and
// of blanks around it.
func holds(content, sent string) bool {
	unix := strings.NewReplacer("\r\n", "\n")
	return strings.Contains(unix.Replace(content), strings.TrimSpace(unix.Replace(sent)))
}

// errGone says that an asset is not there.
var errGone = errors.New("there is no such asset")

// reader reads the values of one asset, and asks each URL only once.
type reader struct {
	kit     Kit
	vars    template.Vars
	answers map[string]Answer
}

func (r *reader) answer(ctx context.Context, s *Step) (Answer, error) {
	key := strings.Join([]string{s.Method, s.URL, s.As, s.Bearer}, "\n")
	if known, ok := r.answers[key]; ok {
		return known, nil
	}
	answer, err := r.kit.must(ctx, s, r.vars)
	if err != nil && isGone(answer.Status) {
		return answer, errGone
	}
	if err == nil {
		r.answers[key] = answer
	}
	return answer, err
}

func (r *reader) text(ctx context.Context, v *ValueRecipe) (string, error) {
	answer, err := r.answer(ctx, &v.Request)
	if err != nil {
		return "", err
	}
	if v.Value == "" {
		return string(answer.Body), nil
	}
	text, err := answer.text(v.Value)
	if err != nil {
		err = r.kit.stepError(&v.Request, answer.Status, err)
	}
	return text, err
}

// texts gives the sorted values of a list; null is an empty one.
func (r *reader) texts(ctx context.Context, v *ValueRecipe) ([]string, error) {
	answer, err := r.answer(ctx, &v.Request)
	if err != nil {
		return nil, err
	}
	found, err := answer.list(v.Value)
	if err != nil {
		return nil, r.kit.stepError(&v.Request, answer.Status, err)
	}
	all := []string{}
	for _, value := range found {
		text, err := scalar(value, v.Value)
		if err != nil {
			return nil, r.kit.stepError(&v.Request, answer.Status, err)
		}
		if text != "" {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all, nil
}

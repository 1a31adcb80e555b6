package connector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// match finds the account of a person by their userName. What is another person's of this directory is not theirs, even if
// they have its name now.
func (s *service) match(ctx context.Context, a *Account) (Resource, error) {
	name, _ := a.Wanted[Users.Name].(string)
	found, err := s.deeds.Provider.Find(ctx, Users, name)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("%d accounts have one userName", len(found))
	}
	if other := s.book.holder(idOf(found[0])); other != nil && other != a {
		return nil, fmt.Errorf("the account of that userName is that of %s", other.Key)
	}
	return found[0], nil
}

func (s *service) bring(ctx context.Context, a *Account) error {
	if a.ID != "" {
		err := s.update(ctx, a)
		if !vanished(err) {
			return err
		}
		s.book.lose(a)
	}
	found, err := s.deeds.Match(ctx, a)
	if err != nil {
		return err
	}
	if found == nil {
		return s.create(ctx, a)
	}
	s.adopt(a, found)
	return s.update(ctx, a)
}

// adopt takes an account that was found for the person's.
func (s *service) adopt(a *Account, found Resource) {
	wanted, _ := s.desired(a)
	a.ID, a.Known = idOf(found), projected(found, wanted)
}

// create makes an account. Where it may be there in spite of the answer, or was before, it is looked for: another POST
// could make a second one.
func (s *service) create(ctx context.Context, a *Account) error {
	wanted, waits := s.desired(a)
	for attempt := 1; ; attempt++ {
		made, err := s.deeds.Provider.Create(ctx, Users, wanted)
		if err == nil {
			a.ID, a.Known, a.waits = idOf(made), wanted, waits
			return nil
		}
		if !mayHaveCreated(err) {
			return err
		}
		if err := s.options.Sleep(ctx, s.exchanger.patience.growing(attempt)); err != nil {
			return fmt.Errorf("waiting before looking for an account: %w", err)
		}
		found, failed := s.deeds.Match(ctx, a)
		if failed != nil {
			return errors.Join(err, failed)
		}
		if found != nil {
			s.adopt(a, found)
			return s.update(ctx, a)
		}
		if attempt >= s.options.Attempts || !notDone(err) {
			return err
		}
	}
}

// notDone tells whether a creation after which there is no account may be tried again in this cycle. After a time-out it
// may still be under way, and what was refused is refused again.
func notDone(err error) bool {
	timeout, _ := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return errors.Is(err, ErrMalformed) || errors.Is(err, ErrUnclear) && (timeout == nil || !timeout.Timeout())
}

// update changes what differs from what the service provider was told.
func (s *service) update(ctx context.Context, a *Account) error {
	wanted, waits := s.desired(a)
	if edits := s.deeds.Differences(a.Known, wanted); len(edits) > 0 {
		if err := s.deeds.Provider.Edit(ctx, Users, a.ID, edits); err != nil {
			return err
		}
	}
	a.Known, a.waits = wanted, waits
	return nil
}

func (s *service) leave(ctx context.Context, a *Account) error {
	err := s.deeds.Provider.Edit(ctx, Users, a.ID, []Edit{{Path: []string{"active"}, Value: false}})
	if vanished(err) { // more than deactivated
		s.book.lose(a)
		return nil
	}
	if err == nil {
		a.Known = clone(a.Known)
		a.Known["active"] = false
	}
	return err
}

// purge deletes an account that is not active, once the time of grace is over. A refusal means that it is held, mostly
// because its person still owns something: a later cycle asks again, and until then nothing else is tried.
func (s *service) purge(ctx context.Context, a *Account) error {
	if a.active() {
		if err := s.deeds.Leave(ctx, a); err != nil {
			return err
		}
	}
	if a.ID != "" {
		if s.options.Now().Before(a.Since.Add(s.options.Grace)) {
			return nil
		}
		if err := s.erase(ctx, a); err != nil {
			return err
		}
	}
	s.book.lose(a)
	delete(s.book.accounts, a.Key)
	s.directory.forget(a.Key)
	return nil
}

func (s *service) erase(ctx context.Context, a *Account) error {
	if left := a.refused.Add(s.options.Hold).Sub(s.options.Now()); left > 0 {
		if err := s.options.Sleep(ctx, left); err != nil {
			return fmt.Errorf("leaving a deletion alone for a while: %w", err)
		}
	}
	err := s.deeds.Provider.Delete(ctx, Users, a.ID)
	switch {
	case isStatus(err, http.StatusConflict):
		a.refused = s.options.Now()
		return fmt.Errorf("%w: %w", ErrHeld, err)
	case vanished(err) || neverDeletes(err):
		return nil
	}
	return err
}

// neverDeletes tells whether a service provider has said that it deletes nobody. The account stays, deactivated.
func neverDeletes(err error) bool {
	return isStatus(err, http.StatusMethodNotAllowed) || isStatus(err, http.StatusNotImplemented)
}

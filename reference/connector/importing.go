package connector

import "context"

// importAll reads everybody who is there. It links those who bear a key of this directory as externalId, and forgets
// accounts that are there no more, so that a change is not the first to learn of it.
func (s *service) importAll(ctx context.Context) error {
	users, err := s.deeds.Provider.List(ctx, Users)
	if err != nil {
		return err
	}
	return s.linkAccounts(ctx, users)
}

func (s *service) linkAccounts(ctx context.Context, users []Resource) error {
	listed := map[string]bool{}
	for _, user := range users {
		listed[idOf(user)] = true
		key, _ := user["externalId"].(string)
		if a := s.book.accounts[key]; a != nil && a.ID == "" && idOf(user) != "" && s.book.holder(idOf(user)) == nil {
			s.adopt(a, user)
		}
	}
	for _, a := range s.book.people(Present, Left, Purged) {
		if a.ID == "" || listed[a.ID] {
			continue
		}
		// A list may leave somebody out, such as one who is deactivated: only who cannot be read is gone.
		if _, err := s.deeds.Provider.Read(ctx, Users, a.ID); vanished(err) {
			s.book.lose(a)
		} else if ends(ctx, err) {
			return err
		}
	}
	return nil
}

package reference

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/scimproof/scimproof/reference/api"
)

// NeighbourPath is where the second tenant of a House serves what is not SCIM.
const NeighbourPath = "/neighbour"

// House is two tenants behind one origin, as products with many customers are built (RFC 7644 section 6). At SCIMPath
// the token tells them apart; the neighbour's login and all the rest begin at NeighbourPath. They share nothing: each
// has a store, people and secrets of its own, so that an account of one says nothing about an account of the other.
type House struct {
	tenant, neighbour *Tenant
	token             string // of the neighbour's SCIM clients
}

// OpenHouse starts both tenants, which serve through Handler until Close.
func OpenHouse(ctx context.Context, tenant, neighbour Options) (*House, error) {
	if tenant.SCIMToken == neighbour.SCIMToken {
		return nil, errors.New("opening the house: the SCIM tokens of its tenants must differ")
	}
	first, err := Open(ctx, tenant)
	if err != nil {
		return nil, err
	}
	second, err := Open(ctx, neighbour)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the neighbour: %w", err), first.Close())
	}
	return &House{first, second, neighbour.SCIMToken}, nil
}

// Handler serves both tenants from the root of one origin.
func (h *House) Handler() http.Handler {
	neighbour := http.StripPrefix(NeighbourPath, h.neighbour.Handler())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case api.SameSecret(api.Bearer(r), h.token) && below(h.neighbour.scim, r.URL.Path):
			h.neighbour.Handler().ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, NeighbourPath+"/") && !below(h.neighbour.scim, strings.TrimPrefix(r.URL.Path, NeighbourPath)):
			neighbour.ServeHTTP(w, r)
		default:
			h.tenant.Handler().ServeHTTP(w, r)
		}
	})
}

// Close closes both tenants.
func (h *House) Close() error { return errors.Join(h.tenant.Close(), h.neighbour.Close()) }

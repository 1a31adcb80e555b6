package scim

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/scimproof/scimproof/reference/schema"
	"github.com/scimproof/scimproof/reference/store"
)

const (
	defaultBasePath      = "/scim/v2"
	defaultMaxResults    = 200
	defaultMaxBody       = 1 << 20
	defaultMaxOperations = 1000
	defaultCursorTimeout = 10 * time.Minute
)

// Config is what a [Provider] is made of. Store and Token are required.
type Config struct {
	Store *store.Store
	// Token is the bearer token that clients present.
	Token string
	// Registry holds the resource types; nil stands for [schema.Standard].
	Registry *schema.Registry
	// Mode says how tolerant the provider is of clients that deviate.
	Mode schema.Mode
	// BasePath is where the provider is served, "/scim/v2" where empty.
	BasePath string
	// PublicURL is the origin (and path prefix, if any) under which clients
	// reach the provider. Locations begin with it, whatever Host they send.
	PublicURL string
	// ListenerURL is the origin of the listener, for use where there is no
	// PublicURL. Where there is neither, locations follow the Host header.
	ListenerURL string
	// Lifecycle is told of the changes of accounts; nil where nobody minds.
	Lifecycle Lifecycle
	// Now is the clock, time.Now where nil.
	Now func() time.Time
	// Log receives internal errors; they are dropped where it is nil.
	Log *slog.Logger
	// MaxResults bounds the resources of one response, 200 where zero.
	MaxResults int
	// MaxBody bounds a request body in bytes, 1 MiB where zero; in
	// ServiceProviderConfig it is the maxPayloadSize of bulk.
	MaxBody int64
	// MaxOperations bounds the operations of a bulk request, 1000 where zero.
	MaxOperations int
	// CursorTimeout is for how long a cursor is good, 10 minutes where zero.
	CursorTimeout time.Duration
	// Persons knows the tokens of people, for the alias /Me; nil where people
	// have none.
	Persons Persons
}

// Provider is a SCIM service provider: an http.Handler for everything below
// its base path, and the same operations as methods for an administration API
// beside it. It is safe for concurrent use.
type Provider struct {
	store         *store.Store
	registry      *schema.Registry
	mode          schema.Mode
	lifecycle     Lifecycle
	now           func() time.Time
	log           *slog.Logger
	tokenDigest   [sha256.Size]byte
	basePath      string
	origin        string
	maxResults    int
	maxBody       int64
	maxOperations int
	cursorTimeout time.Duration
	cursors       sealer
	persons       Persons
	// off is set while SCIM is switched off.
	off atomic.Bool
}

// New checks the configuration and returns the provider.
func New(config Config) (*Provider, error) {
	if config.Store == nil {
		return nil, errors.New("configuring SCIM: a store is needed")
	}
	if strings.TrimSpace(config.Token) == "" || config.Token != strings.TrimSpace(config.Token) {
		return nil, errors.New("configuring SCIM: a bearer token without white space around it is needed")
	}
	origin, err := originOf(config)
	if err != nil {
		return nil, fmt.Errorf("configuring SCIM: %w", err)
	}
	cursors, err := newSealer(config.Token)
	if err != nil {
		return nil, fmt.Errorf("configuring SCIM: %w", err)
	}
	config = withDefaults(config)
	return &Provider{
		store:         config.Store,
		registry:      config.Registry,
		mode:          config.Mode,
		lifecycle:     config.Lifecycle,
		now:           config.Now,
		log:           config.Log,
		tokenDigest:   sha256.Sum256([]byte(config.Token)),
		basePath:      config.BasePath,
		origin:        origin,
		maxResults:    config.MaxResults,
		maxBody:       config.MaxBody,
		maxOperations: config.MaxOperations,
		cursorTimeout: config.CursorTimeout,
		cursors:       cursors,
		persons:       config.Persons,
	}, nil
}

func withDefaults(config Config) Config {
	if config.Registry == nil {
		config.Registry = schema.Standard()
	}
	if config.Lifecycle == nil {
		config.Lifecycle = withoutLifecycle{}
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.BasePath == "" {
		config.BasePath = defaultBasePath
	}
	config.BasePath = "/" + strings.Trim(config.BasePath, "/")
	if config.MaxResults <= 0 {
		config.MaxResults = defaultMaxResults
	}
	if config.MaxBody <= 0 {
		config.MaxBody = defaultMaxBody
	}
	return withPagingDefaults(config)
}

func withPagingDefaults(config Config) Config {
	if config.MaxOperations <= 0 {
		config.MaxOperations = defaultMaxOperations
	}
	if config.CursorTimeout <= 0 {
		config.CursorTimeout = defaultCursorTimeout
	}
	return config
}

func originOf(config Config) (string, error) {
	text := config.PublicURL
	if text == "" {
		text = config.ListenerURL
	}
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("reading the public URL: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("the public URL %q must be http or https with a host, and have no query", u.Redacted())
	}
	return strings.TrimRight(text, "/"), nil
}

// timestamp is the present with the precision that responses show, so that a
// filter on what a client has read compares equal.
func (p *Provider) timestamp() time.Time { return p.now().UTC().Truncate(time.Millisecond) }

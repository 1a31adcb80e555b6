# scimproof. `make` alone lists what can be made.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

GO ?= go

# Tools run at these versions, are built once into .bin, and never enter go.mod.
GOFUMPT_VERSION       := v0.12.0
GOLANGCI_LINT_VERSION := v2.15.0
GOVULNCHECK_VERSION   := v1.9.0

BIN           := $(CURDIR)/.bin
GOFUMPT       := $(BIN)/gofumpt-$(GOFUMPT_VERSION)
GOLANGCI_LINT := $(BIN)/golangci-lint-$(GOLANGCI_LINT_VERSION)
GOVULNCHECK   := $(BIN)/govulncheck-$(GOVULNCHECK_VERSION)

SOURCES := cmd features fixtures reference steps

# What `check` insists on: a test that would skip for want of these fails instead.
SCIMPROOF_REQUIRE ?= docker

# The connectors on client libraries of others, a folder each.
FOREIGN_CONNECTORS := scim2-client scim-client unboundid-scim2

# How long `fuzz` spends on each target.
FUZZTIME ?= 10s

# More arguments for scimproof itself: make run ARGS='--tags @lifecycle'
ARGS ?=

##@ Use

.PHONY: run
run: ## run every feature against the bundled reference
	$(GO) run ./cmd/scimproof run $(ARGS)

.PHONY: serve
serve: ## serve the reference on a port
	$(GO) run ./cmd/scimproof serve $(ARGS)

.PHONY: build
build: ## build dist/scimproof, a static binary
	CGO_ENABLED=0 $(GO) build -trimpath -o dist/scimproof ./cmd/scimproof

##@ Develop

.PHONY: test
test: ## run the tests
	$(GO) test ./...

.PHONY: fmt
fmt: $(GOFUMPT) ## format the code
	$(GOFUMPT) -w $(SOURCES)

.PHONY: fuzz
fuzz: ## fuzz every target for FUZZTIME (10s)
	@set -euo pipefail; \
	for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' "$$package" | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package"; \
		done; \
	done

.PHONY: bench
bench: ## measure a run against a bare client that replays its requests
	$(GO) test -run '^$$' -bench . ./reference/...

##@ Check

.PHONY: check
check: fmt-check lint race containers foreign ## all that CI checks; needs Docker, Node.js, Python, Java and Maven

.PHONY: fmt-check
fmt-check: $(GOFUMPT) ## fail if `make fmt` would change a file
	@unformatted=$$($(GOFUMPT) -l $(SOURCES)) || exit 1; \
	if [ -n "$$unformatted" ]; then \
		echo "not formatted, run 'make fmt':" >&2; echo "$$unformatted" >&2; exit 1; \
	fi

.PHONY: lint
lint: $(GOLANGCI_LINT) ## lint the code, the import rules included
	$(GOLANGCI_LINT) run

.PHONY: race
race: ## run the tests under the race detector
	SCIMPROOF_REQUIRE=$(SCIMPROOF_REQUIRE) $(GO) test -race -timeout 20m ./...

.PHONY: containers
containers: ## run the suite over the network, against the reference in a container
	$(GO) test -count=1 ./fixtures/containers
	SCIMPROOF_REQUIRE=$(SCIMPROOF_REQUIRE) $(GO) test -count=1 -run '^TestContainer$$' ./reference

.PHONY: foreign
foreign: ## judge the servers and the connectors that others wrote
	fixtures/foreign/scimmy/run.sh $(ARGS)
	fixtures/foreign/scim2-server/run.sh $(ARGS)
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target $(FOREIGN_CONNECTORS)

# Side by side, since each of them mostly waits.
.PHONY: $(FOREIGN_CONNECTORS)
$(FOREIGN_CONNECTORS):
	fixtures/foreign/$@/run.sh $(ARGS)

.PHONY: prove
prove: ## run the suite against every fault and variant, and print the score
	$(GO) run ./cmd/scimproof prove $(ARGS)

.PHONY: vulncheck
vulncheck: $(GOVULNCHECK) ## look the dependencies up in Go's vulnerability database
	$(GOVULNCHECK) ./...

##@ Other

.PHONY: clean
clean: ## remove what was built here
	rm -rf $(BIN) dist

.PHONY: help
help: ## list what can be made
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A tool is installed under its version's name, so that a new version is built and the old one stays.
define install-tool
@mkdir -p $(BIN)/new
@echo "building $(notdir $@)"
@GOBIN=$(BIN)/new $(GO) install $(1)
@mv $(BIN)/new/$(2) $@
endef

$(GOFUMPT):
	$(call install-tool,mvdan.cc/gofumpt@$(GOFUMPT_VERSION),gofumpt)

$(GOLANGCI_LINT):
	$(call install-tool,github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION),golangci-lint)

$(GOVULNCHECK):
	$(call install-tool,golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION),govulncheck)

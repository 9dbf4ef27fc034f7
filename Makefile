# Broadsheet. `make help` says what there is.

VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)

# Tools are built once a version, into .tools: the number in a file's name is its version.
GOLANGCI_LINT := .tools/golangci-lint-v2.15.0
GOVULNCHECK   := .tools/govulncheck-v1.9.0
WITHPOSTGRES  := .tools/withpostgres
REDOCLY       := npx --yes @redocly/cli@2.77.0

# RACE=1 looks for data races, which takes a C compiler. FLAGS go to go test.
GOTEST = CGO_ENABLED=$(if $(RACE),1,0) REQUIRE_POSTGRES=1 $(WITHPOSTGRES) go test -timeout 40m $(if $(RACE),-race) $(FLAGS)

.DEFAULT_GOAL := help

.PHONY: run
run: build ## build and serve a sample site on http://127.0.0.1:8080, with its data in ./data
	BROADSHEET_DEMO=true bin/broadsheet serve

.PHONY: build
build: ## build bin/broadsheet: one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/broadsheet ./cmd/broadsheet

.PHONY: test
test: postgres ## run all tests, on SQLite and on Postgres (RACE=1, FLAGS='-run Name')
	@$(GOTEST) ./...

.PHONY: bench
bench: bench-tools ## measure speed, start and memory (ARTICLES, ENGINES, CONNECTIONS, SECONDS a run, KEEP=folder)
	@$(BENCH) -articles $(ARTICLES)

.PHONY: bench-depth
bench-depth: bench-tools ## compare what reads cost in a small database and in a large one (DEPTHS, ENGINES, KEEP=folder)
	@$(BENCH) -articles $(DEPTHS)

.PHONY: bench-check
bench-check: bench-tools ## check that no reader is told what is stale, torn, early or late (READS, ENGINES)
	@.tools/check -reads $(READS) -engines $(ENGINES)

.PHONY: bench-tools
bench-tools: build postgres
	@CGO_ENABLED=0 go build -o .tools/bench ./internal/bench
	@CGO_ENABLED=0 go build -o .tools/check ./internal/bench/check

.PHONY: torture
torture: build postgres ## kill the server and Postgres while writers write, and look for what is lost (ROUNDS, ENGINES)
	@CGO_ENABLED=0 go build -o .tools/torture ./internal/torture
	@.tools/torture -rounds $(ROUNDS) -engines $(ENGINES)

.PHONY: attacks
attacks: postgres ## try every forged token that the tests know, and count those accepted
	@CGO_ENABLED=0 REQUIRE_POSTGRES=1 $(WITHPOSTGRES) go test -v -run $(ATTACKS) ./api ./internal/auth ./internal/oidc | .ci/attacks

ATTACKS = '^Test(Forged(Tokens|ScriptTokens|Headers|Claims|ExternalTokens|TokensOfTheIssuer)|BrokenTokens|KeysThatCheckNothing|BadRefreshTokens)$$'

.PHONY: opencc
opencc: ## run the test cases of OpenCC, and print the share that passes
	@CGO_ENABLED=0 go test -count=1 -v -run '^TestOpenCC$$' ./internal/script

.PHONY: benchmarks
benchmarks: postgres ## run the benchmarks among the tests
	@$(GOTEST) -run '^$$' -bench . -benchmem ./...

BENCH = $(WITHPOSTGRES) .tools/bench -engines $(ENGINES) -connections $(CONNECTIONS) -seconds $(SECONDS) $(if $(KEEP),-keep $(abspath $(KEEP)))

ARTICLES    ?= 20000
DEPTHS      ?= 10000,1000000
READS       ?= 100000
ENGINES     ?= sqlite,postgres
CONNECTIONS ?= 32
SECONDS     ?= 2
ROUNDS      ?= 50

.PHONY: lint
lint: $(GOLANGCI_LINT) ## look at the code with every linter, and at its formatting
	$(GOLANGCI_LINT) fmt --diff
	$(GOLANGCI_LINT) run

.PHONY: format
format: $(GOLANGCI_LINT) ## format the code (gofumpt, goimports)
	$(GOLANGCI_LINT) fmt

.PHONY: vulnerabilities
vulnerabilities: $(GOVULNCHECK) ## look for known vulnerabilities in what the code calls
	$(GOVULNCHECK) ./...

.PHONY: docs
docs: ## regenerate the OpenAPI documents in docs/
	CGO_ENABLED=0 go run ./internal/openapi/generate

.PHONY: docs-lint
docs-lint: ## look at the OpenAPI document with redocly
	$(REDOCLY) lint --config docs/redocly.yaml docs/openapi.yaml

.PHONY: test-client
test-client: build ## compile the TypeScript example and run it against a server
	cd docs/examples/typescript && npm ci && npm test

.PHONY: test-browser
test-browser: build ## show Chromium what comes of hostile HTML, and the reference page
	@command -v chromium >/dev/null || .ci/install chromium
	cd .ci/browser && npm ci --no-fund --no-audit && npm test

.PHONY: tools
tools: $(GOLANGCI_LINT) $(GOVULNCHECK) ## build the tools that the other targets use

.PHONY: clean
clean: ## remove what was built; ./data stays
	rm -rf bin .tools docs/examples/typescript/node_modules docs/examples/typescript/dist .ci/browser/node_modules

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# postgres sees to it that there is a Postgres for tests, and installs one on Debian.
.PHONY: postgres
postgres: withpostgres
	@$(WITHPOSTGRES) >/dev/null 2>&1 || .ci/install postgresql
	@$(WITHPOSTGRES) >/dev/null

.PHONY: withpostgres
withpostgres:
	@CGO_ENABLED=0 go build -o $(WITHPOSTGRES) ./internal/store/storetest/withpostgres

install = CGO_ENABLED=0 GOBIN=$(CURDIR)/.tools go install $(1)@$* && mv .tools/$(notdir $(1)) $@

.tools/golangci-lint-%:
	$(call install,github.com/golangci/golangci-lint/v2/cmd/golangci-lint)

.tools/govulncheck-%:
	$(call install,golang.org/x/vuln/cmd/govulncheck)

# Needs Python 3.11+, git and make; everything else is installed from packages into .venv.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
SOURCES := graph loaders detectors simulation api namesake
export UV_LINK_MODE ?= copy

PAGE := web/package.json web/index.html web/router.tsx web/main.tsx web/vite.config.ts web/codegen.ts web/listQueries.ts web/tsconfig.json schema.graphql \
  $(shell find web/core web/views web/styles web/public -type f -not -path '*/documents/*' 2>/dev/null)
# a Node that is old or missing is left alone: the one in .venv is used, from a wheel
NODE_WORKS := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
NPM := cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent
SYSTEM := PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

.PHONY: install demo page page-check browser test check lint types contracts lock fit bench clean

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Namesake needs Python 3.11 or newer: set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: install page
	$(BIN)/namesake demo $(ARGS)

web/node_modules/.installed: web/package-lock.json requirements-page.lock | install
	$(if $(NODE_WORKS),,$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-page.lock)
	$(NPM) ci --ignore-scripts
	@touch $@

page: api/page/index.html

api/page/index.html: $(PAGE) web/node_modules/.installed
	$(NPM) run documents
	$(NPM) run build

page-check: page
	$(NPM) run lint
	$(NPM) run types
	$(NPM) test

# the tests of the page need Debian's Chromium
browser:
	@test -x /usr/bin/chromium || ($(SYSTEM) apt-get update -qq && $(SYSTEM) DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-cjk >/dev/null)

test: install page browser
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

check: lint types contracts page-check test

fit: install
	$(BIN)/namesake fit --out detectors/model.json

bench: install
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock

lock:
	$(UV) pip compile --quiet --universal --generate-hashes --extra embeddings --extra fit --extra plots --extra dev --extra bench --custom-compile-command "make lock" -o requirements-bench.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" -o requirements-page.lock requirements-page.in
	$(UV) pip compile --quiet --universal --generate-hashes --extra embeddings --extra fit --extra plots --extra dev --custom-compile-command "make lock" -o requirements.lock pyproject.toml

clean:
	rm -rf .venv .namesake api/page web/node_modules web/core/api/documents .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

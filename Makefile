# Needs Python 3.11+, git and make; everything else is installed from packages into .venv.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
SOURCES := graph loaders detectors simulation api namesake
export UV_LINK_MODE ?= copy

.PHONY: install demo test check lint types contracts lock fit bench clean

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Namesake needs Python 3.11 or newer: set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: install
	$(BIN)/namesake demo $(ARGS)

test: install
	$(BIN)/python -m pytest $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

check: lint types contracts test

fit: install
	$(BIN)/namesake fit --out detectors/model.json

bench: install
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock

lock:
	$(UV) pip compile --quiet --universal --generate-hashes --extra embeddings --extra fit --extra plots --extra dev --extra bench --custom-compile-command "make lock" -o requirements-bench.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --extra embeddings --extra fit --extra plots --extra dev --custom-compile-command "make lock" -o requirements.lock pyproject.toml

clean:
	rm -rf .venv .namesake .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

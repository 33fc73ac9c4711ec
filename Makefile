# `make demo` and `make test` need Python 3.11 or newer; they set up everything else in .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo test lint format types contract pytest kafka model drill soak bench picture lock audit sbom generated wheel clean

help: ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Readout needs Python 3.11 or newer with venv (Debian: python3-venv); name it with make PYTHON=..." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Readout"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.developing: pyproject.toml | $(BIN)/python
	@echo "Installing Readout and what its tests need"
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## Read the feed that is shipped here, and show the meetings in it.
	@$(BIN)/readout demo

test: lint types contract pytest ## Check and test everything, with a real broker if Java and Maven are there.

lint: $(VENV)/.developing ## Check style and layout of the code.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/.developing ## Lay the code out.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/.developing ## Check the types.
	@$(BIN)/mypy

contract: $(VENV)/.developing ## Check which room imports which.
	@$(BIN)/lint-imports --no-cache --no-logo

pytest: $(VENV)/.developing ## Run the tests alone.
	@$(BIN)/pytest

kafka: $(VENV)/.installed ## Start a single-node Kafka; needs Java 17 and Maven.
	@$(BIN)/python deploy/kafka/broker.py

model: $(VENV)/.installed ## Train the language model anew; takes long.
	@$(MAKE) -C training model PYTHON=$(BIN)/python

DRILL := --service readout --nodes 3 --session 20 --rests 2 --kills 4 --pauses 2 --crashes 3 --restarts 3 --freezes 3 \
	--scalings 4 --jumps 4
drill: $(VENV)/.developing ## Disturb services and brokers for ten minutes, count what is lost, and write docs/drill.md.
	@$(BIN)/python tests/chaos/chaos.py $(DRILL) --write

soak: $(VENV)/.developing ## Carry 200,000 messages through one service, watch its memory, and write docs/drill.md.
	@$(BIN)/python tests/chaos/soak.py --write

picture: $(VENV)/.developing ## Run a deployment for some minutes, and draw its dashboard for the docs.
	@$(PIP) install --editable '.[pictures]'
	@$(BIN)/python tests/deploy/picture.py

$(BIN)/uv: $(VENV)/.developing
	@$(PIP) install --editable '.[audit]'

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header
lock: $(BIN)/uv ## Pin anew what the image installs, where pyproject.toml asks for it.
	@$(LOCK) pyproject.toml --extra traces --output-file deploy/requirements.lock
	@echo 'hatchling>=1.27' | $(LOCK) - --output-file deploy/build.lock

audit: $(BIN)/uv ## Ask for known faults of what the lock names; one that cannot be asked for is a failure.
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement deploy/requirements.lock

sbom: $(BIN)/uv ## List what the lock names, as CycloneDX, in dist/readout.cdx.json.
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements --output-reproducible --output-file dist/readout.cdx.json deploy/requirements.lock

bench: $(VENV)/.developing ## Measure beside what it is compared with, and write docs/performance.md; BENCH=--quick writes nothing.
	@$(PIP) install --editable '.[pictures]'
	@$(BIN)/python benchmarks/run.py $(BENCH)

generated: $(VENV)/.developing ## Write schemas, settings and README anew from the code.
	@$(BIN)/python -m schemas.generate
	@$(BIN)/python tests/docs/documents.py

wheel: $(VENV)/.developing ## Build the wheel into dist/.
	@$(PIP) wheel --no-deps --wheel-dir dist .

clean: ## Remove what was built; .venv stays.
	@rm -rf build dist out .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

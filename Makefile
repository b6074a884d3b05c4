.DEFAULT_GOAL := help
SHELL := bash
PYTHON ?= python3
BIN := .venv/bin

## Everyday -----------------------------------------------------------------

.PHONY: run
run: .venv/runtime ## serve the site (the demo store, unless a shop is configured)
	@$(BIN)/python -m tracking run

.PHONY: serve
serve: .venv/runtime ## serve it in production, behind a web server (docs/deploy.md)
	@$(BIN)/python -m tracking serve

.PHONY: setup
setup: .venv/runtime ## connect your shop: write .env, or change one value of it
	@$(BIN)/python -m tracking setup

.PHONY: test
test: .venv/dev browser redis lint ## everything that CI checks
	$(BIN)/pytest --cov --cov-report=term

.PHONY: lint
lint: .venv/dev ## formatting, types, imports between rooms, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check --lint templates

.PHONY: format
format: .venv/dev ## put code and templates into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --quiet --reformat templates

## Now and then --------------------------------------------------------------

.PHONY: audit
audit: .venv/dev browser redis ## the full matrix of situations, widths and schemes
	$(BIN)/pytest -m ''

.PHONY: bench
bench: .venv/dev redis ## what pages cost, the servers beside one another, load and faults; some ten minutes
	$(BIN)/python -m scripts.bench
	$(BIN)/python -m tests.carriers.bench_resolve
	$(BIN)/python -m scripts.load

.PHONY: screenshots
screenshots: .venv/dev browser ## the pictures in the README
	$(BIN)/python -m scripts.screenshots

.PHONY: requirements
requirements: .venv/dev ## pin what pyproject.toml asks for, with hashes
	for extra in "runtime:" "dev:--extra=dev"; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    $${extra#*:} --output-file requirements/$${extra%%:*}.txt pyproject.toml; \
	done

.PHONY: clean
clean: ## remove the environment and everything generated
	rm -rf .venv build *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

## What the targets above stand on --------------------------------------------

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python requirements/runtime.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/runtime.txt
	@touch $@

.venv/dev: .venv/bin/python requirements/dev.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ .venv/runtime

# Browser tests want the system's Chromium, cache tests a real Redis: Debian's packages, installed when missing.
.PHONY: browser
browser:
	@scripts/install_if_missing chromium chromium

.PHONY: redis
redis:
	@scripts/install_if_missing redis-server redis-server

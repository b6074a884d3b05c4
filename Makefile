.DEFAULT_GOAL := help
SHELL := bash
BIN := .venv/bin
# The Python of the environment that is there, else the system's; `make run PYTHON=python3.12` makes it anew with another.
PYTHON ?= $(shell $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(BIN)/python || echo python3)

# Three workers for two processors, since tests wait for browsers and servers; one that has finished takes over tests of
# the others.
PARALLEL := -n $(shell python3 -c 'import os; print(os.cpu_count() * 3 // 2 or 1)') --dist worksteal
# `make test COVERAGE=yes` measures branch coverage, too, as .ci/run does: that doubles the time of a test.
COVERAGE :=
# Tests that run no line of tracking/ which others do not run as well: they are not measured.
UNMEASURED := tests/browser tests/demo tests/faults tests/judge tests/order/situations tests/scripts \
  $(filter-out tests/test_app.py tests/test_application.py tests/test_services.py,$(wildcard tests/test_*.py))
# Every process that a test starts would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

# Runs the command while lint runs, whose output follows; fails where one of them does.
define beside_lint
@log=$$(mktemp); $(MAKE) --no-print-directory lint >"$$log" 2>&1 & lint=$$!; \
$(1); tests=$$?; \
wait $$lint; lint=$$?; cat "$$log"; rm "$$log"; exit $$((tests || lint))
endef

## Everyday -----------------------------------------------------------------

.PHONY: run
run: environment-runtime ## serve the site (the demo store, unless a shop is configured)
	@$(BIN)/whereabouts run

.PHONY: serve
serve: environment-runtime ## serve it in production, behind a web server (docs/deploy.md)
	@$(BIN)/whereabouts serve

.PHONY: setup
setup: environment-runtime ## connect your shop: write .env, or change one value of it
	@$(BIN)/whereabouts setup

.PHONY: test
test: environment-dev browser redis postgres ## what CI checks, but for coverage and a run from nothing: lint and the tests
	$(call beside_lint,$(MAKE) --no-print-directory tests)

.PHONY: tests
tests: ## the tests of it alone, where all that they need is installed
	$(if $(COVERAGE),$(BIN)/pytest $(PARALLEL) --cov --cov-report=term tests $(addprefix --ignore=,$(UNMEASURED)))
	$(BIN)/pytest $(PARALLEL) $(if $(COVERAGE),$(UNMEASURED),tests)

.PHONY: check
check: environment-dev ## what is quick of it: lint, types, and the tests that need nothing but Python
	$(call beside_lint,$(BIN)/pytest $(PARALLEL) tests/order tests/carriers tests/i18n tests/settings tests/theming tests/test_project.py)

.PHONY: lint
lint: environment-dev ## formatting, types, imports between packages, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check --lint templates

.PHONY: format
format: environment-dev ## put code and templates into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --quiet --reformat templates

## Now and then --------------------------------------------------------------

.PHONY: audit
audit: environment-dev browser redis postgres ## the full matrix of situations, widths and schemes
	$(BIN)/pytest -m ''

.PHONY: bench
bench: environment-dev redis postgres ## what pages and rate limits cost, the servers beside one another, load and faults, the database of orders; some thirty-five minutes
	$(BIN)/python -m scripts.bench
	$(BIN)/python -m tests.carriers.bench_resolve
	$(BIN)/python -m tests.notices.mail.bench_sending
	$(BIN)/python -m scripts.rate_limits
	$(BIN)/python -m scripts.load

.PHONY: screenshots
screenshots: environment-dev browser ## the pictures in README.md and docs/
	$(BIN)/python -m scripts.screenshots

.PHONY: release
release: environment-dev ## date the changelog, set the version, commit and tag: make release VERSION=0.2.0
	@$(BIN)/python -m scripts.release $(VERSION)

.PHONY: requirements
requirements: environment-dev ## pin what pyproject.toml asks for, with hashes
	$(BIN)/python -m scripts.requirements

.PHONY: clean
clean: ## remove the environment and everything generated
	rm -rf .venv build dist *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

## What the targets above stand on --------------------------------------------

.PHONY: environment-runtime environment-dev
environment-runtime environment-dev: environment-%:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name it, for example: make run PYTHON=python3.12" >&2; exit 1; }
	@MAKE_TARGET="$(MAKECMDGOALS)" $(PYTHON) scripts/environment $*

# Browser tests want the system's Chromium, cache tests a real Redis, database tests a real PostgreSQL: Debian's packages,
# installed when missing. Where there is a package of Chromium's engine alone, most of the browser tests run in that, at a
# third of the cost.
.PHONY: browser
browser:
	@scripts/install_if_missing chromium chromium
	@scripts/install_if_missing chromium-headless-shell chromium-headless-shell 2>/dev/null || true

.PHONY: redis
redis:
	@scripts/install_if_missing redis-server redis-server

.PHONY: postgres
postgres:
	@scripts/install_if_missing pg_ctl postgresql

# Tertulia. `make` lists what there is; docs/operations.md says more.
SHELL := /bin/bash
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
DEMO ?= 1
PYTHON := .venv/bin/python
TOOLS := .venv/.tools-installed
export HOST PORT WORKERS DEMO

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint lock translations browser-tools

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 16

.venv/.installed: requirements.txt
	@test -x $(PYTHON) || python3 -m venv .venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): .venv/.installed requirements-dev.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: .venv/.installed ## Install what is missing, migrate, load the demo into an empty database, and serve
	@$(PYTHON) -m forum db upgrade
	@if [ "$(DEMO)" != 0 ]; then $(PYTHON) -m forum demo load --if-empty; fi
	@exec $(PYTHON) -m forum serve --host $(HOST) --port $(PORT) --workers $(WORKERS)

browser-tools:
	@scripts/install-test-tools.sh

test: $(TOOLS) browser-tools ## Run every test: unit, application, servers, browser (installs what it needs)
	@$(PYTHON) -m pytest -n 2 --dist loadfile

test-fast: $(TOOLS) ## Run what needs neither browser nor PostgreSQL
	@$(PYTHON) -m pytest -n 2 --dist loadfile -m "not browser and not postgres"

lint: $(TOOLS) ## Check style, types, templates and the translation catalogue
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/djlint templates --lint --quiet
	@$(PYTHON) scripts/check_translations.py

translations: $(TOOLS) ## Bring the catalogues up to date with the texts in code and templates
	@$(PYTHON) scripts/check_translations.py --update

lock: ## Lock the newest versions that fit requirements*.in, with hashes and without addresses
	@test -x .venv-lock/bin/uv || (python3 -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv)
	@.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	@.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt

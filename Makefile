# Tertulia. `make` lists what there is; README.md says how to begin.
SHELL := /bin/bash
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
DEMO ?= 1
export HOST PORT WORKERS DEMO

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
# A stamp's name holds its lock's hash: another lock, older or newer, installs again.
hash = $(firstword $(shell sha256sum $(1)))
RUNTIME := $(VENV)/.runtime-$(call hash,requirements.txt)
TOOLS := $(VENV)/.tools-$(call hash,requirements-dev.txt)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
# What pytest makes of the tests is kept for the next run: 5 s for each of its processes.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n 2 --dist loadfile
COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help run test test-fast soak bench bench-guard bench-peers lint lock translations machine-tools

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 16

run: $(RUNTIME) $(CATALOGUES) ## Install, migrate, load the demo into an empty database, serve (HOST PORT WORKERS DEMO=0 FORUM_…)
	@exec $(PYTHON) -m forum serve --prepare --host "$$HOST" --port "$$PORT" --workers "$$WORKERS"

test: $(TOOLS) $(CATALOGUES) machine-tools ## Run every test: unit, application, PostgreSQL, Redis, browser (installs what it needs)
	@$(PYTEST)

test-fast: $(TOOLS) $(CATALOGUES) ## Run what needs neither browser nor PostgreSQL
	@$(PYTEST) -m "not browser and not postgres and not long"

soak: $(TOOLS) $(CATALOGUES) machine-tools ## By hand, an hour: 50 kills under load, ten minutes in 1 GB (as root), tests ten times as long
	@$(PYTHON) -m bench.crashes --rounds 50
	@if [ "$$(id -u)" = 0 ]; then $(PYTHON) -m bench.small; else echo "Not root: the ten minutes in 1 GB are left out."; fi
	@SOAK=10 $(PYTEST) tests/pages/test_kept_at_random.py tests/pages/test_kept_while_written.py \
	  tests/debates/test_numbering.py tests/operations/test_at_work.py tests/texts tests/importers tests/lib

bench: $(TOOLS) $(CATALOGUES) ## Measure side by side, as docs/performance.md tells, into bench/results.json (ARGS=--quick)
	@scripts/install-packages.sh bench nginx=nginx wrk=wrk
	@mkdir -p build && $(PYTHON) -m bench $(ARGS) 2>build/bench.log || { tail -n 5 build/bench.log >&2; exit 1; }

bench-peers: $(TOOLS) $(CATALOGUES) ## Install other forums into build/peers and measure them beside this one (by hand)
	@scripts/install-packages.sh bench-peers wrk=wrk redis-server=redis-server
	@mkdir -p build && $(PYTHON) -m bench.peers $(ARGS) 2>build/peers.log || { tail -n 5 build/peers.log >&2; exit 1; }

bench-guard: $(TOOLS) $(CATALOGUES) ## Fail where a page or act costs twice what bench/recorded.json says (ARGS=--record)
	@mkdir -p build && $(PYTHON) -m bench.guard $(ARGS)

lint: $(TOOLS) ## Check style, types, templates and the translation catalogues
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/djlint templates --lint --quiet
	@$(PYTHON) -m scripts.find_untranslated
	@$(PYTHON) -m scripts.check_translations

translations: $(TOOLS) ## Bring the catalogues up to date with the texts of code and templates
	@$(PYTHON) -m scripts.check_translations --update $(LANGUAGES)

lock: $(VENV)/lock/bin/uv ## Lock the newest versions that requirements*.in allow, with hashes
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt
	@npm install --package-lock-only --ignore-scripts --silent

# The pieces that the targets above need.

$(PYTHON):
	@python3 -c 'import sys; sys.version_info < (3, 11) and sys.exit("Tertulia needs Python 3.11 or newer")'
	@python3 -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): | $(PYTHON)
	@echo "Installing what the forum runs on: a minute or two, the first time only."
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/.runtime-* && touch $@

$(TOOLS): $(RUNTIME)
	@$(PIP) -r requirements-dev.txt
	@rm -f $(VENV)/.tools-* && touch $@

$(VENV)/lock/bin/uv: | $(PYTHON)
	@python3 -m venv $(VENV)/lock
	@$(VENV)/lock/bin/pip install --quiet --disable-pip-version-check uv

%.mo: %.po $(RUNTIME)
	@$(VENV)/bin/pybabel -q compile --input-file $< --output-file $@

machine-tools:
	@scripts/install-test-tools.sh

# Alongside. Two commands matter: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
SIZE ?= small
WORKERS ?= 2
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# Encoded questions are encoded and compared in an environment of their own, which the web process cannot import.
PRECHECK := .venv-precheck
# Spark is half a gigabyte and needs Java: an environment of its own, which nothing else uses.
SPARK := .venv-spark
RUN := PYTHONPATH=src $(BIN)/python
ALONGSIDE := $(RUN) -m alongside.cli.program
export ALONGSIDE_VAR ?= $(CURDIR)/var
# Trust the certificates that this machine trusts, as pip does: many networks of councils put their own in between.
export UV_SYSTEM_CERTS ?= 1
# Quickly with uv, or else with pip: both check every hash.
install = { [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); } || \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)

.PHONY: help pictures linkage-model demo run reset test check fix clean setup setup-test precheck spark test-spark browser bench bench-identity

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup ## Set everything up and open the demo borough (PORT=8000, SIZE=small|borough)
	@ALONGSIDE_MODE=demo $(ALONGSIDE) demo --size $(SIZE)
	@ALONGSIDE_MODE=demo $(ALONGSIDE) run --port $(PORT)

run: setup ## Run with the settings in the environment (production rules)
	@$(ALONGSIDE) run --port $(PORT)

reset: setup ## Make a new demo borough (what was entered is lost)
	@ALONGSIDE_MODE=demo $(ALONGSIDE) demo --size $(SIZE) --reset

export DATABASE_URL ?=

test: setup-test browser ## Install what tests need and run them all (DATABASE_URL= picks the database)
	@ALONGSIDE_MODE=test $(RUN) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-spark: ## Install Spark apart and run its tests, where there is Java (docs/how-to/spark.md)
	@if ! command -v java >/dev/null 2>&1; then \
	  echo "NOT RUN: the tests on Spark, since there is no Java here (install Java 17 or newer to run them)"; \
	elif ! $(MAKE) --no-print-directory spark; then \
	  echo "NOT RUN: the tests on Spark, since it could not be installed here"; \
	else ALONGSIDE_MODE=test PYTHONPATH=src $(SPARK)/bin/python -m pytest tests/analysis tests/cli/test_places_national.py -m spark $(ARGS); fi

check: setup-test ## Lint, types, import contracts, templates, migrations, lock files
	@$(RUN) tests/checks.py

fix: setup-test ## Format and mend what a machine can mend
	@$(BIN)/ruff check --fix src tests benchmarks
	@$(BIN)/ruff format src tests benchmarks

clean: ## Remove what set-up made (keeps var/, the data)
	rm -rf $(VENV) $(PRECHECK) $(SPARK) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis src/alongside/web/design/static/vendor

# --- set-up: each step leaves a stamp, so that a second run starts in seconds ---
setup: $(VENV)/.platform $(VENV)/.assets $(BIN)/alongside
setup-test: setup $(VENV)/.test
	@$(MAKE) --no-print-directory precheck || echo "Encoded questions are not installed: their tests will skip"

spark: $(SPARK)/.installed ## Install the environment with Spark (half a gigabyte)

precheck: $(PRECHECK)/.installed ## Install the environment of encoded questions (docs/how-to/precheck.md)

$(VENV)/.uv:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Alongside needs Python 3.11 or newer: PYTHON=python3.11 make demo"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt 2>/dev/null || echo "uv is not to be had here: installing with pip, which takes longer"
	@touch $@

# The command of the how-to pages, for whoever runs this checkout and has not installed the package.
$(BIN)/alongside: | $(VENV)/.uv
	@printf '#!/bin/sh\nexport ALONGSIDE_VAR="$${ALONGSIDE_VAR:-%s}" PYTHONPATH="%s"\nexec "%s/python" -m alongside.cli.program "$$@"\n' \
	  "$(CURDIR)/var" "$(CURDIR)/src" "$(abspath $(BIN))" > $@ && chmod +x $@

$(VENV)/.platform: requirements/platform.txt pyproject.toml | $(VENV)/.uv
	@echo "Installing the platform (once; a minute or two)"
	@$(call install,requirements/platform.txt)
	@touch $@

# The stamp says nothing where somebody emptied what it stands for: then it is fetched again.
VENDOR := src/alongside/web/design/static/vendor/govuk
FETCHED := node_modules/govuk-frontend/package.json $(VENDOR)/govuk-frontend.min.css $(VENDOR)/govuk-frontend.min.js
MISSING := $(filter-out $(wildcard $(FETCHED)),$(FETCHED))
.PHONY: $(MISSING)
$(MISSING):

$(VENV)/.assets: package-lock.json package.json src/alongside/web/design/assets.py $(MISSING) | $(VENV)/.platform
	@echo "Fetching the browser assets (once)"
	@if command -v npm >/dev/null 2>&1; then npm ci --ignore-scripts --silent --no-audit --no-fund; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt \
	  && PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --silent --no-audit --no-fund; fi
	@$(RUN) -m alongside.web.design.assets
	@touch $@

$(VENV)/.test: requirements/test.txt | $(VENV)/.platform
	@echo "Installing what the tests need (once)"
	@$(call install,requirements/test.txt)
	@touch $@

$(PRECHECK)/.installed: requirements/precheck.txt | $(VENV)/.uv
	@echo "Installing the environment of encoded questions (once)"
	@test -x $(PRECHECK)/bin/python || $(PYTHON) -m venv $(PRECHECK)
	@{ [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(PRECHECK)/bin/python --require-hashes -r $<; } || \
	  $(PRECHECK)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(SPARK)/.installed: requirements/platform.txt requirements/test.txt requirements/spark.txt | $(VENV)/.uv
	@echo "Installing the environment with Spark (once; half a gigabyte)"
	@test -x $(SPARK)/bin/python || $(PYTHON) -m venv $(SPARK)
	@set -e; for file in $^; do \
	  { [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(SPARK)/bin/python --require-hashes -r $$file; } || \
	  $(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $$file; done
	@touch $@

browser: ## Find or install Chromium for the browser journeys (they skip, saying so, without it)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || command -v chromium-browser >/dev/null || \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium"; (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/dev/null 2>&1 || echo "Chromium could not be installed: browser journeys will skip"; \
	else echo "No Chromium here: browser journeys will skip (install the package 'chromium' to run them)"; fi

pictures: setup-test browser ## Take the pictures of the how-to pages anew, in a demo that is thrown away (NAMES="plan demo" for a few)
	@$(BIN)/python docs/take_pictures.py $(NAMES)

BENCH ?= access_decision
bench: setup-test ## Run one benchmark: make bench BENCH=access_decision
	@PYTHONPATH=src:. $(BIN)/python -m benchmarks.$(BENCH)

bench-identity: setup-test ## All numbers of identity beside the peers' (BENCH_RECORDS=8000 BENCH_SCALE=100000 for a quick run)
	@PYTHONPATH=src:. $(BIN)/python -m benchmarks.identity

linkage-model: setup-test ## Train anew the linkage model that the package carries, on invented records
	@mkdir -p var && $(RUN) -c 'from alongside.demo.young_people import make_young_people as make; make(100_000, seed=1).records.to_parquet("var/linkage-model.parquet")'
	@$(RUN) -m alongside.analysis.linkage.shipped var/linkage-model.parquet

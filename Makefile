# her2sim needs Python 3.11 or newer and make, nothing else; `make network` also needs Perl.
VENV         ?= .venv
NETWORK_VENV ?= .venv-network
BENCH_VENV   ?= .venv-bench
JOBS         ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
OUT          ?= runs/demo

# the first Python that runs and is new enough; a name that is on the path but does not run is passed over
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1 && { echo $$p; break; }; done)

BIN      := $(VENV)/bin
PIP      := $(BIN)/python -m pip install --quiet --disable-pip-version-check
VARIANTS := crosslink inhibitor-sites

.DEFAULT_GOAL := help
.PHONY: help demo test verify check lint format types layers doctest docs bench bench-user network network-variants network-check ensemble calibrate clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/.run ## install into .venv and run the figures of the review as experiments
	$(BIN)/her2sim demo --jobs $(JOBS) -o $(OUT)

test: $(VENV)/.test ## run the tests
	$(BIN)/python -m pytest -m "not slow and not network"

check: lint format types layers doctest test ## everything a change must pass

lint: $(VENV)/.dev
	$(BIN)/ruff check .

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/pyright --pythonpath $(BIN)/python

layers: $(VENV)/.dev
	$(BIN)/lint-imports

doctest: $(VENV)/.dev
	$(BIN)/python -m pytest -q --doctest-modules src/her2sim --ignore=src/her2sim/biology -p no:cacheprovider; \
	status=$$?; test $$status -eq 0 -o $$status -eq 5

verify: $(VENV)/.run ## ask the model every claim of the literature that needs no trial (VERIFY=options)
	$(BIN)/her2sim verify --jobs $(JOBS) $(VERIFY)

docs: $(VENV)/.docs ## build the documentation; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "documentation: docs/_build/html/index.html"

bench: $(BENCH_VENV)/.bench ## the engine beside AMICI and libRoadRunner, which are installed apart (BENCH=options)
	$(BENCH_VENV)/bin/python -m benchmarks.ensemble $(BENCH)

bench-user: $(VENV)/.run ## time one prediction and the start of the command line
	$(BIN)/python benchmarks/run.py

network: $(NETWORK_VENV)/.network ## expand the rules of biology/ into the shipped network (needs Perl)
	@command -v perl >/dev/null || { echo "make network: Perl is needed by BioNetGen and was not found"; exit 2; }
	$(NETWORK_VENV)/bin/python -m her2sim.biology.build

network-variants: $(NETWORK_VENV)/.network ## build the networks without one of the reductions (needs Perl)
	@command -v perl >/dev/null || { echo "make network-variants: Perl is needed by BioNetGen and was not found"; exit 2; }
	@for variant in $(VARIANTS); do $(NETWORK_VENV)/bin/python -m her2sim.biology.build --variant $$variant || exit 1; done

network-check: $(NETWORK_VENV)/.network ## rebuild the networks and compare them with the shipped ones byte for byte
	@command -v perl >/dev/null || { echo "make network-check: Perl is needed by BioNetGen and was not found"; exit 2; }
	@status=0; for variant in '' $(VARIANTS); do \
	$(NETWORK_VENV)/bin/python -m her2sim.biology.build --check $${variant:+--variant $$variant} || status=1; done; \
	if [ $$status -eq 0 ]; then echo "network-check: rebuilt networks are identical"; else \
	echo "network-check: rules and shipped networks differ; run 'make network network-variants' and commit"; fi; exit $$status

ensemble: $(VENV)/.run ## draw the shipped ensemble again, after `make network` or a change of a prior
	$(BIN)/python -m her2sim.inference.build

calibrate: $(VENV)/.run ## fit the shipped ensemble again (needs HER2SIM_DATA; half an hour on two cores, resumable)
	$(BIN)/her2sim fit run -o runs/fit --jobs $(JOBS)
	$(BIN)/python -m her2sim.studies.fit.ship runs/fit

clean: ## remove environments, caches and what was built
	rm -rf $(VENV) $(NETWORK_VENV) $(BENCH_VENV) build dist docs/_build docs/jupyter_execute .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "her2sim needs Python 3.11 to 3.14; none was found (set PYTHON=...)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml
	$(PIP) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(PIP) --group test
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(PIP) --group lint
	@touch $@

$(VENV)/.docs: $(VENV)/.run
	$(PIP) --group docs
	@touch $@

$(NETWORK_VENV)/.network: pyproject.toml
	@test -n "$(PYTHON)" || { echo "her2sim needs Python 3.11 to 3.14; none was found (set PYTHON=...)"; exit 2; }
	$(PYTHON) -m venv $(NETWORK_VENV)
	$(NETWORK_VENV)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(NETWORK_VENV)/bin/python -m pip install --quiet -e . --group network
	@touch $@

$(BENCH_VENV)/.bench: pyproject.toml
	@test -n "$(PYTHON)" || { echo "her2sim needs Python 3.11 to 3.14; none was found (set PYTHON=...)"; exit 2; }
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BENCH_VENV)/bin/python -m pip install --quiet -e . --group bench
	@touch $@

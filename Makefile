# Thin on purpose: each target works on its own from a fresh clone. `make` lists them.
# ARGS reaches the command behind a target: make demo ARGS="--port 9000"

PYTHON := .venv/bin/python
JOBS ?= 2
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help env demo test check bench soak words screenshots

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

env: .venv/.runtime ## the virtual environment .venv only

demo: .venv/.runtime ## everything on this machine with invented people; prints its address
	@$(PYTHON) -m bot demo $(ARGS)

test: .venv/.dev ## the tests, within 8 minutes on 2 cores
	@tools/needs.sh test
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: .venv/.dev ## format, lint, types, imports, flows, words, tests
	@tools/needs.sh test
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports
	@$(PYTHON) -m bot flows check
	@$(PYTHON) -m bot words check
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal

bench: .venv/.dev ## replies a second beside two frameworks, as ratios
	@$(PYTHON) -m benchmarks $(ARGS)

soak: .venv/.dev ## the long runs: kills, mutations, many examples
	@tools/needs.sh test
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal -m soak $(ARGS)

words: .venv/.runtime ## gather every word people read into the catalogues, then lint them
	@$(PYTHON) -m bot words extract
	@$(PYTHON) -m bot words check
	@$(PYTHON) -m bot words status

screenshots: .venv/.dev ## the pictures of the README, from the demo
	@tools/needs.sh screenshots
	@$(PYTHON) -m tools.screenshots $(ARGS)

# Stamps: an environment is made again when its lock changes. The dev lock holds the runtime's pins.
.venv/.runtime: requirements.lock
	@tools/environment.sh requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock
	@tools/needs.sh test
	@tools/environment.sh requirements-dev.lock
	@touch .venv/.runtime $@

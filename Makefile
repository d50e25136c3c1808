# Thin on purpose: each target works on its own from a fresh clone. `make` lists them.
# ARGS reaches the command behind a target: make demo ARGS="--port 9000"

PYTHON := .venv/bin/python
JOBS ?= 2
ARGS ?=

# Images of Python often set it. Whatever starts a process would compile all it needs, each time: two
# seconds instead of one, and the tests start a hundred.
unexport PYTHONDONTWRITEBYTECODE

# What a target needs from the system is looked at before anything runs. Where it is missing, the one
# line that names it is all there is, and the exit status is 1: that is what -q gives, since a recipe
# that fails makes it 2.
needs = $(if $(filter $(2),$(MAKECMDGOALS)),$(shell tools/needs.sh $(1) || echo missing))
ifneq ($(strip $(call needs,env,$(if $(wildcard .venv/.runtime),,env demo words))$(call needs,test,test check bench soak)$(call needs,screenshots,screenshots)),)
MAKEFLAGS += -q
endif

.DEFAULT_GOAL := help
.PHONY: help env demo test check bench soak words screenshots

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

env: .venv/.runtime ## the virtual environment .venv only, compiled for who may not write there
	@$(PYTHON) -m compileall -q -j 0 bot .venv/lib

demo: .venv/.runtime ## everything on this machine with invented people; prints its address
	@$(PYTHON) -m bot demo $(ARGS)

test: .venv/.dev ## the tests, within 8 minutes on 2 cores
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: .venv/.dev ## format, lint, types, imports, flows, words, tests
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
	@$(PYTHON) -m pytest -n $(JOBS) --dist worksteal -m soak -o faulthandler_timeout=1800 $(ARGS)

words: .venv/.runtime ## gather every word people read into the catalogues, then lint them
	@$(PYTHON) -m bot words extract
	@$(PYTHON) -m bot words check
	@$(PYTHON) -m bot words status

screenshots: .venv/.dev ## every page of the console, wide and narrow, into build/screenshots
	@$(PYTHON) -m tools.screenshots $(ARGS)

# Stamps: an environment is made again when its lock changes. The dev lock holds the runtime's pins.
.venv/.runtime: requirements.lock
	@tools/environment.sh requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock
	@tools/environment.sh requirements-dev.lock
	@touch .venv/.runtime $@

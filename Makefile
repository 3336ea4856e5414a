# The commands of this project. `make run` and `make test` work on an empty machine with python3, make and apt-get.
SHELL := /bin/sh
PORT ?= 8000
PYTHON := .venv/bin/python
RUNTIME := .venv/runtime.stamp
TOOLS := .venv/tools.stamp

.PHONY: soak help run dev code test fast test-all mutants fuzz check bench pictures setup lock
.DEFAULT_GOAL := help

help:
	@sed -n 's/^## //p' Makefile

## make run        set everything up and serve a demonstration on http://127.0.0.1:8000 (PORT=8001 elsewhere)
run: $(RUNTIME)
	@PORT=$(PORT) .ci/serve

## make dev        the same, and start again whenever a file changes
dev: $(TOOLS)
	@PORT=$(PORT) RELOAD=1 .ci/serve

WHO ?= provider

## make code       the one-time code of an account of the demonstration: WHO=provider or WHO=admin
code: $(RUNTIME)
	@.ci/demonstration $(PYTHON) manage.py load_demonstration --code $(WHO)

## make test       style and the whole product, in a real browser and on real paper
test: native-packages-of-tests $(TOOLS)
	@.ci/test

## make fast       style, reasoning and its tables: seconds, for before every commit
fast: $(TOOLS)
	@.ci/test fast

## make test-all   test, then crashes, races, made-up posts, and PostgreSQL: half an hour
test-all: native-packages-of-tests $(TOOLS)
	@.ci/run

## make mutants    plant faults one at a time, and see each of them caught
mutants: $(TOOLS)
	@$(PYTHON) -m bench.mutants

# First of all, so that everything that is missing is named at once.
.PHONY: native-packages-of-tests
native-packages-of-tests:
	@.ci/native-packages test

## make soak       every fault of the machine, 200 kills on each database: three quarters of an hour (CYCLES=4: minutes)
soak: $(TOOLS)
	@.ci/soak

## make fuzz       10,000 made-up posts against every kind of form
fuzz: $(TOOLS)
	@FUZZ_POSTS=$${FUZZ_POSTS:-10000} .ci/fuzz

## make check      style, types, security rules, production settings, migrations
check: $(TOOLS)
	@.ci/check

## make bench      measure pages, core, worklist, paper and log beside plain floors
bench: $(TOOLS)
	@.ci/demonstration $(PYTHON) -m bench

## make pictures   photograph the demonstration for README and guides
pictures: $(TOOLS)
	@.ci/demonstration $(PYTHON) -m bench pictures

## make setup      only set the tools up
setup: $(TOOLS)

## make lock       renew the locked packages after a change of requirements*.in
lock:
	@.ci/lock

# A stamp is younger than what it was made from, or the step is done again.
$(RUNTIME): requirements.txt .ci/native-packages .ci/virtual-environment
	@.ci/native-packages run
	@.ci/virtual-environment requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@.ci/virtual-environment requirements-dev.txt
	@touch $@

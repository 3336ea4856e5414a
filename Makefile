# The commands of this project. `make run` and `make test` work on an empty machine with python3, make and apt-get.
SHELL := /bin/sh
PORT ?= 8000
PYTHON := .venv/bin/python
RUNTIME := .venv/runtime.stamp
TOOLS := .venv/tools.stamp

.PHONY: run code test fuzz check bench setup lock
.DEFAULT_GOAL := run

run: $(RUNTIME)
	@PORT=$(PORT) .ci/serve

WHO ?= provider

code: $(RUNTIME)
	@.ci/demonstration $(PYTHON) manage.py one_time_code $(WHO)

test: $(TOOLS)
	@.ci/native-packages test
	@.ci/test

fuzz: $(TOOLS)
	@FUZZ_POSTS=$${FUZZ_POSTS:-10000} .ci/fuzz

check: $(TOOLS)
	@.ci/check

bench: $(TOOLS)
	@.ci/demonstration $(PYTHON) -m bench

setup: $(TOOLS)

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

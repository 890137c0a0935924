# Needs Python 3.11 or newer and make, nothing else: what is missing is installed into .venv.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# Extra arguments: `make test ARGS="tests/unit -x"`.
ARGS   ?=

.PHONY: help run test check bench format docs screenshots locks clean

help:
	@echo "make run       start the bot (REHEARSE_BOT_TOKEN set), or serve it on a page to try it"
	@echo "make test      run every test"
	@echo "make check     lint, types, imports between packages"
	@echo "make bench     measure what a tap costs, beside other bots that make the same calls,"
	@echo "               and what searching and playing scenarios costs"
	@echo "make format    lay the code out and mend what the linter can"
	@echo "make docs      write the generated reference pages again"
	@echo "make screenshots"
	@echo "               take pictures of every state of the page, into var/screenshots, and those"
	@echo "               of the README and the guides again (needs chromium)"
	@echo "make locks     write the lock files again from pyproject.toml (UPGRADE=1: newest versions)"
	@echo "make clean     delete the virtual environment and the caches"

run: $(VENV)/runtime.stamp
	@if [ -n "$$REHEARSE_BOT_TOKEN" ] || grep -Eqs '^ *(export +)?REHEARSE_BOT_TOKEN *= *[^ ]' .env; \
	then exec $(BIN)/rehearse run $(ARGS); \
	else exec $(BIN)/rehearse try $(ARGS); fi

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/runtime.stamp var/bench-venv/stamp
	$(BIN)/python -m tests.bench $(ARGS)

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/dev.stamp
	$(BIN)/python -m tools.reference

screenshots: $(VENV)/dev.stamp
	$(BIN)/python -m tests.pictures

# The build backend is locked with the rest, so that installing the project needs no network.
BUILD_REQUIREMENTS = import tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")
UV = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	$(if $(UPGRADE),--upgrade) --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make locks"
COMPILE = $(BIN)/python -c '$(BUILD_REQUIREMENTS)' | $(UV) pyproject.toml -
PEERS = tests/bench/peers/requirements

locks: $(VENV)/dev.stamp
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock
	$(UV) $(PEERS).in -o $(PEERS).lock

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	"Rehearse needs Python 3.11 or newer and this is " + sys.version.split()[0] + \
	". Name a newer one, for example: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV)

INSTALL = $(PIP) install --quiet --require-hashes -r $< && \
	$(PIP) install --quiet --no-deps --no-build-isolation --editable . && touch $@

$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing Rehearse into $(VENV) ..."
	@$(INSTALL)

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/pip
	@echo "Installing Rehearse and its tools into $(VENV) ..."
	@$(INSTALL)

# The bots measured beside ours have an environment of their own.
var/bench-venv/stamp: $(PEERS).lock
	@echo "Installing the bench's other bots into var/bench-venv ..."
	@$(PYTHON) -m venv var/bench-venv
	@var/bench-venv/bin/python -m pip --disable-pip-version-check install --quiet \
		--require-hashes -r $< && touch $@

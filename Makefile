# Verbs for people; `make help` lists them. A second run of any of them starts in seconds: what was
# done is remembered by stamp files in .venv.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
NODE := $(PY) tools/build/node.py node
TEST_PACKAGES := chromium-headless-shell espeak-ng openssl postgresql redis-server sox tesseract-ocr tesseract-ocr-vie zbar-tools
TEST_PROCESSES := $(shell expr $$(nproc) + $$(nproc) / 2)  # more than cores: many tests wait for something
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup assets check format-check lint types imports js-lint js-types js-test test load wheel clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed assets  ## Install what is missing, then the whole centre on this machine (ARGS="…")
	@tools/setup/debian.sh espeak-ng || echo "Going on without espeak-ng: calls have no offline voice."
	$(VENV)/bin/motcua demo $(ARGS)

setup: $(VENV)/.dev $(VENV)/.checkers assets  ## Everything a developer needs
	@tools/setup/debian.sh $(TEST_PACKAGES)

check: format-check lint types imports js-lint js-types js-test  ## Formats, lint, types, import rules, unit tests of scripts

test: $(VENV)/.dev $(VENV)/.checkers assets  ## All tests (ARGS="tests/pure -k …")
	@tools/setup/debian.sh $(TEST_PACKAGES)
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS) || { \
	  test $$? -eq 1 || exit 1; \
	  echo "UNSTEADY, unless they fail again now that nothing runs beside them:"; \
	  $(PY) -m pytest --last-failed --last-failed-no-failures none $(ARGS); }

load: $(VENV)/.dev assets  ## Benchmarks (ARGS="…")
	@tools/setup/debian.sh chromium chromium-headless-shell espeak-ng wrk
	$(PY) -m tests.load $(ARGS)

wheel: $(VENV)/.installed  ## The wheel, in dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

clean:  ## Remove what was built; the next run makes it again
	rm -rf build dist node_modules $(VENV) *.egg-info queue_server/runtime/web/vendor display_board/bundle printer_drivers/fonts
	find queue_server kiosk display_board -name '*.mo' -delete

# The parts of check, for hooks and impatient people.
format-check: $(VENV)/.dev
	$(VENV)/bin/ruff format --check .

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .

types: $(VENV)/.dev
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy tools/build tests/conftest.py tests/servers.py tests/machines.py $(wildcard tests/builders.py) tests/house tests/journeys

imports: $(VENV)/.dev
	$(VENV)/bin/lint-imports

js-lint: $(VENV)/.checkers
	@set -- node_modules/@biomejs/cli-*/biome; echo "$$1 check"; "$$1" check --error-on-warnings

js-types: $(VENV)/.checkers assets
	$(NODE) node_modules/typescript/bin/tsc --project .

js-test: $(VENV)/.checkers assets
	$(NODE) --import ./tests/js/shared.mjs --test tests/js/*.test.js

assets: $(VENV)/.installed
	@$(PY) tools/build/assets.py

$(VENV)/.made: tools/setup/python.sh
	python=$$(tools/setup/python.sh) && "$$python" -m venv $(VENV)
	$(PIP) install --upgrade "pip>=25.1"
	touch $@

# The build requirements stay in the environment, so that nothing is fetched twice; Node comes as a
# Python package where the machine has none.
$(VENV)/.installed: $(VENV)/.made pyproject.toml tools/build/backend.py tools/build/node.py
	$(PIP) install "setuptools>=80" "babel>=2.16" $$($(PY) tools/build/node.py missing)
	$(PIP) install --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.installed pyproject.toml
	$(PIP) install --group dev
	touch $@

$(VENV)/.checkers: $(VENV)/.installed package-lock.json
	$(PY) tools/build/node.py install
	touch $@

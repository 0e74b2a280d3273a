# The hub's commands. `make` alone lists them; all are safe to repeat, as root or as an ordinary user.

PORT ?= 8000
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; break; fi; done)
BIN := .venv/bin
# Tests and checks have a data folder of their own: they never touch the hub that `make run` serves.
TEST_DATA := $(CURDIR)/var/test

.PHONY: help run test check bench rivals chaos lock format docs clean python
.DEFAULT_GOAL := help

help:
	@echo "make run [PORT=8000]  set everything up and serve the hub with its demo partnership"
	@echo "make test             set everything up and run all tests, browser journeys included"
	@echo "make check            format, lint, types, imports, migrations, templates, security, dead code"
	@echo "make bench            measure pages and submissions, and how people are found in registers of two sizes"
	@echo "make rivals           match people of known truth, side by side with Splink, recordlinkage and trigram search"
	@echo "make chaos            kill the processes of a hub under load, and look whether anything was lost"
	@echo "make format           put the code into the house format"
	@echo "make docs             write what is made from the code: docs/rules.md, its drawings and pictures"
	@echo "make lock             work out the pinned packages anew"
	@echo "make clean            remove what was installed and built; the hub's data in var/ stay"

run: python
	@$(PYTHON) tools/bootstrap.py
	@exec $(BIN)/mash serve --port $(PORT)

test: python
	@$(PYTHON) tools/bootstrap.py --dev
	@chrome=$$($(PYTHON) tools/chrome.py) && MASH_CHROME="$$chrome" $(BIN)/pytest -n 2 --dist loadfile $(ARGS)

check: export MASH_DATA_DIR = $(TEST_DATA)
check: python
	@$(PYTHON) tools/bootstrap.py --dev
	$(BIN)/ruff format --check --output-format concise
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/mash-manage makemigrations --check --dry-run
	$(BIN)/mash-manage lintmigrations --database owner --quiet ignore ok
	$(BIN)/djlint --lint --quiet mash
	$(BIN)/bandit -q -r mash -c pyproject.toml
	$(BIN)/vulture
	$(PYTHON) tools/rules.py --check
	$(BIN)/python tools/architecture.py --check

bench: export MASH_DATA_DIR = $(CURDIR)/var/bench
bench: python
	@$(PYTHON) tools/bootstrap.py --dev
	@$(BIN)/python -m bench $(ARGS)
	@$(BIN)/python -m bench.retrieval

# ARGS="uk-practice=FOLDER …": folders with register.csv and queries.csv of known truth.
rivals: export MASH_DATA_DIR = $(CURDIR)/var/bench
rivals: python
	@$(PYTHON) tools/bootstrap.py --dev
	@$(BIN)/pip install --quiet --require-hashes -r requirements/rivals.txt
	@$(BIN)/python -m bench.rivals $(ARGS)

# ARGS="--kills 50 --seed 1 --write docs/reliability.md" puts the figures on the page.
chaos: python
	@$(PYTHON) tools/bootstrap.py --dev
	@$(BIN)/python -m tests.chaos $(ARGS)

format: python
	@$(PYTHON) tools/bootstrap.py --dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: python
	@$(PYTHON) tools/bootstrap.py --dev
	$(PYTHON) tools/rules.py
	$(BIN)/python tools/architecture.py
	@chrome=$$($(PYTHON) tools/chrome.py) && MASH_CHROME="$$chrome" MASH_DOCS=docs/pictures \
		$(BIN)/pytest -q tests/journeys/test_mornings.py

# uv, because it ignores the machine's own package indexes: no address gets into the files.
lock: python
	@$(PYTHON) tools/bootstrap.py --dev
	cd requirements && for set in app train rivals dev node; do \
		../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
			$$set.in --output-file $$set.txt || exit 1; done
	npm install --package-lock-only --ignore-scripts
	npm install --package-lock-only --ignore-scripts --prefix tools/browser
	@! grep -nE '://|--index|--find-links' requirements/*.txt
	@! grep -n '"resolved"' package-lock.json tools/browser/package-lock.json

clean:
	@for data in var/test var/bench; do if [ -d $$data ] && [ -x $(BIN)/python ]; then \
		$(BIN)/python -m mash.config.embedded remove --data-dir $$data || exit 1; fi; done
	rm -rf var/test var/bench var/cache .venv node_modules tools/browser/node_modules tools/browser/unpacked
	find mash tests tools bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed. On Debian and Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 1; fi

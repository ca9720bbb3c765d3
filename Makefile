# Needs Python 3.11 or newer (with venv) and make, nothing else. `make help` lists the targets.
PY ?= python3
V := .venv
PIP := $(V)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench golden workdays lock migration

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: $(V)/.run ## set up .venv from the hashed lock file, and do nothing else

run: $(V)/.run ## set up, load the example into an empty database, serve on loopback
	$(V)/bin/python main.py run

test: $(V)/.dev ## set up and pass the tests
	$(V)/bin/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(V)/.dev ## format, lint, types, import contracts
	$(V)/bin/ruff format --check .
	$(V)/bin/ruff check .
	$(V)/bin/mypy .
	$(V)/bin/lint-imports

bench: $(V)/.dev ## measure, as ratios that mean the same on every machine
	$(V)/bin/python -m benchmarks.run

golden: $(V)/.dev ## write the golden files anew; review the difference before committing it
	$(V)/bin/python -m pytest --golden $(ARGS)

workdays: $(V)/.dev ## write config/workdays/*.csv anew
	$(V)/bin/python -m config.make_workdays

migration: $(V)/.dev ## write the next migration: make migration M="add a column"
	$(V)/bin/python scripts/make_migration.py "$(M)"

lock: ## for maintainers, needs uv: write requirements/*.lock anew (ARGS=--upgrade for newer versions)
	$(COMPILE) $(ARGS) -o requirements/run.lock
	$(COMPILE) $(ARGS) --group dev --all-extras -c requirements/run.lock -o requirements/dev.lock
	! grep -nE '://|--(extra-)?index|--find-links' requirements/*.lock

$(V)/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PY=/path/to/python3"; exit 1; }
	$(PY) -m venv $(V) || { rm -rf $(V); echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 1; }

$(V)/.run: requirements/run.lock | $(V)/bin/python
	$(PIP) -r requirements/run.lock
	@touch $@

$(V)/.dev: requirements/dev.lock | $(V)/bin/python
	$(PIP) -r requirements/dev.lock
	@touch $@ $(V)/.run

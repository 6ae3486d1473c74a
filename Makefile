# SPDX-License-Identifier: EUPL-1.2
# make demo   the whole job on the invented samples, nothing leaves this machine
# make test   every test, with real servers on loopback; the store and a whole office on PostgreSQL too
# make test-postgresql  the same tests, every office on a real PostgreSQL
# make faults every fault of the catalogue, with a table of what was injected and what it cost
#             with MINUTES=10 SEED=7 also a random run of that length, whose faults the seed draws
# make figures the same, and the table is written into docs/reliability.md and docs/affidabilita.md
# make lock   pin the dependencies again (needs uv)

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3,$(if $(shell $(name) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null | grep True),$(name))))
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR ?= demo-output
SEED ?= 1
# Tests run beside each other: one for each core, at least two since many wait, and no more than four sets of servers.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 2 ? 2 : n > 4 ? 4 : n)))

.PHONY: demo test test-postgresql faults figures lock clean

demo: $(VENV)/.core
	@$(BIN)/pecwatch demo --into $(DEMO_DIR)

# Compiled modules are kept, since the tests start pecwatch many times; files run in the order of tests/conftest.py.
test: $(VENV)/.dev
	@sh .ci/system-packages
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not long"
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --database=postgresql tests/test_end_to_end.py tests/cli/test_audit.py

# What has no database is the same on both, and is left out.
test-postgresql: $(VENV)/.dev
	@sh .ci/system-packages
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not long" --database=postgresql \
		tests/store tests/service tests/casework tests/alerts tests/cli tests/faults tests/registry tests/papers tests/test_end_to_end.py tests/test_walk.py

faults: $(VENV)/.dev
	@sh .ci/system-packages
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m fault -p tests.faults.summary $(INTO)
	$(if $(MINUTES),$(BIN)/python -m tests.faults.long --seed $(SEED) --minutes $(MINUTES))

figures:
	@$(MAKE) faults INTO="--into docs/reliability.md --into docs/affidabilita.md"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "pecwatch needs Python 3.11 or newer: install it, or run make with PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)" >&2; exit 2; }

$(VENV)/.core: constraints.txt pyproject.toml | $(BIN)/python
	@echo "Installing pecwatch into $(VENV) (about half a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: constraints-dev.txt $(VENV)/.core
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints-dev.txt
	@touch $@

LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --quiet

lock:
	$(LOCK) --extra build --output-file constraints.txt
	$(LOCK) --extra build --extra report --constraint constraints.txt --output-file constraints-report.txt
	$(LOCK) --extra build --extra dev --extra postgres --constraint constraints-report.txt --output-file constraints-dev.txt

clean:
	rm -rf $(VENV) $(DEMO_DIR) build dist

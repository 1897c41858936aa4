# The two front doors are `make demo` and `make test`; they need Python 3.11 or newer and make, nothing else.
# Another interpreter: make test PYTHON=/path/to/python3.13 (after make clean, if there is an environment already).
# The tools are configured in pyproject.toml; docs/contributing.md says what each target is for.

fits   = import sys; sys.exit(sys.version_info < (3, 11))
refuse = import sys; v = sys.version.split()[0]; sys.version_info >= (3, 11) or sys.exit( \
  "attention-quarks needs Python 3.11 or newer, not " + v + ". Install one, or name it: make PYTHON=/path/to/python3.11")
found  = $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell $(name) -c '$(fits)' 2>/dev/null && echo $(name))))
PYTHON ?= $(or $(found),python3)
run    = .venv/bin/python -m
lock   = UV_CUSTOM_COMPILE_COMMAND="make lock" $(run) uv pip compile --quiet --no-config --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate $(UPGRADE)
pip    = $(run) pip --disable-pip-version-check install --quiet --no-deps

.PHONY: demo test slow lint types docs coverage bench training lock clean

demo: .venv/installed
	@.venv/bin/exact report

test: .venv/installed
	$(run) pytest

slow: .venv/installed
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-ci} $(run) pytest -m "slow or hypothesis" --durations=10 $(PART)

bench: .venv/installed
	$(run) pytest tests/bench --benchmark-only --benchmark-disable-gc

lint: .venv/checks
	$(run) ruff check
	$(run) ruff format --check

types: .venv/checks
	$(run) mypy
	$(run) pyright -p pyproject.toml

docs: .venv/checks
	$(run) sphinx -n -W -E -T -q -b html docs build/docs
	@echo "docs: build/docs/index.html"

coverage: .venv/checks
	$(run) pytest --cov --cov-report=term --cov-report=html:build/coverage -q

training: .venv/checks
	.venv/bin/python docs/training/train_digits.py --check

lock: .venv/checks
	$(lock) --extra test --group build pyproject.toml -o constraints.txt
	$(lock) --group check -c constraints.txt -o docs/constraints.txt

clean:
	rm -rf .venv build .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .benchmarks .coverage

.venv/installed: constraints.txt pyproject.toml
	@$(PYTHON) -c '$(refuse)'
	@echo "Installing the locked dependencies into .venv (once; half a minute or so)"
	@$(PYTHON) -m venv .venv
	@$(pip) --require-hashes -r constraints.txt
	@$(pip) --no-build-isolation -e .
	@touch $@

.venv/checks: .venv/installed docs/constraints.txt
	@$(pip) --require-hashes -r docs/constraints.txt
	@touch $@

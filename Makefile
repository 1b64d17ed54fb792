# Everything starts here: each target sets up what it needs first.
PYTHON ?=
export PYTHON

.PHONY: setup demo run test lint bench fuzz torture operations package lock clean

setup:
	@sh packaging/setup.sh

demo: setup
	@.venv/bin/python tests/demo

run: setup
	@.venv/bin/python -m modstead

test: setup lint
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n auto --dist worksteal

lint: setup
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache

bench: setup
	@.venv/bin/python tests/bench

# How many inputs in all.
INPUTS ?= 1000000

fuzz: setup
	@.venv/bin/python tests/fuzz $(INPUTS)

# How many kills at random moments, beside those at every step.
MOMENTS ?= 1000

torture: setup
	@.venv/bin/python tests/torture --random $(MOMENTS)

operations: setup
	@.venv/bin/python packaging/operations.py

package: setup
	@.venv/bin/pyinstaller --noconfirm --distpath dist --workpath build/pyinstaller packaging/modstead.spec

lock:
	@sh packaging/lock.sh

clean:
	rm -rf .venv build dist

# `make demo` and `make test` set up everything they need in .venv; Python 3.11 or newer, git and make suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
JOBS ?= 2
CASES ?= 10000
SECONDS ?= 300

.PHONY: demo test fuzz lint types schemas golden bench wheel clean
.DEFAULT_GOAL := test

$(VENV)/.ready: pyproject.toml cli/goaltalk/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

demo: $(VENV)/.ready ## make a goals repository in ./demo, then print an agenda, an overdue report and a diff from it
	rm -rf $(DEMO)
	$(BIN)/goaltalk demo $(DEMO)

test: $(VENV)/.ready lint types
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(JOBS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

fuzz: $(VENV)/.ready ## edit CASES generated records, and read anything for SECONDS; with atheris where pip has it
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	$(BIN)/python tests/fuzz/edits.py $(CASES)
	$(BIN)/python tests/fuzz/reader.py $(SECONDS)

lint: $(VENV)/.ready
	$(BIN)/ruff format --check cli tests benchmarks
	$(BIN)/ruff check cli tests benchmarks

types: $(VENV)/.ready
	$(BIN)/mypy

schemas: $(VENV)/.ready ## write schemas/ anew from the record types
	$(BIN)/goaltalk schema --write schemas

golden: $(VENV)/.ready ## write the golden files of the tests anew; read the diff before you commit it
	GOALTALK_UPDATE_GOLDEN=1 $(BIN)/pytest -n $(JOBS)

bench: $(VENV)/.ready ## measure every budget on a repository of 10,000 people; takes half an hour
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m compileall -q cli
	$(BIN)/python benchmarks/run.py --json bench.json $(BENCH)

wheel: $(VENV)/.ready
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) dist demo bench.json .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis

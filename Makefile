PY ?= python3
BIN := .venv/bin

.PHONY: run test lives bench gallery clean

run: .venv/.app ## set everything up and open the app
	@$(BIN)/prepapp

test: .venv/.dev ## set everything up and run every check
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/prepapp deck check --prove
	@$(BIN)/pytest -n auto

lives: .venv/.dev ## ten lives of three weeks, planned and actual minutes a day
	@$(BIN)/python -m tests.lives

bench: .venv/.dev ## speed, as ratios against floors and a peer
	@$(BIN)/python -m benchmarks

gallery: .venv/.dev ## the pictures of the README, drawn by the app
	@$(BIN)/python -m tests.gallery

clean:
	rm -rf .venv build dist

.venv/bin/python:
	$(PY) -m venv .venv

.venv/.app: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install -q -c constraints.txt -e '.[labs,serve]'
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	@touch $@ .venv/.app

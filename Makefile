.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
STAMP := $(VENV)/.installed

# Bytecode is kept whatever the machine's setting: tests start dozens of processes that import hundreds of modules.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install demo run test check soak bench audit lock texts clean

help: ## what can be made here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-8s %s\n", $$1, $$2}'

install: $(STAMP) ## everything the project needs, into .venv

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

demo: install ## the bot against its own emulated Telegram: open the printed page
	$(RUN) bot demo

run: install ## the bot against Telegram: needs OTKLIK_BOT_TOKEN (see .env.example)
	$(RUN) bot run

test: install build/bot-api/schema.json ## every test that needs no outside server
	$(RUN) pytest -m "not soak" -n $$(($$(nproc) + 1)) --dist loadfile $(PYTEST_FLAGS)

check: install build/bot-api/schema.json ## style, types, floors, migrations, texts, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-cache
	$(RUN) pytest tests/storage/test_migrations.py tests/texts tests/test_words_of_surveys.py tests/bot/test_settings.py

soak: install build/bot-api/schema.json ## the full counts of fault and fuzz stories; writes build/soak.json
	$(RUN) pytest -m soak

bench: install ## speeds as ratios of one run; prints a table, writes build/bench.json
	$(RUN) tests.bench

audit: install ## the linkage attack on whole anonymous surveys; writes build/audit.json, goes on where it was stopped
	$(RUN) tests.audit.experiment

# The Bot API schema lies in aiogram's source distribution only; its hash is checked against the lock.
build/bot-api/schema.json: $(STAMP)
	$(RUN) tests.bot_api_schema $@

lock: ## pin the newest allowed dependencies with hashes
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --quiet --upgrade --output-file requirements.lock

clean: ## forget what was built
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The connection hub. `make demo` to try it, `make test` to check it; nothing else is needed first.
PYTHON ?= python3.11
VENV := .venv
HUB := $(VENV)/bin/hub
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps

.PHONY: help install demo test lint soak bench screenshot tree clean

help: ## Say what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## Set up .venv with everything pinned; leaves .venv/bin/hub

demo: install ## Try the hub: Slack and Telegram side by side on one page, whose address it prints
	@$(HUB) demo

test: $(VENV)/.tested lint ## Run every check and every test
	$(VENV)/bin/python -m pytest -q --numprocesses 2

lint: $(VENV)/.tested
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports

soak: $(VENV)/.tested ## Long campaigns: hundreds of kills, long fuzzing
	$(VENV)/bin/python -m pytest -q -s -m "soak or hypothesis" --hypothesis-profile long --override-ini addopts="--import-mode=importlib" --timeout 7200

bench: $(VENV)/.tested ## Print the figures that the README quotes
	$(VENV)/bin/python benchmarks/latency.py
	$(VENV)/bin/python -m benchmarks.search
	$(VENV)/bin/python -m benchmarks.reminders --people 10000

$(VENV)/.installed: requirements.txt pyproject.toml
	@echo "Setting up $(VENV) (a minute or two the first time)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes --requirement requirements.txt
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-dev.txt
	@$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@

screenshot: $(VENV)/.tested ## Take the README's picture of the demo anew; needs Chromium
	HUB_TEST_PICTURES=build/pictures $(VENV)/bin/python -m pytest -q tests/bot/demo/test_page.py -k by_hand
	cp build/pictures/4-talk.png docs/demo.png

tree: $(VENV)/.installed ## Write the tree into the README anew
	$(VENV)/bin/python tests/test_tree.py

clean: ## Remove .venv and what the tools left; your data/ stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The commands for ComicAI. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
CODE := bots core storage pipeline tests tools bench
PYTEST := $(BIN)/pytest --durations=10

# How many pytest workers run in parallel. Many tests wait for servers and processes, so three workers
# keep two cores busy. Each starts its own servers and runs one file at a time, in the order defined by
# tests/collection_order.py.
CORES := $(shell getconf _NPROCESSORS_ONLN)
WORKERS ?= $(shell echo $$(( ($(CORES) * 3 + 1) / 2 )))
SIDE_BY_SIDE := -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder

EXAMPLES ?= 1000
SEED ?= 7
REQUESTS ?= 100
KILLS ?= 20

.DEFAULT_GOAL := help
.PHONY: help setup run playground test faults quick explore test-gpu-painter chaos bench check format lock screenshots clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

# The locked dependencies of each target, in .venv; fast if they are installed.
.PHONY: runtime everything
runtime everything:
	@PYTHON='$(PYTHON)' tools/setup.sh $@

setup: runtime ## install the runtime dependencies into .venv; other targets add theirs
	@echo 'Ready. Next: make run'

run: runtime ## start ComicAI; ARGS="--port 8080" passes options
	@exec $(BIN)/comicai run $(ARGS)

playground: everything ## try it with an imitated Discord and Telegram; ARGS="--web-port 8080" fixes a port
	@exec $(BIN)/python -m tests.playground $(ARGS)

test: everything ## run all tests, against real servers; WORKERS=1 for one after another
	@tools/servers.sh
	$(PYTEST) $(SIDE_BY_SIDE) $(ARGS)

faults: everything ## kill a process before and after each of its external effects, and check the result
	@tools/servers.sh
	FAULT_POINTS=all $(PYTEST) -s tests/faultpoints $(ARGS)

quick: everything ## run the tests that need no servers and no browser
	$(PYTEST) $(SIDE_BY_SIDE) -m "not mariadb and not servers and not browser" $(ARGS)

explore: everything ## run the property tests with random examples; EXAMPLES=1000 for each, fewer for slow tests
	@tools/servers.sh
	EXAMPLES=$(EXAMPLES) $(PYTEST) $(SIDE_BY_SIDE) -m hypothesis --timeout 7200 -o faulthandler_timeout=9000 $(ARGS)

test-gpu-painter: everything ## test the painter that needs torch, in .venv-gpu
	@$(BIN)/python tools/gpu_environment.py
	HF_HUB_OFFLINE=1 .venv-gpu/bin/python -m pytest -m gpu_painter tests/pipeline $(ARGS)

chaos: everything ## kill processes and servers while users request comics; SEED=7 (or 1-20) REQUESTS=500 KILLS=100
	@tools/servers.sh
	@$(BIN)/python -m tests.chaos --seed $(SEED) --requests $(REQUESTS) --kills $(KILLS) $(ARGS)

bench: everything ## measure speed and size; ONLY="ack posted" for some benchmarks, QUICK=1 to try
	@tools/servers.sh
	$(BIN)/python -m bench $(ONLY) $(if $(QUICK),--quick)

check: everything ## check lint, format, types, import contracts and lock files
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python tools/lock.py --check

format: everything ## format the code and fix lint
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lock: everything ## update the lock files; ARGS=--upgrade takes the newest versions
	$(BIN)/python tools/lock.py $(ARGS)

screenshots: everything ## retake the screenshots in docs/images; needs Chromium
	$(BIN)/python tools/screenshots.py

clean: ## remove build output and installed packages; data/ is kept
	rm -rf .venv .venv.lock .venv-gpu dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .test-servers
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

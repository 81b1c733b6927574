# Everything one does with ComicAI. `make` alone lists it.

PYTHON ?= python3
BIN := .venv/bin
CODE := bots core storage pipeline tests tools bench
PYTEST := $(BIN)/pytest --durations=10

# How many tests run side by side: a number, or `logical` for as many as there are cores. Each worker
# starts servers of its own, and takes a file at a time, in the order that tests/order.py gives.
WORKERS ?= logical
SIDE_BY_SIDE := -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder

SEED ?= 7
REQUESTS ?= 100
KILLS ?= 20

.DEFAULT_GOAL := help
.PHONY: help setup run playground test faults quick chaos bench check format lock screenshots clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

# What each target needs in .venv, as locked; quick when it is there.
.PHONY: runtime everything
runtime everything:
	@PYTHON='$(PYTHON)' tools/setup.sh $@

setup: runtime ## install what running needs into .venv; the other targets add what they need
	@echo 'Ready. Next: make run'

run: runtime ## start ComicAI; ARGS="--port 8080" and the like are handed on
	@exec $(BIN)/comicai run $(ARGS)

playground: everything ## try it in an imitated Discord and Telegram; ARGS="--web-port 8080" fixes a port
	@exec $(BIN)/python -m tests.playground $(ARGS)

test: everything ## run every test, against real servers; WORKERS=1 for one after another
	@tools/servers.sh
	$(PYTEST) $(SIDE_BY_SIDE) $(ARGS)

faults: everything ## die at every point where a process touches the world, and see what becomes of it
	@tools/servers.sh
	FAULT_POINTS=all $(PYTEST) -s tests/faultpoints $(ARGS)

quick: everything ## run the tests that need no servers and no browser
	$(PYTEST) $(SIDE_BY_SIDE) -m "not mariadb and not servers and not browser" $(ARGS)

chaos: everything ## kill everything while people ask for comics; SEED=7 (or 1-20) REQUESTS=500 KILLS=100
	@tools/servers.sh
	@$(BIN)/python -m tests.chaos --seed $(SEED) --requests $(REQUESTS) --kills $(KILLS) $(ARGS)

bench: everything ## measure how fast and how big it is; ONLY="ack posted" for some, QUICK=1 to try
	@tools/servers.sh
	$(BIN)/python -m bench $(ONLY) $(if $(QUICK),--quick)

check: everything ## lint, types, who may import whom, and whether the lock is up to date
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python tools/lock.py --check

format: everything ## put the code into shape
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lock: everything ## lock the dependencies again; ARGS=--upgrade takes the newest ones
	$(BIN)/python tools/lock.py $(ARGS)

screenshots: everything ## take the pictures of the web pages in docs/images again; needs Chromium
	$(BIN)/python tools/screenshots.py

clean: ## remove what was built and installed; the comics in data/ stay
	rm -rf .venv .venv.lock dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .test-servers
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

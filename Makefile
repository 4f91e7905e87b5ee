# The few commands of this project. Type `make` for the list.
#
#   PYTHON=python3.12   the Python to set things up with, if `python3` is older than 3.11
#   EDITION=fr          for `make serve`: the language to look at

PYTHON ?= python3
EDITION ?=
OUTREACH = .venv/bin/outreach
BIN = .venv/bin

# No built-in rules and no shell calls while reading: make itself takes no time.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.PHONY: help site check serve test lock clean

# The list below is the comments after `##`.
help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

# Gets what is missing (nothing, most of the time), then builds; the command says where the site is.
site:  ## build the website and its PDFs into site/
	@$(PYTHON) scripts/bootstrap.py site
	@$(OUTREACH) build

# All mistakes in the words, without building anything.
check:  ## check the words, their translations and their facts
	@$(PYTHON) scripts/bootstrap.py site
	@$(OUTREACH) check

serve:  ## look at the site while you write (EDITION=fr for one language)
	@$(PYTHON) scripts/bootstrap.py site
	@$(OUTREACH) serve $(EDITION)

# What a pull request must pass; quick checks first. Tests run on all cores.
test:  ## check the code and run all tests
	@$(PYTHON) scripts/bootstrap.py test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# Ranges (pyproject.toml) to exact versions with hashes. Keeps the present versions where the ranges allow;
# `make lock UPGRADE=--upgrade` takes the newest. "Fewest" gives every Python the same version of a package,
# so a page looks the same wherever it is built. The second file repeats the first and adds the test tools.
UPGRADE ?=
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --fork-strategy fewest \
	--annotation-style line --custom-compile-command "make lock" $(UPGRADE)
lock:  ## renew requirements.lock and requirements-test.lock from pyproject.toml
	@$(PYTHON) scripts/bootstrap.py test
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group build --group test --constraint requirements.lock --output-file requirements-test.lock

# Leaves .venv alone: it is expensive to make and looks after itself.
clean:  ## remove what was built and cached (not .venv)
	rm -rf site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

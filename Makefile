# What can be done here: `make` alone shows it. Everything is safe to repeat and fast the second time.

PYTHON ?= python3
BIN := .venv/bin
# The second name is for what builds the package; older pips go by the first there, too.
PINNED := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
INSTALL := $(PINNED) $(BIN)/python -m pip install --quiet --disable-pip-version-check
CODE := $(wildcard scripts tests benchmarks)
# A few tests are done before a second worker has started; one by one they can be debugged, too.
WORKERS = $(if $(ARGS),,--numprocesses logical --maxprocesses 8 --dist worksteal)

.DEFAULT_GOAL := help
.PHONY: help site serve test check constraints clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: .venv/.site ## Build the site into site/ (with STRICT=1: only if nothing is wrong)
	$(BIN)/inpublic build $(if $(STRICT),--strict)

serve: .venv/.site ## Preview the site, renewed whenever you save
	$(BIN)/inpublic serve

test: .venv/.test ## Run the tests (ARGS="-k feed": only some of them, one by one; SLOW=1: also those that take minutes)
	@test -d tests || { echo 'There are no tests here: they are in the engine'\''s own repository.'; exit 1; }
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	  echo 'No Chromium here: the browser tests are left out (on Debian: apt-get install chromium).'
	$(BIN)/python -m pytest $(WORKERS) $(if $(SLOW),,-m "not slow") $(ARGS)

# Which imports are ours depends on more than the file whose good state a cache remembers.
check: .venv/.test ## Check format, style and types of the code
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check --no-cache $(CODE)
	$(BIN)/mypy $(if $(wildcard benchmarks),-p inpublic -p benchmarks)

constraints: ## Take the newest version of everything into constraints.txt
	rm -rf .venv/newest
	$(PYTHON) -m venv .venv/newest
	.venv/newest/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' hatchling pip-audit
	{ echo '# Made by `make constraints`: the versions that everything was tested with.'; \
	  .venv/newest/bin/python -m pip freeze --exclude-editable; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf .venv/newest

clean: ## Remove what was built and installed, but no work of yours
	rm -rf site .venv .inpublic/cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The two files say when the packages were last installed; a change of what they are made from installs again.
.venv/.site: .venv/pyvenv.cfg pyproject.toml constraints.txt
	@echo 'Installing inpublic into .venv; this takes a minute.'
	@$(INSTALL) --editable '.[mermaid]' || $(INSTALL) --editable .  # not every system has what draws diagrams
	@touch $@

.venv/.test: .venv/pyvenv.cfg pyproject.toml constraints.txt
	@echo 'Installing inpublic and its test tools into .venv; this takes a minute.'
	@$(INSTALL) --editable '.[test]'
	@touch .venv/.site $@

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed, and $(PYTHON) is none.'; \
	  echo 'Say where one is, for example: make site PYTHON=python3.13'; exit 1; }
	@$(PYTHON) -m venv .venv

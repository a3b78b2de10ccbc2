# Everything here sets up what it needs by itself: a Python from 3.11 and make are enough.
#   PYTHON=  the Python to make the virtual environment with
#   PORT=    where the demo listens (8000)
#   VAR=     the demo's data folder (var)

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

SIZE ?= 20000
ifeq ($(origin PYTHON),undefined)
# The first that really runs and is new enough: a name in PATH may be an empty shell for another version.
PYTHON := $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && command -v $(name))))
endif
IN := .venv/bin/python

export PORT VAR ROLE

.PHONY: help
help: ## What there is to run
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(firstword $(MAKEFILE_LIST)) | \
		awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'
	@echo '  (PORT=8000 VAR=var PYTHON=python3 can be set with any of them; see CONTRIBUTING.md)'

.PHONY: demo
demo: python ## The whole application on this machine, with invented people; Ctrl-C stops it
	@$(PYTHON) -m local.install demo
	@exec $(IN) -m local.demo

.PHONY: demo-reset
demo-reset: python ## Throw the demo's data away
	@$(PYTHON) -m local.install demo
	@exec $(IN) -m local.demo reset

.PHONY: manage
manage: ## A management command on the running demo: make manage DO='seed_demo --cases 5000'
	@exec $(IN) -m local.manage $(DO)

.PHONY: test
test: dev ## Everything that CI runs: linters, types, contracts, translations, migrations, all tests
	@exec $(IN) -m local.check all

.PHONY: test-fast
test-fast: dev ## The same without the browser tests
	@exec $(IN) -m local.check fast

.PHONY: test-nightly
test-nightly: dev ## The promises that take long to prove, e.g. 2,000 random tables (hours on 2 cores)
	@exec $(IN) -m local.check nightly

.PHONY: lint
lint: dev ## The static half of the tests
	@exec $(IN) -m local.check static

.PHONY: bench
bench: dev ## How long the works of docs/speed take: make bench SIZE=200000
	@exec $(IN) -m local.bench --size $(SIZE)

.PHONY: pictures
pictures: dev ## The pictures of README and of the manual, from a demo that is started for it and thrown away
	@exec $(IN) -m tests.browser.pictures $(ADDRESS)

.PHONY: messages
messages: dev ## Collect the texts to translate, and compile what is translated
	@$(IN) manage.py messages update
	@$(IN) manage.py messages compile

.PHONY: dev
dev: python
	@$(PYTHON) -m local.install dev

.PHONY: python
python:
	@test -n '$(PYTHON)' || { \
		echo 'No Python from 3.11 was found. Install one (Debian: apt-get install python3 python3-venv)' >&2; \
		echo 'or name it: make PYTHON=/path/to/python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed; $(PYTHON) is older or does not run.' >&2; exit 1; }

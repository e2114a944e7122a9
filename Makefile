# `make book` and `make test` need nothing but make and Python 3.11: tools/set-up fetches the rest
# the first time and does nothing afterwards.

.DEFAULT_GOAL := help
.PHONY: book docs figures test lint bench catalogue fuzz reliability sbom audit lock clean help

# macOS: where Homebrew's Pango lies. It stands before each command because /bin/sh drops it.
RUN = DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin

book: ## build the book in manuscript/ into output/
	@tools/set-up book
	@$(RUN)/myopress build manuscript -o output

docs: ## build the manual in docs/ into output/manual/
	@tools/set-up book
	@$(RUN)/python tools/manual
	@$(RUN)/myopress build docs --only epub,pdf,html -o output/manual

figures: ## draw the figures anew from manuscript/figures/data.yaml
	@tools/set-up book
	@$(RUN)/python manuscript/figures/draw.py

test: lint ## run the linters and the tests
	@$(RUN)/pytest -n 2

lint: ## run the linters only
	@tools/set-up test
	@$(RUN)/ruff check
	@$(RUN)/ruff format --check
	@$(RUN)/mypy

bench: ## measure beside pandoc, typst and others; writes docs/benchmarks.md anew
	@tools/set-up bench
	@$(RUN)/python bench/bench.py

catalogue: ## measure 200 books made side by side against one after the other; takes an hour
	@tools/set-up book
	@$(RUN)/python bench/catalogue.py

fuzz: ## try books that nobody wrote for ten minutes; what fails goes to output/fuzz/
	@tools/set-up fuzz
	@$(RUN)/python bench/fuzz.py 600

reliability: ## write docs/reliability.md anew from one run of ten minutes
	@tools/set-up fuzz
	@$(RUN)/python bench/reliability.py

sbom: ## list what the program is made of, as CycloneDX, in output/sbom.cdx.json
	@tools/set-up audit
	@tools/sbom

audit: ## ask the public database whether a pinned library has a known weakness
	@tools/set-up audit
	@.venv-audit/bin/pip-audit --require-hashes --disable-pip -r requirements/book.txt

lock: ## bring requirements/ in step with pyproject.toml (needs uv)
	@tools/lock

clean: ## remove what was built, downloaded and cached
	rm -rf .venv .venv-bench .venv-audit .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache build dist
	find output -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

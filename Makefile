# Shangliang (商量). `make` alone lists the targets. Only Python >= 3.11, make and a network are needed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help start test check bench texts lock changelog clean
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# An environment knows its own path: a checkout that was moved needs a new one.
HERE := $(shell pwd -P | cksum | cut -d' ' -f1)
MADE := $(VENV)/.made-$(HERE)
RUN := $(VENV)/.run-$(HERE)
TEST := $(VENV)/.test-$(HERE)
NODE := node_modules/.installed

help: ## 列出命令 · this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

start: $(RUN) ## 启动：http://127.0.0.1:8000（PORT=… 换端口）· start the site
	@exec $(BIN)/shangliang start $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(TEST) $(NODE) ## 全部测试（ARGS=… 传给 pytest）· every test
	@$(BIN)/pytest -n 2 -rs $(ARGS)

check: $(TEST) ## 格式、类型、依赖方向、生成文件 · everything a machine can check without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/shangliang templates
	$(BIN)/shangliang db test $(BIN)/shangliang manage makemigrations --check --dry-run
	$(BIN)/shangliang db test $(BIN)/shangliang manage check --deploy --fail-level ERROR
	$(BIN)/shangliang db test $(BIN)/shangliang manage docs_map --check
	$(BIN)/shangliang db test $(BIN)/shangliang manage openapi --check

texts: $(TEST) ## 更新英文对照表 · renew the English catalogue
	$(BIN)/python -m tests.texts

bench: $(TEST) ## 性能测量 · measurements
	$(BIN)/python bench/run.py $(ARGS)

# uv writes one lock for all systems and Python versions; it is not needed for anything else.
LOCK_ARGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade
lock: ## 重新生成依赖锁定文件 · renew requirements/*.txt
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(FIND_PYTHON) \
	"$$python" -m venv "$$tools"; "$$tools/bin/pip" install -q --disable-pip-version-check uv; \
	UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$("$$tools/bin/pip" config get global.index-url 2>/dev/null || true)}; \
	if [ -n "$$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi; \
	"$$tools/bin/uv" pip compile -q $(LOCK_ARGS) requirements/run.in -o requirements/run.txt; \
	"$$tools/bin/uv" pip compile -q $(LOCK_ARGS) -c requirements/run.txt requirements/test.in -o requirements/test.txt
	@if command -v npm >/dev/null; then npm install --package-lock-only; fi

changelog: ## 汇总变更（VERSION=…）· gather changelog.d into CHANGELOG.md
	@test -n "$(VERSION)" || { echo "make changelog VERSION=0.2.0" >&2; exit 2; }
	@set -e; new=$$(mktemp); trap 'rm -f "$$new"' EXIT; touch CHANGELOG.md; \
	{ echo "## $(VERSION) ($$(date +%F))"; \
	  for kind in added changed fixed; do \
	    set -- changelog.d/*.$$kind.md; [ -e "$$1" ] || continue; \
	    printf '\n### %s\n\n' "$$kind"; for file; do sed 's/^/- /' "$$file"; done; \
	  done; echo; cat CHANGELOG.md; } > "$$new"; \
	cat "$$new" > CHANGELOG.md; rm -f changelog.d/*.added.md changelog.d/*.changed.md changelog.d/*.fixed.md

clean: ## 删除环境和缓存，数据保留在 var/ · remove the environment and caches; var/ keeps the data
	rm -rf $(VENV) node_modules build .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

define FIND_PYTHON
for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 ""; do \
  [ -n "$$python" ] || { \
    echo "需要 Python 3.11 或更高版本；没有找到。请安装后重试，或 make PYTHON=/path/to/python3" >&2; \
    echo "Python 3.11 or newer is needed and was not found. Install it, or: make PYTHON=/path/to/python3" >&2; \
    exit 1; }; \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
done;
endef

$(MADE):
	@set -e; \
	if [ "$$($(BIN)/python -c 'import sys; print(sys.prefix)' 2>/dev/null)" != "$$(pwd -P)/$(VENV)" ]; then \
	  $(FIND_PYTHON) \
	  echo "正在建立 Python 环境…… · Making the Python environment…"; \
	  "$$python" -m venv --clear $(VENV) || { \
	    echo "无法建立 Python 环境；在 Debian/Ubuntu 上请先安装 python3-venv。" >&2; \
	    echo "No environment could be made; on Debian/Ubuntu install python3-venv first." >&2; exit 1; }; \
	fi; touch $@

$(RUN): $(MADE) requirements/run.txt pyproject.toml
	@echo "正在安装依赖（首次约需一至三分钟）…… · Installing what is needed (one to three minutes at first)…"
	@$(PIP) install -q --require-hashes -r requirements/run.txt
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): $(RUN) requirements/test.txt
	@echo "正在安装测试工具…… · Installing the test tools…"
	@$(PIP) install -q --require-hashes -r requirements/test.txt
	@touch $@

$(NODE): package.json package-lock.json .npmrc
	@mkdir -p node_modules
	@if command -v npm >/dev/null; then npm ci --loglevel=error && touch $@; else \
	  echo "没有 npm：无障碍与 HTML 检查将被跳过。 · No npm: checks with axe-core and vnu will be skipped."; fi

# 只需要 Python 3.11–3.13 和 make;其余由 make 自己装进 .venv。
# Nothing is needed but Python 3.11–3.13 and make; everything else is installed into .venv by these targets.
#
# make 把任何非零退出状态都变成 2;更新本身的状态(0 1 3 4 5)写在汇总的最后一行,
# 要在脚本里用它,请直接运行 .venv/bin/python -m warehouse.orchestration.once 或 indicators refresh。
# make turns every non-zero exit status into 2. The refresh's own status (0 1 3 4 5) stands in the last line of
# its summary; for a script run .venv/bin/python -m warehouse.orchestration.once or `indicators refresh` itself.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# Tried in this order; `make PYTHON=/path/to/python3.12 …` takes another.
PYTHON ?=
CANDIDATES := python3.11 python3.12 python3.13 python3
INSTALLED := .venv/.installed
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps

# Arguments of a campaign besides its own: make campaign NAME=mutation ARGUMENTS='--seed 20001'
NAME ?= mutation
ARGUMENTS ?=

.PHONY: help refresh test test-fast test-system test-superset campaign up down superset bench lint samples dbt docs clean

help:  ## 本说明 · this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

refresh: $(INSTALLED)  ## 更新一次:收文、读表、过关、建库、发布 · the nightly refresh, once, through Airflow
	@$(RUN) -m warehouse.orchestration.once

test: $(INSTALLED)  ## 全部测试,约 20 分钟 · all tests that need nothing but the Python index
	$(RUN) -m pytest -n 2 --dist worksteal -m "not system and not long"

test-fast: $(INSTALLED)  ## 不跑整夜、dbt、Airflow 的测试,约 2 分钟 · those without a whole night, dbt and Airflow
	$(RUN) -m pytest -n 2 --dist worksteal -m "not system and not long and not night"

campaign: $(INSTALLED)  ## 长跑,NAME=mutation、properties、units、defects、check、nights、month、hand_back 或 serving · a long run of tests/campaigns
	$(RUN) -m tests.campaigns.$(NAME) $(ARGUMENTS)

test-system: $(INSTALLED)  ## 需要系统软件包的测试 · tests that need Debian packages, see .ci/run
	$(RUN) -m pytest -m "system and not superset"

test-superset: $(INSTALLED) .venv-superset/.installed  ## 看板的测试,要 chromium 和 chromium-driver · the dashboards, in a browser
	$(RUN) -m pytest -m superset

up: $(INSTALLED)  ## 启动 Airflow 页面与每晚更新(仅本机)· Airflow's pages and the nightly run, on loopback
	@$(RUN) -m warehouse.orchestration.up

superset: $(INSTALLED) .venv-superset/.installed  ## 五页看板(Superset,仅本机)· the five dashboards in Superset, on loopback
	@$(RUN) -m warehouse.orchestration.superset

# An environment of its own, about 1.3 GB: Superset and the warehouse ask for versions that do not agree.
.venv-superset/.installed: deploy/superset/requirements.txt
	rm -rf .venv-superset
	$(RUN) -m venv .venv-superset
	.venv-superset/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r deploy/superset/requirements.txt
	@touch $@

down: $(INSTALLED)  ## 停止 make up 启动的全部进程 · ends every process that make up started
	@$(RUN) -m warehouse.orchestration.down

bench: $(INSTALLED)  ## 读表与建库的速度和内存,并列比较 · reading and marts beside their peers: time and memory
	@$(RUN) -m benchmarks.reading
	@$(RUN) -m benchmarks.marts

lint: $(INSTALLED)  ## 格式、静态检查、类型 · format, lint, types
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy

samples: $(INSTALLED)  ## 生成示例报表到 samples/made · the sample inbox and the faulty samples
	@$(RUN) -m samples samples/made

dbt: $(INSTALLED)  ## 完整的 dbt 项目,写到 dbt_project/target/project · the complete dbt project, to run dbt by hand
	@$(RUN) -m warehouse.building.dbt_project

docs: $(INSTALLED)  ## 由程序写出的文档页,写到 docs/made · the pages that the program makes of itself
	@$(RUN) -m docs.generate

clean:  ## 删除 .venv 与缓存,不动数据(var/)· removes the environments and caches, never data (var/)
	rm -rf .venv .venv-superset .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist docs/made dbt_project/target dbt_project/logs *.egg-info
	find . -path ./var -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# Made anew as a whole when the lock changes, so that nothing stays that is not in the lock; about 75 s.
# --no-deps: the lock is complete. Resolving again, pip 23.2 (that of Python 3.11) takes the extra that dbt
# asks of mashumaro for another package than the pinned one, and refuses it for want of a hash.
$(INSTALLED): requirements.lock pyproject.toml
	@python=; incomplete=; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
	  "$$candidate" -c 'import ensurepip, venv' 2>/dev/null && { python="$$candidate"; break; }; \
	  incomplete="$$candidate"; \
	done; \
	if [ -z "$$python" ] && [ -n "$$incomplete" ]; then \
	  echo "$$incomplete 缺少 venv 组件。Debian/Ubuntu:apt install python3-venv" >&2; \
	  echo "$$incomplete lacks its venv module. Debian/Ubuntu: apt install python3-venv" >&2; \
	  exit 1; \
	fi; \
	if [ -z "$$python" ]; then \
	  echo "找不到 Python 3.11、3.12 或 3.13(试过:$(or $(PYTHON),$(CANDIDATES)))。装好后重试,或 make PYTHON=/路径/python3.12 …" >&2; \
	  echo "No Python 3.11, 3.12 or 3.13 found. Install one and try again, or: make PYTHON=/path/to/python3.12 …" >&2; \
	  exit 1; \
	fi; \
	echo "安装到 .venv,一到三分钟,只此一次 · installing into .venv, one to three minutes, once: $$("$$python" -V)"; \
	"$$python" -m venv --clear .venv
	@echo "  依赖 packages: $$(grep -c '^[a-z].*==' requirements.lock)"
	@$(PIP) --require-hashes -r requirements.lock
	@echo "  本程序 this program"
	@$(PIP) --no-build-isolation --editable ./client --editable .
	@touch $@

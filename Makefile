# 部门预算公开：make 生成所有文件，make test 运行所有检验。

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
BIN := .venv/bin
OUT := build
FORMATS := docx xlsx pdf html json
LEDGERS := $(shell find budgets -name '*.yaml' 2>/dev/null | sort)
SOURCES := $(shell find src -name '*.py' -o -name '*.yaml' -path 'src/*' -o -name '*.css' -path 'src/*' -o -name '*.js' -path 'src/*')
BENCHED ?= budgets/dalian-xigang/2024/133-yingshang.yaml
PICTURED := dalian-xigang/2024/133-yingshang

# build/<地区>/<年度>/<名称>/<名称>.<格式>
targets = $(foreach format,$(FORMATS),$(OUT)/$(1)/$(notdir $(1)).$(format))
STEMS := $(patsubst budgets/%.yaml,%,$(LEDGERS))

.PHONY: all
all: $(foreach stem,$(STEMS),$(call targets,$(stem))) ## 生成所有过期的文件（默认）

# 台账删去了而文件还在的文件夹：make 不替人删除，只说一声。
STALE := $(filter-out $(STEMS),$(patsubst $(OUT)/%/.depends.mk,%,$(wildcard $(OUT)/*/*/*/.depends.mk)))
ifneq ($(STALE),)
$(warning 没有台账的旧文件：$(STALE:%=$(OUT)/%))
endif

# 一份台账的各种格式一次生成；台账以外的依赖由 reportgen 写在 .depends.mk 里。
define rule
$(call targets,$(1)) &: budgets/$(1).yaml $(SOURCES) .venv/.ready
	$(BIN)/reportgen build budgets/$(1).yaml --out $(OUT)
endef
$(foreach stem,$(STEMS),$(eval $(call rule,$(stem))))
# 生成失败或中断时保留原有文件：reportgen 写好以后才替换。
.PRECIOUS: $(foreach stem,$(STEMS),$(call targets,$(stem)))
-include $(foreach stem,$(STEMS),$(wildcard $(OUT)/$(stem)/.depends.mk))

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	scripts/setup build $(PYTHON)

.venv/.ready-test: requirements-dev.lock .venv/.ready
	scripts/setup test $(PYTHON)

.PHONY: setup
setup: .venv/.ready ## 只做安装

.PHONY: test
test: .venv/.ready-test ## 运行所有检验：格式、类型、模块方向、测试
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadgroup

.PHONY: check
check: .venv/.ready ## 检查所有台账
	$(BIN)/reportgen check

.PHONY: proof
proof: .venv/.ready ## 对样：与 BASE（默认从 main 分出来的那一次提交）相比，哪些页变了
	$(BIN)/reportgen proof $(if $(BASE),--against $(BASE)) --out $(OUT)/proof

# 一个地区一年的合订本；表式、分类或这个地区的任何一份台账改了就重做。
FOLDERS := $(sort $(patsubst budgets/%/,%,$(dir $(LEDGERS))))
bound = $(foreach format,pdf xlsx json,$(OUT)/$(1)/volume/$(subst /,-,$(1)).$(format))
FORMS := $(shell find templates classification -type f 2>/dev/null)

.PHONY: volume
volume: $(foreach folder,$(FOLDERS),$(call bound,$(folder))) ## 装订各地区各年的合订本

# 文件夹也是依赖：删去一份台账，合订本也要重做。
define volume_rule
$(call bound,$(1)) &: $(filter budgets/$(firstword $(subst /, ,$(1)))/%,$(LEDGERS) $(FOLDERS:%=budgets/%)) $(FORMS) $(SOURCES) .venv/.ready
	$(BIN)/reportgen volume budgets/$(1) --out $(OUT)
endef
$(foreach folder,$(FOLDERS),$(eval $(call volume_rule,$(folder))))
.PRECIOUS: $(foreach folder,$(FOLDERS),$(call bound,$(folder)))

.PHONY: bench
bench: .venv/.ready-test ## 量时间和内存
	$(BIN)/python bench/bench.py $(BENCHED)

.PHONY: pictures
pictures: $(OUT)/$(PICTURED)/$(notdir $(PICTURED)).pdf ## 重画 README 里的页面
	$(BIN)/python scripts/pictures.py $< docs/images/pages.png 部门预算情况说明 收支预算总表

.PHONY: golden
golden: .venv/.ready-test ## 改写对照文本，随后用 git diff 查看
	$(BIN)/pytest -q -n 0 tests/golden tests/every_form --rewrite-golden

.PHONY: clean
clean: ## 删除生成的文件
	rm -rf $(OUT)

.PHONY: help
help: ## 列出可用的目标
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

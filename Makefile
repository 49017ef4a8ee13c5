# 部门预算公开：make 生成所有文件，make test 运行所有检验。

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
# 一份台账有错误，不妨碍生成别的；最后的返回值仍然说明有错。
MAKEFLAGS += --no-builtin-rules --keep-going

PYTHON ?= python3
BIN := .venv/bin
OUT := build
FORMATS := docx xlsx pdf html json
# 文件名里 make 和 shell 不另作解释的字符：字母、数字、- _ . ( )，和 ASCII 以外的字符；哪些汉字、括号可用由 reportgen 细看。
FIRST := ([A-Za-z0-9(]|[^ -~])
SAFE := ([A-Za-z0-9._()-]|[^ -~])
UNSEEN := -path '*[[:cntrl:]]*' -o -path $$'*\xc2[\x80-\xa0\xad]*' -o -path $$'*\xe2\x80[\x80-\x8f\xa8-\xaf]*' \
	-o -path $$'*\xe2\x81[\xa0-\xaf]*' -o -path $$'*\xef\xbb\xbf*'
# 这些文件不会是写错了名称的台账。
OTHER := -iname '*.md' -o -iname '*.pdf' -o -iname '*.docx' -o -iname '*.xlsx' -o -name .gitkeep
# 台账：budgets/<地区>/<年度>/<名称>.yaml，普通文件。别的文件印成 //，名称不进 make；像台账的由 reportgen 指出。
define LIST_LEDGERS
LC_ALL=C find budgets -regextype posix-extended \( -type d ! -iname '*.y*ml' \) -o -type f \
	-regex 'budgets/[a-z0-9-]+/[0-9]{4}/$(FIRST)$(SAFE)*[.]yaml' ! \( $(UNSEEN) \) -print \
	-o -type f \( $(OTHER) \) ! \( $(UNSEEN) \) -o -printf '//\n'
endef
# 表式、科目和程序的文件；以右括号结束的名称 make 当作库里的成员，没有要读的文件会这样叫。
define LIST_FILES
LC_ALL=C find -H $(1) -regextype posix-extended -type f -regex '($(SAFE)|/)+' ! \( $(UNSEEN) \) ! -name '*)'
endef
define LIST_ODD_FORMS
LC_ALL=C find -H templates classification -regextype posix-extended ! -type d \
	\( -name '*.j2' -o -name '*.yaml' -o -name '.git*' \) \( ! -type f -o ! -regex '($(SAFE)|/)+' -o $(UNSEEN) -o -name '.git*' \) -printf '//\n' -quit
endef
FOUND := $(shell ($(LIST_LEDGERS) || echo //) 2>/dev/null | sort) $(shell $(LIST_ODD_FORMS) 2>/dev/null)
LEDGERS := $(filter-out //,$(FOUND))
FORMS := $(shell $(call LIST_FILES,templates classification) 2>/dev/null)
# 程序里最新的文件：它比结果新，结果就过期；一千份台账各比一次，不必各比一百次。
PROGRAM := $(shell $(call LIST_FILES,src) ! -path '*/__pycache__/*' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
BENCHED ?= budgets/dalian-xigang/2024/133-yingshang.yaml
PICTURED := dalian-xigang/2024/133-yingshang

# build/<地区>/<年度>/<名称>/<名称>.<格式>
targets = $(foreach format,$(FORMATS),$(OUT)/$(1)/$(notdir $(1)).$(format))
STEMS := $(patsubst budgets/%.yaml,%,$(LEDGERS))

.PHONY: all
all: $(foreach stem,$(STEMS),$(call targets,$(stem))) ## 生成所有过期的文件（默认）

# 一份台账也没有，或者有别的文件：看看是不是写错了名称、放错了地方的台账。
ifneq ($(if $(LEDGERS),$(filter //,$(FOUND)),//),)
.PHONY: names
all volume: names
names: .venv/.ready
	@$(BIN)/reportgen check --names
endif

# 台账删去了而文件还在的文件夹：make 不替人删除，只说一声。
STALE := $(filter-out $(STEMS),$(patsubst $(OUT)/%/.depends.mk,%,$(wildcard $(OUT)/*/*/*/.depends.mk)))
ifneq ($(STALE),)
$(warning 没有台账的旧文件：$(STALE:%=$(OUT)/%))
endif

# 上次写到一半中断的，旁边留有 .new. 或 .old. 开头的文件夹：那些重做，reportgen 同时清理。
LEFT := $(subst /.old.,/,$(subst /.new.,/,$(wildcard $(OUT)/*/*/.new.* $(OUT)/*/*/.old.*)))
interrupted = $(if $(filter $(OUT)/$(1),$(LEFT)),interrupted)
.PHONY: interrupted

# 一份台账的各种格式一次生成；台账以外的依赖由 reportgen 写在 .depends.mk 里。
define rule
$(call targets,$(1)) &: budgets/$(1).yaml $(PROGRAM) .venv/.ready $(call interrupted,$(1))
	$(BIN)/reportgen build 'budgets/$(1).yaml' --out '$(OUT)'
endef
$(foreach stem,$(STEMS),$(eval $(call rule,$(stem))))
# 生成失败或中断时保留原有文件：reportgen 全部写好以后才一起替换。
.PRECIOUS: $(foreach stem,$(STEMS),$(call targets,$(stem)))
-include $(foreach stem,$(STEMS),$(wildcard $(OUT)/$(stem)/.depends.mk))

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	scripts/setup build $(PYTHON)

.venv/.ready-test: requirements-dev.lock .venv/.ready
	scripts/setup test $(PYTHON)

.PHONY: setup
setup: .venv/.ready ## 只做安装

.PHONY: test
test: .venv/.ready-test ## 运行所有检验：格式、类型、模块方向、依赖、没用到的代码、测试
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/vulture
	$(BIN)/pytest -n auto --dist loadgroup $(TESTS)

# 从最后一次提交；新系统是 Debian 的 bookworm、trixie 或 Ubuntu 的 noble，SYSTEMS 指定哪些，默认两个 Debian。
.PHONY: fresh
fresh: ## 在只有 Python 和 make 的新系统里运行 make 和 make test（要 root）
	scripts/fresh $(SYSTEMS)

.PHONY: check
check: .venv/.ready ## 检查所有台账
	$(BIN)/reportgen check

.PHONY: proof
proof: .venv/.ready ## 对样：与 BASE（默认从 main 分出来的那一次提交）相比，哪些页变了
	$(BIN)/reportgen proof $(if $(BASE),--against "$$BASE") --out '$(OUT)/proof'

# 一个地区一年的合订本；表式、分类或这个地区的任何一份台账改了就重做。
FOLDERS := $(sort $(patsubst budgets/%/,%,$(dir $(LEDGERS))))
bound = $(foreach format,pdf xlsx json,$(OUT)/$(1)/volume/$(subst /,-,$(1)).$(format))

.PHONY: volume
volume: $(foreach folder,$(FOLDERS),$(call bound,$(folder))) ## 装订各地区各年的合订本

# 文件夹也是依赖：删去一份台账，合订本也要重做。
define volume_rule
$(call bound,$(1)) &: $(filter budgets/$(firstword $(subst /, ,$(1)))/%,$(LEDGERS) $(FOLDERS:%=budgets/%)) $$(FORMS) $(PROGRAM) .venv/.ready $(call interrupted,$(1)/volume)
	$(BIN)/reportgen volume 'budgets/$(1)' --out '$(OUT)'
endef
$(foreach folder,$(FOLDERS),$(eval $(call volume_rule,$(folder))))
.PRECIOUS: $(foreach folder,$(FOLDERS),$(call bound,$(folder)))

.PHONY: bench
bench: .venv/.ready-test ## 量时间和内存
	$(BIN)/python bench/bench.py '$(BENCHED)'
	$(BIN)/python bench/scale.py '$(BENCHED)'

TIMES ?= 100
.PHONY: fuzz
fuzz: .venv/.ready-test ## 用随机弄坏的台账和表式试几个小时（TIMES=100 是 make test 的一百倍）
	REPORTGEN_FUZZ=$(TIMES) $(BIN)/pytest -n auto --hypothesis-profile=random tests/fuzz

.PHONY: pictures
pictures: $(OUT)/$(PICTURED)/$(notdir $(PICTURED)).pdf ## 重画 README 里的图
	$(BIN)/python scripts/pictures.py $(OUT)/$(PICTURED) docs/images/point.png 机关运行经费 附表7 201-

.PHONY: golden
golden: .venv/.ready-test ## 改写对照文本，随后用 git diff 查看
	$(BIN)/pytest -q -n 0 tests/golden tests/every_form tests/messages tests/ledger tests/reference --rewrite-golden

.PHONY: clean
clean: ## 删除生成的文件
	rm -rf $(OUT)

.PHONY: help
help: ## 列出可用的目标
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

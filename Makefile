# 领导驾驶舱. `make run` shows it, `make test` proves it; both start from a bare Debian or Ubuntu with Python 3.11, git and make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV := uv==0.13.9
BIN := .venv/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: help run test check bench browser

help:
	@echo "make run    建环境、建库、装演示数据并启动，http://127.0.0.1:8050"
	@echo "make test   建环境、装浏览器和字体，运行全部测试"
	@echo "make check  格式、规范、引用方向、类型"
	@echo "make bench  性能对照表"

run: .venv/run
	@$(BIN)/flask prepare
	@exec $(BIN)/python app.py

test: .venv/test browser
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

bench: .venv/test
	@$(BIN)/python -m bench

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新版本，例如：make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "正在安装 python3-venv …"; \
		{ $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv; } \
		|| { echo "缺少 venv 模块，请以管理员身份运行：apt-get install python3-venv" >&2; exit 1; }; }
	@$(PYTHON) -m venv .venv

# Installed anew when its list changes, compiled at once. uv is some twenty times faster than pip; where it can't be had, pip does the same.
.venv/run: requirements.txt | $(BIN)/python
.venv/test: requirements-test.txt | $(BIN)/python
.venv/run .venv/test:
	@echo "正在安装 $< …"
	@{ $(BIN)/python -m pip install -q $(UV) && UV_LINK_MODE=copy $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -r $<; } \
		|| $(BIN)/python -m pip install -q -r $<
	@touch $@

browser:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v chromedriver >/dev/null || missing="$$missing chromium-driver"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -z "$$missing" ] || { \
		echo "正在安装$$missing …"; \
		$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	} || { echo "浏览器测试需要$$missing，请以管理员身份运行：apt-get install$$missing" >&2; exit 1; }

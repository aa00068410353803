"""A plan file: YAML in, a checked Plan out, or every problem named by its place. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data.programmes.form import Head, Plan

LARGEST = 1024 * 1024  # bytes
MOST_PROBLEMS = 20

# pydantic's kinds of error in the words of the bureau; {…} are the error's own values
_WORDS = {
    "missing": "缺少这一项",
    "string_too_short": "不能为空",
    "string_too_long": "过长，至多 {max_length} 个字",
    "string_pattern_mismatch": "只能用小写字母、数字和 _ . -",
    "int_type": "应为整数",
    "date_type": "应为日期，如 2023-02-17",
    "tuple_type": "应为列表",
    "model_type": "应为若干“键: 值”",
    "model_attributes_type": "应为若干“键: 值”",
    "too_short": "至少要有一项",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "须小于 {lt}",
    "decimal_max_places": "至多 {decimal_places} 位小数",
    "finite_number": "应为数值",
}


class PlanError(ValueError):
    """A plan that is not taken; `problems` names each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Refused(yaml.MarkedYAMLError):
    """YAML that is correct but has no place in a plan."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)


class _Loader(yaml.SafeLoader):
    """Plain values only: no tags, no aliases (a small file could unfold into a huge one), no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise _Refused("不支持引用（*）", self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if keys.count(key.value) > 1:
                raise _Refused(f"键 {key.value} 写了两次", key.start_mark)
        return super().construct_mapping(node, deep)

    def construct_undefined(self, node: Any) -> None:
        raise _Refused(f"不支持标签 {node.tag[:40]}", node.start_mark)


# YAML 1.1 would read the ledger's key `no` as “false”; here only true and false are yes and no, as in YAML 1.2.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor(None, _Loader.construct_undefined)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read_plan_file(path: Path) -> Plan:
    """The plan in a YAML file of at most 1 MiB, UTF-8.

    Raises PlanError with every problem found, up to 20.
    """
    given = _parse(path)
    if not isinstance(given, dict):
        raise PlanError([f"{path.name} 不是计划文件：顶层应有 plan 和 programmes"])
    try:
        head = Head.model_validate(given.get("plan", {}))
    except ValidationError as error:
        raise PlanError(problems_of(error, given, ("plan",))) from None
    try:
        return Plan.model_validate(given, context={"year": head.year})
    except ValidationError as error:
        raise PlanError(problems_of(error, given)) from None


def _parse(path: Path) -> Any:
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise PlanError([f"读不了 {path}：{error.strerror}"]) from None
    if len(content) > LARGEST:
        raise PlanError([f"{path.name} 超过 1 MiB，不像是计划文件"])
    try:
        return yaml.load(content.decode("utf-8-sig"), _Loader)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError:
        raise PlanError([f"{path.name} 不是 UTF-8 编码"]) from None
    except RecursionError:
        raise PlanError([f"{path.name} 嵌套过深"]) from None
    except yaml.MarkedYAMLError as error:
        place = f"第 {error.problem_mark.line + 1} 行：" if error.problem_mark else ""
        problem = error.problem if isinstance(error, _Refused) else f"语法错误（{error.problem}）"
        raise PlanError([f"{path.name} 不是可用的 YAML。{place}{problem}"]) from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date like 2023-02-30
        raise PlanError([f"{path.name} 不是可用的 YAML：{str(error).splitlines()[0]}"]) from None


def problems_of(error: ValidationError, given: Any, prefix: tuple[str, ...] = ()) -> list[str]:
    """What the form refuses, each with its place in `given`, up to 20."""
    found = [f"{_place((*prefix, *item['loc']), given)}：{_words(item)}" for item in error.errors(include_url=False)]
    found = list(dict.fromkeys(found))
    rest = len(found) - MOST_PROBLEMS
    return found[:MOST_PROBLEMS] + ([f"……另有 {rest} 处"] if rest > 0 else [])


def _place(steps: Iterable[str | int], given: Any) -> str:
    """`programmes → elderly → tasks → 7 → due`: an item of a list is named by its own id, number or title where it has one."""
    names = []
    for step in steps:
        try:
            given = given[step]
        except (KeyError, IndexError, TypeError):
            given = None
        own = (
            next((given[key] for key in ("id", "no", "name", "indicator", "title") if key in given), None)
            if isinstance(given, dict)
            else None
        )
        names.append(str(step) if isinstance(step, str) else f"第 {step + 1} 项" if own is None else str(own)[:40])
    return " → ".join(names) or "文件"


def _words(item: ErrorDetails) -> str:
    context = item.get("ctx", {})
    if item["type"] == "value_error":
        return str(context["error"])
    if item["type"] == "literal_error":
        allowed = "、".join(word for word in re.findall(r"'([^']*)'", context["expected"]) if word)
        return f"只能写 {allowed}，或不写"
    if item["type"] in ("too_short", "too_long") and context.get("field_type") == "Value":
        return _WORDS[f"string_{item['type']}"].format(**context)  # a text that was looked at before its length was
    words = _WORDS.get(item["type"])
    return words.format(**context) if words else item["msg"]

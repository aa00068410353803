"""docs/datasets.md, made from the declarations. A test fails when the file is stale; `flask docs` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.datasets import DATASETS, Column, Dataset
from geo.regions import DIGITS, LEVELS, WORDS

PATH = Path(__file__).resolve().parents[2] / "docs" / "datasets.md"

_RULES = """\
# 数据集 · The record tables and their import files

由 `data/datasets/` 的声明生成（`flask docs`），请勿手改。Generated from the declarations; do not edit.

共享库有 {number} 个数据集。一个文件对应一个数据集：`.xlsx` 的第一张可见工作表，或 `.csv`（UTF-8、带 BOM 的 UTF-8、GB18030，逗号分隔）。
`flask template 数据集 --out 文件.xlsx` 给出带表头、示例行、下拉选项和说明的空白文件；`flask import 文件 --dataset 数据集` 导入。

## 文件
- 表头是前 30 行中第一个含有全部必需列的行，上方可以有标题行。列按中文表头或字段名辨认，次序不限；
  不认识的列不导入，并列在报告里。同一列出现两次，整个文件退回。
- 行号与电子表格所示一致；空行略过、不计数。公式取存下的结果，没有存下结果的行退回；表头以下的合并单元格所在的行退回。
- `.xlsx` 解压后超过 300 MB 或超过 1,048,576 行时退回，请改用 csv。UTF-16、含空字节、引号不成对的 csv 退回。
- 一个文件一次事务：中断则什么也不留。键相同的记录更新；文件缺少的列保留原值，空单元格清除原值。同一文件里键重复的行全部退回。
- 引用其他数据集的编号必须已经存在。日期先后按各数据集所列检查（同一天可以）。
- JSON 行（API）：第一行编号为 1；每一行的字段须一致，要清空的写 `null`。
- 报告最多列出 10,000 条错误；更多时另给 `errors_total`。一行一列只报一条错误。值最多重复 60 个字符，像身份证号的内容一律遮盖。

## 值
全角数字、值两端的空格、数字的千位分隔符都可以接受。
- **编号**：至多 64 个字符，不含控制字符；数字单元格只收 15 位以内的整数（更长的数字电子表格会失真）；不得使用公民身份证号。
- **区划代码**：6 位（县区）、9 位（乡镇街道）或 12 位（村社区），须是现行代码，不得粗于该列的要求。
- **日期**：2023-03-05、2023/3/5、2023.3.5、20230305、2023年3月5日 或日期单元格；1900 年至今，不得晚于导入当天（另有说明的除外）。
- **月份**：2023-03、2023.3、202303、2023年3月 或日期单元格，不得晚于本月。`2023.1` 不收：电子表格会把 2023.10 变成 2023.1，分不清 1 月和
  10 月；带小数点的数字单元格同理都不收。
- **金额**：元，不为负，至多两位小数，小于一万亿。**整数**：不为负，小于 2³¹。**数值**：不为负，至多四位小数，小于一万亿。均不收科学计数。
- **是/否**：是/否、yes/no、1/0 或逻辑值单元格。**经度** 73–136，**纬度** 3–54，十进制度。
- **身份证号**：18 位，核对出生日期和 GB 11643 校验码后只保存带密钥的摘要（HMAC-SHA-256），不保存、不记录、不显示原号。
- **文字**：至多 500 个字符，不含控制字符、公式和身份证号。
"""


def markdown() -> str:
    """The whole document."""
    parts = [_RULES.format(number=len(DATASETS))]
    parts += ["\n".join(_section(dataset)) + "\n" for dataset in DATASETS.values()]
    return "\n".join(parts)


def write() -> Path:
    """Write the document to its place and say where."""
    PATH.write_text(markdown(), encoding="utf-8")
    return PATH


def _section(dataset: Dataset) -> Iterator[str]:
    yield f"## {dataset.title} · `{dataset.name}`"
    yield ""
    people = "；一行是一个人，小数目受保护" if dataset.people else ""
    key = "、".join(dataset.column(name).header for name in dataset.key)
    yield f"主管科室：{dataset.section}{people}。键：{key}。超过 {dataset.rhythm} 天没有新数据视为迟报。"
    yield ""
    yield "| 列 | 字段 | 必填 | 内容 |"
    yield "|---|---|---|---|"
    for column in dataset.columns:
        yield f"| {column.header} | `{column.name}` | {'是' if column.required else ''} | {_content(column)} |"
    notes = [
        *(" ≤ ".join(dataset.column(name).header for name in chain) for chain in dataset.order),
        *(rule.problem for rule in dataset.rules),
    ]
    if notes:
        yield ""
        yield f"检查：{'；'.join(notes)}。"


def _content(column: Column) -> str:
    match column.kind:
        case "reference":
            return f"`{column.refers}`（{DATASETS[column.refers].title}）的编号"
        case "region":
            levels = LEVELS[LEVELS.index(column.coarsest or "county") :]
            return "行政区划代码：" + "、".join(f"{DIGITS[level]} 位（{WORDS[level]}）" for level in levels)
        case "date" if column.future:
            return "日期，可以晚于导入当天"
        case "date" | "month" | "citizen":
            return {"date": "日期", "month": "月份", "citizen": "身份证号"}[column.kind]
        case _:
            return column.words

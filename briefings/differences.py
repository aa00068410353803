"""What a corrected edition says otherwise than the one before: table by table, sentence by sentence, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from briefings.document import Bullets, Document, Heading, Paragraph, Table

MOST = 60  # told; the others are counted
LONGEST = 120  # characters of a quoted sentence


def differences(before: Document, after: Document) -> tuple[str, ...]:
    """`“重点指标”表“适老化改造”：本周由 12 改为 13。`, in the order of the later document; empty where both say the same."""
    old, new = _sections(before), _sections(after)
    found = [words for name in [*new, *(name for name in old if name not in new)] for words in _section(name, old.get(name), new.get(name))]
    rest = len(found) - MOST
    return tuple(found) if rest <= 0 else (*found[:MOST], f"另有 {rest} 处相应改动。")


def _sections(document: Document) -> dict[str, list[Any]]:
    """Parts below their headings; what stands above the first one is 开头."""
    out: dict[str, list[Any]] = {}
    name = "开头"
    for part in document.parts:
        if isinstance(part, Heading):
            name = re.sub(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", "", part.text)
            out.setdefault(name, [])
        else:
            out.setdefault(name, []).append(part)
    return out


def _section(name: str, before: list[Any] | None, after: list[Any] | None) -> Iterator[str]:
    if before is None or after is None:
        yield f"{'增加' if before is None else '删去'}“{name}”。"
        return
    tables = _tables(before), _tables(after)
    for caption, table in tables[1].items():
        if caption in tables[0]:
            yield from _rows(caption or name, tables[0][caption], table)
        else:
            yield f"“{name}”增加一张表{f'“{caption}”' if caption else ''}。"
    yield from (f"“{name}”删去一张表{f'“{caption}”' if caption else ''}。" for caption in tables[0] if caption not in tables[1])
    yield from _sentences(name, _texts(before), _texts(after))


def _tables(parts: list[Any]) -> dict[str, Table]:
    return {part.caption: part for part in parts if isinstance(part, Table)}


def _rows(caption: str, before: Table, after: Table) -> Iterator[str]:
    old, new = _by_name(before), _by_name(after)
    for name, cells in new.items():
        if name not in old:
            yield f"“{caption}”表增加“{name}”。"
        elif before.head == after.head:
            changed = [
                f"{head}由 {was or '空'} 改为 {now or '空'}"
                for head, was, now in zip(after.head[1:], old[name], cells, strict=False)
                if was != now
            ]
            if changed:
                yield f"“{caption}”表“{name}”：{'，'.join(changed)}。"
        elif old[name] != cells:
            yield f"“{caption}”表“{name}”改动。"
    yield from (f"“{caption}”表删去“{name}”。" for name in old if name not in new)


def _by_name(table: Table) -> dict[str, tuple[str, ...]]:
    return {cell_text(row[0]): tuple(map(cell_text, row[1:])) for row in table.rows}


def cell_text(cell: Any) -> str:
    """What a cell says, whether a text or a number with its form."""
    return cell if isinstance(cell, str) else str(cell.text)


def _texts(parts: list[Any]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if isinstance(part, Paragraph):
            out += _split(part.lead + part.text)
        elif isinstance(part, Bullets):
            out += part.entries
    return out


def _split(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[。；])", text) if one]


def _sentences(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = _short(before[start:end]), _short(after[begin:stop])
        if tag == "replace":
            yield f"“{name}”中“{was}”改为“{now}”。"
        elif tag == "delete":
            yield f"“{name}”中删去“{was}”。"
        elif tag == "insert":
            yield f"“{name}”中增加“{now}”。"


def _short(sentences: Sequence[str]) -> str:
    text = "".join(sentences).rstrip("。；")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

"""What a corrected edition says otherwise than the one before: table by table, sentence by sentence, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from briefings.document import Bullets, Chart, Document, Heading, MapPicture, Paragraph, Table
from briefings.figures import Number, text_of

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
    old, new = _grids(name, before), _grids(name, after)
    for title, grid in new.items():
        if title in old:
            yield from _rows(title, old[title], grid)
        else:
            yield f"增加{title}。"
    yield from (f"删去{title}。" for title in old if title not in new)
    yield from _sentences(name, _texts(before), _texts(after))


Grid = tuple[tuple[str, ...], dict[str, tuple[str, ...]]]  # the columns' names, and each row's cells by its name


def _grids(name: str, parts: list[Any]) -> dict[str, Grid]:
    """Tables, charts and maps alike as rows of texts, by what they are called: `“重点指标”表`."""
    found: dict[str, Grid] = {}
    for part in parts:
        title = re.sub(r"^[表图]\d+\s*", "", getattr(part, "caption", "")) or getattr(part, "title", "") or name
        if isinstance(part, Table):
            rows = {text_of(row[0]): tuple(map(text_of, row[1:])) for row in part.rows}
            found[f"“{title}”表"] = (part.head[1:], rows)
        elif isinstance(part, MapPicture):
            found[f"“{title}”图"] = (("",), {area.name: (area.number.text,) for area in part.areas})
        elif isinstance(part, Chart):
            columns = zip(*([Number(value, part.form).text for value in one.values] for one in part.drawn), strict=True)
            found[f"“{title}”图"] = (tuple(one.name for one in part.drawn), dict(zip(part.categories, columns, strict=True)))
    return found


def _rows(title: str, before: Grid, after: Grid) -> Iterator[str]:
    (heads, old), (names, new) = before, after
    for name, cells in new.items():
        if name not in old:
            yield f"{title}增加“{name}”。"
        elif heads == names:
            pairs = zip(names, old[name], cells, strict=False)
            changed = [f"{head}由 {was or '空'} 改为 {now or '空'}" for head, was, now in pairs if was != now]
            if changed:
                yield f"{title}“{name}”：{'，'.join(changed)}。"
        elif old[name] != cells:
            yield f"{title}“{name}”改动。"
    yield from (f"{title}删去“{name}”。" for name in old if name not in new)


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
